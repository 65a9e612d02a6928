"""Bylines: the line as printed, and the names in it."""

import re

from selectolax.lexbor import LexborHTMLParser

from bouclage.read.agencies import agency_in
from bouclage.read.markup import text_of
from bouclage.read.structured import PageFacts, texts, types
from bouclage.text.clean import clean, letters, unescape

_PREFIX = re.compile(
    r"^(?:von|par|di|by|de|por|av|af|door|text(?:e|o)?|testo|propos recueillis par|ein(?:e)? \w+ von|"
    r"written by|author|autor(?:in)?|auteur|autore|redaktion|journalist(?:e|in)?)\b\s*:?\s+",
    re.IGNORECASE,
)
_PART = re.compile(
    r"\s*(?:,|;|/|\||·|•|&|\bund\b|\bet\b|\bog\b|\boch\b|\by\b|\band\b|\be\b|\by\b|\bmit\b|\bavec\b|\bwith\b)\s*"
)
_BRACKETS = re.compile(r"[(\[][^()\[\]]{0,60}[)\]]")
_META = (
    "author",
    "article:author",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "sailthru.author",
    "byl",
)
_NOISE = re.compile(
    r"https?://|@|\d{2}[.:/]\d{2}|\b(?:uhr|publié|veröffentlicht|updated|published|aktualisiert|min)\b", re.IGNORECASE
)
_SELECTORS = (
    '[itemprop="author"] [itemprop="name"]',
    '[rel="author"]',
    '[itemprop="author"]',
    '[class*="author-name" i]',
    '[class*="byline" i] a',
    '[class*="author" i] a',
    '[class*="byline" i]',
    '[class*="autor" i]',
    '[class*="auteur" i]',
    '[class*="author" i]',
    '[class*="firma" i]',
)


def names_of(line: str) -> tuple[str, ...]:
    """Return the names in a byline: "Von Anna Muster (am) und Bea Keller" gives both names."""
    line = _PREFIX.sub("", _BRACKETS.sub(" ", clean(line)))
    found: list[str] = []
    for part in _PART.split(line):
        name = _PREFIX.sub("", part.strip(" .-–—()[]"))
        if (
            name
            and len(name) <= 60
            and len(name.split()) <= 6
            and not _NOISE.search(name)
            and any(map(str.isalpha, name))
        ):
            found.append(clean(name))
    return tuple(dict.fromkeys(found))


def read_authors(tree: LexborHTMLParser, facts: PageFacts, outlet: str) -> tuple[str | None, tuple[str, ...]]:
    """Return (byline, authors): people before organisations; JSON-LD, then meta, then the line by the headline."""
    author = facts.article.get("author") or facts.article.get("creator")
    items = [facts.resolve(item) for item in (author if isinstance(author, list) else [author])]
    house = {letters(name) for name in (outlet, *texts(facts.resolve(facts.article.get("publisher")), "name")) if name}
    house.add(letters(facts.first("og:site_name") or ""))
    people = [
        item
        for item in items
        if not (isinstance(item, dict) and types(item) & {"organization", "newsmediaorganization"})
    ]
    organisations = [item for item in items if item not in people]
    lines = _signed([name for item in people for name in texts(item, "name", "alternateName")], house)
    # Where the data name a house, only plain author markup says better; looser classes hold photo credits.
    selectors = _SELECTORS if not any(items) else _SELECTORS[:2]
    for claimed in (facts.all(*_META), *([text_of(node) for node in tree.css(css)[:6]] for css in selectors)):
        if lines:
            break
        lines = _signed([line for line in claimed if 2 < len(line) < 120], house)
    if not lines:
        everyone = [name for item in (*people, *organisations) for name in texts(item, "name", "alternateName")]
        lines = _signed(everyone, set())
    names = [name for line in lines for name in _names(line) if letters(name) not in house or len(lines) == 1]
    return (", ".join(lines) or None), tuple(dict.fromkeys(names))


def _signed(claimed: list[str], house: set[str]) -> list[str]:
    """Return the lines that name somebody: no dates, no addresses, not the outlet itself."""
    found = [_PREFIX.sub("", unescape(entry)) for entry in claimed]
    lines = [line for line in found if line and not _NOISE.search(line) and letters(line) not in house and _names(line)]
    return list(dict.fromkeys(lines))


def _names(line: str) -> tuple[str, ...]:
    return names_of(line) if not agency_in(line) or len(line) > 30 else (line,)
