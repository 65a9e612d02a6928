"""Out through a real Postfix and back: signatures hold after the hop, a real bounce comes back and suppresses."""

import os
import shutil
import socket
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import dkim
import pytest
from test_mailer_postfix import _BINARY, _MAIN, _SERVICES, command
from tests.builders import an_edition
from tests.postgresql import chosen
from tests.smtp_server import SmtpServer

from bouclage.config import Config, DkimConfig, MailConfig, SendingConfig, StoreConfig
from bouclage.deliver import load_key, new_key
from bouclage.deliver.listener import Listener
from bouclage.deliver.sink import MailSink
from bouclage.pipeline import send_edition, signers_of, take_return
from bouclage.records import Ledger, ReturnKind, Subscriber, SubscriberStatus
from bouclage.store import open_store

pytestmark = pytest.mark.postfix
SECRET = "a secret of more than sixteen bytes"
NOW = datetime.now(UTC)


@dataclass
class Returned:
    """What our listener took."""

    messages: list[tuple[bytes, tuple[str, ...]]] = field(default_factory=list)
    arrived: threading.Event = field(default_factory=threading.Event)

    def __call__(self, raw: bytes, recipients: tuple[str, ...]) -> None:
        self.messages.append((raw, tuple(recipients)))
        self.arrived.set()


@pytest.fixture
def way(sink: MailSink) -> Iterator[tuple[int, Returned]]:
    """Give a Postfix's port, and what it gives back: sink.test is delivered, hard.test refused by its server."""
    if _BINARY is None:
        pytest.skip("needs Debian's postfix")
    if os.geteuid() != 0:
        pytest.skip("needs root: postfix drops to its own user")
    back = Returned()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    hard = SmtpServer(mood=lambda stage, _: "550 5.1.1 no such mailbox" if stage == "RCPT" else None)
    listener = Listener("bounce@news.example", back)  # type: ignore[arg-type]
    with hard, listener, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        for part in ("etc", "queue", "data"):
            (folder / part).mkdir()
        shutil.chown(folder / "data", "postfix")
        transports = (
            f"sink.test=smtp:[127.0.0.1]:{sink.port}, hard.test=smtp:[127.0.0.1]:{hard.port},"
            f" news.example=lmtp:inet:127.0.0.1:{listener.port}"
        )
        main = _MAIN.format(folder=folder, sink=sink.port)
        main = main.replace(f"sink.test=smtp:[127.0.0.1]:{sink.port}", transports)
        main = main.replace("relay_domains = sink.test", "relay_domains = sink.test hard.test")
        main = main.replace("ada@sink.test=x", "ada@sink.test=x, ben@hard.test=x")
        (folder / "etc" / "main.cf").write_text(main)
        services = _SERVICES.format(port=port) + "lmtp unix - - n - - lmtp\n"
        (folder / "etc" / "master.cf").write_text(services)
        command(folder / "etc", "start")
        try:
            yield port, back
        finally:
            command(folder / "etc", "stop")


def test_out_and_back(way: tuple[int, Returned], sink: MailSink, tmp_path: Path) -> None:
    """Rows 30, 73, 74, 79: DKIM verifies after the hop; a real DSN to the signed address suppresses its reader."""
    port, back = way
    keys = {}
    for kind in ("rsa", "ed25519"):
        keys[kind] = tmp_path / f"{kind}.pem"
        keys[kind].write_bytes(new_key(kind))
        load_key(keys[kind].read_bytes(), kind)
    url = chosen(f"sqlite:///{tmp_path}/b.db")
    config = Config(
        store=StoreConfig(url=url),
        mail=MailConfig(
            host="127.0.0.1", port=port, from_address="edition@news.example", bounce_address="bounce@news.example"
        ),
        sending=SendingConfig(processes=1),
        dkim=DkimConfig(key_file=str(keys["rsa"]), second_key_file=str(keys["ed25519"])),
    )
    edition = an_edition()
    ada, ben = (
        Subscriber(address=address, status=SubscriberStatus.CONFIRMED, created=NOW, changed=NOW)
        for address in ("ada@sink.test", "ben@hard.test")
    )
    with open_store(url) as store:
        with store.begin() as tx:
            tx.editions.close(edition, Ledger(name=edition.name, day=edition.day, entries=()))
            tx.subscribers.import_many([ada, ben])
        sent = send_edition(store, config, edition, secret=SECRET, clock=lambda: datetime.now(UTC), wait=lambda _: None)
        assert sent.states["accepted"] == 2

        assert sink.wait_for(1, timeout_s=60)
        dns = {f"{one.record_name}.".encode(): one.record.encode() for one in signers_of(config)}
        message = dkim.DKIM(sink.received[0].content, minkey=2048)
        assert all(message.verify(idx=n, dnsfunc=lambda name, timeout=5: dns.get(name)) for n in range(2))

        assert back.arrived.wait(60)
        raw, recipients = back.messages[0]
        one, _ = take_return(store, config, raw, secret=SECRET, now=NOW, recipients=recipients)
        assert (one.kind, one.subscriber_id, one.day) == (ReturnKind.HARD, ben.id, edition.day)
        with store.read() as tx:
            statuses = {who.address: tx.subscribers.by_id(who.id).status.value for who in (ada, ben)}  # type: ignore[union-attr]
    assert statuses == {"ada@sink.test": "confirmed", "ben@hard.test": "suppressed"}
