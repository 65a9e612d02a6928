"""The same hand-over to a real Postfix, started by hand on loopback, and on from there to the sink."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from bouclage.deliver import Relay, SmtpConnection, Tls
from bouclage.deliver.sink import MailSink
from bouclage.errors import RecipientRefusedError

pytestmark = pytest.mark.postfix

_BINARY = shutil.which("postfix", path=os.environ.get("PATH", "") + os.pathsep + "/usr/sbin")

_MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
daemon_directory = /usr/lib/postfix/sbin
maillog_file = {folder}/mail.log
maillog_file_prefixes = {folder}
myhostname = relay.test
mydestination =
inet_interfaces = loopback-only
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
alias_maps =
alias_database =
local_recipient_maps =
relay_domains = sink.test
relay_recipient_maps = inline:{{ ada@sink.test=x }}
transport_maps = inline:{{ sink.test=smtp:[127.0.0.1]:{sink} }}
default_transport = error:5.7.1 no outside network
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_recipient_restrictions = reject_unlisted_recipient, permit_mynetworks, reject
"""

_SERVICES = """
127.0.0.1:{port} inet n - n - 100 smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


def command(config: Path, verb: str) -> None:
    """Run the postfix command, showing what it says if it fails."""
    done = subprocess.run(
        [str(_BINARY), "-c", str(config), verb], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def postfix(sink: MailSink) -> Iterator[int]:
    """Return the port of a running Postfix that passes mail for sink.test on to the sink."""
    if _BINARY is None:
        pytest.skip("needs Debian's postfix")
    if os.geteuid() != 0:
        pytest.skip("needs root: postfix drops to its own user")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)  # postfix's own user must get in
        config = folder / "etc"
        for part in ("etc", "queue", "data"):
            (folder / part).mkdir()
        shutil.chown(folder / "data", "postfix")
        (config / "main.cf").write_text(_MAIN.format(folder=folder, sink=sink.port))
        (config / "master.cf").write_text(_SERVICES.format(port=port))
        command(config, "start")
        try:
            yield port
        finally:
            command(config, "stop")


def test_through_a_real_server(postfix, sink):
    """Rows 13, 30, 45, 64: Postfix takes our message and passes it on unchanged; its 550 is told as a refusal."""
    body = b"=2E\r\n.\r\n..\r\n=C3=A9t=C3=A9 " + b"x" * 60 + b"\r\n"
    message = (
        b"From: a@news.example\r\nTo: ada@sink.test\r\nSubject: =?utf-8?q?=C3=A9t=C3=A9?=\r\n"
        b"Message-ID: <1@news.example>\r\nDate: Tue, 08 Sep 2026 14:30:00 +0000\r\nMIME-Version: 1.0\r\n"
        b"List-Unsubscribe: <https://news.example/u/x>, <mailto:leave@news.example>\r\n"
        b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    ) + body
    flights = []
    relay = Relay(host="127.0.0.1", port=postfix, tls=Tls.NONE, helo="news.example", timeout_s=30)
    with SmtpConnection(relay) as connection:
        with pytest.raises(RecipientRefusedError) as caught:
            connection.hand_over("b@news.example", "ben@sink.test", message, before_dot=lambda: flights.append("ben"))
        answer = connection.hand_over(
            "b@news.example", "ada@sink.test", message, before_dot=lambda: flights.append("ada")
        )
    assert (caught.value.code, flights, answer.code) == (550, ["ada"], 250)
    assert "queued as" in answer.text
    assert sink.wait_for(1, timeout_s=60)
    (received,) = sink.received
    assert (received.mail_from, received.rcpt) == ("b@news.example", ("ada@sink.test",))
    head, _, passed = received.content.partition(b"\r\n\r\n")
    assert passed == body
    assert head.endswith(message.partition(b"\r\n\r\n")[0])  # Postfix only puts its own trace on top
    assert message_from_bytes(received.content, policy=policy.SMTP.clone(raise_on_defect=True))["Subject"] == "été"
