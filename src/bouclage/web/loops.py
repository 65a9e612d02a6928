"""Loops: what one process does beside answering. Collect the due sources, close and send the due slots, for ever.

A slot and a source's next visit are rows in the store, so a loop keeps nothing in mind: it may stop at any time, run
twice, or miss a turn.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import astuple
from datetime import datetime
from typing import Protocol

from bouclage.engine import Engine
from bouclage.errors import BouclageError, StoreBusyError
from bouclage.pipeline import LettersSent

LETTERS_EVERY_S = 3.0  # who signed up waits before their mailbox
EVERY_S = 30.0  # an edition closes at most so late; sources say themselves when they are due
UPKEEP_EVERY_S = 600.0  # it is due once a day
RETURNS_EVERY_S = 60.0  # who complains must be off the list before the next edition
GUARD_EVERY_S = 300.0  # what the guard tells of has lasted for hours

Pause = Callable[[float], Coroutine[None, None, bool]]
"""Waits so many seconds; gives False, at once, when it is time to stop."""

log = logging.getLogger(__name__)


class Tick(Protocol):
    """Closes and sends what is due at a moment; says what was done, in words for the log."""

    def __call__(self, engine: Engine, now: datetime, /, *, wait: Callable[[float], None]) -> Iterable[str]: ...


def pause_until(stop: asyncio.Event) -> Pause:
    """Return a pause that `stop` cuts short."""

    async def pause(seconds: float) -> bool:
        try:
            await asyncio.wait_for(stop.wait(), seconds)
        except TimeoutError:
            return True
        return False

    return pause


async def collecting(engine: Engine, *, pause: Pause, every_s: float = EVERY_S) -> None:
    """Visit the due sources, again and again, until `pause` says stop."""

    def collect() -> None:
        # In a thread with a loop of its own: saving what a visit brought must not keep readers waiting.
        collected = asyncio.run(engine.collect())
        if collected.new or collected.failed:
            counts = {"sources": len(collected.visits), "new": collected.new, "trouble": len(collected.failed)}
            log.info("collected", extra=counts)

    await repeat("collecting", collect, pause=pause, every_s=every_s)


async def closing(engine: Engine, tick: Tick, *, pause: Pause, every_s: float = EVERY_S) -> None:
    """Close and send what is due, again and again, until `pause` says stop."""

    loop = asyncio.get_running_loop()

    def wait(seconds: float) -> None:
        # Asked in the thread of the work, waited for in the loop, so that a stop cuts it short.
        asyncio.run_coroutine_threadsafe(pause(seconds), loop).result()

    def close() -> None:
        for line in tick(engine, engine.clock(), wait=wait):
            log.info("edition", extra={"told": line})

    await repeat("closing", close, pause=pause, every_s=every_s)


async def preparing(
    engine: Engine,
    prepare: Callable[[Engine, datetime], Iterable[str]],
    *,
    pause: Pause,
    every_s: float = EVERY_S,
) -> None:
    """Find ahead what takes longest in the closings that are near, until `pause` says stop."""

    def ahead() -> None:
        for line in prepare(engine, engine.clock()):
            log.info("edition", extra={"told": line})

    await repeat("preparing", ahead, pause=pause, every_s=every_s)


async def guarding(engine: Engine, *, pause: Pause, every_s: float = GUARD_EVERY_S) -> None:
    """Tell the operator what is wrong, again and again, until `pause` says stop."""

    def look() -> None:
        for alarm in engine.guard():
            told = {"kind": alarm.kind.value, "about": alarm.about, "told": alarm.detail, "amount": alarm.amount}
            log.warning("alarm", extra=told)

    await repeat("guarding", look, pause=pause, every_s=every_s)


async def maintaining(engine: Engine, *, pause: Pause, every_s: float = UPKEEP_EVERY_S) -> None:
    """Do the day's maintenance when it is due, until `pause` says stop."""

    def upkeep() -> None:
        done = engine.maintain()
        if done is not None:
            told = {"dropped": dict(done.dropped), "size_before": done.size_before, "size_after": done.size_after}
            log.info("maintained", extra=told)

    await repeat("maintenance", upkeep, pause=pause, every_s=every_s)


async def writing(engine: Engine, *, pause: Pause, every_s: float = LETTERS_EVERY_S) -> None:
    """Send the letters that readers ask for, again and again, until `pause` says stop."""

    def write() -> None:
        done = engine.send_letters()
        if done != LettersSent():
            log.info("letters: %d sent, %d dropped, %d wait, %d refused", *astuple(done))

    await repeat("letters", write, pause=pause, every_s=every_s)


async def returning(engine: Engine, *, pause: Pause, every_s: float = RETURNS_EVERY_S) -> None:
    """Read what came back into the maildir, again and again, until `pause` says stop."""

    def read() -> None:
        taken = engine.read_returns()
        if taken.kinds:
            log.info("returns", extra={**taken.kinds, "suppressed": taken.suppressed, "left": taken.left})

    await repeat("returns", read, pause=pause, every_s=every_s)


async def repeat(name: str, work: Callable[[], None], *, pause: Pause, every_s: float) -> None:
    """Do `work` in a thread, then pause, until told to stop; work that has begun is finished.

    What can go wrong in the world is logged in one line and tried again at the next turn. Anything else is a mistake of
    ours and ends the process, where whoever started it sees it.
    """
    while True:
        try:
            await asyncio.to_thread(work)
        except StoreBusyError as error:
            log.debug("busy", extra={"work": name, "told": str(error)})  # another process does it: all is well
        except (BouclageError, OSError) as error:
            log.warning("failed", extra={"work": name, "told": " ".join(str(error).split())})
        if not await pause(every_s):
            return
