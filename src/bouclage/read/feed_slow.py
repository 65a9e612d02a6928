"""Feeds that are not well-formed, or of a kind the fast way does not know: by feedparser."""

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from xml.sax import SAXException

import feedparser
from feedparser.mixin import _FeedParserMixin

from bouclage.read.feed_item import FeedItem
from bouclage.read.settings import SETTINGS

_MOST_AUTHOR = 1_000  # characters: feedparser looks for an address in them, in time that grows with their square
_sync_author_detail = _FeedParserMixin._sync_author_detail


def _bounded_author(self: Any, key: str = "author") -> None:
    """Let feedparser see no more of an author than a name can be: 150 KB of one took it a minute."""
    context = self._get_context()
    said = context.get(key)
    if isinstance(said, str) and len(said) > _MOST_AUTHOR:
        context[key] = said[:_MOST_AUTHOR]
    _sync_author_detail(self, key)


_FeedParserMixin._sync_author_detail = _bounded_author


@dataclass(frozen=True, slots=True)
class Parsed:
    """A feed's items, its language, and what the parser says of it."""

    items: tuple[FeedItem, ...] = ()
    language: str | None = None
    is_feed: bool = True
    problem: str | None = None  # why its XML is not well-formed
    failure: str | None = None  # why it could not be read at all


def parse_slowly(text: str, base: str) -> Parsed:
    """Parse a feed's text; never raises."""
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
        return Parsed(failure=type(error).__name__)
    bozo = found.get("bozo_exception") if found.get("bozo") else None
    return Parsed(
        items=tuple(_item(each) for each in found.entries[: SETTINGS.max_items]),
        language=_string(found.feed, "language") or None,
        is_feed=bool(found.get("version") or found.entries),
        problem=str(bozo) if isinstance(bozo, SAXException) else None,
    )


def _string(item: Mapping[str, Any], *keys: str) -> str:
    for key in keys:
        value = item.get(key)
        if isinstance(value, str) and value.strip():
            return value
    return ""


def _maps(item: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    found = item.get(key)
    return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []


def _item(item: dict[str, Any]) -> FeedItem:
    links = [(_string(link, "rel") or "alternate", _string(link, "type"), _string(link, "href"))
             for link in _maps(item, "links")]  # fmt: skip
    if address := _string(item, "link"):
        links.append(("alternate", "", address))
    authors = [name for author in _maps(item, "authors") if (name := _string(author, "name"))]
    detail = item.get("title_detail") or item.get("summary_detail") or {}
    pictures = [
        (_string(media, "url", "href"), f"{media.get('type') or ''} {media.get('medium') or ''}", name)
        for key, name in (("media_content", "content"), ("media_thumbnail", "thumbnail"), ("enclosures", "enclosure"))
        for media in _maps(item, key)
    ]
    return FeedItem(
        id=_string(item, "id"),
        title=_string(item, "title"),
        links=links,
        original_link=_string(item, "feedburner_origlink"),
        summary=_string(item, "summary"),
        contents=[value for part in _maps(item, "content") if _is_text(part) and (value := _string(part, "value"))],
        published=(*_dates(item, "published"), *_dates(item, "created")),
        updated=_dates(item, "updated"),
        authors=authors or [_string(item, "author")],
        tags=[term for tag in _maps(item, "tags") if (term := _string(tag, "label", "term"))],
        language=_string(detail, "language") if isinstance(detail, Mapping) else "",
        pictures=pictures,
        caption=_string(item, "media_description", "media_title"),
        credit=next((name for part in _maps(item, "media_credit") if (name := _string(part, "content"))), ""),
    )


def _is_text(part: Mapping[str, Any]) -> bool:
    kind = str(part.get("type") or "")
    return "text" in kind or "xml" in kind or not kind


def _dates(item: dict[str, Any], name: str) -> tuple[str, ...]:
    """Return a date as it was written, and as feedparser understood it: it knows more odd ways than we do."""
    if not dict.__contains__(item, name):  # feedparser's own lookup passes off `published` as `updated`
        return ()
    parsed = item.get(f"{name}_parsed")
    if parsed is None:
        return (_string(item, name),)
    year, month, day, hour, minute, second = parsed[:6]
    moment = f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{min(second, 59):02}Z"
    return (_string(item, name), moment)
