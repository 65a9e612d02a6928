"""Counted things in a text: "at least 12 injured" as a range with what is counted."""

import re
from dataclasses import dataclass

from bouclage.statements.concepts import counted_kind

_NUMBER = r"(?P<number>\d{1,3}(?:[.,'’  ]\d{3})+|\d+)"
_WORDS = {
    "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7, "acht": 8, "neun": 9, "zehn": 10, "elf": 11,
    "zwölf": 12, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9, "dix": 10,
    "onze": 11, "douze": 12, "two": 2, "three": 3, "four": 4, "five": 5, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "due": 2, "tre": 3, "quattro": 4, "cinque": 5, "sei": 6, "sette": 7, "otto": 8, "nove": 9,
    "dieci": 10, "undici": 11, "dodici": 12,
}  # fmt: skip
_COUNT = re.compile(rf"(?<![\w.,'’])(?:{_NUMBER}|(?P<word>{'|'.join(_WORDS)}))(?![\w%]|[.,:]\d)", re.IGNORECASE)
_LEAST = re.compile(r"(?:au moins|plus de|at least|more than|over|mindestens|mehr als|über|almeno|più di|oltre)\s+(?:les |the |die )?$", re.I)
_MOST = re.compile(r"(?:moins de|au plus|up to|fewer than|less than|höchstens|weniger als|meno di|al massimo|jusqu['’]à|bis zu)\s+$", re.I)
_ABOUT = re.compile(
    r"(?:environ|quelque|près de|some|about|around|nearly|almost|roughly|rund|etwa|gut|knapp|fast|circa|quasi|intorno a|une?|ca\.)\s+$",
    re.I,
)
_NEXT = re.compile(r"[^\W\d_][\w’'-]*")
_REACH = 4  # words behind a number in which the counted thing stands


@dataclass(frozen=True, slots=True)
class Quantity:
    """So many of something: between `low` and `high`."""

    low: float
    high: float
    kind: str
    toll: bool
    start: int
    end: int


def quantities(text: str) -> tuple[Quantity, ...]:
    """Return the counted things of a text whose kind is known (concepts.toml)."""
    found = []
    for match in _COUNT.finditer(text):
        if match["number"]:
            value = float(re.sub(r"\D", "", match["number"]))
        else:
            value = float(_WORDS[match["word"].lower()])
        kind = _kind(text, match.end()) or _kind_before(text, match.start())
        if kind is None or (1900 <= value <= 2100 and match["number"] and len(match["number"]) == 4 and kind[2] > 1):
            continue
        before = text[max(0, match.start() - 24) : match.start()]
        low, high = value, value
        if _LEAST.search(before):
            high = float("inf")
        elif _MOST.search(before):
            low = 0.0
        elif _ABOUT.search(before):
            low, high = value * 0.88, value * 1.12
        found.append(Quantity(low, high, kind[0], kind[1], match.start(), match.end()))
    return tuple(found)


def _kind(text: str, at: int) -> tuple[str, bool, int] | None:
    for steps, match in enumerate(_NEXT.finditer(text, at, at + 60)):
        if steps >= _REACH or any(mark in text[at : match.start()] for mark in ".;:!?,()«»"):
            return None
        if (found := counted_kind(match[0])) is not None:
            return (*found, steps)
    return None


def _kind_before(text: str, at: int) -> tuple[str, bool, int] | None:
    """ "the number of injured rose to 20", "die Zahl der Toten stieg auf 5"."""
    words = list(_NEXT.finditer(text, max(0, at - 45), at))[-4:]
    if not words or any(mark in text[words[0].start() : at] for mark in ".;:!?,"):
        return None
    for steps, match in enumerate(reversed(words)):
        if (found := counted_kind(match[0])) is not None and 1 <= steps <= 3:
            return (*found, steps)
    return None
