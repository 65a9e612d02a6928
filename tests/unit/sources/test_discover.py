"""Discovery, hints and ids."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bouclage.sources import Hints, discover, hints_of, source_id_from

PAGE = "https://lerivage.example/news/"


def test_announced_feeds_are_found_in_order_and_absolute() -> None:
    """RSS, Atom and JSON Feed count; comments come last; scripts' interfaces and style sheets do not count."""
    html = b"""<html><head>
      <link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed/">
      <link rel="stylesheet" href="a.css"><link rel="alternate" hreflang="de" href="/de">
      <LINK REL="Alternate home" TYPE="application/atom+xml; charset=utf-8" HREF="atom.xml">
      <link rel="alternate" type="application/feed+json" href="//cdn.example/feed.json#top">
      <link rel="alternate" type="application/json" href="/wp-json/wp/v2/posts/1">
      <link rel="alternate" type="application/atom+xml" href="atom.xml">
      <link rel="alternate" type="application/rss+xml" href="javascript:void(0)">
      <link rel="alternate" type="application/rss+xml" href="http://[bad">
    </head>"""
    assert discover(html, PAGE) == (
        "https://lerivage.example/news/atom.xml",
        "https://cdn.example/feed.json",
        "https://lerivage.example/comments/feed/",
    )


def test_a_base_address_is_honoured() -> None:
    """Relative links are relative to the page's own base."""
    html = b'<base href="https://cdn.example/x/"><link rel=alternate type="application/rss+xml" href="rss">'
    assert discover(html, PAGE) == ("https://cdn.example/x/rss",)


def test_a_page_of_ten_thousand_feeds_is_bounded() -> None:
    """Nobody chooses from ten thousand."""
    link = '<link rel="alternate" type="application/rss+xml" href="/{}">'
    assert len(discover("".join(link.format(n) for n in range(10_000)).encode(), PAGE)) == 50


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_a_page(html: bytes) -> None:
    """Rubbish announces nothing and breaks nothing."""
    assert isinstance(discover(html, PAGE), tuple)
    assert isinstance(hints_of(html), Hints)


def test_hints_are_read_from_a_feed() -> None:
    """ttl counts minutes; hours may be written 24 for midnight; nonsense is dropped."""
    feed = b"""<rss><channel><ttl> 90 </ttl><skipHours><hour>24</hour><hour>3</hour><hour>77</hour></skipHours>"""
    assert hints_of(feed) == Hints(ttl_s=5400, skip_hours=(0, 3))
    assert hints_of(b"<rss><channel><ttl>soon</ttl>") == Hints()
    days = b"<rss><channel><skipDays><day>Sunday</day>\n<day> saturday </day><day>Caturday</day></skipDays>"
    assert hints_of(days) == Hints(skip_days=(5, 6))


@pytest.mark.parametrize(
    ("text", "taken", "expected"),
    [
        ("Le Rivage", (), "le-rivage"),
        ("Zürcher Straße & Cœur", (), "zurcher-strasse-coeur"),
        ("https://www.le-rivage.example/feed.xml", (), "le-rivage"),
        ("https://feeds.bbci.co.uk/news/rss.xml", (), "bbci"),
        ("https://rss.orf.gv.at/", (), "orf"),
        ("https://www.a.example/rss/sport.xml", ("a",), "a-sport"),
        ("http://10.1.2.3/feed", (), "10-1-2-3"),
    ],
)
def test_ids_are_short_and_telling(text: str, taken: tuple[str, ...], expected: str) -> None:
    """An id comes from the name or the host; words of the path only where needed."""
    assert source_id_from(text, taken) == expected


def test_ids_never_clash_nor_run_empty() -> None:
    """The same address over and over, or a name without Latin letters, still gets an id of its own."""
    taken: set[str] = set()
    for _ in range(20):
        taken.add(source_id_from("https://a.example/feed", taken))
    assert len(taken) == 20
    assert source_id_from("新聞").startswith("source-")
    assert source_id_from("http://[broken") != ""
