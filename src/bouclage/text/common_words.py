"""How common a word is in any news text, known beforehand: what tells two stories apart is never "said" or "Tuesday".

The lists in `lexicon/` are our own: about a thousand words a language in two classes, little words first. They stand in
for the background that a small collection does not have (measured: docs/concepts/quality.md).
"""

from enum import IntEnum
from functools import cache
from importlib.resources import files

from bouclage.text.words import fold, stems

PREFIX = 6  # letters; prefixes of 4, 5, 6 letters across fr/de/it/en: BCubed F1 0.935, 0.974, 0.991


class Commonness(IntEnum):
    """In how many reports of a language a word stands, roughly."""

    RARE = 0
    COMMON = 1
    LITTLE = 2


@cache
def common_stems(language: str) -> dict[str, Commonness]:
    """Return the folded stems of a language's common words, and the words folded; empty where there is no list.

    Both, because stemming needs accents that headlines and hurried hands leave out.
    """
    return {key: kind for word, kind in _listed(language) for key in (*stems(word, language), fold(word))}


@cache
def common_prefixes(language: str) -> dict[str, Commonness]:
    """Return the folded prefixes of a language's common words; empty where there is no list."""
    return {fold(word)[:PREFIX]: kind for word, kind in _listed(language)}


@cache
def _listed(language: str) -> tuple[tuple[str, Commonness], ...]:
    file = files("bouclage.text") / "lexicon" / f"{language}.txt"
    if not language.isalpha() or not file.is_file():
        return ()
    little, _, common = file.read_text(encoding="utf-8").partition("\n\n")
    # Little words last: a word of both lists is a little word.
    return tuple((w, Commonness.COMMON) for w in common.split()) + tuple((w, Commonness.LITTLE) for w in little.split())
