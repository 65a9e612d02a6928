"""The power is cut, or somebody says stop: what the disk holds is enough to go on, and nobody is left out."""

import random
import shutil
import time
from pathlib import Path

from bouclage.pipeline.senders import WINDOW
from bouclage.records import DeliveryState, SendingState
from bouclage.store import open_store
from tests.faults.delivery.newsroom import PATIENCE_S, newsroom
from tests.postgresql import chosen
from tests.smtp_server import SmtpServer

CUTS = 12


def test_what_the_disk_holds_is_enough_to_go_on(tmp_path: Path, seed: int) -> None:
    """Row 58: from the files as they are at any message, nobody is lost, and repeats are what was in flight then.

    Each commit is on the disk before it returns (`synchronous=FULL`), so a copy taken while the relay holds back its
    answer, when no commit can be under way, is what a power cut leaves.
    """
    dice = random.Random(seed)
    readers = 600
    moments = set(dice.sample(range(readers), CUTS))
    cuts: list[tuple[Path, list[tuple[str, bytes]]]] = []
    with newsroom(f"sqlite:///{tmp_path}/b.db", tmp_path, readers) as room:
        with open_store(room.url) as store, store.begin() as tx:
            assert tx.link.connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2

        def mood(stage: str, _rcpt: str) -> str | None:
            if stage == "END" and len(relay.taken) in moments:
                moments.discard(len(relay.taken))
                folder = tmp_path / f"cut{len(cuts)}"
                folder.mkdir()
                for name in ("b.db", "b.db-wal"):
                    shutil.copy(tmp_path / name, folder / name)
                cuts.append((folder, [_named(one.rcpt, one.message) for one in relay.taken]))
            return None

        with SmtpServer(mood=mood) as relay:
            room.send_once(relay.port)
            assert len(relay.taken) == readers
        assert len(cuts) == CUTS
        for folder, before in cuts:
            room.url = f"sqlite:///{folder}/b.db"
            with SmtpServer() as after:
                room.send_here(after.port)
                got = before + [_named(one.rcpt, one.message) for one in after.taken]
            assert {row.state for row in room.rows()} == {DeliveryState.ACCEPTED}
            assert len({rcpt for rcpt, _ in got}) == readers
            assert len(got) - readers <= WINDOW
            assert len(set(got)) == readers  # a repeat has the same Message-ID


def _named(rcpt: str, message: bytes) -> tuple[str, bytes]:
    return rcpt, next(line for line in message.splitlines() if line.startswith(b"Message-ID: "))


def test_paused_and_resumed_from_the_command_line(tmp_path: Path) -> None:
    """Row 63: `send --pause` ends a sending within one window, `--resume` takes it up: each reader is served once."""
    readers = 1000
    with newsroom(chosen(f"sqlite:///{tmp_path}/b.db"), tmp_path, readers) as room:
        room.serve("--delay", "0.004")
        sender = room.send()
        until = time.monotonic() + PATIENCE_S
        while len(room.taken()) < 50 and time.monotonic() < until:
            sender.join(0.01)
        pausing = room.send("--pause")
        pausing.join(PATIENCE_S)
        assert pausing.exitcode == 0, room.said.read_text()
        at_pause = len(room.taken())
        sender.join(PATIENCE_S)
        assert sender.exitcode is not None
        stopped = len(room.taken())
        assert stopped - at_pause <= WINDOW
        assert stopped < readers
        with open_store(room.url) as store, store.read() as tx:
            sending = tx.sendings.get(room.edition.name, room.edition.day)
        assert sending is not None
        assert sending.state is SendingState.PAUSED
        assert DeliveryState.IN_FLIGHT not in {row.state for row in room.rows()}

        refused = room.send()
        refused.join(PATIENCE_S)
        assert refused.exitcode not in (0, None)
        assert len(room.taken()) == stopped

        resumed = room.send("--resume")
        resumed.join(PATIENCE_S)
        assert resumed.exitcode == 0, room.said.read_text()
        got = room.taken()
    assert len(got) == len(set(got)) == readers
