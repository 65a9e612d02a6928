"""What becomes of a server's answer."""

import asyncio
from typing import Any

import pytest
from aiohttp import web

from bouclage.errors import FetchError, FetchForbiddenError, FetchGoneError, FetchLaterError
from bouclage.fetch import Ask, Fetcher
from bouclage.records import Document


async def test_a_document_carries_its_facts(site: Any, fetcher: Fetcher) -> None:
    """Body, type and validators arrive byte for byte; the time is the caller's clock's."""
    url = site.put(
        "/feed",
        b"<rss/>",
        ETag='W/"a-1"',
        Last_Modified="Mon, 02 Mar 2026 10:00:00 GMT",
        Cache_Control="max-age=300",
        Content_Type="application/rss+xml; charset=ISO-8859-1",
    )
    document = await fetcher.get("s", url + "#part", kind="feed")
    assert (document.status, document.body, document.max_age_s) == (200, b"<rss/>", 300)
    assert (document.etag, document.last_modified) == ('W/"a-1"', "Mon, 02 Mar 2026 10:00:00 GMT")
    assert document.content_type == "application/rss+xml; charset=ISO-8859-1"
    assert (document.url, document.final_url, document.permanent_redirect) == (url + "#part", url, None)
    assert document.fetched.isoformat() == "2026-03-02T14:00:00+00:00"


async def test_an_unchanged_feed_costs_no_body(site: Any, fetcher: Fetcher) -> None:
    """The validators go out as they came in, and 304 is a document without a body."""

    async def page(request: web.Request) -> web.Response:
        same = request.headers.get("If-None-Match") == 'W/"ä"' and "If-Modified-Since" in request.headers
        return web.Response(status=304) if same else web.Response(body=b"new", headers={"ETag": 'W/"ä"'})

    site.pages["/feed"] = page
    first = await fetcher.get("s", site.url("/feed"), kind="feed")
    again = await fetcher.get("s", site.url("/feed"), etag=first.etag, last_modified="then", kind="feed")
    assert (first.etag, first.body) == ('W/"ä"', b"new")
    assert (again.status, again.body) == (304, b"")
    with pytest.raises(FetchError, match="304"):
        await fetcher.get("s", site.put("/odd", status=304), kind="feed")


async def test_we_say_who_we_are_and_keep_no_cookies(site: Any, opened: Any) -> None:
    """An honest User-Agent on every request; a cookie set is never sent back; no referrer."""
    url = site.put("/feed", Set_Cookie="id=1; Path=/")
    async with opened(contact="editor@news.example") as fetcher:
        for _ in range(2):
            await fetcher.get("s", url, kind="feed")
    for _, headers in site.asked:
        assert headers["User-Agent"] == "Bouclage/0.1 (editor@news.example)"
        assert not {"Cookie", "Referer", "Authorization"} & set(headers)


@pytest.mark.parametrize("status", [401, 403, 451])
async def test_forbidden_is_forbidden(site: Any, fetcher: Fetcher, status: int) -> None:
    """A server that says no is not asked in another way."""
    with pytest.raises(FetchForbiddenError) as caught:
        await fetcher.get("s", site.put("/feed", status=status), kind="feed")
    assert (caught.value.status, caught.value.url, caught.value.source_id) == (status, site.url("/feed"), "s")
    assert site.url("/feed") in str(caught.value)


@pytest.mark.parametrize("status", [404, 410])
async def test_missing_and_gone_are_told_apart(site: Any, fetcher: Fetcher, status: int) -> None:
    """The status tells the catalogue whether to come back."""
    with pytest.raises(FetchGoneError) as caught:
        await fetcher.get("s", site.put("/feed", status=status), kind="feed")
    assert (caught.value.status, caught.value.url) == (status, site.url("/feed"))


@pytest.mark.parametrize(
    ("status", "value", "seconds"),
    [(429, "120", 120.0), (503, "Mon, 02 Mar 2026 14:10:00 GMT", 600.0), (503, "whenever", None)],
)
async def test_later_says_when(site: Any, fetcher: Fetcher, status: int, value: str, seconds: float | None) -> None:
    """Retry-After is handed on in seconds, whether given as seconds or as a date."""
    with pytest.raises(FetchLaterError) as caught:
        await fetcher.get("s", site.put("/feed", status=status, Retry_After=value), kind="feed")
    assert (caught.value.status, caught.value.retry_after_s) == (status, seconds)
    assert (caught.value.url, caught.value.source_id) == (site.url("/feed"), "s")


async def test_a_host_that_says_429_is_left_alone(site: Any, fetcher: Fetcher) -> None:
    """After 429 no other address of that host is asked in this run; another host is."""
    site.put("/feed", status=429, Retry_After="300")
    site.put("/other")
    with pytest.raises(FetchLaterError):
        await fetcher.get("s", site.url("/feed"), kind="feed")
    with pytest.raises(FetchLaterError) as caught:
        await fetcher.get("s", site.url("/other"), kind="feed")
    assert 290 < (caught.value.retry_after_s or 0) <= 300
    assert site.paths() == ["/feed"]
    assert (await fetcher.get("s", site.url("/other", "tal.localhost"), kind="feed")).body == b"hello"


@pytest.mark.parametrize("status", [204, 206, 300, 400, 418, 500, 502])
async def test_any_other_status_is_an_error_with_its_number(site: Any, fetcher: Fetcher, status: int) -> None:
    """Nothing but 200, 203 and an asked-for 304 is a document."""
    with pytest.raises(FetchError, match=str(status)) as caught:
        await fetcher.get("s", site.put("/feed", status=status), kind="feed")
    assert caught.value.status == status


async def test_many_are_fetched_with_few_connections_a_host(site: Any, opened: Any) -> None:
    """Never more than two requests to one host at once, though others go on; every ask has an outcome."""
    running: dict[str, int] = {}
    most: dict[str, int] = {}
    both = asyncio.Event()

    async def page(request: web.Request) -> web.Response:
        running[request.host] = running.get(request.host, 0) + 1
        most[request.host] = max(most.get(request.host, 0), running[request.host])
        if sum(running.values()) >= 4:  # two at each host
            both.set()
        await asyncio.wait_for(both.wait(), timeout=5)
        running[request.host] -= 1
        return web.Response(body=b"x", status=500 if request.path == "/0" else 200)

    asks = []
    for host in ("rivage.localhost", "tal.localhost"):
        for number in range(8):
            site.pages[f"/{number}"] = page
            asks.append(Ask(source_id=host, url=site.url(f"/{number}", host), kind="feed"))
    async with opened(per_host=2) as fetcher:
        outcomes = {ask: outcome async for ask, outcome in fetcher.get_many(asks)}
    assert set(outcomes) == set(asks)
    assert sum(isinstance(outcome, Document) for outcome in outcomes.values()) == 14
    assert list(most.values()) == [2, 2]


async def test_many_can_be_abandoned(site: Any, opened: Any) -> None:
    """A caller that stops early leaves no request running."""
    asks = [Ask(source_id="s", url=site.put(f"/{n}"), kind="feed") for n in range(200)]
    async with opened(max_concurrent=2) as fetcher:
        outcomes = fetcher.get_many(asks)
        await anext(outcomes)
        await outcomes.aclose()
    assert len(site.asked) <= 6


async def test_a_fetcher_must_be_opened() -> None:
    """Forgetting `async with` is our defect and says so."""
    from datetime import UTC, datetime

    from bouclage.fetch import FetchSettings

    with pytest.raises(RuntimeError, match="async with"):
        await Fetcher(FetchSettings(), clock=lambda: datetime.now(UTC)).get("s", "http://1.1.1.1/", kind="feed")
