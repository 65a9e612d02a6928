"""The loops beside the server: they go on after a failure, and stop when told to."""

import asyncio
import logging
import os
import signal
import threading
import urllib.request
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from mailbox import Maildir
from pathlib import Path

import pytest
from fastapi import FastAPI
from tests.builders import CLOSES

from bouclage.config import Config, ReturnsConfig
from bouclage.engine import Engine
from bouclage.errors import DeliveryError, StoreBusyError
from bouclage.store import Store
from bouclage.web.loops import Pause, closing, collecting, pause_until, repeat, returning
from bouclage.web.server import run


@dataclass
class Turns:
    """A pause that takes no time and ends after so many turns."""

    left: int
    asked: list[float] = field(default_factory=list)

    async def __call__(self, seconds: float) -> bool:
        self.asked.append(seconds)
        self.left -= 1
        return self.left > 0


@pytest.fixture
def engine(empty: Store, secret: str) -> Engine:
    """Give an engine with no sources, at closing time."""
    return Engine(store=empty, config=Config(), secret=secret, clock=lambda: CLOSES)


async def test_work_is_done_at_every_turn() -> None:
    """The work is done, then waited for, as often as the pause says; what begins is finished before the end."""
    done: list[int] = []
    turns = Turns(3)
    await repeat("counting", lambda: done.append(1), pause=turns, every_s=7.0)
    assert len(done) == 3
    assert turns.asked == [7.0] * 3


@pytest.mark.parametrize("error", [DeliveryError("the relay\nis away"), OSError("no route")], ids=["ours", "system"])
async def test_a_failure_is_one_line_and_the_loop_goes_on(error: Exception, caplog: pytest.LogCaptureFixture) -> None:
    """What can go wrong in the world is logged in one line, and tried again at the next turn."""
    tries: list[int] = []

    def work() -> None:
        tries.append(1)
        raise error

    await repeat("sending", work, pause=Turns(2), every_s=1)
    assert len(tries) == 2
    lines = [(record.getMessage(), vars(record)["work"], vars(record)["told"]) for record in caplog.records]
    assert lines == [("failed", "sending", " ".join(str(error).split()))] * 2


async def test_another_process_at_work_is_no_failure(caplog: pytest.LogCaptureFixture) -> None:
    """Where another process does the same work, this one waits without a word."""

    def work() -> None:
        raise StoreBusyError("collect", path="store")

    with caplog.at_level(logging.INFO):
        await repeat("collecting", work, pause=Turns(2), every_s=1)
    assert caplog.records == []


async def test_a_mistake_of_ours_ends_the_loop() -> None:
    """A mistake in the program is not hidden: it ends the loop, and with it the process."""

    def work() -> None:
        raise KeyError("a mistake")

    with pytest.raises(KeyError):
        await repeat("working", work, pause=Turns(2), every_s=1)


async def test_closing_asks_the_schedule_at_the_engines_time(engine: Engine, caplog: pytest.LogCaptureFixture) -> None:
    """The schedule is asked with the engine's clock, off the event loop, and what it did is logged."""
    asked: list[tuple[datetime, bool]] = []
    here = threading.get_ident()

    def tick(given: Engine, now: datetime, *, wait: Callable[[float], None]) -> Iterable[str]:
        assert given is engine
        asked.append((now, threading.get_ident() == here))
        wait(5.0)
        return ("evening: closed",)

    turns = Turns(4)
    with caplog.at_level(logging.INFO, logger="bouclage"):
        await closing(engine, tick, pause=turns, every_s=30)
    assert asked == [(CLOSES, False)] * 2
    assert turns.asked == [5.0, 30, 5.0, 30]
    assert [vars(record)["told"] for record in caplog.records] == ["evening: closed"] * 2


async def test_collecting_goes_on_while_another_process_collects(engine: Engine) -> None:
    """Collection runs turn after turn, also where another process has it in hand."""
    turns = Turns(2)
    with engine.store.exclusive("collect"):
        await collecting(engine, pause=turns)
    await collecting(engine, pause=Turns(1))
    assert len(turns.asked) == 2


async def test_what_came_back_is_read_at_every_turn(
    engine: Engine, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The maildir is looked into turn after turn; one that is not there is told, and looked for again."""
    engine = replace(engine, config=Config(returns=ReturnsConfig(maildir=str(tmp_path / "box"))))
    turns = 0

    async def pause(_seconds: float) -> bool:
        nonlocal turns
        turns += 1
        if turns == 1:
            box = Maildir(str(tmp_path / "box"), create=True)
            box.add(b"Subject: Out of office\r\nAuto-Submitted: auto-replied\r\n\r\n")
        return turns < 3

    with caplog.at_level(logging.INFO, logger="bouclage"):
        await returning(engine, pause=pause)
    told = [(record.getMessage(), vars(record).get("automatic")) for record in caplog.records]
    assert told == [("failed", None), ("returns", 1)]


async def test_pause_is_cut_short() -> None:
    """A pause of an hour ends at once when it is time to stop, and one that was not cut short says go on."""
    stop = asyncio.Event()
    pause = pause_until(stop)
    assert await pause(0.0) is True
    waiting = asyncio.create_task(pause(3600))
    await asyncio.sleep(0)
    stop.set()
    assert await asyncio.wait_for(waiting, 5) is False


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_everything_cleanly(app: FastAPI, number: signal.Signals) -> None:
    """At a signal the work in hand is finished, none is begun, and the server has answered until then."""
    begun: list[int] = []
    finished: list[int] = []
    seen: list[bytes] = []
    address: list[str] = []
    before = signal.getsignal(number)
    answering = asyncio.Event()

    def started(where: str) -> None:
        address.append(where)
        answering.set()

    def work() -> None:
        begun.append(1)
        with urllib.request.urlopen(address[0] + "healthz", timeout=10) as answer:
            seen.append(answer.read())
        os.kill(os.getpid(), number)
        finished.append(1)

    async def loop(pause: Pause) -> None:
        await answering.wait()
        await repeat("working", work, pause=pause, every_s=3600)

    run(app, host="127.0.0.1", port=0, loops=[loop], started=started)
    assert (begun, finished, seen) == ([1], [1], [b"ok\n"])
    assert signal.getsignal(number) is before


def test_a_taken_port_is_named(app: FastAPI) -> None:
    """A port that is taken is an error that names it, before anything has begun."""
    ports: list[int] = []

    def again(where: str) -> None:
        ports.append(int(where.rstrip("/").rpartition(":")[2]))
        try:
            with pytest.raises(OSError, match=f"cannot listen on 127.0.0.1 port {ports[0]}: Address already in use"):
                run(app, host="127.0.0.1", port=ports[0])
        finally:
            os.kill(os.getpid(), signal.SIGTERM)

    run(app, host="127.0.0.1", port=0, started=again)
    assert ports
