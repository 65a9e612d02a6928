"""robots.txt and reservations: pages are held to them, feeds are there to be read."""

from typing import Any

import pytest

from bouclage.errors import FetchForbiddenError
from bouclage.fetch import Ask, Fetcher
from bouclage.records import Document

RULES = b"\xef\xbb\xbfUser-agent: *\nAllow: /open\nDisallow: /closed\n\nUser-agent: other\nDisallow: /\n"


async def test_rules_are_obeyed_and_asked_once(site: Any, fetcher: Fetcher) -> None:
    """What is disallowed is not asked; robots.txt is read once, also by pages asked at once."""
    site.put("/robots.txt", RULES)
    asks = [Ask(source_id="s", url=site.put(path), kind="page") for path in ("/open", "/closed/1", "/else", "/open2")]
    outcomes = {ask.url: outcome async for ask, outcome in fetcher.get_many(asks)}
    assert isinstance(outcomes[site.url("/closed/1")], FetchForbiddenError)
    assert site.url("/closed/1") in str(outcomes[site.url("/closed/1")])
    assert sum(isinstance(outcome, Document) for outcome in outcomes.values()) == 3
    assert sorted(site.paths()) == ["/else", "/open", "/open2", "/robots.txt"]


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
