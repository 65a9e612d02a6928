"""OPML in and out."""

import contextlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bouclage.errors import ReadError
from bouclage.records import Rights, Source, SourceKind, TextRight
from bouclage.sources import parse_opml, to_opml

SAMPLE = Path(__file__).resolve().parents[4] / "shared" / "data" / "feeds" / "sample-eu.opml"


def _opml(body: str, head: str = "") -> bytes:
    return f'<?xml version="1.0"?>{head}<opml version="2.0"><head/><body>{body}</body></opml>'.encode()


def test_nested_categories_become_the_section() -> None:
    """Categories inside one another are joined; outlines without an address are passed over."""
    found = parse_opml(
        _opml(
            '<outline text="News"><outline text="Coast">'
            '<outline text="Le Rivage" xmlUrl="https://lerivage.example/feed" language="fr-CH"/>'
            '</outline></outline><outline text="A note"/><outline title="Das Tal" XMLURL="http://tal.example/rss"/>'
        )
    )
    assert [(s.id, s.name, s.section, s.language) for s in found] == [
        ("lerivage", "Le Rivage", "News | Coast", "fr-CH"),
        ("tal", "Das Tal", None, None),
    ]


def test_each_address_comes_once_and_ids_differ() -> None:
    """http and https, "www." and a last slash do not make another feed; two feeds of one host get two ids."""
    found = parse_opml(
        _opml(
            '<outline text="A" xmlUrl="https://www.a.example/rss/"/><outline text="A2" xmlUrl="http://a.example/rss"/>'
            '<outline text="A sport" xmlUrl="https://a.example/sport"/>'
        )
    )
    assert [(s.id, s.url) for s in found] == [
        ("a", "https://www.a.example/rss/"),
        ("a-sport", "https://a.example/sport"),
    ]


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "file:///etc/passwd", "https://user:pw@a.example/", "https://", "http://[::1", ""]
)
def test_addresses_that_are_not_of_the_web_are_passed_over(url: str) -> None:
    """A list from anywhere cannot bring in files, scripts or passwords."""
    assert parse_opml(_opml(f'<outline text="x" xmlUrl="{url}"/>')) == ()


def test_feed_scheme_and_bare_ampersands_are_understood() -> None:
    """Old lists say "feed:"; many write "&" as it is."""
    found = parse_opml(
        _opml('<outline xmlUrl="feed://a.example/f?x=1&y=2&lt=3"/><outline xmlUrl="feed:https://b.example/"/>')
    )
    assert [s.url for s in found] == ["http://a.example/f?x=1&y=2&lt=3", "https://b.example/"]


def test_a_name_that_is_an_address_gives_way_to_the_host() -> None:
    """Readers see "lerivage.example", not a URL."""
    url = "https://feeds.lerivage.example/all"
    assert parse_opml(_opml(f'<outline text="{url}" xmlUrl="{url}"/>'))[0].name == "lerivage.example"


def test_entities_are_refused_or_left_alone() -> None:
    """Neither a bomb of entities nor one that reads a file gets expanded."""
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = _opml('<outline text="&l9;" xmlUrl="https://a.example/"/>', f'<!DOCTYPE opml [<!ENTITY l0 "x">{lol}]>')
    thief = _opml('<outline text="&f;"/>', '<!DOCTYPE opml [<!ENTITY f SYSTEM "file:///etc/hostname">]>')
    for data in (bomb, thief):
        with pytest.raises(ReadError, match="entities"):
            parse_opml(data, origin="friend.opml")


def test_a_utf16_entity_bomb_is_refused() -> None:
    """An encoding in which "&" is two bytes gets no further."""
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    text = f'<!DOCTYPE opml [<!ENTITY l0 "x">{lol}]><opml><body><outline text="&l9;"/></body></opml>'
    with pytest.raises(ReadError):
        parse_opml(text.encode("utf-16"))


@pytest.mark.parametrize("data", [b"", b"hello", b"<html><body/></html>", b"<opml/>", b"\xff\xfe\x00", b"\x00" * 99])
def test_what_is_no_list_is_named(data: bytes) -> None:
    """The error says which file is wrong."""
    with pytest.raises(ReadError, match=r"friend\.opml"):
        parse_opml(data, origin="friend.opml")


def test_a_list_cut_off_gives_what_it_has() -> None:
    """Half a file keeps its first half."""
    whole = _opml('<outline xmlUrl="https://a.example/"/><outline xmlUrl="https://b.example/"/>')
    assert [s.url for s in parse_opml(whole[: whole.index(b"b.example")])] == ["https://a.example/"]


def test_deep_nesting_neither_crashes_nor_hangs() -> None:
    """Ten thousand categories inside one another are no reason to fall over."""
    deep = "<outline text='x'>" * 10_000 + "<outline xmlUrl='https://a.example/'/>" + "</outline>" * 10_000
    with contextlib.suppress(ReadError):
        assert len(parse_opml(_opml(deep))) <= 1


def test_out_and_in_again_is_the_same() -> None:
    """Ids, sections, weights and rights survive: an exported list can be taken back without losing history."""
    sources = (
        Source(
            id="rivage", name='Le "Rivage" & <F>', url="https://r.example/f?a=1&b=2", section="Coast", language="fr"
        ),
        Source(id="atr", name="ATR", url="https://atr.example/", agency=True, weight=2.5, interval_s=300),
        Source(
            id="tal",
            name="Das Tal",
            url="https://tal.example/",
            kind=SourceKind.PAGES,
            section="Coast",
            fetch_pages=False,
            rights=Rights(text=TextRight.HEADLINE, excerpt_chars=0, photo=True, expires_days=30),
        ),
    )
    assert sorted(parse_opml(to_opml(sources)), key=lambda s: s.id) == sorted(sources, key=lambda s: s.id)


def test_folders_of_this_machine_stay_at_home() -> None:
    """A path means nothing elsewhere and tells too much."""
    assert b"wires" not in to_opml([Source(id="w", name="W", url="wires/in", kind=SourceKind.FOLDER)])


def test_impossible_values_of_our_own_attributes_are_not_believed() -> None:
    """A hand-edited or hostile list cannot set an interval of nothing, a weight beyond reason or a strange id."""
    found = parse_opml(
        b'<opml xmlns:b="urn:bouclage:opml"><body><outline xmlUrl="https://a.example/" b:id="../x" b:interval="0"'
        b' b:weight="1e309" b:kind="folder" b:text="all" b:excerpt="-1" b:expires="x"/></body></opml>'
    )
    assert found == (Source(id="a", name="a.example", url="https://a.example/", interval_s=60),)


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=60))
def test_any_name_survives_the_way_out(name: str) -> None:
    """Whatever characters a name has, the list stays readable."""
    source = Source(id="a", name=name, url="https://a.example/")
    assert [s.url for s in parse_opml(to_opml([source]))] == [source.url]


def test_a_real_list_is_read_whole() -> None:
    """633 feeds of eleven countries and themes: every one is read, with an id of its own, and survives the way back."""
    if not SAMPLE.is_file():
        pytest.skip("the list of 633 European feeds is not beside this checkout")
    sources = parse_opml(SAMPLE.read_bytes())
    assert len(sources) == 633
    assert len({source.id for source in sources}) == 633
    assert len({source.section for source in sources}) == 11
    assert parse_opml(to_opml(sources)) == sources
