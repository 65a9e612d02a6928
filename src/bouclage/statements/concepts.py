"""What two statements in different words or languages can be compared by: places, events, counted things."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from babel import Locale

from bouclage.text.words import fold

_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_SOUND = (("ph", "f"), ("ck", "k"), ("th", "t"), ("w", "v"), ("y", "i"), ("c", "k"), ("z", "s"))


@dataclass(frozen=True, slots=True)
class Concepts:
    """The concept lists, read once."""

    tolls: dict[str, str]  # beginning of a word → concept
    counted: dict[str, str]
    units: dict[str, str]
    topics: dict[str, str]
    places: dict[str, str]


@cache
def concepts() -> Concepts:
    """Return the concept lists with the countries of the locale data."""
    data = tomllib.loads((files("bouclage.statements.lexicon") / "concepts.toml").read_text(encoding="utf-8"))
    places = {
        fold(name): str(index)
        for index, line in enumerate(data["places"]["list"])
        for name in line.split()
        if len(name) > 1
    }
    for language in ("fr", "en", "de", "it"):
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha():
                places.setdefault(fold(str(name)), code)
    return Concepts(
        tolls=_starts(data["tolls"]),
        counted=_starts(data["counted"]),
        units=_starts(data["units"]),
        topics=_starts(data["topics"]),
        places=places,
    )


def _starts(table: dict[str, str]) -> dict[str, str]:
    return {start: name for name, listed in table.items() for start in listed.split()}


def counted_kind(word: str) -> tuple[str, bool] | None:
    """Return what a word counts and whether it is a toll that may rise; None if it counts nothing we compare."""
    folded = fold(word)
    for table, toll in ((concepts().tolls, True), (concepts().counted, False), (concepts().units, False)):
        if (name := table.get("=" + folded)) is not None:
            return name, toll
        for length in range(3, len(folded) + 1):
            if (name := table.get(folded[:length])) is not None:
                return name, toll
    return None


def topic_of(word: str) -> str | None:
    """Return the topic that a word names in any of the four languages: the longest beginning that is listed."""
    table = concepts().topics
    folded = fold(word)
    for length in range(min(len(folded), 14), 2, -1):
        # a short beginning must be the whole word or nearly: "car" is no "carte"
        if (name := table.get(folded[:length])) is not None and (length >= 4 or len(folded) - length <= 2):
            return name
    return None


def tolls_in(text: str) -> frozenset[str]:
    """Return the kinds of toll (dead, injured, arrested …) that a text speaks of, counted or not."""
    found: set[str] = set()
    for match in _WORD.finditer(text):
        kind = counted_kind(match[0])
        if kind is not None and kind[1]:
            found.add(kind[0])
    return frozenset(found)


def place_key(name: str) -> str:
    """Return what a proper name is compared by over languages: a known place's number, else its letters by sound."""
    folded = fold(name)
    if (known := concepts().places.get(folded)) is not None:
        return known
    for written, spoken in _SOUND:
        folded = folded.replace(written, spoken)
    return re.sub(r"(.)\1", r"\1", folded)[:5]
