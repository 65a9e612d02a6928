"""What a feed says of one item, whoever parsed it, and the entry made of it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache

from bouclage.read.dates import parse_date
from bouclage.read.people import names_of
from bouclage.read.photos import bare_credit, split_credit
from bouclage.records import Entry, Photo, Refusal, RefusalReason, Source, digest, item_id
from bouclage.text.clean import clean, clean_or_none, unescape
from bouclage.text.urls import absolute

_HTML_TYPES = frozenset(("", "text/html", "html", "xhtml", "application/xhtml+xml"))
_LINE = 300  # characters of an author's line: more is no name
_LONG = 1_500  # characters: a summary is no longer than this, and a description of more than this is an article


@dataclass(slots=True)
class FeedItem:
    """One item as its feed has it: texts not yet cleaned, addresses not yet resolved. Empty = not there."""

    id: str = ""
    id_is_link: bool = False  # RSS: a guid is an address unless it says that it is none
    title: str = ""
    links: list[tuple[str, str, str]] = field(default_factory=list)  # (rel, type, address)
    original_link: str = ""  # feedburner's: where the link leads in the end
    summary: str = ""
    contents: list[str] = field(default_factory=list)
    published: tuple[str, ...] = ()  # the date, and other ways it was given; the first readable counts
    updated: tuple[str, ...] = ()
    authors: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    language: str = ""
    pictures: list[tuple[str, str, str]] = field(default_factory=list)  # (address, type, what named it), best first
    caption: str = ""
    credit: str = ""


def entry_of(item: FeedItem, source: Source, base: str, language: str | None) -> Entry | Refusal:
    """Make the entry, or refuse an item that says nothing at all."""
    url = _link(item, base)
    headline = unescape(item.title) or None
    content = max(item.contents, key=len, default="") or None
    summary = item.summary
    published, updated = _date(item.published), _date(item.updated)
    guid = clean(item.id) or url or (f"{source.url}#{headline}" if headline else "")
    if not guid and (content or summary or published or updated):
        # RSS asks for no guid, link or title where there is a description: the words are the identity then
        guid = f"{source.url}#{digest(content, summary, str(published), str(updated), kind='words')}"
    if not guid:
        return Refusal(
            item=item_id(source.id, base), source_id=source.id, url=base, reason=RefusalReason.EMPTY,
            detail="an item of the feed has no title, no link and no text",
        )  # fmt: skip
    if content is None and len(summary) > _LONG and "<p" in summary:
        content = summary  # many put the whole article into description
    return Entry(
        source_id=source.id,
        guid=guid,
        url=url,
        headline=headline,
        lead=_lead(summary, content),
        body_html=content,
        published=published,
        updated=updated,
        authors=tuple(dict.fromkeys(name for line in item.authors if len(line) <= _LINE for name in _names(line))),
        section=_section(item.tags),
        language=clean_or_none(item.language) or language,
        photo=_photo(item, base),
    )


@lru_cache(maxsize=1024)  # a feed has the same few authors again and again
def _names(line: str) -> tuple[str, ...]:
    return names_of(unescape(line))


def _lead(summary: str, content: str | None) -> str | None:
    if not summary or summary == content:
        return None
    line = unescape(summary)
    return line if line and len(line) <= _LONG else None


def _link(item: FeedItem, base: str) -> str | None:
    """Return the item's address: a link to its page, else feedburner's, else a guid that is one."""
    alternates = [(kind, href) for rel, kind, href in item.links if rel == "alternate" and href]
    for pages in (True, False):  # an address of a page before one of the same in another format
        for kind, href in alternates:
            if (kind.lower() in _HTML_TYPES) is pages and (found := absolute(base, href)):
                return found
    if found := absolute(base, item.original_link):
        return found
    return absolute(base, item.id) if item.id_is_link or item.id.startswith("http") else None


def _date(given: tuple[str, ...]) -> datetime | None:
    return next((found for text in given if text and (found := parse_date(text, UTC)) is not None), None)


def _section(tags: list[str]) -> str | None:
    for tag in tags:
        term = unescape(tag)
        if term and len(term) < 60 and "://" not in term:
            return term
    return None


def _photo(item: FeedItem, base: str) -> Photo | None:
    """Return the photo Media RSS or an enclosure gives, with its credit."""
    for address, kind, named in item.pictures:
        picture = "image" in kind or named == "thumbnail" or (not kind.strip() and named == "content")
        if picture and (where := absolute(base, address)):
            caption, credit = split_credit(unescape(item.caption)) if item.caption else (None, None)
            if item.credit:
                credit = bare_credit(unescape(item.credit))
            return Photo(url=where, caption=caption, credit=credit)
    return None
