"""Words of a text, folded so that the same word compares equal across spellings and, by stem, across forms."""

import re
import unicodedata
from functools import cache

import Stemmer

_WORD = re.compile(r"\w+(?:[’'\-.]\w+)*", re.UNICODE)
_ELISION = re.compile(
    r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|dell|nell|sull|all|dall|un|quest|quell)[’']", re.IGNORECASE
)
_SPELT_OUT = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
_MARKS = re.compile(r"[\u0300-\u036f]+")  # nearly all accents, once characters are taken apart
_LEFT = re.compile(
    r"[^\x00-\x7f«»\u2010-\u201f]+"
)  # what may be an accent still or be spelt out; quotes and dashes are not
_STEMMERS = {
    "fr": "french", "de": "german", "it": "italian", "en": "english", "es": "spanish", "pt": "portuguese",
    "nl": "dutch", "sv": "swedish", "da": "danish", "no": "norwegian", "nb": "norwegian", "fi": "finnish",
    "ro": "romanian", "ru": "russian", "hu": "hungarian", "tr": "turkish",
}  # fmt: skip


def fold(text: str) -> str:
    """Return `text` in lower case without accents; ligatures spelt out (œ → oe, ß → ss)."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text).lower()  # in this order: NFKD makes "TM" of "™"
    return _LEFT.sub(_bare, _MARKS.sub("", decomposed))


def _bare(found: re.Match[str]) -> str:
    return "".join(char for char in found[0] if not unicodedata.combining(char)).translate(_SPELT_OUT)


def words(text: str) -> list[str]:
    """Return the words of `text` as they stand, elisions (l’, dell’) cut off."""
    return [_ELISION.sub("", word) if "'" in word or "’" in word else word for word in _WORD.findall(text)]


def stems(text: str, language: str | None) -> list[str]:
    """Return folded stems of the words of `text`; without a stemmer for the language, folded words."""
    stemmer = _stemmer((language or "").split("-")[0])
    if text.isalnum():  # one word: most callers ask word by word
        lower = text.lower()
        return [fold(stemmer.stemWord(lower) if stemmer is not None else lower)]
    lowered = [word.lower() for word in words(text)]
    if stemmer is not None:
        lowered = stemmer.stemWords(lowered)
    return [fold(word) for word in lowered]


@cache
def _stemmer(language: str) -> "Stemmer.Stemmer | None":
    name = _STEMMERS.get(language)
    return Stemmer.Stemmer(name) if name else None
