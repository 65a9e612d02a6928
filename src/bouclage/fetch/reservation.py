"""tdmrep.json: what a whole site says of text and data mining (W3C TDMRep), for pages that say nothing themselves."""

import asyncio
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from protego import Protego
from yarl import URL

from bouclage.errors import FetchError, FetchLaterError
from bouclage.fetch.client import Client, Trail
from bouclage.fetch.settings import FetchSettings

_PATH = "/.well-known/tdmrep.json"
_FRESH = timedelta(days=1)  # as long as RFC 9309 lets robots.txt be kept
_MOST_RULES = 1_000
_MOST_CHARS = 500  # of one location

Rules = tuple[tuple[Protego, bool], ...]  # a location's pattern, whether it is reserved


class Reservations:
    """Ask each host's tdmrep.json once a day. One that is missing, broken or too large reserves nothing."""

    def __init__(self, client: Client, settings: FetchSettings, clock: Callable[[], datetime]) -> None:
        self._client = client
        self._settings = settings
        self._clock = clock
        self._known: dict[str, tuple[datetime, Rules]] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    async def reserves(self, url: URL, source_id: str) -> bool:
        """Tell whether `url`'s host reserves mining for it; the first location that fits counts."""
        origin = str(url.origin())
        async with self._locks.setdefault(origin, asyncio.Lock()):
            asked, rules = self._known.get(origin, (None, ()))
            if asked is None or not timedelta() <= self._clock() - asked < _FRESH:
                rules = await self._read(origin + _PATH, source_id)
                self._known[origin] = (self._clock(), rules)
        return next((reserved for location, reserved in rules if not location.can_fetch(str(url), "*")), False)

    async def _read(self, address: str, source_id: str) -> Rules:
        try:
            answer = await self._client.follow(
                Trail(source_id, address), {"Accept": "application/json"}, limit=self._settings.tdmrep_bytes
            )
        except FetchLaterError:  # the host is resting, which says nothing about its rules
            raise
        except FetchError:
            return ()
        return rules_of(answer.body) if answer.status == 200 else ()


def rules_of(body: bytes) -> Rules:
    """Return the rules in a tdmrep.json's bytes; what is no rule is passed over.

    A location is matched as a path in robots.txt is: from its beginning, `*` = anything, `$` = the end; so the
    parser of robots.txt, each location the one thing forbidden, does the matching.
    """
    try:
        value = json.loads(body.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        return ()
    rows = value if isinstance(value, list) else [value]
    return tuple(rule for row in rows[:_MOST_RULES] if (rule := _rule(row)) is not None)


def _rule(row: Any) -> tuple[Protego, bool] | None:
    if not isinstance(row, dict):
        return None
    location, reserved = row.get("location"), row.get("tdm-reservation")
    if not isinstance(location, str) or isinstance(reserved, bool) or str(reserved) not in {"0", "1"}:
        return None
    path = location.strip()
    if not path or len(path) > _MOST_CHARS or not path.isprintable() or "#" in path:
        return None
    path = path if path[0] in "/*" else f"/{path}"
    return Protego.parse(f"User-agent: *\nDisallow: {path}\n"), str(reserved) == "1"
