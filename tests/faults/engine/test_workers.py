"""Workers on PostgreSQL: any number gives the same edition; killed at random, nothing is lost, closed or sent twice."""

import asyncio
import json
import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from email import policy
from email.parser import BytesParser
from pathlib import Path

import pytest

from bouclage.deliver.sink import MailSink
from bouclage.pipeline import Closing
from bouclage.records import DeliveryState, to_plain
from bouclage.schedule import coming, window
from bouclage.store import SlotState, open_store
from bouclage.web.sample_site import SampleSite
from bouclage.worker import Job, Kind
from tests.faults.engine.crew import BEFORE, NOW, Crew, engine_of
from tests.postgresql import drop_schema, new_schema

DAY = NOW.date()
READERS = 40


@contextmanager
def _crew(url: str, site: SampleSite, mailbox: Path, readers: int = READERS) -> Iterator[tuple[Crew, MailSink]]:
    with MailSink(mailbox) as sink:
        crew = Crew(url, site, (sink.host, sink.port))
        crew.prepare(readers)
        try:
            yield crew, sink
        finally:
            crew.stop()


def _collecting(crew: Crew) -> tuple[Job, ...]:
    """Return the jobs of one minute, but for closing: here the whole day is read first."""
    from bouclage.worker.handlers import collecting

    with open_store(crew.url) as store:
        return collecting(engine_of(store, crew.relay))


def _edition(url: str) -> str:
    with open_store(url) as store, store.read() as tx:
        assert [slot.state for slot in tx.slots.list("evening", since=DAY)] == [SlotState.DONE]
        ledger = to_plain(tx.editions.ledger("evening", DAY))
        return json.dumps([to_plain(tx.editions.get("evening", DAY)), ledger], sort_keys=True)


def _found_ahead(url: str, relay: tuple[str, int]) -> int:
    """Return of how many stories the statements stand ready; the closing would have to find no others."""
    with open_store(url) as store:
        engine = engine_of(store, relay, BEFORE)
        assert engine.statements_wanted(coming(engine.config.edition(), BEFORE)) == ()
        with store.read() as tx:
            return tx.keeping.rows()["said"]


def _in_one_process(url: str, site: SampleSite, mailbox: Path) -> str:
    with _crew(url, site, mailbox, readers=0) as (crew, _), open_store(url) as store:
        engine = engine_of(store, crew.relay)
        asyncio.run(engine.collect(everything=True))
        edition = engine.config.edition()
        opens, closes = window(DAY, edition.closing_time, edition.zone)
        engine.close(Closing(edition=edition, day=DAY, opens=opens, closes=closes))
        return _edition(url)


def _received(mailbox: Path) -> Counter[str]:
    """Return how many messages each reader got."""
    files = [file for file in mailbox.rglob("*") if file.is_file()]
    messages = [BytesParser(policy=policy.default).parsebytes(file.read_bytes()) for file in files]
    return Counter(str(message["To"]) for message in messages)


@pytest.fixture(scope="module")
def calm(site: SampleSite, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The edition and ledger that one process makes on SQLite."""
    folder = tmp_path_factory.mktemp("calm")
    return _in_one_process(f"sqlite:///{folder}/calm.db", site, folder / "none")


@pytest.mark.parametrize("count", [1, 2, 4])
def test_any_number_of_workers(count: int, calm: str, site: SampleSite, postgresql_url: str, tmp_path: Path) -> None:
    """One, two and four workers prepare and close, to the byte, one process's edition, and send it once to each."""
    with _crew(postgresql_url, site, tmp_path / "mailbox") as (crew, _):
        crew.put(*_collecting(crew))
        crew.start(count)
        crew.join()
        crew.put(Job(kind=Kind.PREPARE, key="evening"))
        crew.start(count, at=BEFORE)
        crew.join()
        assert _found_ahead(postgresql_url, crew.relay) > 20
        asked = (Job(kind=Kind.CLOSE, key="evening"), Job(kind=Kind.MINUTE, key="now"))  # sending follows from closing
        assert (crew.put(*asked), crew.put(*asked)) == (2, 0)
        crew.start(count)
        crew.join()

        assert crew.waiting() == {}
        assert _edition(postgresql_url) == calm
    received = _received(tmp_path / "mailbox")
    assert len(received) == READERS
    assert set(received.values()) == {1}


def test_workers_killed_at_random(
    calm: str, site: SampleSite, postgresql_server: str, tmp_path: Path, kills: int
) -> None:
    """However many workers are killed, the rest finish: the same edition closed once, every reader accounted for.

    A newsroom's day takes some dozens of kills; for more, day after day is shaken.
    """
    dice = random.Random(8)
    hit = rounds = 0
    while hit < kills and rounds < max(1, kills // 4):
        url = new_schema(postgresql_server)
        hit += _one_day(url, site, tmp_path / f"mailbox-{rounds}", calm, min(kills - hit, 40), dice)
        drop_schema(url)
        rounds += 1
    print(f"{hit} workers killed at work in {rounds} newsrooms")
    assert hit > 0


def _one_day(url: str, site: SampleSite, mailbox: Path, calm: str, kills: int, dice: random.Random) -> int:
    """Let one newsroom's day be done under kills; what comes of it must be as ever. Return how many were hit."""
    with _crew(url, site, mailbox, readers=300) as (crew, _):
        crew.put(*_collecting(crew))
        hit = _shaken(crew, kills // 2, dice)
        crew.put(Job(kind=Kind.PREPARE, key="evening"))
        crew.put(Job(kind=Kind.CLOSE, key="evening"))
        hit += _shaken(crew, kills - kills // 2, dice)

        assert _edition(url) == calm
        with open_store(url) as store, store.read() as tx:
            states = dict(tx.deliveries.counts("evening", DAY))
    received = _received(mailbox)
    uncertain = states.get(DeliveryState.UNCERTAIN, 0)
    assert sum(states.values()) == 300
    assert states[DeliveryState.ACCEPTED] + uncertain == 300
    assert set(received.values()) == {1}
    assert 300 - uncertain <= len(received) <= 300
    return hit


def _shaken(crew: Crew, kills: int, dice: random.Random) -> int:
    """Let three workers do what waits while they are killed one after the other; return how many were hit at work."""
    hit = 0
    crew.start(3, until_empty=False)
    until = time.monotonic() + 180
    while crew.waiting() and time.monotonic() < until:
        time.sleep(0.9 + dice.random())
        if hit < kills:
            hit += crew.kill(dice.randrange(3))
            crew.start(1, until_empty=False)
        crew.rescue()
    assert crew.waiting() == {}, crew.said()
    crew.stop()
    return hit
