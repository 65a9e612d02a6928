"""Feeds by the fast way: what is mended, what is left to feedparser, and that nothing grows or hangs."""

import time

import pytest

from bouclage.read import article_from_entry
from bouclage.read.feed_fast import parse_quickly
from bouclage.read.feed_item import FeedItem
from bouclage.read.feed_slow import parse_slowly
from bouclage.read.mend import mend
from bouclage.read.prologue import with_entities, without_prologue
from bouclage.records import Article
from tests.unit.read.reading import NOW, listing, source
from tests.unit.read.test_read_source import ITEM, ITEM2, rss

ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>A</title><entry><id>tag:1</id><title>Crue</title>'
    '<link rel="self" href="/self"/><link href="/1"/><published>2026-09-08T10:00:00Z</published>'
    "<updated>2026-09-08T11:00:00Z</updated><author><name>Luc Favre</name><email>l@a.example</email></author>"
    '<category term="Suisse"/><summary>Le lac monte.</summary>'
    '<content type="html">&lt;p&gt;Le lac monte encore.&lt;/p&gt;</content></entry></feed>'
)
RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>A</title></channel><item rdf:about="http://a.example/1">'
    "<title>Crue</title><link>http://a.example/1</link><description>Le lac monte.</description>"
    "<dc:date>2026-09-08T10:00:00+02:00</dc:date><dc:creator>Luc Favre</dc:creator><dc:subject>Suisse</dc:subject>"
    "</item></rdf:RDF>"
)


def _quickly(text: str) -> list[FeedItem]:
    found = parse_quickly(without_prologue(text)[0].encode())
    assert found is not None
    return found[0]


@pytest.mark.parametrize("text", [rss(ITEM, ITEM2), ATOM, RDF], ids=["rss", "atom", "rdf"])
def test_both_ways_read_the_same(text: str) -> None:
    """The fast way and feedparser give the same of an ordinary feed's items."""
    slow = parse_slowly(text, "https://a.example/").items
    for mine, theirs in zip(_quickly(text), slow, strict=True):
        for name in ("id", "title", "summary", "contents", "authors", "tags", "credit"):
            assert getattr(mine, name) == getattr(theirs, name), name
        assert mine.published[:1] == theirs.published[:1]
        assert mine.updated[:1] == theirs.updated[:1]
        addresses = {href.rpartition("/")[2] for _, _, href in theirs.links}
        assert {href.rpartition("/")[2] for rel, _, href in mine.links if rel == "alternate"} <= addresses


@pytest.mark.parametrize(
    ("damage", "headline"),
    [
        (("La route", "R&D: la route"), "R&D: la route & le col"),
        (("La route", "L&apos;a&nbsp;route d&eacute;t&eacute;"), "L'a route dété & le col"),
        (("La route", "La \x0broute"), "La route & le col"),
        (("La route", "La &#11;route"), "La route & le col"),
        (("<rss", "\n\n<!-- cache --><rss"), "La route & le col"),
        (("</rss>", "</rss>\n<br><!-- 0.3 s -->"), "La route & le col"),
        (('xmlns:media="http://search.yahoo.com/mrss/" ', ""), "La route & le col"),
    ],
    ids=["ampersand", "entities", "control", "control reference", "before", "after", "prefix"],
)
def test_what_is_nearly_well_formed_is_mended(damage: tuple[str, str], headline: str) -> None:
    """Common faults cost a complaint at most; the items come out whole and the text around them stays."""
    text = rss(ITEM, ITEM2)
    assert damage[0] in text
    found = listing(text.replace(*damage, 1))
    assert [entry.guid for entry in found.entries] == ["urn:1", "urn:2"]
    assert found.entries[0].headline == headline
    assert found.entries[0].photo is not None
    assert found.complaint is None or found.complaint.startswith("not well-formed XML (")


def test_a_cut_feed_gives_its_whole_items_alone() -> None:
    """Half a headline or half an address is worse than none: the item a feed breaks off in is not taken."""
    text = rss(ITEM, ITEM2, ITEM.replace("urn:1", "urn:3"))
    for end in (text.index("urn:3"), text.rindex("La route") + 5, text.rindex("</item>")):
        found = listing(text[:end])
        assert [entry.guid for entry in found.entries] == ["urn:1", "urn:2"]
        assert found.complaint == "truncated: the XML ends in the middle; 2 items could be read"


def test_cdata_is_not_mended() -> None:
    """What stands in a CDATA section is text already: its ampersands stay."""
    text = rss(ITEM.replace("La route &amp;amp; le col", "<![CDATA[A &amp; B &nbsp; C]]> & D"))
    assert "<![CDATA[A &amp; B &nbsp; C]]> &amp; D" in mend(text)


def test_an_item_of_words_alone_is_known_by_them() -> None:
    """RSS asks for a description or a title, nothing else: such an item has an identity, and keeps it."""
    text = rss("<item><description>Le lac monte.</description></item>", "<item/>")
    one, two = listing(text), listing(text)
    assert [entry.guid for entry in one.entries] == [entry.guid for entry in two.entries]
    assert (len(one.entries), len(one.refusals)) == (1, 1)


def test_entities_grow_into_nothing() -> None:
    """A plain entity a feed declares is put in; entities within entities and outside files are not."""
    text, subset = without_prologue(
        '<?xml version="1.0"?><!-- x --><!DOCTYPE rss [<!ENTITY n "Orbe"><!ENTITY a "&n;&n;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
        "<rss>&n; &a; &f;</rss>"
    )
    assert with_entities(text, subset) == "<rss>Orbe &a; &f;</rss>"
    long = "&n;" * 100_000
    assert len(with_entities(long, '<!ENTITY n "' + "x" * 200 + '">')) < len(long) + 500_000


@pytest.mark.parametrize(
    "text",
    [
        "<rss>" + "<![CDATA[" * 300_000,
        "<rss>" + "&" * 1_000_000 + "</rss>",
        "<!DOCTYPE rss [" + "]" * 1_000_000,
        "<?xml " + "<!--" * 300_000,
        "<rss>" + "</rss " * 300_000,
        "<rss " + "a:b " * 300_000 + "></rss>",
        "<rss><channel>" + "<item>" * 200_000,
        "<rss><channel>" + "<item><title>x</title></item>" * 50_000 + "</channel></rss>",
        "<rss><channel><item><dc:creator>" + "." * 150_000 + "</dc:creator]</item></rss>",
    ],
    ids=["cdata", "ampersands", "doctype", "comments", "ends", "prefixes", "nested", "items", "author"],
)
def test_hostile_feeds_take_no_time(text: str) -> None:
    """Megabytes made to be slow are done with quickly, whatever comes out."""
    start = time.process_time()
    listing(text)
    assert time.process_time() - start < 5


def test_endless_headlines_are_cut_and_the_cut_is_told() -> None:
    """A headline of a megabyte is cut at a word; the article says so, in its doubts."""
    entry = listing(rss(ITEM.replace("La route", "La route " * 100_000))).entries[0]
    found = article_from_entry(entry, source(), NOW)
    assert isinstance(found, Article)
    assert found.headline is not None
    assert len(found.headline) <= 500
    assert found.headline.endswith(" La")
    assert found.doubts[-1].startswith("headline of 90")
