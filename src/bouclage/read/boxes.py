"""Boxes in an article's column that are none of it: rows of teasers, calls to subscribe or to sign in."""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from bouclage.read.markup import HEADINGS, Piece

_FAMILY = 3  # like boxes side by side from which they are a row of teasers
_TEASER = 500  # characters a teaser has at most
_BOX = 2_000  # characters a box that calls for something has at most
_PIECES = 30  # and pieces
_SENTENCES = 180  # characters from which a paragraph is text: no box is larger than what lies around it
_CALL_LINE = 130  # characters a call has at most
_CALL = re.compile(
    r"\b(?:(?:sign|log) in (?:or|to)|sign up (?:for|to|now)|(?:create|have) an account|register to|"
    r"subscribe (?:to|now)|"
    r"(?:for )?(?:subscribers|members) only|réservée? aux abonnés|nur für abonnent(?:en|innen)|"
    r"riservat[oa] agli abbonati|"
    r"become a (?:member|subscriber)|already a subscriber|free trial|newsletters?|"
    r"jetzt (?:abonnieren|anmelden|registrieren|testen|bestellen)|kostenlos (?:testen|registrieren|anmelden)|"
    r"abonnieren sie|melden sie sich an|konto erstellen|"
    r"abonnez-vous|inscrivez-vous|connectez-vous|créez? (?:un|votre) compte|je m['’]abonne|"
    r"abbonati|iscriviti|registrati|crea un account)\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Box:
    """One element inside the column, and what it holds."""

    pieces: list[Piece] = field(default_factory=list)
    size: int = 0
    longest: int = 0  # characters of its longest paragraph that is not a link

    def add(self, piece: Piece) -> None:
        self.pieces.append(piece)
        self.size += len(piece.text)
        if piece.link_share < 0.5:
            self.longest = max(self.longest, len(piece.text))


def boxed(pieces: list[Piece], container: int | None) -> set[int]:
    """Return the rows of the pieces that stand in such boxes inside `container`."""
    boxes: dict[int, _Box] = defaultdict(_Box)
    families: dict[tuple[int, str, str], list[int]] = defaultdict(list)
    for piece in pieces:
        inside = _inside(piece, container)
        for at in range(inside, len(piece.path)):
            identity = piece.path[at]
            if identity not in boxes:
                families[piece.path[at - 1] if at else 0, piece.tags[at], piece.labels[at]].append(identity)
            boxes[identity].add(piece)
    found: set[int] = set()
    for family in families.values():
        if len(family) >= _FAMILY and sum(_is_teaser(boxes[one]) for one in family) >= 0.7 * len(family):
            found.update(piece.row for one in family for piece in boxes[one].pieces)
    for piece in pieces:
        if piece.row not in found and len(piece.text) <= _CALL_LINE and _CALL.search(piece.text):
            found.update(_calling(piece, boxes, container))
    return found


def _inside(piece: Piece, container: int | None) -> int:
    """Where in a piece's path the elements inside the column begin."""
    return piece.path.index(container) + 1 if container in piece.path else 0


def _is_teaser(box: _Box) -> bool:
    """Whether a box is a linked heading with little text: it announces another article."""
    if box.size > _TEASER or len(box.pieces) > 6:
        return False
    return any(piece.tag in HEADINGS and piece.link_share > 0.8 for piece in box.pieces[:3])


def _calling(piece: Piece, boxes: dict[int, _Box], container: int | None) -> list[int]:
    """Rows of the largest box around a call that holds no running text."""
    rows: list[int] = []
    for identity in reversed(piece.path[_inside(piece, container) :]):
        box = boxes[identity]
        if box.size > _BOX or len(box.pieces) > _PIECES or box.longest > _SENTENCES:
            break
        if len(box.pieces) > 1:
            rows = [one.row for one in box.pieces]
    return rows
