"""The lead: what stands between headline and text and sums it up."""

from selectolax.lexbor import LexborNode

from bouclage.read.furniture import is_furniture
from bouclage.read.markup import HEADINGS, Piece, Walk, text_of
from bouclage.read.near import after
from bouclage.read.photos import looks_like_credit
from bouclage.read.roles import role_of_text
from bouclage.read.structured import PageFacts, text
from bouclage.text.clean import letters

_NEAR = 25  # pieces after the headline among which a lead can stand
_ELEMENTS = 12  # elements below the headline, and in each, that are compared with the page's description
_SHORTEST, _LONGEST = 30, 1_200
_NO_LEAD = frozenset(
    ("related", "nav", "menu", "comment", "comments", "newsletter", "meta", "author", "byline", "caption", "teasers")
)


def find_lead(
    walked: Walk, body: list[Piece], facts: PageFacts, headline: str | None, head: LexborNode | None
) -> str | None:
    """Find the lead by what its element is called, by the page's own description, or by being set in bold."""
    title = letters(headline or "")
    described = _descriptions(facts)
    h1 = head.mem_id if head is not None else None
    start = next((piece.row for piece in walked.pieces if h1 in piece.path), None) if h1 is not None else None
    around = walked.pieces[start + 1 : start + 1 + _NEAR] if start is not None else body[:4]
    for piece in around:
        if _called_lead(piece, walked) and _usable(piece, title):
            return piece.text
    for piece in [*around, *body[:3]]:
        if any(_says(piece.text, claim) for claim in described) and _usable(piece, title):
            return piece.text
    first = next((piece for piece in body if piece.tag not in HEADINGS and len(piece.text) >= _SHORTEST), None)
    if first is not None and _bold(first) and 60 <= len(first.text) <= 700 and _usable(first, title):
        following = next((piece for piece in body if piece.row > first.row and len(piece.text) > 60), None)
        if following is not None and not _bold(following):
            return first.text
    return _printed(described, head, title) if head is not None else None


def _usable(piece: Piece, title: str) -> bool:
    shown = piece.text
    return (
        _SHORTEST <= len(shown) <= _LONGEST
        and piece.tag not in {"li", "td", "h1"}
        and piece.link_share < 0.5
        and letters(shown) != title
        and not is_furniture(shown)
        and not looks_like_credit(shown)
    )


def _called_lead(piece: Piece, walked: Walk) -> bool:
    labels = [piece.label, *(walked.labels.get(identity, "") for identity in piece.path[-3:])]
    roles = [role_of_text(label) for label in labels if label]
    return any(role.lead and not role.body and not role.words & _NO_LEAD for role in roles)


def _bold(piece: Piece) -> bool:
    return piece.strong_chars >= 0.9 * len(piece.text)


def _descriptions(facts: PageFacts) -> list[str]:
    claims = (
        text(facts.article.get("description"), "@value"),
        facts.first("og:description"),
        facts.first("description"),
        facts.first("twitter:description"),
    )
    return list(dict.fromkeys(claim for claim in claims if claim))


def _says(shown: str, claim: str) -> bool:
    """Whether a paragraph is what a description says: from the same start, and about as long."""
    mine, other = letters(shown), letters(claim.rstrip(".… "))
    if len(other) < 25:
        return False
    return mine.startswith(other[:60]) and (len(mine) <= 1.25 * len(other) or mine == other)


def _printed(described: list[str], head: LexborNode, title: str) -> str | None:
    """Return the element below the headline that prints a description, whatever it is called; None if none does."""
    for at in after(head, most=_ELEMENTS):
        for node in (at, *at.css("p, div, h2, h3, span")[:_ELEMENTS]):
            if not _SHORTEST <= len(node.text()) <= 2 * _LONGEST:
                continue
            shown = text_of(node)
            if letters(shown) != title and any(_says(shown, claim) for claim in described):
                return shown
    return None
