"""Fetcher: ask for documents, one or many."""

import asyncio
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Self

from aiohttp.abc import AbstractResolver
from yarl import URL

from bouclage.errors import FetchError, FetchForbiddenError, FetchGoneError, FetchLaterError
from bouclage.fetch.client import Answer, Client, Trail
from bouclage.fetch.headers import max_age_s, mining_reserved, retry_after_s, validator
from bouclage.fetch.reservation import Reservations
from bouclage.fetch.robots import Robots
from bouclage.fetch.settings import FetchSettings, Kind
from bouclage.records import Document

_ACCEPT: dict[Kind, str] = {
    "feed": "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, "
    "text/xml;q=0.9, */*;q=0.5",
    "page": "text/html, application/xhtml+xml, */*;q=0.5",
    "photo": "image/jpeg, image/png;q=0.9, image/webp;q=0.8, image/*;q=0.5",
    "data": "application/json, text/csv;q=0.9, */*;q=0.5",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One thing to fetch."""

    source_id: str
    url: str
    kind: Kind
    etag: str | None = None
    last_modified: str | None = None


class Fetcher:
    """Read the network politely and on guard; use it with `async with`, one for a run.

    `clock` gives aware UTC times. `resolver` stands in for the system's in tests; what it answers is guarded alike.
    """

    def __init__(
        self,
        settings: FetchSettings,
        *,
        clock: Callable[[], datetime],
        resolver: AbstractResolver | None = None,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._client = Client(settings, resolver=resolver)
        self._robots = Robots(self._client, settings)
        self._reservations = Reservations(self._client, settings, clock)

    async def __aenter__(self) -> Self:
        await self._client.open()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._client.close()

    async def get(
        self,
        source_id: str,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        kind: Kind,
        granted: bool = False,
    ) -> Document:
        """Return the document at `url`, or one with status 304 and no body if it is unchanged since the validators.

        Pages (`kind="page"`) are held to robots.txt, and to a TDM reservation unless mining was `granted`; feeds are
        there to be read.
        Photos (`kind="photo"`) are held to robots.txt. Of data (`kind="data"`) `Expires` counts too.

        Raises
        ------
        FetchError
            Or a narrower one of its family, naming `url`.
        """
        trail = Trail(source_id, url)
        headers = {"Accept": _ACCEPT[kind]}
        if etag:
            headers["If-None-Match"] = etag
        if last_modified:
            headers["If-Modified-Since"] = last_modified

        async def on_hop(hop: URL) -> None:
            await self._robots.refuse(hop, trail)

        crawl = kind in ("page", "photo") and self._settings.respect_robots
        answer = await self._client.follow(
            trail, headers, limit=self._settings.max_bytes, on_hop=on_hop if crawl else None
        )
        self._refuse_status(answer, trail, conditional=bool(etag or last_modified))
        if kind == "page" and not granted and await self._reserved(answer, source_id):
            problem = trail.error(FetchForbiddenError, "its publisher reserves text and data mining")
            problem.reserved = True
            raise problem
        return Document(
            source_id=source_id,
            url=url,
            final_url=str(answer.url),
            fetched=self._clock(),
            status=304 if answer.status == 304 else 200,
            content_type=validator(answer.headers.get("Content-Type")),
            etag=validator(answer.headers.get("ETag")),
            last_modified=validator(answer.headers.get("Last-Modified")),
            max_age_s=self._kept_s(answer, kind),
            permanent_redirect=str(answer.url) if answer.permanent else None,
            body=answer.body,
        )

    async def get_many(self, asks: Iterable[Ask]) -> AsyncIterator[tuple[Ask, Document | FetchError]]:
        """Give each ask with its document or its failure, as they come.

        Hosts take turns, so that one host with many asks does not hold up the rest; no more than twice
        `max_concurrent` documents wait for the caller.
        """
        queue = _by_turns(asks)
        running: set[asyncio.Task[tuple[Ask, Document | FetchError]]] = set()
        try:
            while True:
                while len(running) < 2 * self._settings.max_concurrent and (ask := next(queue, None)):
                    running.add(asyncio.create_task(self._outcome(ask)))
                if not running:
                    return
                done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    yield task.result()
        finally:
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)

    async def _outcome(self, ask: Ask) -> tuple[Ask, Document | FetchError]:
        try:
            document = await self.get(
                ask.source_id, ask.url, etag=ask.etag, last_modified=ask.last_modified, kind=ask.kind
            )
        except FetchError as error:
            return ask, error
        return ask, document

    def _kept_s(self, answer: Answer, kind: Kind) -> int | None:
        kept = max_age_s(answer.headers.get("Cache-Control"))
        if kept is None and kind == "data":
            until = retry_after_s(answer.headers.get("Expires"), self._clock())
            return None if until is None else int(until)
        return kept

    async def _reserved(self, answer: Answer, source_id: str) -> bool:
        """Tell whether a page's publisher reserves mining: its meta element, else the header, else its tdmrep.json."""
        own = mining_reserved(answer.headers.get("tdm-reservation"), answer.body)
        return own if own is not None else await self._reservations.reserves(answer.url, source_id)

    def _refuse_status(self, answer: Answer, trail: Trail, *, conditional: bool) -> None:
        status = answer.status
        if status in (200, 203) or (status == 304 and conditional):
            return
        if status in (401, 403, 451):
            raise trail.error(FetchForbiddenError, f"the server forbids it ({status})", status=status)
        if status in (404, 410):
            words = "gone for good" if status == 410 else "not there"
            raise trail.error(FetchGoneError, f"{words} ({status})", status=status)
        if status in (429, 503):
            problem = trail.error(FetchLaterError, f"the server asks to come back later ({status})", status=status)
            problem.retry_after_s = retry_after_s(answer.headers.get("Retry-After"), self._clock())
            if status == 429:  # said to us, so it holds for the whole host; a 503 may be one page's
                wait = self._settings.rest_s if problem.retry_after_s is None else problem.retry_after_s
                self._client.gate.rest(answer.url.host or "", wait)
            raise problem
        if status == 304:
            raise trail.error(FetchError, "says it is unchanged, though we have nothing of it (304)", status=status)
        raise trail.error(FetchError, f"the server answers {status}", status=status)


def _by_turns(asks: Iterable[Ask]) -> Iterator[Ask]:
    """Give one ask of each host, then the next of each, and so on."""
    lanes: dict[str, deque[Ask]] = defaultdict(deque)
    for ask in asks:
        lanes[_host(ask.url)].append(ask)
    while lanes:
        for host in list(lanes):
            yield lanes[host].popleft()
            if not lanes[host]:
                del lanes[host]


def _host(url: str) -> str:
    try:
        return URL(url).host or ""
    except ValueError:
        return ""
