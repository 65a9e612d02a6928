"""The body of an article: which of a page's pieces are its text, and what each is."""

import re
from dataclasses import dataclass

from bouclage.read.furniture import closes_article, is_furniture
from bouclage.read.markup import HEADINGS, Piece, Walk
from bouclage.read.roles import role_of_text
from bouclage.records import Block, BlockKind
from bouclage.text.clean import letters

_SENTENCE = re.compile(r"[.!?…:»\"”)。！？]")
_LIST = frozenset(("li", "dd", "dt"))
_TABLE = frozenset(("td", "th", "tr", "caption"))


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


def choose(walked: Walk, *, told: str | None = None) -> Body:
    """Choose the pieces that are the article's body. `told` is the body as the page's own data tell it, if they do."""
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


def _marked(walked: Walk, weights: dict[int, int]) -> int | None:
    """The element whose markup says it is the body, if its text bears that out."""
    total = max(weights.values(), default=0)
    best: tuple[int, int] | None = None
    for identity, label in walked.labels.items():
        got = weights.get(identity, 0)
        if got < 200:
            continue
        if identity in walked.marked:
            got = int(got * 1.5)
        elif not (label and role_of_text(label).body):
            continue
        if best is None or got > best[0]:
            best = (got, identity)
    return best[1] if best and best[0] > total * 0.4 else None


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
            if sum(len(later.text) for later in pieces if later.row > piece.row and weight(later)) < 0.5 * sum(
                len(earlier.text) for earlier in kept
            ):
                break
            continue
        if is_furniture(text) or letters(text) in drop:
            continue
        if piece.link_share > 0.8 and (piece.tag != "p" or len(text) < 200):
            continue
        if piece.tag in _LIST and piece.link_share > 0.5:
            continue
        if piece.tag not in HEADINGS and piece.tag != "p" and len(text) < 20 and piece.tag not in _LIST:
            continue
        if not any(char.isalnum() for char in text):
            continue
        kept.append(piece)
    while kept and (kept[-1].tag in HEADINGS or (len(kept[-1].text) < 25 and kept[-1].link_share > 0.5)):
        kept.pop()
    return kept


def blocks(pieces: list[Piece]) -> tuple[Block, ...]:
    """Turn pieces into blocks; what a page prints twice is kept once."""
    found: list[Block] = []
    seen: set[str] = set()
    for piece in pieces:
        key = letters(piece.text)
        if len(key) > 60 and key in seen:
            continue
        seen.add(key)
        found.append(Block(kind=kind_of(piece), text=piece.text))
    return tuple(found)


def kind_of(piece: Piece) -> BlockKind:
    """Return what a piece is: by its element, or by being one short bold line."""
    if piece.tag in HEADINGS:
        return BlockKind.CROSSHEAD if len(piece.text) <= 200 else BlockKind.PARAGRAPH
    if "blockquote" in piece.tags:
        return BlockKind.QUOTE
    if piece.tag in _LIST:
        return BlockKind.LIST
    bold = piece.strong_chars >= 0.9 * len(piece.text)
    if bold and len(piece.text) <= 90 and not piece.text.endswith((".", "!", ":", ",", ";", "»", '"', "”")):
        return BlockKind.CROSSHEAD
    words = role_of_text(piece.label).words
    if words & {"crosshead", "intertitre", "zwischentitel", "subhead", "crossheading"} and len(piece.text) <= 200:
        return BlockKind.CROSSHEAD
    return BlockKind.PARAGRAPH
