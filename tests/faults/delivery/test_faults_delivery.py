"""A sending shot at: kill -9, a locked database, a clock that jumps; everybody is accounted for, nobody left out.

At full size: `python -m pytest tests/faults/delivery --kills 100 --readers 7000 --seed 1`, with other seeds again.
"""

import random
import sqlite3
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bouclage.config import Config, MailConfig, SendingConfig, StoreConfig
from bouclage.pipeline.send import send_edition
from bouclage.pipeline.senders import WINDOW
from bouclage.records import DeliveryState
from bouclage.store import open_store
from tests.faults.delivery.newsroom import SECRET, Newsroom, check, newsroom, shot_at
from tests.postgresql import chosen
from tests.smtp_server import SmtpServer


def test_killed_at_random(tmp_path: Path, kills: int, readers: int, seed: int) -> None:
    """Row 57: however often the sender is killed nobody is left out, and repeats are at most what was in flight."""
    with newsroom(chosen(f"sqlite:///{tmp_path}/b.db"), tmp_path, readers) as room:
        _killed_and_finished(room, kills, 1, readers=readers, seed=seed)


def test_three_senders_killed_at_random(
    tmp_path: Path, postgresql_url: str, kills: int, readers: int, seed: int
) -> None:
    """Row 57, on PostgreSQL: three share a sending, one after the other is killed and replaced; the same holds."""
    with newsroom(postgresql_url, tmp_path, readers) as room:
        _killed_and_finished(room, kills, 3, readers=readers, seed=seed)


def _killed_and_finished(room: Newsroom, kills: int, senders: int, *, readers: int, seed: int) -> None:
    """Kill senders, finish, and hold the account to what is promised."""
    room.serve("--delay", "0.002")
    hit = shot_at(room, kills, senders, seed=seed)
    room.finish()
    account = check(room)
    print(f"{hit} kills at work, {account.in_doubt} in doubt, {account.repeats} repeated, 0 of {readers} lost")
    assert hit > kills // 2
    assert account.in_doubt <= WINDOW * hit
    assert account.states[DeliveryState.ACCEPTED] == readers


def _in_process(room: Newsroom, relay: SmtpServer, **given: object) -> int:
    """Send in this process; return how many the relay has then."""
    config = Config(
        store=StoreConfig(url=room.url),
        mail=MailConfig(host="127.0.0.1", port=relay.port, from_address="edition@news.example", timeout_s=20),
        sending=SendingConfig(processes=1),
    )
    usual = {"clock": lambda: datetime.now(UTC), "wait": time.sleep} | given
    with open_store(room.url, wait_s=0.2) as store:
        send_edition(store, config, room.edition, secret=SECRET, **usual)  # type: ignore[arg-type]
    return len(relay.taken)


def test_a_locked_database_is_waited_for(tmp_path: Path) -> None:
    """What was sent is written down once the lock is gone: nobody is sent to twice for it. A lock of SQLite, always."""
    with newsroom(f"sqlite:///{tmp_path}/b.db", tmp_path, 60) as room:
        blocker = sqlite3.connect(tmp_path / "b.db", isolation_level=None, check_same_thread=False)
        held: list[bool] = []

        def mood(stage: str, _rcpt: str) -> str | None:
            if stage == "END" and not held:
                held.append(True)
                blocker.execute("BEGIN IMMEDIATE")  # while the first batch is on its way
            return None

        pauses: list[float] = []

        def wait(seconds: float) -> None:
            pauses.append(seconds)
            if len(pauses) == 2 and held:
                blocker.execute("ROLLBACK")

        with SmtpServer(mood=mood) as relay:
            assert _in_process(room, relay, wait=wait) == 60
        blocker.close()
        assert len(pauses) >= 2
        assert {row.state for row in room.rows()} == {DeliveryState.ACCEPTED}


def test_a_clock_that_jumps_repeats_nobody(tmp_path: Path) -> None:
    """Forward an hour, as in a DST night set wrong, or back five minutes: each gets it once, at last."""
    dice = random.Random(5)

    def clock() -> datetime:
        return datetime.now(UTC) + timedelta(seconds=dice.choice([0, 3600, -300]))

    with newsroom(chosen(f"sqlite:///{tmp_path}/b.db"), tmp_path, 200) as room, SmtpServer() as relay:
        _in_process(room, relay, clock=clock)
        _in_process(room, relay)
        rcpts = Counter(one.rcpt for one in relay.taken)
        states = {row.state for row in room.rows()}
    assert (len(rcpts), set(rcpts.values())) == (200, {1})
    assert states == {DeliveryState.ACCEPTED}
