"""RSS, RDF and Atom."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from xml.sax import SAXException

import feedparser

from bouclage.read.checked import Dated, check_dates
from bouclage.read.dates import parse_date
from bouclage.read.decode import Decoded, decode
from bouclage.read.listing import Listing
from bouclage.read.people import names_of
from bouclage.read.photos import bare_credit, split_credit
from bouclage.read.settings import SETTINGS
from bouclage.records import Document, Entry, Photo, Refusal, RefusalReason, Source, item_id
from bouclage.text.clean import clean, clean_or_none, unescape
from bouclage.text.urls import absolute

_XML_ENCODING = re.compile(r"^(\s*<\?xml[^>]{0,200}?)\s+encoding\s*=\s*[\"'][^\"']*[\"']", re.IGNORECASE)
_ROOT_END = re.compile(r"</(?:[\w.-]+:)?(?:rss|feed|rdf)\s*>\s*(?:<!--.*?-->\s*)*$", re.IGNORECASE | re.DOTALL)
_DOCTYPE = re.compile(r"<!DOCTYPE\s[^\[>]{0,500}\[.{0,100000}?\]\s*>", re.DOTALL | re.IGNORECASE)


def read_feed(body: bytes, document: Document, source: Source) -> Listing:
    """Read a feed's entries; a broken one gives what can be saved of it and a complaint."""
    decoded = decode(body, document.content_type)
    # An internal DTD is where entity bombs and outside entities live; no feed needs one.
    text = _DOCTYPE.sub("", decoded.text, count=1)
    text = _XML_ENCODING.sub(r"\1 encoding='utf-8'", text, count=1)
    base = document.final_url or document.url
    try:
        found = feedparser.parse(
            BytesIO(text.encode("utf-8", "replace")),  # a stream: bytes could be taken for a file's name
            sanitize_html=False,  # we take text out of it, and never show its markup
            resolve_relative_uris=False,
            response_headers={"content-type": "application/xml; charset=utf-8", "content-location": base},
        )
    except (
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
        IndexError,
        AssertionError,
        RecursionError,
        LookupError,
        SAXException,
    ) as error:
        return Listing(complaint=f"cannot be read as a feed: {type(error).__name__}")
    language = _string(found.feed, "language")
    made: list[Entry] = []
    refusals: list[Refusal] = []
    seen: set[str] = set()
    for item in found.entries[: SETTINGS.max_items]:
        entry = _entry(item, source, base, language)
        if entry is None:
            refusals.append(_refusal(item, source, base))
        elif entry.guid not in seen:
            seen.add(entry.guid)
            made.append(entry)
    checked: Dated = check_dates(made, document.fetched)
    return Listing(
        entries=checked.entries,
        refusals=tuple(refusals),
        complaint=_complaint(found, decoded, text, len(made)) or checked.complaint,
        ttl_s=_ttl(found.feed),
    )


def _complaint(found: Any, decoded: Decoded, text: str, count: int) -> str | None:
    """Say in one line what is wrong with the feed itself."""
    if decoded.complaint:
        return decoded.complaint
    if not found.get("version") and not count:
        return "not a feed: no RSS, Atom or RDF in it"
    if found.get("bozo"):
        if not _ROOT_END.search(text[-4000:]):
            return f"truncated: the XML ends in the middle; {count} items could be read"
        error = found.get("bozo_exception")
        if isinstance(error, SAXException):
            return f"not well-formed XML ({clean(str(error))[:120]}); {count} items could be read"
    return None


def _string(item: Mapping[str, Any], *keys: str) -> str | None:
    for key in keys:
        value = item.get(key)
        if isinstance(value, str) and value.strip():
            return value
    return None


def _entry(item: dict[str, Any], source: Source, base: str, language: str | None) -> Entry | None:
    url = _link(item, base)
    headline = unescape(_string(item, "title")) or None
    content = _content(item)
    summary = _string(item, "summary")
    guid = clean(_string(item, "id")) or url
    if not guid and headline:
        guid = f"{source.url}#{headline}"
    if not guid or not (headline or summary or content or url):
        return None
    if content is None and summary and len(summary) > 1_500 and "<p" in summary:
        content = summary  # many put the whole article into description
    return Entry(
        source_id=source.id,
        guid=guid,
        url=url,
        headline=headline,
        lead=_lead(summary, content),
        body_html=content,
        published=_date(item, "published", "created"),
        updated=_date(item, "updated"),
        authors=_authors(item),
        section=_section(item),
        language=_language(item) or language,
        photo=_photo(item, base),
    )


def _lead(summary: str | None, content: str | None) -> str | None:
    if not summary or summary == content:
        return None
    line = unescape(summary)
    return line if line and len(line) <= 1_500 else None


def _link(item: Mapping[str, Any], base: str) -> str | None:
    links = [link for link in item.get("links", ()) if isinstance(link, Mapping)]
    for link in links:
        if link.get("rel", "alternate") == "alternate" and (found := absolute(base, _string(link, "href"))):
            return found
    return absolute(base, _string(item, "feedburner_origlink", "link")) or (
        absolute(base, _string(item, "id")) if (_string(item, "id") or "").startswith("http") else None
    )


def _content(item: Mapping[str, Any]) -> str | None:
    """Return the longest content that is text; one that is an image or a bare address is none."""
    best: str | None = None
    for part in item.get("content", ()):
        value = part.get("value") if isinstance(part, Mapping) else None
        kind = str(part.get("type") or "") if isinstance(part, Mapping) else ""
        if (
            isinstance(value, str)
            and value.strip()
            and ("text" in kind or "xml" in kind or not kind)
            and len(value) > len(best or "")
        ):
            best = value
    return best


def _date(item: dict[str, Any], *names: str) -> datetime | None:
    for name in names:
        if not dict.__contains__(item, name):  # feedparser's own lookup passes off `published` as `updated`
            continue
        found = parse_date(_string(item, name), UTC)
        if found is not None:
            return found
        parsed = item.get(f"{name}_parsed")
        if parsed is not None:
            year, month, day, hour, minute, second = parsed[:6]
            try:
                return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
            except (ValueError, TypeError):
                continue
    return None


def _authors(item: Mapping[str, Any]) -> tuple[str, ...]:
    names = [unescape(_string(author, "name")) for author in item.get("authors", ()) if isinstance(author, Mapping)]
    lines = [name for name in names if name] or [unescape(_string(item, "author"))]
    return tuple(dict.fromkeys(name for line in lines if line for name in names_of(line)))


def _section(item: Mapping[str, Any]) -> str | None:
    for tag in item.get("tags", ()):
        term = unescape(_string(tag, "label", "term")) if isinstance(tag, Mapping) else ""
        if term and len(term) < 60 and "://" not in term:
            return term
    return None


def _language(item: Mapping[str, Any]) -> str | None:
    detail = item.get("title_detail") or item.get("summary_detail") or {}
    found = _string(item, "dc_language", "language") or (
        _string(detail, "language") if isinstance(detail, Mapping) else None
    )
    return clean_or_none(found)


def _photo(item: Mapping[str, Any], base: str) -> Photo | None:
    """Return the photo Media RSS or an enclosure gives, with its credit."""
    address = None
    for key in ("media_content", "media_thumbnail", "enclosures"):
        for media in item.get(key, ()):
            if not isinstance(media, Mapping):
                continue
            kind = f"{media.get('type') or ''} {media.get('medium') or ''}"
            where = absolute(base, _string(media, "url", "href"))
            if where and ("image" in kind or key == "media_thumbnail" or (not kind.strip() and key == "media_content")):
                address = where
                break
        if address:
            break
    if address is None:
        return None
    caption, credit = split_credit(unescape(_string(item, "media_description", "media_title") or ""))
    for part in item.get("media_credit", ()):
        name = _string(part, "content") if isinstance(part, Mapping) else None
        if name:
            credit = bare_credit(unescape(name))
            break
    return Photo(url=address, caption=caption, credit=credit)


def _ttl(feed: Mapping[str, Any]) -> int | None:
    """Return the wish for a next visit: RSS ttl in minutes, or the syndication module's period."""
    ttl = _string(feed, "ttl")
    if ttl and ttl.strip().isdigit():
        return min(int(ttl.strip()), 10_080) * 60 or None
    period = {"hourly": 3_600, "daily": 86_400, "weekly": 604_800}.get(
        (_string(feed, "sy_updateperiod") or "").strip().lower()
    )
    if period is None:
        return None
    frequency = (_string(feed, "sy_updatefrequency") or "1").strip()
    return period // max(1, int(frequency) if frequency.isdigit() else 1)


def _refusal(item: Mapping[str, Any], source: Source, base: str) -> Refusal:
    identity = clean(_string(item, "id")) or base
    return Refusal(
        item=item_id(source.id, identity), source_id=source.id, url=base, reason=RefusalReason.EMPTY,
        detail="an item of the feed has no title, no link and no text", headline=None,
    )  # fmt: skip
