"""A real Postfix that wants STARTTLS and a password (asked of a real Dovecot), and puts strangers off at first."""

import os
import shutil
import socket
import socketserver
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from test_mailer_postfix import _BINARY, _MAIN, _SERVICES, command
from tests.builders import an_edition

from bouclage.config import Config, MailConfig, SendingConfig, StoreConfig
from bouclage.deliver import Relay, SmtpConnection, Tls
from bouclage.deliver.sink import MailSink
from bouclage.errors import RelayUnavailableError
from bouclage.pipeline import send_edition
from bouclage.records import DeliveryState, Ledger, Subscriber, SubscriberStatus
from bouclage.store import open_store

pytestmark = pytest.mark.postfix

FROM, ADA = "bounce@news.example", "ada@sink.test"
MESSAGE = b"From: a@news.example\r\nSubject: x\r\nMessage-ID: <1@news.example>\r\n\r\nbody\r\n"
USER, PASSWORD = "edition", "correct horse"
NOW = datetime.now(UTC)
_DOVECOT = shutil.which("dovecot", path=os.environ.get("PATH", "") + os.pathsep + "/usr/sbin")

_PROTECTED = """
smtpd_tls_security_level = encrypt
smtpd_tls_cert_file = {folder}/cert.pem
smtpd_tls_key_file = {folder}/key.pem
smtpd_tls_auth_only = yes
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:{sasl}
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_recipient_restrictions = permit_sasl_authenticated, reject
"""
_SASL = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
protocols =
ssl = no
passdb {{
  driver = passwd-file
  args = scheme=PLAIN {folder}/users
}}
service auth {{
  inet_listener sasl {{
    address = 127.0.0.1
    port = {sasl}
  }}
}}
"""
_GREY = """
smtpd_recipient_restrictions = check_policy_service inet:127.0.0.1:{policy}, permit_mynetworks, reject
"""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def postfix_folder() -> Iterator[Path]:
    """Give a folder for a Postfix; skips, saying why, where there can be none."""
    if _BINARY is None:
        pytest.skip("needs Debian's postfix")
    if os.geteuid() != 0:
        pytest.skip("needs root: postfix drops to its own user")
    with tempfile.TemporaryDirectory() as name:
        made = Path(name)
        made.chmod(0o755)
        for part in ("etc", "queue", "data", "run", "state"):
            (made / part).mkdir()
        shutil.chown(made / "data", "postfix")
        yield made


@contextmanager
def postfix(folder: Path, sink: MailSink, more: str, **given: Any) -> Iterator[int]:
    """Run a Postfix that passes mail on to the sink, with more settings than the usual ones; give its port."""
    port = free_port()
    main = _MAIN.format(folder=folder, sink=sink.port) + more.format(folder=folder, **given)
    (folder / "etc" / "main.cf").write_text(main.replace("ada@sink.test=x", "ada@sink.test=x, ben@sink.test=x"))
    (folder / "etc" / "master.cf").write_text(_SERVICES.format(port=port))
    command(folder / "etc", "start")
    try:
        yield port
    finally:
        command(folder / "etc", "stop")


@dataclass(frozen=True)
class Protected:
    """A running Postfix that wants TLS and a password, the sink behind it, and its log."""

    port: int
    sink: MailSink
    log: Path


@pytest.fixture(scope="module")
def protected(tmp_path_factory: pytest.TempPathFactory, certificate: Any) -> Iterator[Protected]:
    """Give a Postfix that takes mail over TLS from who knows the password, which Dovecot knows."""
    if _DOVECOT is None:
        pytest.skip("needs Debian's dovecot")
    with postfix_folder() as folder, MailSink(tmp_path_factory.mktemp("mail")) as sink:
        sasl = free_port()
        shutil.copy(certificate.file, folder / "cert.pem")
        shutil.copy(certificate.file.with_name("key.pem"), folder / "key.pem")
        (folder / "users").write_text(f"{USER}:{PASSWORD}\n")
        (folder / "dovecot.conf").write_text(_SASL.format(folder=folder, sasl=sasl))
        words = [_DOVECOT, "-c", str(folder / "dovecot.conf")]
        with tempfile.TemporaryFile() as said:  # a file: the daemon it leaves behind keeps its outputs open
            done = subprocess.run(words, stdout=said, stderr=said, stdin=subprocess.DEVNULL, timeout=60, check=False)
            said.seek(0)
            assert done.returncode == 0, said.read().decode(errors="replace")
        try:
            with postfix(folder, sink, _PROTECTED, sasl=sasl) as port:
                yield Protected(port, sink, folder / "mail.log")
        finally:
            stop = [*words, "stop"]
            subprocess.run(stop, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=60, check=False)


def relay(port: int, **given: Any) -> Relay:
    usual = {"host": "127.0.0.1", "port": port, "helo": "news.example", "timeout_s": 30.0}
    return Relay(**(usual | {"user": USER, "password": PASSWORD} | given))


def send(to: Relay) -> None:
    with SmtpConnection(to) as connection:
        connection.hand_over(FROM, ADA, MESSAGE, before_dot=lambda: None)


@pytest.fixture
def refusing(protected: Protected) -> Iterator[Protected]:
    """Give the same, for a test in which nothing may get through."""
    before = protected.sink.count
    yield protected
    assert protected.sink.count == before


def test_over_tls_with_a_password(protected: Protected, certificate: Any) -> None:
    """Rows 36, 53: TLS with a certificate that is verified, a password that Dovecot knows, and Postfix passes it on."""
    send(relay(protected.port, ca_file=certificate.file))
    assert protected.sink.wait_for(1, timeout_s=60)
    assert protected.sink.received[0].content.endswith(MESSAGE.partition(b"\r\n\r\n")[2])
    log = protected.log.read_text()
    assert f"sasl_username={USER}" in log
    assert PASSWORD not in log


def test_a_certificate_that_does_not_verify(refusing: Protected) -> None:
    """Row 36: nobody vouches for it: neither message nor password leaves."""
    before = len(refusing.log.read_text())
    with pytest.raises(RelayUnavailableError, match="certificate"):
        send(relay(refusing.port))
    assert "sasl_username" not in refusing.log.read_text()[before:]


def test_a_certificate_for_another_name(refusing: Protected, certificate: Any) -> None:
    """Row 36: known, but another's: it is no proof."""
    with pytest.raises(RelayUnavailableError, match="certificate"):
        send(relay(refusing.port, host="localhost", ca_file=certificate.file))


def test_a_wrong_password(refusing: Protected, certificate: Any) -> None:
    """Row 53: Dovecot says no; the error says so and shows no password."""
    with pytest.raises(RelayUnavailableError, match="535") as caught:
        send(relay(refusing.port, ca_file=certificate.file, password="wrong battery"))
    assert "battery" not in str(caught.value)


def test_no_tls_is_no_way_around(refusing: Protected) -> None:
    """Row 36: without TLS Postfix takes nothing, and that is told as the relay's refusal of us, not of a reader."""
    with pytest.raises(RelayUnavailableError, match="530"):
        send(relay(refusing.port, tls=Tls.NONE, user=None, password=None))


class Grey(socketserver.StreamRequestHandler):
    """Postfix's policy protocol: whoever is new is put off."""

    def handle(self) -> None:
        """Answer until Postfix goes."""
        server: Any = self.server
        with suppress(OSError):
            while asked := self._asked():
                new = asked not in server.seen
                server.seen.add(asked)
                answer = "defer_if_permit 4.7.1 greylisted, come again" if new else "dunno"
                self.wfile.write(f"action={answer}\n\n".encode())

    def _asked(self) -> tuple[str, ...]:
        fields: dict[str, str] = {}
        for raw in self.rfile:
            line = raw.decode().strip()
            if not line:
                break
            name, _, value = line.partition("=")
            fields[name] = value
        return tuple(fields[name] for name in ("sender", "recipient") if name in fields)


@pytest.fixture
def grey() -> Iterator[int]:
    """Give the port of a greylisting policy service."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Grey) as server:
        server.daemon_threads = True
        server.seen = set()  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.server_address[1]
        server.shutdown()


def test_put_off_and_delivered_later(sink: MailSink, grey: int, tmp_path: Path) -> None:
    """Row 64: a real 450 defers; nothing is tried before the pause is over, and after it each arrives once."""
    url = f"sqlite:///{tmp_path}/b.db"
    readers = [
        Subscriber(address=address, status=SubscriberStatus.CONFIRMED, created=NOW, changed=NOW)
        for address in (ADA, "ben@sink.test")
    ]
    edition = an_edition()
    ahead = timedelta()
    with (
        postfix_folder() as folder,
        postfix(folder, sink, _GREY, policy=grey) as port,
        open_store(url) as store,
    ):
        config = Config(
            store=StoreConfig(url=url),
            mail=MailConfig(host="127.0.0.1", port=port, from_address="edition@news.example", timeout_s=30),
            sending=SendingConfig(processes=1),
        )

        def sent() -> dict[str, int]:
            def clock() -> datetime:
                return datetime.now(UTC) + ahead

            done = send_edition(store, config, edition, secret="s" * 32, clock=clock, wait=lambda _s: None)
            return {state: count for state, count in done.states.items() if count}

        with store.begin() as tx:
            tx.editions.close(edition, Ledger(name=edition.name, day=edition.day, entries=()))
            tx.subscribers.import_many(readers)
        assert sent() == {"deferred": 2}
        assert sent() == {"deferred": 2}  # its pause is not over
        with store.read() as tx:
            rows = tx.deliveries.of_edition(edition.name, edition.day)
        assert all(row.attempts == 1 and row.code == 450 and "greylisted" in (row.answer or "") for row in rows)
        ahead = timedelta(minutes=6)
        assert sent() == {"accepted": 2}
        assert sink.wait_for(2, timeout_s=60)
        with store.read() as tx:
            rows = tx.deliveries.of_edition(edition.name, edition.day)
    assert {row.state for row in rows} == {DeliveryState.ACCEPTED}
    assert sorted(one.rcpt for one in sink.received) == [(ADA,), ("ben@sink.test",)]
