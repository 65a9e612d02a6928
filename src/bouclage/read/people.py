"""Bylines: the line as printed, and the names in it."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bouclage.read.agencies import agency_in
from bouclage.read.markup import text_of
from bouclage.read.near import after
from bouclage.read.roles import role_of
from bouclage.read.structured import PageFacts, texts, types
from bouclage.text.clean import clean, letters, unescape

_PREFIX = re.compile(
    r"^(?:von|par|di|by|de|por|av|af|door|text(?:e|o)?|testo|propos recueillis par|ein(?:e)? \w+ von|"
    r"written by|author|autor(?:in)?(?:/autor(?:in)?)?|auteur|autore|redaktion\s*:|journalist(?:e|in)?)(?!\w)\s*:?\s+",
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
    "articleauthor",
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
# A line that is a byline by its wording: "Von Anna Muster, Bea Keller", "Autorin/Autor Anna Muster".
_ONE = r"[A-ZÀ-Þ][\w.'’-]*(?:\s+(?:de|von|van|der|den|di|la|le|du)){0,2}(?:\s+[A-ZÀ-Þ][\w.'’-]*){1,3}"
_LINE = re.compile(
    r"^(?:von|par|di|by|de|por|av|text(?:e|o)?\s?:|autor(?:in)?(?:/autor(?:in)?)?|auteur|autore|author)\s*:?\s+"
    rf"(?-i:{_ONE}(?:\s*(?:,|&|/|\b(?:und|et|e|and|y|og|och)\b)\s*{_ONE}){{0,5}}(?:,\s*[A-ZÀ-Þ]\w+)?)\s*,?$",
    re.IGNORECASE,
)
_WRITTEN = re.compile(r"(?:written by|verfasst von|geschrieben von|écrit par|scritto da|escrito por)$", re.IGNORECASE)
_NO_LINE = frozenset(("figure", "article", "aside", "nav", "script", "style", "footer", "form", "svg", "noscript"))
_NEAR = 20  # elements looked at below a headline
_SENTENCES = 200  # characters from which a paragraph is text: no byline follows it
_BYLINE_BLOCK = 200  # characters a block of several authors' names has at most
_MOST = 8  # people one line can name: more are a masthead


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
    found = list(dict.fromkeys(found))
    # "Anna Muster, Frankfurt": beside full names a single word is where they write from, or a page's section.
    full = [name for name in found if " " in name or agency_in(name)]
    return tuple(full if full and len(full) == len(found) - 1 else found)


def read_authors(
    tree: LexborHTMLParser, facts: PageFacts, outlet: str, site: str, h1: LexborNode | None
) -> tuple[str | None, tuple[str, ...]]:
    """Return (byline, authors): people before organisations; JSON-LD, then meta, then the line by the headline.

    `site` is the host the page is from: what bears its name is the house, not an author. Where the line printed by
    the headline names the same people and more, it is believed.
    """
    author = facts.article.get("author") or facts.article.get("creator")
    items = [facts.resolve(item) for item in (author if isinstance(author, list) else [author])]
    house = {letters(name) for name in (outlet, *texts(facts.resolve(facts.article.get("publisher")), "name")) if name}
    house |= {letters(facts.first("og:site_name") or ""), letters(site), letters(site.rpartition(".")[0])}
    people = [item for item in items if not _is_house(item)]
    organisations = [item for item in items if item not in people]
    named = [name for item in people for name in texts(item, "name", "alternateName")]
    agencies = [name for item in organisations for name in texts(item, "name") if people and agency_in(name)]
    lines = _signed([*agencies, *named], house, site)
    if not lines:
        claimed = [*facts.all(*_META), *_written_by(facts)]
        lines = _signed([line for line in claimed if 2 < len(line) < 120], house, site)
    printed = _printed(tree, h1, house, site, loose=not any(items))
    if printed and (not lines or _more(printed, lines)):
        lines = printed
    if not lines:
        everyone = [name for item in (*people, *organisations) for name in texts(item, "name", "alternateName")]
        lines = _signed(everyone, set(), "")
    names = [name for line in lines for name in _names(line) if letters(name) not in house or len(lines) == 1]
    return (", ".join(lines) or None), tuple(dict.fromkeys(names))


def _written_by(facts: PageFacts) -> list[str]:
    """Return what the labelled card data of a page give as its writer: label "Written by", data the name."""
    return [
        name
        for row in ("1", "2")
        if _WRITTEN.match(facts.first(f"twitter:label{row}") or "") and (name := facts.first(f"twitter:data{row}"))
    ]


def _is_house(item: object) -> bool:
    return isinstance(item, dict) and bool(types(item) & {"organization", "newsmediaorganization"})


def _more(printed: list[str], lines: list[str]) -> bool:
    """Whether a printed line has all the names of the data, and others beside them."""
    mine = {letters(name) for line in printed for name in _names(line)}
    told = {letters(name) for line in lines for name in _names(line)}
    return told < mine and len(mine) <= _MOST


def _printed(tree: LexborHTMLParser, h1: LexborNode | None, house: set[str], site: str, *, loose: bool) -> list[str]:
    """Return the names printed by the headline: by author markup, or a line such as "Von Anna Muster"."""
    # Where the data name a house, only plain author markup says better; looser classes hold photo credits.
    for css in _SELECTORS[:2]:
        shown = [text_of(node) for node in _one_block(tree.css(css)[:_MOST])]
        if lines := _signed([line for line in shown if 2 < len(line) < 120], house, site):
            return lines
    if h1 is not None and (line := _line_below(h1)) and (lines := _signed([line], house, site)):
        return lines
    for css in _SELECTORS[2:] if loose else ():
        shown = [text_of(node) for node in tree.css(css)[:6] if not _of_another(node)]
        if lines := _signed([line for line in shown if 2 < len(line) < 120], house, site):
            return lines
    return []


def _of_another(node: LexborNode) -> bool:
    """Whether an element stands among other articles' teasers, comments, the site's frame."""
    at: LexborNode | None = node
    for _ in range(6):
        if at is None or at.tag in {"article", "main", "body"}:
            return False
        if role_of(at).hard or at.tag in {"nav", "footer", "aside"}:
            return True
        at = at.parent
    return False


def _one_block(nodes: list[LexborNode]) -> list[LexborNode]:
    """Return the elements that stand in one short block with the first: the rest are teasers' authors."""
    if len(nodes) < 2:
        return nodes
    at = nodes[0]
    for _ in range(5):
        if at.parent is None or len(clean(at.parent.text())) > _BYLINE_BLOCK:
            break
        at = at.parent
    inside = {node.mem_id for node in at.traverse()}
    return [node for node in nodes if node.mem_id in inside]


def _line_below(h1: LexborNode) -> str | None:
    """Return the first short line after a headline that reads like a byline."""
    paragraphs = 0
    for at in after(h1, most=_NEAR):
        if at.tag in _NO_LINE:
            continue
        if at.tag == "p" and len(at.text()) > _SENTENCES:
            paragraphs += 1
            if paragraphs > 1:  # the first may be the lead
                return None
        for node in (at, *at.css("p, div, span, li, address, strong")[:_NEAR]):
            if node.tag == "div" and node.css_first("p, div") is not None:
                continue
            if len(node.text()) < 400 and _LINE.match(shown := text_of(node)):
                return shown
    return None


def _signed(claimed: list[str], house: set[str], site: str) -> list[str]:
    """Return the lines that name somebody: no dates, no addresses, not the outlet itself."""
    found = [_PREFIX.sub("", unescape(entry)) for entry in claimed]
    lines = [
        line
        for line in found
        if line
        and not _NOISE.search(line)
        and letters(line) not in house
        and not (site and site in line.casefold())
        and _names(line)
    ]
    return list(dict.fromkeys(lines))


def _names(line: str) -> tuple[str, ...]:
    return names_of(line) if not agency_in(line) or len(line) > 30 else (line,)
