"""Politeness: how many requests at once, how far apart, and whom to leave alone for now."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bouclage.fetch.settings import FetchSettings


@dataclass(slots=True)
class _Lane:
    """One host's turn-taking."""

    slots: asyncio.Semaphore
    delay_s: float
    free_at: float = 0.0
    resting_until: float = 0.0


class Gate:
    """Let requests through, host by host. `now` counts seconds and never goes back."""

    def __init__(
        self,
        settings: FetchSettings,
        *,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._settings = settings
        self._now = now
        self._sleep = sleep
        self._all = asyncio.Semaphore(settings.max_concurrent)
        self._lanes: dict[str, _Lane] = {}

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait for a turn at `host` and hold it. Waiting at one host takes no place from the others."""
        lane = self._lane(host)
        async with lane.slots:
            start = max(self._now(), lane.free_at)
            lane.free_at = start + lane.delay_s
            wait = start - self._now()
            if wait > 0:
                await self._sleep(wait)
            async with self._all:
                yield

    def slow_down(self, host: str, delay_s: float) -> None:
        """Keep requests to `host` at least so far apart, within reason."""
        lane = self._lane(host)
        lane.delay_s = max(lane.delay_s, min(delay_s, self._settings.max_crawl_delay_s))

    def rest(self, host: str, seconds: float) -> None:
        """Leave `host` alone for so long."""
        lane = self._lane(host)
        lane.resting_until = max(lane.resting_until, self._now() + seconds)

    def resting_s(self, host: str) -> float:
        """Return for how many more seconds `host` is to be left alone; 0 = ask away."""
        return max(0.0, self._lane(host).resting_until - self._now())

    def _lane(self, host: str) -> _Lane:
        if host not in self._lanes:
            slots = asyncio.Semaphore(self._settings.per_host)
            self._lanes[host] = _Lane(slots=slots, delay_s=self._settings.min_delay_s)
        return self._lanes[host]
