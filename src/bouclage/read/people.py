"""Bylines: the line as printed, and the names in it."""

import re

from selectolax.lexbor import LexborHTMLParser

from bouclage.read.agencies import agency_in
from bouclage.read.markup import text_of
from bouclage.read.structured import PageFacts, texts
from bouclage.text.clean import clean, letters, unescape

_PREFIX = re.compile(
    r"^(?:von|par|di|by|de|por|av|af|door|text(?:e|o)?|testo|propos recueillis par|ein(?:e)? \w+ von|written by|author|autor(?:in)?|auteur|autore|redaktion|journalist(?:e|in)?)\b\s*:?\s+",
    re.IGNORECASE,
)
_PART = re.compile(r"\s*(?:,|;|/|\||·|•|&|\bund\b|\bet\b|\band\b|\be\b|\by\b|\bmit\b|\bavec\b|\bwith\b)\s*")
_NOISE = re.compile(
    r"https?://|@|\d{2}[.:/]\d{2}|\b(?:uhr|publié|veröffentlicht|updated|published|aktualisiert|min)\b", re.IGNORECASE
)
_SELECTORS = (
    '[itemprop="author"] [itemprop="name"]', '[rel="author"]', '[itemprop="author"]', '[class*="author-name" i]',
    '[class*="byline" i] a', '[class*="author" i] a', '[class*="byline" i]', '[class*="autor" i]', '[class*="auteur" i]',
    '[class*="author" i]', '[class*="firma" i]',
)  # fmt: skip


def names_of(line: str) -> tuple[str, ...]:
    """Return the names in a byline: "Von Anna Muster und Bea Keller, Bern" gives both names."""
    line = _PREFIX.sub("", clean(line))
    found: list[str] = []
    for part in _PART.split(line):
        name = _PREFIX.sub("", part.strip(" .-–—()"))
        if (
            name
            and len(name) <= 60
            and not _NOISE.search(name)
            and any(char.isalpha() for char in name)
            and len(name.split()) <= 6
        ):
            found.append(name)
    return tuple(dict.fromkeys(found))


def read_authors(tree: LexborHTMLParser, facts: PageFacts, outlet: str) -> tuple[str | None, tuple[str, ...]]:
    """Return (byline, authors): JSON-LD first, then meta, then the line printed by the headline."""
    author = facts.article.get("author")
    items = author if isinstance(author, list) else [author]
    claimed = [name for item in items for name in texts(facts.resolve(item), "name", "alternateName")]
    if not claimed:
        claimed = texts(facts.article.get("creator"), "name")
    if not claimed:
        claimed = facts.all(
            "author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author", "byl"
        )
    names = _people(claimed, outlet)
    if not names:
        for selector in _SELECTORS:
            shown = [text_of(node) for node in tree.css(selector)[:6]]
            names = _people([line for line in shown if 2 < len(line) < 120], outlet)
            if names:
                break
    return (", ".join(names) or None), names


def _people(claimed: list[str], outlet: str) -> tuple[str, ...]:
    found: list[str] = []
    for entry in claimed:
        line = unescape(entry)
        if not line or _NOISE.search(line) or letters(line) == letters(outlet):
            continue
        found.extend(names_of(line) if not agency_in(line) or len(line) > 30 else [line])
    return tuple(dict.fromkeys(found))
