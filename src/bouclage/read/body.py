"""The body of an article: which of a page's pieces are its text, and what each is."""

import re
from collections import Counter
from dataclasses import dataclass

from bouclage.read.furniture import closes_article, is_furniture, is_head_matter
from bouclage.read.markup import HEADINGS, Piece, Walk
from bouclage.read.roles import role_of_text
from bouclage.records import Block, BlockKind
from bouclage.text.clean import letters

_SENTENCE = re.compile(r"[.!?…:»\"”)。！？]")
_LIST = frozenset(("li", "dd", "dt"))
_TABLE = frozenset(("td", "th", "tr", "caption"))


_PARAGRAPH = 100  # weight of a paragraph of some length
_CROSSHEAD = 90  # characters of a line that can be a crosshead without being marked up as a heading
_HEADING = 120  # and one that is: a longer heading sums up, it does not part
_END = (".", "!", ":", ",", ";", "»", '"', "”")  # what ends a sentence, not a crosshead
_TWICE = 3  # pieces back to where a repetition is one of layout (phone and desk), not of the text
_TAIL_LIST = 5  # items from which a list below the last paragraph is taken for links elsewhere
_HEAD_PIECES = 4  # pieces at a body's start among which date lines and bylines are looked for
_LEAST_ARTICLE = 600  # weight from which an <article> around the headline is taken at its word
_LEAST_MARKED = 200  # weight under which an element called a body is an empty shell


@dataclass(slots=True)
class Body:
    """The pieces chosen, and the element they stand in."""

    pieces: list[Piece]
    container: int | None


def weight(piece: Piece) -> int:
    """How much a piece speaks for being running text: its length, if it reads like sentences."""
    size = len(piece.text) - piece.link_chars
    if piece.tag in HEADINGS or size < 25 or piece.link_share > 0.5:
        return 0
    if piece.tag in _LIST or piece.tag in _TABLE:
        return size // 8
    if piece.tag == "p":
        return size
    return size if size > 80 and _SENTENCE.search(piece.text) else size // 3


def choose(walked: Walk, *, told: str | None = None, h1: int | None = None) -> Body:
    """Choose the pieces that are the article's body.

    `told` is the body as the page's own data tell it, if they do; `h1` the element of its headline: where that
    stands in an <article> with text of its own, the body does too.
    """
    scope = _article_around(walked, h1)
    if scope is not None:
        walked = Walk([piece for piece in walked.pieces if scope in piece.path], walked.labels, walked.marked)
    weights: dict[int, int] = {}
    by_row = [weight(piece) for piece in walked.pieces]
    if told:
        wanted = letters(told)
        by_row = [
            value if value and letters(piece.text)[:60] in wanted else 0
            for value, piece in zip(by_row, walked.pieces, strict=True)
        ]
    for value, piece in zip(by_row, walked.pieces, strict=True):
        if value:
            for identity in piece.path:
                weights[identity] = weights.get(identity, 0) + value
    container = _marked(walked, weights)
    if container is None:
        container = _descend(walked, by_row, weights)
    if container is None:
        return Body([], None)
    inside = [piece for piece in walked.pieces if container in piece.path]
    return Body(inside, container)


def _article_around(walked: Walk, h1: int | None) -> int | None:
    """The innermost <article> around the headline that has running text; None where there is none."""
    at = next((piece for piece in walked.pieces if h1 in piece.path), None) if h1 is not None else None
    if at is None:
        return None
    for identity, tag in zip(reversed(at.path), reversed(at.tags), strict=True):
        if (
            tag == "article"
            and sum(weight(piece) for piece in walked.pieces if identity in piece.path) > _LEAST_ARTICLE
        ):
            return identity
    return None


def _marked(walked: Walk, weights: dict[int, int]) -> int | None:
    """The element whose markup says it is the body, if its text bears that out; or what holds several such."""
    total = max(weights.values(), default=0)
    marked: dict[int, int] = {}
    for identity, label in walked.labels.items():
        got = weights.get(identity, 0)
        if got < _LEAST_MARKED:
            continue
        if identity in walked.marked:
            marked[identity] = int(got * 1.5)
        elif label and role_of_text(label).body:
            marked[identity] = got
    if not marked:
        return None
    best = max(marked, key=lambda identity: marked[identity])
    paths = [piece.path for piece in walked.pieces if not marked.keys().isdisjoint(piece.path) and weight(piece)]
    together = sum(weight(piece) for piece in walked.pieces if not marked.keys().isdisjoint(piece.path))
    if together > 1.3 * marked[best]:
        shared = paths[0]
        for path in paths[1:]:
            shared = tuple(one for one, other in zip(shared, path, strict=False) if one == other)
        if shared and weights.get(shared[-1], 0) < 1.5 * together:
            best = shared[-1]
    return best if weights.get(best, 0) > total * 0.4 else None


def _descend(walked: Walk, by_row: list[int], weights: dict[int, int]) -> int | None:
    """Go down from the page's root while one child holds most of the running text."""
    children: dict[int, set[int]] = {}
    root: int | None = None
    for value, piece in zip(by_row, walked.pieces, strict=True):
        if not value or not piece.path:
            continue
        root = piece.path[0] if root is None else root
        for parent, child in zip(piece.path, piece.path[1:], strict=False):
            children.setdefault(parent, set()).add(child)
    if root is None:
        return None
    at = root
    while at in children:
        best = max(children[at], key=lambda identity: weights.get(identity, 0))
        if weights.get(best, 0) < 0.7 * weights[at] or best not in children:
            break
        at = best
    return at


def tidy(pieces: list[Piece], *, drop: frozenset[str] = frozenset()) -> list[Piece]:
    """Leave out furniture, link lists and everything after the article's end; `drop` are letters of known parts."""
    kept: list[Piece] = []
    for piece in pieces:
        text = piece.text
        if piece.tag in HEADINGS and kept and closes_article(text):
            if not _goes_on(pieces, kept, piece.row):
                break
            continue
        if is_furniture(text) or letters(text) in drop:
            continue
        if len(kept) < _HEAD_PIECES and piece.tag not in _LIST and is_head_matter(text):
            continue
        if piece.link_share > 0.8 and (piece.tag != "p" or len(text) < 200):
            continue
        if piece.tag in _LIST and piece.link_share > 0.5:
            continue
        if (
            piece.tag not in HEADINGS
            and piece.tag not in {"p", "blockquote"}
            and len(text) < 20
            and piece.tag not in _LIST
        ):
            continue
        if not any(char.isalnum() for char in text):
            continue
        kept.append(piece)
    kept = _without_tail_list(kept)
    while kept and (kept[-1].tag in HEADINGS or (len(kept[-1].text) < 25 and kept[-1].link_share > 0.5)):
        kept.pop()
    return kept


def _goes_on(pieces: list[Piece], kept: list[Piece], row: int) -> bool:
    """Whether the article goes on below `row`: with paragraphs in the very element that held it so far."""
    homes = {piece.path[:-1] for piece in kept if weight(piece) > _PARAGRAPH}
    later = [piece for piece in pieces if piece.row > row and weight(piece)]
    if sum(weight(piece) > _PARAGRAPH for piece in later if piece.path[:-1] in homes) >= 2:
        return True
    return sum(len(piece.text) for piece in later) >= 0.5 * sum(len(piece.text) for piece in kept)


def _without_tail_list(pieces: list[Piece]) -> list[Piece]:
    """Leave out a list that hangs below the last paragraph without being introduced by it: other articles, staff."""
    last = next((at for at in range(len(pieces) - 1, -1, -1) if pieces[at].tag not in _LIST), -1)
    tail = len(pieces) - 1 - last
    if last < 2 or tail < _TAIL_LIST or pieces[last].text.endswith((":", "：")) or pieces[last].tag in HEADINGS:
        return pieces
    return pieces[: last + 1]


def blocks(pieces: list[Piece]) -> tuple[Block, ...]:
    """Turn pieces into blocks; what a page prints twice is kept once."""
    found: list[Block] = []
    own = _own_style(pieces)
    last: list[str] = []
    for piece in pieces:
        key = letters(piece.text)
        if len(key) > 60 and key in last:
            continue
        last = [*last[-_TWICE:], key]
        kind = BlockKind.CROSSHEAD if piece.label in own and _crosshead_like(piece) else kind_of(piece)
        found.append(Block(kind=kind, text=piece.text))
    return tuple(found)


def _own_style(pieces: list[Piece]) -> set[str]:
    """Return the class words that only short lines of an article have, more than one of them: its crossheads."""
    long = {piece.label for piece in pieces if piece.tag == "p" and len(piece.text) > _CROSSHEAD}
    short = Counter(piece.label for piece in pieces if piece.label and _crosshead_like(piece))
    return {label for label, count in short.items() if count > 1 and label not in long}


def _crosshead_like(piece: Piece) -> bool:
    return (
        piece.tag == "p"
        and 3 < len(piece.text) <= _CROSSHEAD
        and not piece.text.endswith(_END)
        and not piece.link_chars
    )


def agree(pieces: list[Piece], told: str) -> list[Piece]:
    """Leave out the paragraphs that the page's own data do not have, where data and page agree on most."""
    wanted = letters(told)
    known = [piece for piece in pieces if letters(piece.text)[:80] in wanted]
    size = sum(len(piece.text) for piece in pieces)
    same = sum(len(piece.text) for piece in known)
    if same < 0.6 * size or same < 0.9 * len(told) * 0.9:
        return pieces
    inside = {piece.row for piece in known}
    return [
        piece
        for piece in pieces
        if piece.row in inside or piece.tag in HEADINGS or piece.tag in _LIST or "blockquote" in piece.tags
    ]


def kind_of(piece: Piece) -> BlockKind:
    """Return what a piece is: by its element, or by being one short bold line."""
    if piece.tag in HEADINGS:
        return BlockKind.CROSSHEAD if len(piece.text) <= _HEADING else BlockKind.PARAGRAPH
    if "blockquote" in piece.tags:
        return BlockKind.QUOTE
    if piece.tag in _LIST:
        return BlockKind.LIST
    bold = piece.strong_chars >= 0.9 * len(piece.text)
    if bold and len(piece.text) <= _CROSSHEAD and not piece.text.endswith(_END):
        return BlockKind.CROSSHEAD
    words = role_of_text(piece.label).words
    if words & {"crosshead", "intertitre", "zwischentitel", "subhead", "crossheading"} and len(piece.text) <= 200:
        return BlockKind.CROSSHEAD
    return BlockKind.PARAGRAPH
