"""Opposites: which side of which axis ("open" or "closed") a text takes, in any of the four languages."""

import re
from functools import cache
from importlib.resources import files

from bouclage.text.words import fold

_LANGUAGES = ("fr", "de", "it", "en")
_FEW_LETTERS = 3  # a beginning as short as this would match anything
_GAP = r"[\W_]+"


def opposites_in(text: str, language: str) -> dict[str, int]:
    """Return which side of which axis a text takes; an axis whose two sides it names is left out.

    "open | closed": a text that says both takes no side.
    """
    pattern, words = _table(language)
    found: dict[str, int] = {}
    both: set[str] = set()
    folded = fold(text)
    hits = [(name, side) for match in _WORD.finditer(folded) for name, side in _of(match[0], words)]
    for match in pattern.finditer(folded):
        hits += words.get("_".join(re.findall(r"[^\W_]+", match[0])), ())
    for name, side in hits:
        if found.setdefault(name, side) != side:
            both.add(name)
    return {name: side for name, side in found.items() if name not in both}


def axes_of(word: str, language: str) -> frozenset[str]:
    """Return the keys of the axes that a word is on, on whichever side."""
    return frozenset(f"/{name}" for name, _ in _of(fold(word), _table(language)[1]))


_WORD = re.compile(r"[^\W\d_]+")


def _of(word: str, words: dict[str, tuple[tuple[str, int], ...]]) -> tuple[tuple[str, int], ...]:
    found = words.get(word, ())
    for length in range(_FEW_LETTERS, len(word) + 1):
        found = (*found, *words.get(word[:length] + "*", ()))
    return found


@cache
def _table(language: str) -> tuple[re.Pattern[str], dict[str, tuple[tuple[str, int], ...]]]:
    """Return what finds the phrases of a language, and the axes and sides of its words, beginnings and phrases."""
    words: dict[str, tuple[tuple[str, int], ...]] = {}
    if language in _LANGUAGES:
        for line in (files("bouclage.statements.lexicon") / "opposites.txt").read_text(encoding="utf-8").splitlines():
            if not line.strip() or line.startswith("#"):
                continue
            name, _, columns = line.partition(":")
            for side, listed in enumerate(columns.split("|")[_LANGUAGES.index(language)].split(">")):
                for entry in listed.split():
                    word = entry.replace("*", "") if "_" in entry else entry
                    words[word] = (*words.get(word, ()), (name, side))
    phrases = sorted((word for word in words if "_" in word), key=len, reverse=True)
    written = "|".join(re.escape(one).replace("_", _GAP) for one in phrases)
    return re.compile(rf"(?<!\w)(?:{written})(?!\w)" if written else "(?!)"), words
