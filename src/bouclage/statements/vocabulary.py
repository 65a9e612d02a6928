"""Vocabulary: what words of four languages name, so that statements of two languages can be compared.

`lexicon/vocabulary.txt` and `text/lexicon/concepts.txt` have one thing a line. A word is compared by stem, and may name
several things; one that is not listed is compared by how it sounds, which finds names and cognates.
"""

import re
from functools import cache
from importlib.resources import files

from bouclage.statements.concepts import concepts, place_key, topic_of
from bouclage.statements.opposites import axes_of
from bouclage.text.common_words import Commonness, common_stems
from bouclage.text.words import fold, stems

_LANGUAGES = ("fr", "de", "it", "en")
_WORD = re.compile(r"[^\W\d_]{3,}")
_AXIS = "/"  # begins the key of an axis of opposites
_NAMED = "~"  # begins the key of a word that is compared by its sound


def things_in(text: str, language: str) -> tuple[frozenset[str], ...]:
    """Return, for each content word of a text, the keys of all that it may name."""
    little, table = common_stems(language), _table(language)
    places = concepts().places
    found: list[frozenset[str]] = []
    seen: set[frozenset[str]] = set()
    for match in _WORD.finditer(text):
        word = match[0]
        (stem,) = stems(word, language)[:1] or ("",)
        topic = topic_of(word)
        axes = axes_of(word, language)
        if (place := places.get(fold(word))) is not None:
            keys = frozenset({f"@{place}"})
        elif (known := _listed(stem, table)) is not None:
            keys = known
        elif language == "de" and (parts := _compound(fold(word), stem)):
            keys = parts
        elif topic is None and axes:
            keys = axes
        elif topic is None and (little.get(stem) is not None or len(stem) < 3):
            continue
        else:
            keys = frozenset({_NAMED + place_key(word)})
        if topic is not None:
            keys = frozenset({f"t{topic}", *(key for key in keys if not is_name(key))})
        if not all(key[0] == _AXIS for key in keys):
            keys |= axes
        if keys not in seen:
            seen.add(keys)
            found.append(keys)
    return tuple(found)


def _listed(stem: str, table: dict[str, frozenset[str]]) -> frozenset[str] | None:
    """Return what a stem names; a conjugated form ("sperrt") may be one or two letters longer than its verb's stem."""
    for cut in (0, 1, 2):
        if len(stem) - cut >= (2 if cut == 0 else 4) and (found := table.get(stem[: len(stem) - cut])) is not None:
            return found
    return None


def is_name(key: str) -> bool:
    """Whether a key stands for a word as it sounds or a place, not for a thing of the vocabulary."""
    return key[0] in "~@"


@cache
def _table(language: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    if language not in _LANGUAGES:
        return {}
    column = _LANGUAGES.index(language)
    for letter, package, name in (
        ("v", "bouclage.statements", "vocabulary.txt"),
        ("c", "bouclage.text", "concepts.txt"),
    ):
        lines = (files(package) / "lexicon" / name).read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(line for line in lines if not line.startswith("#")):
            for word in line.split("|")[column].split():
                for stem in stems(word, language):
                    if len(stem) > 1:
                        found.setdefault(stem, set()).add(f"{letter}{number}")
    little = common_stems(language)
    return {stem: frozenset(keys) for stem, keys in found.items() if little.get(stem) is not Commonness.LITTLE}


@cache
def _compound(folded: str, stem: str) -> frozenset[str]:
    """Return what the last part of a German compound names: "Kantonspolizei", "Sicherheitskontrolle"."""
    table = _table("de")
    for cut in range(3, len(stem) - 3):
        if (keys := table.get(stem[cut:])) is not None:
            first = {f"{_NAMED}{place_key(folded[:cut])}"} if cut >= 5 else set()
            head = next((table[folded[:end]] for end in (cut, cut - 1, cut - 2) if folded[:end] in table), frozenset())
            return keys | head | first
    return frozenset()
