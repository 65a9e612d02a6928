"""robots.txt and reservations: pages are held to them, feeds are there to be read."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bouclage.errors import FetchForbiddenError
from bouclage.fetch import Ask, Fetcher, FetchSettings
from bouclage.records import Document

NOW = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
WHOLE_SITE = "/.well-known/tdmrep.json"
RULES = b"\xef\xbb\xbfUser-agent: *\nAllow: /open\nDisallow: /closed\n\nUser-agent: other\nDisallow: /\n"


async def test_rules_are_obeyed_and_asked_once(site: Any, fetcher: Fetcher) -> None:
    """What is disallowed is not asked; robots.txt is read once, also by pages asked at once."""
    site.put("/robots.txt", RULES)
    asks = [Ask(source_id="s", url=site.put(path), kind="page") for path in ("/open", "/closed/1", "/else", "/open2")]
    outcomes = {ask.url: outcome async for ask, outcome in fetcher.get_many(asks)}
    assert isinstance(outcomes[site.url("/closed/1")], FetchForbiddenError)
    assert site.url("/closed/1") in str(outcomes[site.url("/closed/1")])
    assert sum(isinstance(outcome, Document) for outcome in outcomes.values()) == 3
    assert sorted(site.paths()) == [WHOLE_SITE, "/else", "/open", "/open2", "/robots.txt"]


async def test_rules_for_us_by_name_count_first(site: Any, fetcher: Fetcher) -> None:
    """A group for "bouclage" goes before the one for everybody."""
    site.put("/robots.txt", b"User-agent: *\nDisallow:\n\nUser-agent: bouclage\nDisallow: /\n")
    with pytest.raises(FetchForbiddenError, match=r"robots\.txt"):
        await fetcher.get("s", site.put("/page"), kind="page")


async def test_feeds_are_not_held_to_robots(site: Any, fetcher: Fetcher) -> None:
    """A feed is made for readers like us; robots.txt is not even asked."""
    site.put("/robots.txt", b"User-agent: *\nDisallow: /\n")
    await fetcher.get("s", site.put("/feed", tdm_reservation="1"), kind="feed")
    assert site.paths() == ["/feed"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
async def test_no_robots_means_no_rules(site: Any, fetcher: Fetcher, status: int) -> None:
    """RFC 9309: a robots.txt that is not there for us forbids nothing."""
    site.put("/robots.txt", status=status)
    assert (await fetcher.get("s", site.put("/page"), kind="page")).body == b"hello"


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_robots_that_fails_closes_the_host(site: Any, fetcher: Fetcher, status: int) -> None:
    """RFC 9309: while the rules cannot be had, everything is disallowed; asked once for the run."""
    site.put("/robots.txt", status=status)
    for path in ("/a", "/b"):
        with pytest.raises(FetchForbiddenError, match=str(status)) as caught:
            await fetcher.get("s", site.put(path), kind="page")
        assert caught.value.url == site.url(path)
    assert site.paths() == ["/robots.txt"]


async def test_robots_that_cannot_be_reached_closes_the_host(raw: Any, fetcher: Fetcher) -> None:
    """A connection that breaks off is not permission."""

    async def talk(_: Any, writer: Any) -> None:
        writer.close()

    with pytest.raises(FetchForbiddenError, match=r"robots\.txt"):
        await fetcher.get("s", await raw(talk), kind="page")


async def test_each_hop_of_a_page_is_held_to_its_own_hosts_rules(site: Any, fetcher: Fetcher) -> None:
    """A redirect does not lead around the rules of the host it ends at."""
    site.put("/robots.txt", RULES)
    url = site.put("/open", status=302, Location=site.url("/closed", "tal.localhost"))
    with pytest.raises(FetchForbiddenError, match=r"tal\.localhost disallows"):
        await fetcher.get("s", url, kind="page")
    assert site.paths() == ["/robots.txt", "/open", "/robots.txt"]


async def test_only_the_first_500_kilobytes_of_rules_are_read(site: Any, fetcher: Fetcher) -> None:
    """An endless robots.txt costs little, and its beginning counts."""
    site.put("/robots.txt", b"User-agent: *\nDisallow: /closed\n" + b"# x\n" * 500_000 + b"Disallow: /\n")
    assert (await fetcher.get("s", site.put("/page"), kind="page")).status == 200
    with pytest.raises(FetchForbiddenError):
        await fetcher.get("s", site.put("/closed"), kind="page")


async def test_rubbish_rules_forbid_nothing(site: Any, fetcher: Fetcher) -> None:
    """Bytes that are no text, lines that are no rules."""
    site.put("/robots.txt", b"\xff\xfe\x00<html>" + bytes(range(256)) * 20)
    assert (await fetcher.get("s", site.put("/page"), kind="page")).status == 200


async def test_robots_can_be_switched_off_by_the_operator(site: Any, opened: Any) -> None:
    """For one's own sites; a reservation still counts."""
    site.put("/robots.txt", b"User-agent: *\nDisallow: /\n")
    async with opened(respect_robots=False) as fetcher:
        assert (await fetcher.get("s", site.put("/page"), kind="page")).body == b"hello"


@pytest.mark.parametrize(("value", "reserved"), [("1", True), (" 1 ", True), ("0", False), ("", False)])
async def test_a_tdm_reservation_is_respected(site: Any, fetcher: Fetcher, value: str, reserved: bool) -> None:
    """A publisher that reserves text and data mining for a page is not read there."""
    url = site.put("/page", TDM_Reservation=value)
    if not reserved:
        assert (await fetcher.get("s", url, kind="page")).body == b"hello"
        return
    with pytest.raises(FetchForbiddenError, match="reserves") as caught:
        await fetcher.get("s", url, kind="page")
    assert caught.value.url == url


@pytest.mark.parametrize(
    ("meta", "header", "reserved"),
    [
        ("1", None, True),
        ("0", None, False),
        ("0", "1", False),
        ("1", "0", True),
        (None, "1", True),
        (None, None, False),
    ],
)
async def test_a_pages_own_word_on_mining_counts_before_the_header(
    site: Any, fetcher: Fetcher, meta: str | None, header: str | None, reserved: bool
) -> None:
    """TDMRep: the meta element overrides the header; a reservation is told as such, and a grant lifts it."""
    element = f'<meta content="{meta}" name="tdm-reservation">' if meta else ""
    headers = {"tdm_reservation": header} if header else {}
    url = site.put("/page", f"<html><head>{element}</head><body>x</body></html>".encode(), **headers)
    if not reserved:
        assert (await fetcher.get("s", url, kind="page")).body
        return
    with pytest.raises(FetchForbiddenError, match="text and data mining") as caught:
        await fetcher.get("s", url, kind="page")
    assert caught.value.reserved
    assert (await fetcher.get("s", url, kind="page", granted=True)).body


def _reserving(*rules: tuple[str, object]) -> bytes:
    rows = [
        {"location": location, "tdm-reservation": value, "tdm-policy": "https://a.example/p"}
        for location, value in rules
    ]
    return json.dumps(rows).encode()


@pytest.mark.parametrize(
    ("path", "reserved"),
    [
        ("/free/story", False),
        ("/free/not.html", False),
        ("/news/story", True),
        ("/news", False),
        ("/archive/2026/story.html", True),
        ("/archive/2026/story.html5", False),
        ("/else", False),
        ("/old", True),
    ],
)
async def test_a_sites_reservation_holds_for_the_locations_it_names(
    site: Any, fetcher: Fetcher, path: str, reserved: bool
) -> None:
    """tdmrep.json: locations fit like paths of robots.txt, and the first that fits counts."""
    site.put(
        WHOLE_SITE, _reserving(("/free/*", 0), ("/news/", 1), ("/archive/*.html$", "1"), ("old", 1), ("/free/not", 1))
    )
    url = site.put(path)
    if not reserved:
        assert (await fetcher.get("s", url, kind="page")).body == b"hello"
        return
    with pytest.raises(FetchForbiddenError, match="text and data mining") as caught:
        await fetcher.get("s", url, kind="page")
    assert caught.value.reserved
    assert (await fetcher.get("s", url, kind="page", granted=True)).body == b"hello"


@pytest.mark.parametrize(
    ("meta", "header", "whole", "reserved"),
    [(None, None, 1, True), (None, "0", 1, False), ("0", None, 1, False), (None, "1", 0, True), ("1", "0", 0, True)],
)
async def test_a_sites_word_on_mining_is_the_weakest(
    site: Any, fetcher: Fetcher, meta: str | None, header: str | None, whole: int, reserved: bool
) -> None:
    """tdmrep.json gives way to the header, and both to the page's own meta element."""
    site.put(WHOLE_SITE, _reserving(("*", whole)))
    element = f'<meta name="tdm-reservation" content="{meta}">' if meta else ""
    headers = {"tdm_reservation": header} if header else {}
    url = site.put("/page", f"<html><head>{element}</head><body>x</body></html>".encode(), **headers)
    if reserved:
        with pytest.raises(FetchForbiddenError, match="reserves"):
            await fetcher.get("s", url, kind="page")
    else:
        assert (await fetcher.get("s", url, kind="page")).body
    assert (WHOLE_SITE in site.paths()) == (meta is None and header is None)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>not here</html>",
        b"\xff\xfe{",
        b"[" * 50_000,
        b"null",
        b"7",
        b"{}",
        b'[null, 1, {"location": 3}]',
        b'[{"location": "/", "tdm-reservation": true}]',
        b'[{"location": "/", "tdm-reservation": 2}]',
        b'[{"location": "", "tdm-reservation": 1}]',
        b'[{"tdm-reservation": 1}]',
        b'[{"location": "/a\\nDisallow: /", "tdm-reservation": 1}]',
        b'[{"location": "/", "tdm-reservation": 1}]' + b" " * 200_000,
    ],
)
async def test_a_broken_reservation_file_reserves_nothing(site: Any, fetcher: Fetcher, body: bytes) -> None:
    """What is no list of rules, or endless, says nothing; the page is read."""
    site.put(WHOLE_SITE, body)
    assert (await fetcher.get("s", site.put("/page"), kind="page")).body == b"hello"


@pytest.mark.parametrize("status", [301, 403, 404, 500])
async def test_a_missing_reservation_file_reserves_nothing(site: Any, fetcher: Fetcher, status: int) -> None:
    """Not there, forbidden, failing, or leading in a circle: no reservation."""
    site.put(WHOLE_SITE, _reserving(("/", 1)), status=status, Location=WHOLE_SITE)
    assert (await fetcher.get("s", site.put("/page"), kind="page")).body == b"hello"


async def test_a_locations_stars_take_no_time(site: Any, fetcher: Fetcher) -> None:
    """A pattern made to be slow is matched within the fetch's own bounds."""
    site.put(WHOLE_SITE, _reserving(*[("/" + "*a" * 200 + "$", 1)] * 100))
    assert (await fetcher.get("s", site.put("/" + "a" * 1500 + "b"), kind="page")).body == b"hello"


async def test_a_reservation_file_is_asked_once_a_day(site: Any) -> None:
    """Pages of one host asked at once and later share one answer; the day after, it is asked again."""
    site.put(WHOLE_SITE, _reserving(("/closed", 1)))
    moment = [NOW]
    settings = FetchSettings(allow_loopback=True, min_delay_s=0.0)
    async with Fetcher(settings, clock=lambda: moment[0]) as fetcher:
        asks = [Ask(source_id="s", url=site.put(f"/{number}"), kind="page") for number in range(6)]
        assert all([isinstance(outcome, Document) async for _, outcome in fetcher.get_many(asks)])
        moment[0] += timedelta(hours=23)
        await fetcher.get("s", site.put("/late"), kind="page")
        assert site.paths().count(WHOLE_SITE) == 1
        moment[0] += timedelta(hours=2)
        await fetcher.get("s", site.put("/next"), kind="page")
        assert site.paths().count(WHOLE_SITE) == 2
