"""Language of a text, judged by its content."""

import re
from copy import copy
from functools import lru_cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

# Languages a European newsroom meets; a short text is judged among these (and its tag) alone, because an open
# choice among 97 takes "Sport: Bern" for Latin (measured: 4-7 words 96.8 % right open, 99.5 % restricted).
NEWSROOM = ("de", "fr", "it", "en", "es", "pt", "nl")
OPEN_FROM_CHARS = 200  # from here on the open choice is right 99.3 % of the time
ENOUGH_CHARS = 800  # more text changes nothing and costs time
LEAST_CHARS = 12  # under this only a tag can tell
SURE = 0.9  # below it a tag that is among the candidates wins

_LETTER = re.compile(r"[^\W\d_]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_TAG = re.compile(r"^\s*([a-zA-Z]{2,3})(?:[-_.].*)?\s*$", re.DOTALL)
_ALIASES = {"nb": "no", "nn": "no", "rm": "rm", "iw": "he", "in": "id", "gsw": "de", "fil": "tl"}


@lru_cache(maxsize=2)
def _identifier(restricted: tuple[str, ...]) -> LanguageIdentifier:
    if not restricted:
        return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    found = copy(_identifier(()))  # shares the model's tables, which are large, with the open one
    found.set_languages(list(restricted))
    return found


def primary(tag: str | None) -> str | None:
    """Return the primary language of a BCP 47 tag ("de-CH" gives "de"); None if it is none."""
    match = _TAG.match(tag) if tag else None
    return match[1].lower() if match else None


def detect(text: str, tag: str | None = None) -> str | None:
    """Return the language of `text` as a BCP 47 primary tag; `tag` is what its publisher claims, a tie-break.

    None when the text is too short to tell and there is no tag.
    """
    claimed = primary(tag)
    sample = text[:ENOUGH_CHARS]
    count = len(_LETTER.findall(sample))
    if count < LEAST_CHARS:
        return claimed
    latin = len(_LATIN.findall(sample)) * 2 > count
    restricted = NEWSROOM if latin and len(sample) < OPEN_FROM_CHARS else ()
    if restricted and claimed and claimed not in NEWSROOM:
        restricted = ()
    found, confidence = _identifier(restricted).classify(sample)
    language = str(found)
    if claimed and _ALIASES.get(claimed, claimed) == _ALIASES.get(language, language):
        return claimed
    if claimed and (confidence < SURE or claimed not in _known()):
        return claimed
    return language


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    """Languages the model can find at all; a tag outside (Romansh) cannot be contradicted by it."""
    return frozenset(str(label) for label in _identifier(()).labels)
