"""The head of an article as it is printed: kicker and headline."""

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bouclage.read.markup import text_of
from bouclage.read.near import before
from bouclage.read.roles import role_of, role_of_text
from bouclage.read.structured import PageFacts, text
from bouclage.text.clean import letters, unescape
from bouclage.text.urls import host, path

_SUFFIX = re.compile(r"^(.*\S)\s+[|•·–—-]\s+([^|•·–—]{2,60})$")  # the last of several dashes
_CRUMBS = re.compile(r"[/>›»].*[/>›»]")  # a path through the site, not a kicker
_MAX_KICKER = 80
_NEAR = 14  # elements looked at before and after a headline
_MAX_LINE = 50  # letters of a kicker known by its place alone
_WEAK = frozenset(("topic", "rubric", "rubrik", "uppercase", "catchline", "strapline", "dachzeile"))
_NO_KICKER = re.compile(
    r"\d{1,2}[.:]\d{2}|\b20\d\d\b|^(?:von|by|par|di)\s|[.!?]$|^(?:live|anzeige|video|exklusiv)$", re.IGNORECASE
)
_SHORT = 15  # letters from which a heading can be a headline
_TRAIL_LINKS = 2  # links before a heading in its own element that make it the end of a breadcrumb
_TEASER = frozenset(
    ("teaser", "teasers", "related", "nav", "menu", "breadcrumb", "breadcrumbs", "recommendation", "ticker", "card")
)


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above an article's text."""

    headline: str | None
    kicker: str | None
    node: LexborNode | None  # the h1


def read_head(tree: LexborHTMLParser, facts: PageFacts, outlet: str, url: str = "") -> Head:
    """Find headline and kicker: what the page's data claim, settled by what it shows.

    `url` tells the site's own name, which is no part of a title, and its sections, which are no kickers.
    """
    site = host(url)
    site_words = {letters(part) for part in (outlet, site, site.partition(".")[0], *path(url).split("/"))}
    claims = _claims(facts, outlet, site)
    node = _h1(tree, claims)
    if node is not None and _in_trail(node):
        node = _below_trail(tree, node, claims) or node
    headline, kicker = (None, None)
    if node is not None:
        headline, kicker = _split_h1(node, claims)
        kicker = (
            kicker
            or _claimed_kicker(node, headline, claims)
            or _kicker_near(node, headline)
            or _kicker_above(node, headline, site_words)
        )
    claimed = claims[0] if claims else None
    if headline is None or (claimed and not _related(headline, claims)):
        headline = claimed or headline
        node = None if headline is claimed else node
    elif (declared := _declared(facts, outlet, site)) and not _says(declared, headline, kicker):
        headline = declared
    if kicker and letters(kicker) in {letters(headline or ""), letters(outlet), letters(site)}:
        kicker = None
    return Head(headline, kicker, node)


def without_outlet(title: str, outlet: str) -> str:
    """Cut " - Outlet" from a title's end, and "Outlet: " from its start."""
    name = letters(outlet)
    for _ in range(2):
        match = _SUFFIX.match(title)
        if match is None:
            break
        tail = letters(match[2])
        if not name or len(tail) < 3 or not (tail in name or name in tail):
            break
        title = match[1]
    return title.strip()


def _declared(facts: PageFacts, outlet: str, site_host: str) -> str | None:
    """Return the headline a page declares in JSON-LD and for sharing in the same words: then it is the article's.

    Where the two differ, one is worded for search engines, shortened or out of date, and nothing in a page tells which:
    what is printed stands.
    """
    names = (facts.first("og:site_name") or outlet, outlet, site_host)
    told, shared = (
        _bare(value, names) if value else ""
        for value in (text(facts.article.get("headline"), "@value"), facts.first("og:title"))
    )
    return told if len(letters(told)) >= _SHORT and letters(told) == letters(shared) else None


def _says(declared: str, headline: str, kicker: str | None) -> bool:
    """Whether what is printed says what is declared: in the same words, after its kicker, or at greater length."""
    mine, claim = letters(headline), letters(declared)
    return mine.startswith(claim) or (claim.endswith(mine) and (kicker is None or claim.startswith(letters(kicker))))


def _bare(title: str, names: tuple[str, ...]) -> str:
    title = unescape(title)
    for name in names:
        title = without_outlet(title, name)
    return title


def _claims(facts: PageFacts, outlet: str, site_host: str) -> list[str]:
    names = (facts.first("og:site_name") or outlet, outlet, site_host)
    found: list[str] = []
    for value in (
        text(facts.article.get("headline"), "@value"),
        facts.first("og:title"),
        text(facts.article.get("name"), "@value"),
        facts.first("twitter:title", "dc.title", "dcterms.title", "title", "headline"),
        facts.title,
    ):
        if value:
            title = _bare(value, names)
            if title and letters(title) not in {letters(other) for other in found}:
                found.append(title)
    return found


def _related(headline: str, claims: list[str]) -> bool:
    mine = letters(headline)
    if not mine:
        return False
    words = set(headline.casefold().split())
    for claim in claims:
        other = letters(claim)
        if mine in other or other in mine:
            return True
        theirs = set(claim.casefold().split())
        if len(words & theirs) >= 0.4 * min(len(words), len(theirs)):
            return True
    return False


def _h1(tree: LexborHTMLParser, claims: list[str]) -> LexborNode | None:
    """Return the heading that is the article's: the one that says what the page claims, or the only one."""
    candidates = tree.css("h1")
    scored: list[tuple[float, int, LexborNode]] = []
    for row, node in enumerate(candidates[:10]):
        shown = text_of(node)
        if not shown:
            continue
        mine = letters(shown)
        score = 0.0
        for claim in claims[:3]:
            other = letters(claim)
            if other and mine == other:
                score = max(score, 3.0)
            elif other and (other in mine or mine in other):
                score = max(score, 2.0)
        if not score and _related(shown, claims[:3]):
            score = 1.0
        scored.append((score, -row, node))
    if scored:
        best = max(scored, key=lambda entry: entry[:2])
        if best[0] or not claims:
            return best[2]
    if claims:
        wanted = {letters(claim) for claim in claims[:3]}
        for node in tree.css('h2, [itemprop="headline"]')[:20]:
            mine = letters(text_of(node))
            if mine in wanted or any(len(claim) > _SHORT and mine.endswith(claim) for claim in wanted):
                return node
    return scored[0][2] if scored else None


def _in_trail(node: LexborNode) -> bool:
    """Whether a heading is the last step of a breadcrumb: there it is worded for search engines, not printed."""
    links = 0
    sibling = node.prev
    while sibling is not None:
        links += sibling.tag == "a"
        sibling = sibling.prev
    if links >= _TRAIL_LINKS:
        return True
    at: LexborNode | None = node
    for _ in range(4):
        if at is None or at.tag in {"article", "main", "header", "body"}:
            return False
        if at.tag in {"nav", "li"} or any("crumb" in word for word in role_of(at).words):
            return True
        at = at.parent
    return False


def _below_trail(tree: LexborHTMLParser, h1: LexborNode, claims: list[str]) -> LexborNode | None:
    """Return the heading printed over the article where the page's h1 is a step of its breadcrumb."""
    headings = tree.css("h1, h2")
    at = next((row for row, node in enumerate(headings) if node.mem_id == h1.mem_id), 0)
    below = [(node, text_of(node)) for node in headings[at + 1 : at + 1 + _NEAR]]
    wanted = [letters(claim) for claim in claims]
    for node, shown in below:
        mine = letters(shown)
        if mine and any(mine == other or (len(other) > 20 and mine.endswith(other)) for other in wanted):
            return node
    first = next(((node, shown) for node, shown in below if len(shown) >= _SHORT), None)
    if first is not None and (_related(first[1], claims) or _grouped(first[0]) or _has_kicker(first[0])):
        return first[0]
    return None


def _has_kicker(node: LexborNode) -> bool:
    """Whether a heading opens with a kicker: so only an article's own headline is set."""
    inner = _shown(node)[:1]
    return bool(inner) and (role_of(inner[0]).kicker or _says_kicker(inner[0]))


def _grouped(node: LexborNode) -> bool:
    return node.parent is not None and node.parent.tag == "hgroup"


def _claimed_kicker(node: LexborNode, headline: str | None, claims: list[str]) -> str | None:
    """Return what a claim ("Kicker: Headline") has before the printed headline, if that is printed just above it."""
    mine = letters(headline or "")
    above: list[str] | None = None
    for claim in claims:
        start, colon, rest = claim.partition(": ")
        if not colon or not mine or letters(rest) != mine or len(start) > _MAX_KICKER:
            continue
        if above is None:
            above = [
                letters(text_of(inner))
                for candidate in before(node, most=_NEAR)
                if candidate.tag not in {"nav", "script", "style"}
                for inner in (candidate, *candidate.css("div, span, p, a, strong")[:8])
            ]
        if letters(start) in above:
            return start.strip()
    return None


def _says_kicker(node: LexborNode) -> bool:
    """Whether some other attribute than its class calls an element a kicker: data-manual="overline"."""
    return any(
        role_of_text(f"{name} {value if value and len(value) < _MAX_LINE else ''}").kicker
        for name, value in node.attributes.items()
        if name not in {"class", "id", "style"}
    )


def _shown(node: LexborNode) -> list[LexborNode]:
    """Return an element's children that hold words: no styles, no marks for readers of screens alone (":")."""
    return [
        child
        for child in node.iter(include_text=False)
        if child.tag not in {"style", "script"} and letters(text_of(child))
    ]


def _split_h1(node: LexborNode, claims: list[str]) -> tuple[str | None, str | None]:
    """Part a heading into (headline, kicker): a kicker is often its first span."""
    whole = text_of(node)
    spans = _shown(node)
    while len(spans) == 1 and letters(text_of(spans[0])) == letters(whole):
        inner = _shown(spans[0])
        if not inner:
            break
        spans = inner
    if not spans or whole == text_of(spans[0]):
        return whole or None, None
    first = text_of(spans[0])
    rest = whole[len(first) :].lstrip(" :|–—-•/") if whole.startswith(first) else ""
    if rest and len(first) <= _MAX_KICKER:
        role = role_of(spans[0])
        claimed = any(letters(claim) == letters(rest) for claim in claims) or (
            # A claim puts the colon that the page leaves to the layout.
            not first.endswith(":")
            and any(letters(claim) == letters(whole) and claim.startswith(f"{first}: ") for claim in claims)
        )
        if role.kicker or claimed or _says_kicker(spans[0]):
            return rest, first.rstrip(" :|–—-•/")
    return whole, None


def _kicker_above(node: LexborNode, headline: str | None, sections: set[str]) -> str | None:
    """Return the short line right above a headline, where its element or style sets it apart; no section's name."""
    above = next((one for one in before(node, most=_NEAR, levels=2) if letters(text_of(one))), None)
    if above is None or above.tag in {"nav", "ol", "ul", "aside", "figure", "time"} or len(above.text()) > 400:
        return None
    lines = [above, *above.css("p, span, div, a, h2, h3, h4")]
    inner = next((one for one in reversed(lines) if letters(text_of(one)) and len(_shown(one)) == 0), above)
    shown = text_of(inner)
    if not 3 <= len(shown) <= _MAX_LINE or _CRUMBS.search(text_of(above)) or _NO_KICKER.search(shown):
        return None
    if letters(shown) in sections or letters(shown) == letters(headline or ""):
        return None
    words = role_of(inner).words | role_of(above).words
    hgroup = node.parent is not None and node.parent.tag == "hgroup"
    if hgroup or inner.tag in {"h2", "h3", "h4", "h5", "h6"} or words & _WEAK:
        return shown.rstrip(" :|–—-•/")
    return None


def _kicker_near(node: LexborNode, headline: str | None) -> str | None:
    for candidate in before(node, most=_NEAR):
        if candidate.tag in {"nav", "ol", "ul", "aside", "script", "style", "figure"}:
            continue
        for inner in (candidate, *candidate.css("[class]")[:8]):
            role = role_of(inner)
            if not role.kicker or role.words & _TEASER:
                continue
            shown = text_of(inner)
            if _CRUMBS.search(shown):
                continue
            if 1 < len(shown) <= _MAX_KICKER and letters(shown) != letters(headline or ""):
                return shown.rstrip(" :|–—-•/")
        if candidate.css_first("h1, h2, article") is not None:
            break
    sibling = node.next
    for _ in range(4):
        if sibling is None:
            break
        if sibling.is_element_node and role_of(sibling).kicker and sibling.tag in {"p", "div", "span", "h2", "h3"}:
            shown = text_of(sibling)
            if 1 < len(shown) <= _MAX_KICKER:
                return shown
        sibling = sibling.next
    return None
