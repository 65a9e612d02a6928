"""robots.txt by RFC 9309: what may be crawled on a host."""

import asyncio
from dataclasses import dataclass

from protego import Protego
from yarl import URL

from bouclage.errors import FetchError, FetchForbiddenError, FetchLaterError
from bouclage.fetch.client import Client, Trail
from bouclage.fetch.settings import PRODUCT, FetchSettings


@dataclass(frozen=True, slots=True)
class _Rules:
    """What a host's robots.txt says: rules, or that nothing may be crawled and why, or nothing at all."""

    parsed: Protego | None = None
    closed: str | None = None


class Robots:
    """Ask each host's robots.txt once in a run, and hold pages to it."""

    def __init__(self, client: Client, settings: FetchSettings) -> None:
        self._client = client
        self._settings = settings
        self._rules: dict[str, _Rules] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    async def refuse(self, url: URL, trail: Trail) -> None:
        """Raise FetchForbiddenError unless `url` may be crawled."""
        rules = await self._rules_of(url, trail.source_id)
        if rules.closed:
            message = f"robots.txt of {url.host} cannot be read ({rules.closed}), so nothing there is crawled"
            raise trail.error(FetchForbiddenError, message)
        if rules.parsed is not None and not rules.parsed.can_fetch(str(url), PRODUCT):
            raise trail.error(FetchForbiddenError, f"robots.txt of {url.host} disallows it")

    async def _rules_of(self, url: URL, source_id: str) -> _Rules:
        origin = str(url.origin())
        async with self._locks.setdefault(origin, asyncio.Lock()):
            if origin not in self._rules:
                self._rules[origin] = await self._read(f"{origin}/robots.txt", source_id)
                self._obey_delay(url.host or "", self._rules[origin])
        return self._rules[origin]

    async def _read(self, address: str, source_id: str) -> _Rules:
        try:
            answer = await self._client.follow(
                Trail(source_id, address),
                {"Accept": "text/plain"},
                limit=self._settings.robots_bytes,
                cut=True,
            )
        except FetchLaterError:  # the host is resting, which says nothing about its rules
            raise
        except FetchError as error:
            return _Rules(closed=str(error))
        if answer.status == 429 or answer.status >= 500:  # RFC 9309 lets 429 pass as a 4xx; it is a plea for less
            return _Rules(closed=f"it answers {answer.status}")
        if answer.status != 200:
            return _Rules()
        # Protego takes text; RFC 9309 says UTF-8, and a byte that is not can only spoil its own rule.
        return _Rules(parsed=Protego.parse(answer.body.decode("utf-8-sig", "replace")))

    def _obey_delay(self, host: str, rules: _Rules) -> None:
        delay = rules.parsed.crawl_delay(PRODUCT) if rules.parsed is not None else None
        if delay:
            self._client.gate.slow_down(host, delay)
