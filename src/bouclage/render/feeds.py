"""Feeds out: an edition as Atom, RSS and JSON Feed; each story an entry, its sentences linked to their sources."""

import json
import re
from dataclasses import dataclass
from email.utils import format_datetime
from html import escape
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from bouclage.records import Edition, EditionStory
from bouclage.render.links import safe, to_words
from bouclage.render.speech import Speech, speech

_ATOM = "http://www.w3.org/2005/Atom"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
FEED_STORIES = 300  # stories in a feed; a reader's program fetches all of it each time


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedAddresses:
    """The whole addresses that a feed names."""

    home: str
    feed: str
    edition: str
    story: str  # with {id} where a story's id stands


@dataclass(frozen=True, slots=True)
class _Entry:
    id: str
    title: str
    url: str
    language: str
    html: str
    sections: tuple[str, ...]


def atom_feed(edition: Edition, at: FeedAddresses) -> str:
    """Return the edition as Atom (RFC 4287)."""
    register_namespace("", _ATOM)
    feed = Element(f"{{{_ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": edition.language})

    def add(parent: Element, name: str, text: str | None = None, **given: str) -> Element:
        made = SubElement(parent, f"{{{_ATOM}}}{name}", given)
        made.text = _xml(text) if text is not None else None
        return made

    when = edition.closed.isoformat()
    add(feed, "title", edition.title)
    add(feed, "id", at.home)
    add(feed, "updated", when)
    add(feed, "link", rel="self", type="application/atom+xml", href=at.feed)
    add(feed, "link", rel="alternate", type="text/html", href=at.edition)
    add(add(feed, "author"), "name", edition.title)
    for one in _entries(edition, at):
        entry = add(feed, "entry")
        entry.set("{http://www.w3.org/XML/1998/namespace}lang", one.language)
        add(entry, "title", one.title)
        add(entry, "id", one.url)
        add(entry, "link", rel="alternate", type="text/html", href=one.url)
        add(entry, "updated", when)
        add(entry, "published", when)
        for section in one.sections:
            add(entry, "category", term=_xml(section))
        add(entry, "content", one.html, type="html")
    return _document(feed)


def rss_feed(edition: Edition, at: FeedAddresses) -> str:
    """Return the edition as RSS 2.0."""
    register_namespace("atom", _ATOM)
    rss = Element("rss", {"version": "2.0"})
    channel = SubElement(rss, "channel")

    def add(parent: Element, name: str, text: str, **given: str) -> None:
        SubElement(parent, name, given).text = _xml(text)

    when = format_datetime(edition.closed)
    add(channel, "title", edition.title)
    add(channel, "link", at.edition)
    add(channel, "description", f"{edition.title}, {speech(edition.language).long_date(edition.day)}")
    add(channel, "language", edition.language)
    add(channel, "lastBuildDate", when)
    SubElement(channel, f"{{{_ATOM}}}link", {"rel": "self", "type": "application/rss+xml", "href": at.feed})
    for one in _entries(edition, at):
        item = SubElement(channel, "item")
        add(item, "title", one.title)
        add(item, "link", one.url)
        add(item, "guid", one.url, isPermaLink="true")
        add(item, "pubDate", when)
        for section in one.sections:
            add(item, "category", section)
        add(item, "description", one.html)
    return _document(rss)


def json_feed(edition: Edition, at: FeedAddresses) -> str:
    """Return the edition as JSON Feed 1.1."""
    when = edition.closed.isoformat()
    return json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": edition.title,
            "home_page_url": at.edition,
            "feed_url": at.feed,
            "language": edition.language,
            "items": [
                {
                    "id": one.url,
                    "url": one.url,
                    "title": one.title,
                    "language": one.language,
                    "content_html": one.html,
                    "date_published": when,
                    "tags": list(one.sections),
                }
                for one in _entries(edition, at)
            ],
        },
        ensure_ascii=False,
    )


def sitemap(addresses: list[tuple[str, str]]) -> str:
    """Return a sitemap of (address, day last changed)."""
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    urlset = Element("urlset", {"xmlns": space})
    for address, changed in addresses[:50_000]:  # the most a sitemap may hold
        url = SubElement(urlset, "url")
        SubElement(url, "loc").text = address
        SubElement(url, "lastmod").text = changed
    return _document(urlset)


def open_search(*, title: str, language: str, search: str, icon: str) -> str:
    """Return the description by which a browser offers the site's search."""
    root = Element("OpenSearchDescription", {"xmlns": "http://a9.com/-/spec/opensearch/1.1/"})
    SubElement(root, "ShortName").text = _xml(title)[:16]
    SubElement(root, "Description").text = _xml(title)
    SubElement(root, "Language").text = language
    SubElement(root, "InputEncoding").text = "UTF-8"
    SubElement(root, "Image", {"type": "image/svg+xml"}).text = icon
    SubElement(root, "Url", {"type": "text/html", "template": f"{search}?q={{searchTerms}}"})
    return _document(root)


def _entries(edition: Edition, at: FeedAddresses) -> list[_Entry]:
    speak = speech(edition.language, edition.time_zone)
    entries: list[_Entry] = []
    for section in edition.sections:
        for story in section.stories:
            if len(entries) == FEED_STORIES:
                return entries
            url = at.story.replace("{id}", story.id)
            names = tuple(dict.fromkeys(speak.section(key) for key in (section.name, story.section) if key))
            language = edition.language if story.headline_by_editor else story.language or edition.language
            entries.append(_Entry(story.id, story.title, url, language, _html(story, speak), names))
    return entries


def _html(story: EditionStory, speak: Speech) -> str:
    """Return the summary as HTML, each sentence a link to its words, and the outlets that report."""
    tags = {report.article_id: report.language for report in story.reports}
    sentences = []
    for quote in story.summary:
        href = to_words(quote.url, quote.text)
        tag = tags.get(quote.article_id)
        lang = f' lang="{escape(tag)}"' if tag else ""
        text = escape(quote.text)
        sentences.append(
            f'<p{lang}>{f"""<a href="{escape(href)}">{text}</a>""" if href else text} — {escape(quote.outlet)}</p>'
        )
    outlets = []
    for report in story.reports:
        href = safe(report.url)
        outlets.append(f'<a href="{escape(href)}">{escape(report.outlet)}</a>' if href else escape(report.outlet))
    return (
        "".join(sentences) + f"<p>{escape(speak.say('sources'))}{escape(speak.say('colon'))} {', '.join(outlets)}</p>"
    )


def _xml(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)


def _document(root: Element) -> str:
    for element in root.iter():
        for key, value in element.attrib.items():
            element.set(key, _xml(value))
        if element.text:
            element.text = _xml(element.text)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode")
