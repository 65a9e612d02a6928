"""Pages over a day: silent edits are seen though the feed stays, words put back are followed, a 503 is left alone."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

from aiohttp import web

from bouclage.edition import silent_revision
from bouclage.fetch import Fetcher, FetchSettings
from bouclage.pipeline import collect
from bouclage.records import Article, RevisionKind, Source, in_order
from bouclage.store import Store, open_store
from tests.postgresql import chosen

After = Callable[[timedelta], Awaitable[int]]
START = datetime(2026, 9, 8, 8, tzinfo=UTC)


@dataclass
class Outlet:
    """A site with one feed that never changes, and pages that do."""

    words: dict[str, str] = field(default_factory=dict)
    status: dict[str, int] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    answered: Counter[int] = field(default_factory=Counter)
    now: datetime = START

    async def answer(self, request: web.Request) -> web.Response:
        """Answer a request."""
        name = request.path.strip("/")
        self.asked[name] += 1
        if name == "feed":
            rows = "".join(
                f"<item><title>{one}</title><link>/{one}</link><guid>{one}</guid><pubDate>{format_datetime(START)}</pubDate>"
                "</item>"
                for one in self.words
            )
            return web.Response(text=f"<rss><channel>{rows}</channel></rss>", content_type="application/rss+xml")
        if name not in self.words:
            return web.Response(status=404)
        code = self.status.get(name, 200)
        tag = f'"{abs(hash(self.words[name]))}"'
        if code == 200 and request.headers.get("If-None-Match") == tag:
            code = 304
        self.answered[code] += 1
        html = f"<html><body><article><h1>{name} und mehr</h1><p>{self.words[name]}</p></article></body></html>"
        return web.Response(
            status=code, text=html if code == 200 else "", content_type="text/html", headers={"ETag": tag}
        )


def _run(
    tmp_path: Path, outlet: Outlet, act: Callable[[Store, Callable[[timedelta], Awaitable[int]]], Awaitable[None]]
) -> None:
    async def go() -> None:
        runner = web.ServerRunner(web.Server(outlet.answer), shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port = runner.addresses[0][1]
        try:
            with open_store(chosen(f"sqlite:///{tmp_path}/b.db")) as store:
                with store.begin() as tx:
                    tx.sources.add(Source(id="o", name="Outlet", url=f"http://o.localhost:{port}/feed"))

                async def after(wait: timedelta) -> int:
                    outlet.now += wait
                    settings = FetchSettings(allow_loopback=True, min_delay_s=0.0)
                    async with Fetcher(settings, clock=lambda: outlet.now) as fetcher:
                        return (await collect(store, fetcher, clock=lambda: outlet.now, everything=True)).new

                await act(store, after)
        finally:
            await runner.cleanup()

    asyncio.run(go())


def _versions(store: Store) -> list[Article]:
    with store.read() as tx:
        found = tx.articles.in_window(START - timedelta(days=1), START + timedelta(days=2))
    return in_order(found)


TEXT = "Der See ist am Dienstag um {0} Zentimeter gestiegen, wie die Gemeinde in der Nacht auf Mittwoch mitteilte. " * 2


def test_silent_edits_are_seen_and_words_put_back_are_followed(tmp_path: Path) -> None:
    """The feed never changes; its page does, and changes back: three versions, the last one the first's words again."""
    outlet = Outlet(words={"Hochwasser": TEXT.format("zehn")})

    async def act(store: Store, after: After) -> None:
        assert await after(timedelta()) == 1
        assert await after(timedelta(minutes=10)) == 0
        assert outlet.asked["Hochwasser"] == 1  # not at every visit
        outlet.words["Hochwasser"] = TEXT.format("zwanzig")
        assert await after(timedelta(minutes=25)) == 1
        assert await after(timedelta(minutes=1)) == 0
        found = silent_revision(_versions(store))
        assert found is not None
        assert (found.kind, found.edits[0].before, found.edits[0].after) == (RevisionKind.SUBSTANCE, "zehn", "zwanzig")
        outlet.words["Hochwasser"] = TEXT.format("zehn")
        assert await after(timedelta(hours=2)) == 1
        versions = _versions(store)
        assert [("zwanzig" in one.text, one.returns) for one in versions] == [(False, 0), (True, 0), (False, 1)]
        back = silent_revision(versions)
        assert back is not None
        assert back.reverted
        asked = outlet.asked["Hochwasser"]
        for _ in range(6):
            assert await after(timedelta(hours=5)) == 0
        assert outlet.asked["Hochwasser"] - asked <= 2  # then no more: it is of yesterday
        assert outlet.answered[304] >= 1

    _run(tmp_path, outlet, act)


def test_a_page_that_answers_503_is_left_alone_longer_each_time(tmp_path: Path) -> None:
    """It is not asked for at every visit; its feed's words stand meanwhile, its own once it answers."""
    outlet = Outlet(words={"Sturm": TEXT.format("drei")}, status={"Sturm": 503})

    async def act(store: Store, after: After) -> None:
        await after(timedelta())
        for _ in range(23):
            await after(timedelta(minutes=5))
        assert outlet.asked["feed"] == 24
        assert outlet.asked["Sturm"] == 4  # at once, after 15 minutes, 45, 105; the next after 225
        assert [one.partial for one in _versions(store)] == [True]
        outlet.status.clear()
        await after(timedelta(hours=2))
        assert [one.partial for one in _versions(store)] == [True, False]

    _run(tmp_path, outlet, act)


def test_few_pages_of_a_source_are_asked_again_at_one_visit(tmp_path: Path) -> None:
    """Of thirty pages that are due, ten are asked for again at a visit; the rest wait for the next."""
    outlet = Outlet(words={f"Meldung{number}": TEXT.format(number) for number in range(30)})

    async def act(store: Store, after: After) -> None:
        assert await after(timedelta()) == 30
        outlet.answered.clear()
        await after(timedelta(minutes=31))
        assert outlet.answered == {304: 10}
        await after(timedelta(minutes=1))
        assert outlet.answered == {304: 20}

    _run(tmp_path, outlet, act)


def test_a_page_that_reserves_mining_is_told_by_its_feed_alone(tmp_path: Path) -> None:
    """Headline and excerpt of the feed stand, the page's text does not; and it is not asked for again."""
    reserving = '<meta name="tdm-reservation" content="1">' + TEXT.format("vier")
    outlet = Outlet(words={"Hagel": reserving})

    async def act(store: Store, after: After) -> None:
        assert await after(timedelta()) == 1
        (article,) = _versions(store)
        assert (article.headline, article.body, article.partial) == ("Hagel", (), True)
        assert "reserves text and data mining" in article.doubts[-1]
        await after(timedelta(hours=3))
        assert outlet.asked["Hagel"] == 1

    _run(tmp_path, outlet, act)
