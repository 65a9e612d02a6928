"""The lead: what stands between headline and text and sums it up."""

from selectolax.lexbor import LexborNode

from bouclage.read.furniture import is_furniture, is_stamp
from bouclage.read.markup import HEADINGS, Piece, Walk, text_of
from bouclage.read.near import after
from bouclage.read.photos import looks_like_credit
from bouclage.read.roles import role_of_text
from bouclage.read.structured import PageFacts, text
from bouclage.text.clean import letters

_NEAR = 25  # pieces after the headline among which a lead can stand
_ELEMENTS = 12  # elements below the headline, and in each, that are compared with the page's description
_CROSSHEAD = 100  # characters of a heading above the first paragraph that can still be a crosshead
_DECK = 60  # and from which one sums the article up
_PARTS = 5  # paragraphs a lead has at most
_PARAGRAPH = 100  # characters of a paragraph of some length
_PICTURE = frozenset(("img", "image", "figure", "gallery", "photo", "picture", "caption", "figcaption"))
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
    around = _above_text(walked.pieces[start + 1 : start + 1 + _NEAR] if start is not None else body[:4])
    for piece in around:
        if _called_lead(piece) and _usable(piece, title) and (whole := _whole(piece, walked.pieces, title)):
            return whole
    for piece in [*around, *body[:3]]:
        if (
            any(_says(piece.text, claim) for claim in described)
            and _usable(piece, title)
            and _stands_apart(piece, body)
        ):
            return piece.text
    first = next((piece for piece in body if piece.tag not in HEADINGS and len(piece.text) >= _SHORTEST), None)
    if first is not None and _bold(first) and 60 <= len(first.text) <= 700 and _usable(first, title):
        following = next((piece for piece in body if piece.row > first.row and len(piece.text) > 60), None)
        if following is not None and not _bold(following):
            return first.text
    if first is not None and _set_apart(first, body) and _usable(first, title):
        return first.text
    known = {title, *(letters(piece.text) for piece in body)}
    return _printed(described, head, known) if head is not None else None


def without_deck(pieces: list[Piece]) -> tuple[str | None, list[Piece]]:
    """Part the lines set as headings above the first paragraph from the text: (the one that sums it up, the rest).

    The last of them, where it is short, is the first crosshead.
    """
    first = next((at for at, piece in enumerate(pieces) if piece.tag not in HEADINGS), len(pieces))
    if first and len(pieces[first - 1].text) <= _CROSSHEAD:
        first -= 1
    deck = next((piece.text for piece in pieces[:first] if len(piece.text) > _DECK), None)
    return deck, pieces[first:]


def _above_text(pieces: list[Piece]) -> list[Piece]:
    """Leave out what stands below the second paragraph: a subheading there is no lead."""
    seen = 0
    for at, piece in enumerate(pieces):
        seen += piece.tag == "p" and len(piece.text) > _PARAGRAPH and piece.link_share < 0.5
        if seen > 2:
            return pieces[:at]
    return pieces


def _set_apart(first: Piece, body: list[Piece]) -> bool:
    """Whether the first paragraph has a style of its own, and those after it have all the same."""
    if not (first.tag == "p" and first.label and 60 <= len(first.text) <= 700):
        return False
    following = [one.label for one in body if one.row > first.row and one.tag == "p" and len(one.text) > _PARAGRAPH]
    return len(following) >= 3 and len(set(following)) == 1 and following[0] != first.label


def _whole(piece: Piece, pieces: list[Piece], title: str) -> str | None:
    """Return the text of all paragraphs in the element that is called the lead; None where it holds too many."""
    named = next(
        (
            identity
            for identity, label in zip(reversed(piece.path), reversed(piece.labels), strict=True)
            if _is_lead(label)
        ),
        None,
    )
    inside = [one for one in pieces if named in one.path]
    if sum(len(one.text) for one in inside) > _LONGEST or len(inside) > _PARTS:
        return None
    parts = [one.text for one in inside if one.tag not in HEADINGS and _usable(one, title)]
    return " ".join(parts) if piece.text in parts else piece.text


def _stands_apart(piece: Piece, body: list[Piece]) -> bool:
    """Whether a paragraph is set apart from the text that follows: an opening paragraph is no lead for being quoted."""
    following = next((one for one in body if one.row > piece.row and len(one.text) > 60 and one.tag == "p"), None)
    if following is None or _bold(piece) != _bold(following):
        return True
    return (piece.tag, piece.label, piece.path[:-1]) != (following.tag, following.label, following.path[:-1])


def _in_picture(node: LexborNode) -> bool:
    at: LexborNode | None = node
    for _ in range(5):
        if at is None:
            return False
        if at.tag in {"figure", "figcaption"}:
            return True
        at = at.parent
    return False


def _usable(piece: Piece, title: str) -> bool:
    shown = piece.text
    return (
        _SHORTEST <= len(shown) <= _LONGEST
        and piece.tag not in {"li", "td", "h1"}
        and piece.link_share < 0.5
        and letters(shown) != title
        and not is_furniture(shown)
        and not is_stamp(shown)
        and not looks_like_credit(shown)
    )


def _called_lead(piece: Piece) -> bool:
    labels = piece.labels[-3:]
    if any(role_of_text(label).words & _PICTURE for label in labels):
        return False
    return any(_is_lead(label) for label in labels)


def _is_lead(label: str) -> bool:
    role = role_of_text(label)
    return role.lead and not role.body and not role.words & _NO_LEAD


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


def _printed(described: list[str], head: LexborNode, known: set[str]) -> str | None:
    """Return the element below the headline that prints a description, whatever it is called; None if none does."""
    for at in after(head, most=_ELEMENTS):
        if at.tag == "figure":
            continue
        for node in (at, *at.css("p, div, h2, h3, span")[:_ELEMENTS]):
            if not _SHORTEST <= len(node.text()) <= 2 * _LONGEST:
                continue
            shown = text_of(node)
            if (
                letters(shown) not in known
                and not _in_picture(node)
                and any(_says(shown, claim) for claim in described)
            ):
                return shown
    return None
