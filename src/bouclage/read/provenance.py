"""Which agency a page says its text is from, where neither byline, dateline nor signature does."""

import re
from collections.abc import Iterable

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bouclage.read.agencies import agency_in, agency_of
from bouclage.read.markup import text_of
from bouclage.read.roles import role_of

# Sites of the agencies themselves: what they publish is theirs.
_SITES = {
    "afp": "AFP", "reuters": "Reuters", "apnews": "AP", "ansa": "ANSA", "dpa": "dpa", "efe": "EFE", "apa": "APA",
    "keystone-sda": "SDA", "keystone-ats": "ATS", "ats": "ATS", "belga": "Belga", "lusa": "Lusa",
    "adnkronos": "Adnkronos", "europapress": "Europa Press", "kna": "KNA", "epd": "epd", "interfax": "Interfax",
    "tass": "TASS",
}  # fmt: skip
_NAMED = re.compile(
    r"\b(?:AFP|ATS|SDA|sda|dpa|DPA|APA|AP|Associated Press|Reuters|REUTERS|ANSA|AWP|Keystone|Belga|EFE|epd|KNA|"
    r"SID|PA Media|AAP|ANP|NTB|TT|Ritzau|PAP|Lusa|Bloomberg|Adnkronos|AGI)\b"
)
_SOURCE = re.compile(
    r"^\W*(?:(?:weitere |zusätzliche |additional |autres )?(?:quellen?|sources?|fonti?|fuentes?))\s*[:•·]\s*(.{2,80})$",
    re.IGNORECASE,
)
_WITH = re.compile(r"\b(?:mit|avec|with|con)\s+(?:l['’]|agentur\s+)?([\w/ ,&-]{2,40})$")
_SHARED = re.compile(
    r"^\W*mit (?:material|informationen|angaben|agenturmaterial)\b|\bcontributed to this (?:report|story|article)|"
    r"^\W*with (?:files|reporting|reports|material|additional reporting) (?:from|by)\b|"
    r"^\W*avec (?:les )?(?:agences?|informations)\b|"
    r"^\W*con (?:informazioni|materiale)\b",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"^\W*[a-zäöü]{2,5}(?:/[a-zäöü]{2,5})*\s?[/,]\s?([A-Za-z]\w+(?:/\w+)*)\W*$")
_AROUND = re.compile(r"^(?:[Vv]on|[Bb]y|[Pp]ar|[Dd]i)\s+|\s+in\s+[A-ZÀ-Þ]\w+$")  # "By Associated Press in Valencia"
_WRITER = frozenset(("author", "authors", "byline", "autor", "auteur", "autore", "source", "contributors", "quelle"))
_NO_TEXT = frozenset(("figure", "figcaption", "nav", "footer", "script", "style", "noscript"))
_PICTURE = frozenset(("caption", "credit", "credits", "copyright", "bildautor", "teaser", "related", "image", "photo"))
# What can hold such a line: innermost elements, so that no nesting is read over and over.
_HOLDERS = (
    "p, address, cite, span:not(:has(span)), b:not(:has(b)), strong:not(:has(strong)), em:not(:has(em)), "
    "div:not(:has(p)):not(:has(div div))"
)
_LINE = 120  # characters of a line that says where a text is from
_SENTENCE = 300  # and of a sentence that does


def agency_of_site(host: str) -> str | None:
    """Return the agency whose own site a host is: faktencheck.afp.com gives AFP."""
    labels = host.split(".")
    return _SITES.get(labels[-2]) if len(labels) > 1 else None


def agency_of_sentences(lines: Iterable[str]) -> str | None:
    """Return the agency in a sentence such as "Mit Material von Reuters": the first of those named."""
    for line in lines:
        if len(line) <= _SENTENCE and _SHARED.search(line) and (named := _NAMED.search(line)):
            return agency_of(named[0])
    return None


def agency_of_lines(tree: LexborHTMLParser, h1: LexborNode | None) -> str | None:
    """Return the agency in a line of the article's own: "Quelle: ntv.de, ino/dpa", "von APA", "sak/Reuters"."""
    root = h1
    while root is not None and root.tag not in {"article", "main", "body"}:
        root = root.parent
    root = root or tree.body
    if root is None:
        return None
    for node in root.css(_HOLDERS):
        shown = node.text()
        if not 2 <= len(shown) <= 2 * _LINE or _NAMED.search(shown) is None:
            continue
        line = text_of(node)
        if len(line) <= _LINE and (agency := _agency_of_line(line, node)) is not None and not _beside(node):
            return agency
    return None


def _agency_of_line(line: str, node: LexborNode) -> str | None:
    for pattern in (_SOURCE, _INITIALS):
        if (match := pattern.match(line)) is not None and (found := _first(match[1])) is not None:
            return found
    if not _byline(node):
        return None
    if (match := _WITH.search(line)) is not None and (found := _first(match[1])) is not None:
        return found
    return agency_of(_AROUND.sub("", line))


def _first(names: str) -> str | None:
    return next((found for part in re.split(r"[•·,;/]", names) if (found := agency_in(part.strip(" .()")))), None)


def _byline(node: LexborNode) -> bool:
    """Whether an element is, or stands in, what markup calls the writer's line."""
    at: LexborNode | None = node
    for _ in range(3):
        if at is None:
            return False
        if at.tag == "address" or role_of(at).words & _WRITER:
            return True
        at = at.parent
    return False


def _beside(node: LexborNode) -> bool:
    """Whether an element belongs to a picture or to another article."""
    at: LexborNode | None = node
    for _ in range(6):
        if at is None or at.tag in {"article", "main", "body"}:
            return False
        if at.tag in _NO_TEXT and not (at.tag == "footer" and role_of(at).words & _WRITER):
            return True
        role = role_of(at)
        if role.words & _PICTURE or (role.hard and "footer" not in role.words):
            return True
        at = at.parent
    return False
