"""What a page says of itself: JSON-LD, meta elements, links in its head."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from bouclage.text.clean import clean, letters, unescape

Json = dict[str, object]

ARTICLE_TYPES: Final = frozenset(
    [
        "newsarticle",
        "article",
        "reportagenewsarticle",
        "analysisnewsarticle",
        "opinionnewsarticle",
        "backgroundnewsarticle",
        "reviewnewsarticle",
        "askpublicnewsarticle",
        "liveblogposting",
        "blogposting",
        "socialmediaposting",
        "techarticle",
        "scholarlyarticle",
        "report",
        "satiricalarticle",
        "advertisercontentarticle",
        "medicalscholarlyarticle",
    ]
)
_MAX_NODES: Final = 5_000  # objects looked at in all JSON-LD of one page
_MAX_SCRIPT: Final = 2_000_000
_COMMENT = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?:-->|//\s*\]\]>|\]\]>|/\*\s*\]\]>\s*\*/)\s*$"
)
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_BAD_ESCAPE = re.compile(r'\\(?!["\\/bfnrtu])')


@dataclass(slots=True)
class PageFacts:
    """The facts in a page's head."""

    article: Json = field(default_factory=dict)  # the JSON-LD object of the article, {} if none
    others: list[Json] = field(default_factory=list)
    by_id: dict[str, Json] = field(default_factory=dict)
    meta: dict[str, list[str]] = field(default_factory=dict)  # name, property or itemprop in lower case → contents
    canonical: str | None = None
    language: str | None = None
    title: str = ""

    def first(self, *names: str) -> str | None:
        """Return the first non-empty content of the meta elements so called, in this order."""
        for name in names:
            for content in self.meta.get(name, ()):
                if content:
                    return content
        return None

    def all(self, *names: str) -> list[str]:
        """Return every content of the meta elements so called."""
        return [content for name in names for content in self.meta.get(name, ()) if content]

    def resolve(self, value: object) -> object:
        """Return the object a bare {"@id": …} stands for, or the value itself."""
        if isinstance(value, dict) and set(value) <= {"@id", "@type"}:
            return self.by_id.get(str(value.get("@id")), value)
        return value


def facts(tree: LexborHTMLParser, url: str) -> PageFacts:
    """Gather what the page says of itself."""
    found = PageFacts()
    for node in tree.css("meta"):
        attributes = node.attributes
        content = clean(attributes.get("content"))
        if not content:
            continue
        if "&" in content:
            content = unescape(content)
        for key in ("property", "name", "itemprop"):
            if name := attributes.get(key):
                found.meta.setdefault(name.strip().lower(), []).append(content)
    for node in tree.css("link[rel]"):
        if (node.attributes.get("rel") or "").lower() == "canonical" and not found.canonical:
            found.canonical = node.attributes.get("href")
    root = tree.css_first("html")
    if root is not None:
        found.language = root.attributes.get("lang") or root.attributes.get("xml:lang")
    title = tree.css_first("title")
    found.title = clean(title.text()) if title is not None else ""
    objects: list[Json] = []
    for node in tree.css('script[type*="ld+json" i]'):
        objects.extend(_objects(load_json(node.text() or "")))
    for item in objects:
        if (identity := item.get("@id")) and len(item) > 2:
            found.by_id.setdefault(str(identity), item)
    found.article = _article(objects, found, url)
    found.others = [item for item in objects if item is not found.article]
    return found


def load_json(text: str) -> object:
    """Read JSON as pages hold it: with comments around it, raw line breaks, trailing commas. None if beyond it."""
    text = text.strip()[:_MAX_SCRIPT].rstrip(";")
    if not text:
        return None
    for attempt in range(3):
        if attempt == 1:
            text = _COMMENT.sub("", _COMMENT.sub("", text)).strip().rstrip(";")
            text = _TRAILING_COMMA.sub(r"\1", text)
        elif attempt == 2:
            text = _BAD_ESCAPE.sub(r"\\\\", text)
        try:
            found: object = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        return found
    return _salvage(text)


_FIELD = re.compile(
    r'"(headline|description|datePublished|dateModified|articleSection)"\s*:\s*"((?:[^"\\]|\\.){1,4000})"'
)


def _salvage(text: str) -> object:
    """Take the plain fields out of a JSON-LD article that is broken elsewhere."""
    if not re.search(r'"@type"\s*:\s*\[?\s*"\w*(?:Article|BlogPosting)"', text):
        return None
    found: Json = {"@type": "NewsArticle"}
    for match in _FIELD.finditer(text):
        try:
            found.setdefault(match[1], json.loads(f'"{match[2]}"', strict=False))
        except ValueError:
            continue
    return found if len(found) > 1 else None


def _objects(value: object) -> Iterator[Json]:
    """All objects in a JSON value, outer ones first; iterative and bounded."""
    queue = [value]
    seen = 0
    while queue and seen < _MAX_NODES:
        item = queue.pop(0)
        seen += 1
        if isinstance(item, list):
            queue.extend(item)
        elif isinstance(item, dict):
            yield item
            queue.extend(
                item[key]
                for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item", "hasPart", "article")
                if isinstance(item.get(key), dict | list)
            )


def types(item: Json) -> set[str]:
    """Return an object's types in lower case, without namespace."""
    value = item.get("@type")
    values = value if isinstance(value, list) else [value]
    return {str(name).rpartition("/")[2].rpartition(":")[2].lower() for name in values if name}


def _article(objects: list[Json], found: PageFacts, url: str) -> Json:
    """Choose the object that is this page's article: by type, then by the address or headline it names."""
    candidates = [item for item in objects if types(item) & ARTICLE_TYPES]
    if not candidates:
        return {}
    if len(candidates) == 1:
        return candidates[0]
    title = letters(found.first("og:title") or found.title)
    tails = {_tail(address) for address in (url, found.canonical, found.first("og:url")) if address}

    def score(item: Json) -> tuple[int, int]:
        points = 0
        headline = letters(str(item.get("headline") or item.get("name") or ""))
        if headline and title and (headline in title or title in headline):
            points += 2
        for key in ("url", "mainEntityOfPage", "@id"):
            value = item.get(key)
            if isinstance(value, dict):
                value = value.get("@id") or value.get("url")
            if isinstance(value, str) and _tail(value) in tails:
                points += 2
                break
        points += ("datePublished" in item) + ("articleBody" in item) + ("headline" in item)
        return points, len(item)

    return max(candidates, key=score)


def _tail(address: str) -> str:
    path = address.split("#", maxsplit=1)[0].split("?", maxsplit=1)[0].rstrip("/")
    return path.partition("://")[2].partition("/")[2] or path


def texts(value: object, *keys: str) -> list[str]:
    """Return the texts in a JSON-LD value: strings, the given keys of objects, lists of either."""
    if isinstance(value, str):
        cleaned = unescape(value)
        return [cleaned] if cleaned else []
    if isinstance(value, list):
        return [text for item in value[:200] for text in texts(item, *keys)]
    if isinstance(value, dict):
        for key in keys:
            if isinstance(value.get(key), str | list) and (found := texts(value[key], *keys)):
                return found
    return []


def text(value: object, *keys: str) -> str | None:
    """Return the first text in a JSON-LD value, or None."""
    found = texts(value, *keys)
    return found[0] if found else None
