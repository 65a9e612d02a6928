"""A real Postfix that hands mail for reader.test to a real Dovecot, both on loopback, started by hand."""

import imaplib
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

_PATH = os.environ.get("PATH", "") + os.pathsep + "/usr/sbin"
_PATIENCE_S = 60

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
relay_domains = reader.test
relay_recipient_maps = static:x
transport_maps = inline:{{ reader.test=lmtp:inet:127.0.0.1:{lmtp} }}
default_transport = error:5.7.1 no outside network
smtpd_relay_restrictions = permit_mynetworks, reject
"""
_SERVICES = """
127.0.0.1:{smtp} inet n - n - 100 smtpd
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
lmtp unix - - n - - lmtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""
_DOVECOT = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_username_format = %Ln
mail_location = maildir:{folder}/mail/%n
first_valid_uid = 1
passdb {{
  driver = static
  args = password=reader
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/mail/%n allow_all_users=yes
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp}
  }}
}}
service imap-login {{
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
"""


@dataclass(frozen=True)
class RealMail:
    """Where it listens, and how a reader reads."""

    smtp: int
    imap: int

    def wait_for(self, reader: str, count: int) -> list[EmailMessage]:
        """Return a reader's messages, in the order they came, once there are `count`; each look is a new login."""
        until = time.monotonic() + _PATIENCE_S
        while True:
            found = self._read(reader)
            if len(found) >= count or time.monotonic() > until:
                return found

    def _read(self, reader: str) -> list[EmailMessage]:
        with imaplib.IMAP4("127.0.0.1", self.imap, timeout=20) as box:
            box.login(reader, "reader")
            box.select(readonly=True)
            numbers = box.search(None, "ALL")[1][0].split()
            raw = [box.fetch(number.decode(), "(RFC822)")[1][0] for number in numbers]
        read = [message_from_bytes(one[1], policy=policy.SMTP) for one in raw if isinstance(one, tuple)]
        return [one for one in read if isinstance(one, EmailMessage)]


@contextmanager
def real_mail() -> Iterator[RealMail]:
    """Run both servers; skips, saying why, where they cannot be."""
    postfix, dovecot = shutil.which("postfix", path=_PATH), shutil.which("dovecot", path=_PATH)
    if postfix is None or dovecot is None:
        pytest.skip("needs Debian's postfix and dovecot")
    if not all(Path("/usr/lib/dovecot", part).exists() for part in ("imap", "lmtp")):
        pytest.skip("needs Debian's dovecot-imapd and dovecot-lmtpd")
    if os.geteuid() != 0:
        pytest.skip("needs root: both drop to users of their own")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        for part in ("etc", "queue", "data", "mail", "run", "state"):
            (folder / part).mkdir()
        shutil.chown(folder / "data", "postfix")
        shutil.chown(folder / "mail", "postfix", "postfix")
        smtp, imap, lmtp = _ports(3)
        (folder / "etc" / "main.cf").write_text(_MAIN.format(folder=folder, lmtp=lmtp))
        (folder / "etc" / "master.cf").write_text(_SERVICES.format(smtp=smtp))
        settings = _DOVECOT.format(folder=folder, user="postfix", group="postfix", imap=imap, lmtp=lmtp)
        (folder / "dovecot.conf").write_text(settings)
        _run(dovecot, "-c", str(folder / "dovecot.conf"))
        try:
            _run(postfix, "-c", str(folder / "etc"), "start")
            try:
                yield RealMail(smtp, imap)
            finally:
                _run(postfix, "-c", str(folder / "etc"), "stop")
        finally:
            _run(dovecot, "-c", str(folder / "dovecot.conf"), "stop")


def _run(*words: str) -> None:
    """Run a command; what it says goes to a file, as a daemon it leaves behind keeps its outputs open."""
    with tempfile.TemporaryFile() as said:
        done = subprocess.run(words, stdout=said, stderr=said, stdin=subprocess.DEVNULL, timeout=60, check=False)
        said.seek(0)
        assert done.returncode == 0, said.read().decode(errors="replace")


def _ports(count: int) -> list[int]:
    listeners = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [listener.getsockname()[1] for listener in listeners]
    for listener in listeners:
        listener.close()
    return ports
