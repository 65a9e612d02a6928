"""`bouclage serve` reads what came back: from its maildir and from its own LMTP port, beside all else."""

import os
import signal
import smtplib
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from mailbox import Maildir
from pathlib import Path

from bouclage.deliver import message_id
from bouclage.records import Delivery, Subscriber, SubscriberStatus
from bouclage.store import open_store
from tests.builders import a_source
from tests.unit.deliver.test_deliver_returns import OURS, complaint, dsn

SECRET = "a secret of more than sixteen bytes"
NOW = datetime(2026, 9, 8, 18, 0, tzinfo=UTC)
DAY = date(2026, 9, 8)
PATIENCE_S = 120


def test_serve_takes_what_comes_back(tmp_path: Path) -> None:
    """Row 79: a bounce lies in the maildir, a complaint comes by LMTP; both suppress, and it ends well."""
    url, box, said = f"sqlite:///{tmp_path}/b.db", tmp_path / "returns", tmp_path / "said.log"
    readers = [
        Subscriber(address=f"{name}@reader.example", status=SubscriberStatus.CONFIRMED, created=NOW, changed=NOW)
        for name in ("ada", "ben")
    ]
    ids = [message_id("evening", DAY, one.id, SECRET.encode(), "news.example") for one in readers]
    with open_store(url) as store, store.begin() as tx:
        tx.sources.add(a_source("le-rivage"))
        for reader, name in zip(readers, ids, strict=True):
            tx.subscribers.add(reader)
            sent = Delivery(
                edition="evening",
                day=DAY,
                subscriber_id=reader.id,
                address=reader.address,
                changed=NOW,
                message_id=name,
            )
            tx.deliveries.plan("evening", DAY, [sent])
    Maildir(str(box), create=True).add(dsn().replace(OURS.encode(), ids[0].encode()))
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "BOUCLAGE_STORE__URL": url,
        "BOUCLAGE_WEB__SECRET": SECRET,
        "BOUCLAGE_MAIL__FROM_ADDRESS": "edition@news.example",
        "BOUCLAGE_MAIL__BOUNCE_ADDRESS": "bounce@news.example",
        "BOUCLAGE_RETURNS__MAILDIR": str(box),
        "BOUCLAGE_RETURNS__LISTEN_PORT": str(port),
    }
    command = [sys.executable, "-m", "bouclage", "serve", "--port", "0", "--no-collect", "--no-schedule"]
    with said.open("wb") as output:
        serving = subprocess.Popen(command, env=environment, cwd=tmp_path, stdout=output, stderr=output)
    try:
        _until(lambda: b"next edition" in said.read_bytes(), serving, said)
        with smtplib.LMTP("127.0.0.1", port, timeout=30) as server:
            server.sendmail("", ["bounce@news.example"], complaint().replace(OURS.encode(), ids[1].encode()))
        _until(lambda: _states(url) == {"suppressed"}, serving, said)
        serving.send_signal(signal.SIGTERM)
        assert serving.wait(PATIENCE_S) == 0, said.read_text()
    finally:
        serving.kill()
        serving.wait()
    assert "LMTP for bounce@news.example" in said.read_text()
    assert all("S" in message.get_flags() for message in Maildir(str(box)))


def _states(url: str) -> set[str]:
    with open_store(url) as store, store.read() as tx:
        return {
            one.status.value for name in ("ada", "ben") for one in tx.subscribers.of_address(f"{name}@reader.example")
        }


def _until(true: Callable[[], bool], serving: "subprocess.Popen[bytes]", said: Path) -> None:
    """Look again and again, as long as it serves."""
    pause = threading.Event()
    until = time.monotonic() + PATIENCE_S
    while not true():
        assert serving.poll() is None, said.read_text()
        assert time.monotonic() < until, said.read_text()
        pause.wait(0.05)
