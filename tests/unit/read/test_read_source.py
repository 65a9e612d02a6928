"""What a source answers: feeds, JSON Feed, sitemaps, front pages, and what is wrong with them."""

# ruff: noqa: E501 -- markup stays as it comes

import gzip
from datetime import UTC, datetime

import pytest

from bouclage.read import article_from_entry, read_file
from bouclage.records import Article, Refusal, SourceKind
from tests.unit.read.reading import NOW, document, front, listing, source

ITEM = """<item><title>La route &amp;amp; le col</title><link>https://lerivage.example/1</link><guid isPermaLink="false">urn:1</guid>
<description>La paroi menace &lt;b&gt;de céder&lt;/b&gt;.</description><pubDate>Tue, 08 Sep 2026 14:05:00 +0200</pubDate><dc:creator>Claire Monnet</dc:creator>
<category>Suisse</category><media:content url="https://lerivage.example/1.jpg" medium="image"><media:credit>Keystone</media:credit></media:content></item>"""
ITEM2 = ITEM.replace("urn:1", "urn:2").replace("/1<", "/2<")


def rss(*items: str, encoding: str = "utf-8") -> str:
    """Markup of a feed."""
    return (
        f'<?xml version="1.0" encoding="{encoding}"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:media="http://search.yahoo.com/mrss/" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>Le Rivage</title><ttl>30</ttl>{''.join(items)}</channel></rss>"
    )


def test_rss_entry() -> None:
    """An item gives identity, address, clean texts, moment, author, section, and photo with credit."""
    found = listing(rss(ITEM))
    (entry,) = found.entries
    assert (entry.guid, entry.url, entry.headline) == ("urn:1", "https://lerivage.example/1", "La route & le col")
    assert entry.lead == "La paroi menace de céder."
    assert entry.published == datetime(2026, 9, 8, 12, 5, tzinfo=UTC)
    assert (entry.authors, entry.section) == (("Claire Monnet",), "Suisse")
    assert entry.photo is not None
    assert (entry.photo.url, entry.photo.credit) == ("https://lerivage.example/1.jpg", "Keystone")
    assert found.complaint is None


def test_atom_entry_with_xhtml() -> None:
    """Atom's XHTML content becomes an article's blocks."""
    found = listing(
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>A</title><entry><id>tag:1</id><title type="html">Bergsturz &amp;ndash; Lage</title>'
        '<link href="/1"/><updated>2026-09-08T10:00:00Z</updated><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Erster Absatz.</p>'
        "<h2>Titel</h2><ul><li>Punkt</li></ul><blockquote>Zitat</blockquote></div></content></entry></feed>"
    )
    (entry,) = found.entries
    assert (entry.headline, entry.url, entry.updated) == (
        "Bergsturz – Lage",
        "https://lerivage.example/1",
        datetime(2026, 9, 8, 10, tzinfo=UTC),
    )
    read = article_from_entry(entry, source(), NOW)
    assert isinstance(read, Article)
    assert [(block.kind.value, block.text) for block in read.body] == [
        ("paragraph", "Erster Absatz."), ("crosshead", "Titel"), ("list", "Punkt"), ("quote", "Zitat"),
    ]  # fmt: skip


def test_truncated_feed_gives_what_it_has_and_says_so() -> None:
    """A feed cut in the middle keeps its whole items; the complaint says truncated."""
    text = rss(ITEM, ITEM2)
    found = listing(text[: text.rindex("<pubDate>")])
    assert "urn:1" in {entry.guid for entry in found.entries}
    assert found.complaint is not None
    assert found.complaint.startswith("truncated: the XML ends in the middle")


def test_wrong_encoding_is_read_and_named() -> None:
    """A feed that says UTF-8 and sends windows-1252 is read right; the complaint says what it is."""
    found = listing(rss(ITEM.replace("La route", "Zürcher Käserei „läuft“")).encode("cp1252"))
    assert found.entries[0].headline == "Zürcher Käserei „läuft“ & le col"
    assert found.complaint == "declares utf-8 but its bytes are windows-1252"


def test_lying_dates_are_taken_away_and_counted() -> None:
    """Dates in the future or years off among today's are gone, each with a doubt, and the source is named for it."""
    future = ITEM.replace("urn:1", "urn:f").replace("2026", "2031")
    old = ITEM.replace("urn:1", "urn:o").replace("08 Sep 2026", "08 Sep 2019")
    epoch = ITEM.replace("urn:1", "urn:e").replace("Tue, 08 Sep 2026", "Thu, 01 Jan 1970")
    found = listing(rss(ITEM, future, old, epoch))
    dates = {entry.guid: entry.published for entry in found.entries}
    assert dates["urn:1"] is not None
    assert dates["urn:f"] is dates["urn:o"] is dates["urn:e"] is None
    assert found.complaint is not None
    assert found.complaint.startswith("3 of 4 dates cannot be believed: ")
    assert [len(entry.doubts) for entry in found.entries] == [0, 1, 1, 1]


def test_an_archives_feed_keeps_its_old_dates() -> None:
    """Where all items are old, old is not wrong."""
    found = listing(rss(ITEM.replace("2026", "2019"), ITEM2.replace("2026", "2018")))
    assert all(entry.published for entry in found.entries)
    assert found.complaint is None


def test_date_without_zone_is_utc() -> None:
    """An RSS date without zone is taken as UTC."""
    assert listing(rss(ITEM.replace(" +0200", ""))).entries[0].published == datetime(2026, 9, 8, 14, 5, tzinfo=UTC)


def test_json_feed() -> None:
    """JSON Feed items give entries, plain text content included."""
    found = listing(
        '{"version":"https://jsonfeed.org/version/1.1","title":"Radio","language":"fr","items":[{"id":7,"url":"/7","title":"Crue","content_text":"Un.\\n\\nDeux.",'
        '"date_published":"2026-09-08T09:00:00+02:00","authors":[{"name":"Luc Favre"}],"tags":["Suisse"]},{"nothing":true}]}'
    )
    (entry,) = found.entries
    assert (entry.guid, entry.authors, entry.section) == ("7", ("Luc Favre",), "Suisse")
    read = article_from_entry(entry, source(), NOW)
    assert isinstance(read, Article)
    assert [block.text for block in read.body] == ["Un.", "Deux."]
    assert len(found.refusals) == 1


def test_news_sitemap() -> None:
    """A news sitemap's addresses are entries with headline and moment."""
    found = listing(
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://a.example/1</loc>'
        "<news:news><news:publication><news:name>A</news:name><news:language>it</news:language></news:publication><news:publication_date>2026-09-08</news:publication_date>"
        "<news:title>Frana</news:title></news:news></url></urlset>"
    )
    (entry,) = found.entries
    assert (entry.url, entry.headline, entry.language) == ("https://a.example/1", "Frana", "it")


def test_front_page_gives_article_links_alone() -> None:
    """Links around headings and in articles of the same host are taken; navigation, other hosts and files are not."""
    found = front(
        """<html><body><nav><a href="/suisse/une-rubrique-tres-longue">Suisse</a></nav><main>
        <article><h2><a href="/suisse/2026/09/08/la-route-du-col-fermee?utm_source=x#top">La route du col fermée</a></h2><a href="/auteur/claire-monnet">Claire Monnet</a></article>
        <h3><a href="passerelle-rouverte.html">La passerelle rouvre</a></h3><a href="https://other.example/2026/09/08/une-autre-histoire-ailleurs"><h3>Ailleurs</h3></a>
        <a href="/plan.pdf"><h3>Plan</h3></a></main><footer><h3><a href="/mentions-legales">Mentions</a></h3></footer></body></html>"""
    )
    assert found.links == (
        "https://lerivage.example/suisse/2026/09/08/la-route-du-col-fermee",
        "https://lerivage.example/passerelle-rouverte.html",
    )


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        (b"", "empty: no bytes in the answer"),
        (b"<!doctype html><html><body><p>Bonjour</p></body></html>", "not a feed: the address answers with a web page"),
        (b"hello", "not a feed: plain text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00", "not a feed: some binary file"),
        (b'{"items": [', "truncated: the JSON ends in the middle"),
        (b'{"a": 1}', "JSON, but neither a JSON Feed nor ninjs"),
        (b"\x1f\x8bno gzip", "larger than the limit, or damaged gzip"),
        (b'<?xml version="1.0"?><other/>', "not a feed: no RSS, Atom or RDF in it"),
    ],
)
def test_what_is_no_feed_says_what_it_is(body: bytes, complaint: str) -> None:
    """Bytes that are no feed give no entries and one clear line."""
    found = listing(body)
    assert (found.entries, found.complaint) == ((), complaint)


def test_gzip_is_transparent_and_bombs_are_not_opened() -> None:
    """A compressed feed is read; one that grows over the limit is refused."""
    assert len(listing(gzip.compress(rss(ITEM).encode())).entries) == 1
    assert listing(gzip.compress(b"<rss>" + b" " * 50_000_000)).complaint == "larger than the limit, or damaged gzip"


def test_entity_bomb_and_outside_entities_are_not_followed() -> None:
    """Entities a document declares are not expanded, and no file is read for them."""
    bomb = (
        '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/hostname">]>'
    )
    text = rss(ITEM.replace("La route", "&b;&x; La route")).replace("?><rss", f"?>{bomb}<rss")
    for entry in listing(text).entries:
        assert "aaaa" not in (entry.headline or "")


LAUGHS = "<!DOCTYPE x [<!ENTITY e0 'laugh'>" + "".join(
    f"<!ENTITY e{level} '{f'&e{level - 1};' * 10}'>" for level in range(1, 10)
) + "]>"  # fmt: skip


@pytest.mark.parametrize(
    "root",
    [
        "<rss><channel><item><title>&e9;</title><link>https://a.example/1</link></item></channel></rss>",
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>&e9;</title><id>1</id></entry></feed>",
        "<urlset><url><loc>https://a.example/&e9;</loc></url></urlset>",
        "<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/' guid='1'><contentMeta><headline>&e9;</headline></contentMeta></newsItem>",
        "<nitf><body><body.head><hedline><hl1>&e9;</hl1></hedline></body.head><body.content><p>&e9;</p></body.content></body></nitf>",
        "<html xmlns='http://www.w3.org/1999/xhtml'><head><title>&e9;</title></head><body><h1>&e9;</h1><p>&e9;</p></body></html>",
    ],
    ids=["rss", "atom", "sitemap", "newsml_g2", "nitf", "xhtml"],
)
def test_a_billion_laughs_are_not_laughed(root: str) -> None:
    """Nine levels of ten entities each, in every XML format: no time, no memory, and no more than a few of them."""
    body = f"<?xml version='1.0'?>{LAUGHS}{root}"
    for pages in (SourceKind.FEED, SourceKind.PAGES):
        found = listing(body, kind=pages)
        assert len(str(found)) < 20_000
    made = read_file(document(body))
    assert len(str(made)) < 20_000


@pytest.mark.parametrize(
    "body",
    [
        '{"version": "https://jsonfeed.org/version/1.1", "items": ' + "[" * 200_000,
        '{"version": "https://jsonfeed.org/version/1.1", "items": ' + '{"a":' * 100_000 + "1" + "}" * 100_001,
        '{"uri": "urn:1", "headline": "Crue", "associations": ' + '{"a": {"associations": ' * 20_000 + "1",
        "<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/'>" + "<contentSet>" * 100_000,
        "<nitf><body><body.content>" + "<block>" * 100_000 + "<p>x</p>",
        "<urlset>" + "<url>" * 100_000,
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry><content type='xhtml'>" + "<div>" * 100_000,
    ],
    ids=["json", "json objects", "ninjs", "newsml_g2", "nitf", "sitemap", "atom"],
)
def test_deep_nesting_is_refused_or_read_flat(body: str) -> None:
    """A hundred thousand levels in any list format exhaust neither the stack nor the time."""
    found = listing(body)
    assert found.complaint or found.refusals or found.entries or found.articles
    assert read_file(document(body))


def test_bytes_that_name_a_file_are_not_opened() -> None:
    """A document whose text is a path is text."""
    assert listing(b"/etc/passwd").entries == ()


def test_entry_without_text_is_headline_only_and_empty_is_refused() -> None:
    """A feed's bare headline is an article; nothing at all is a refusal."""
    entry = listing(rss(ITEM)).entries[0]
    read = article_from_entry(entry, source(), NOW)
    assert isinstance(read, Article)
    assert (read.body, read.headline, read.item) == ((), "La route & le col", entry.item)
    bare = listing(rss("<item><link>https://lerivage.example/9</link></item>")).entries[0]
    assert isinstance(article_from_entry(bare, source(), NOW), Refusal)
