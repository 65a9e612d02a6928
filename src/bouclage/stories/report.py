"""What grouping sees of an article: its terms, names and figures, language, length and time."""

import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from bouclage.records import Article
from bouclage.text.common_words import PREFIX
from bouclage.text.concepts import concepts
from bouclage.text.names import name_key, names
from bouclage.text.numbers import numbers
from bouclage.text.words import fold, stems, words

MOST_CHARACTERS = 24_000  # news is told by then; what follows is an annex and would cost time
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]{2,}")


@dataclass(frozen=True, slots=True)
class Report:
    """The countable parts of one article."""

    article_id: str
    language: str
    time: datetime
    dated: bool
    length: float  # logarithm of the number of terms
    terms: dict[str, float]  # stem → sublinear count
    prefixes: dict[str, float]  # folded prefix → sublinear count
    names: dict[str, float]  # name key → sublinear count
    figures: dict[str, float]
    shown: dict[str, str]  # name key → the name as it first stood


def report(article: Article) -> Report:
    """Count the terms, names and figures of an article."""
    language = (article.language or "").split("-")[0].lower()
    terms: Counter[str] = Counter()
    prefixes: Counter[str] = Counter()
    called: Counter[str] = Counter()
    figures: Counter[str] = Counter()
    shown: dict[str, str] = {}
    for text in _parts(article):
        for word, count in Counter(_spaced(text)).items():
            stem, key = _keys(word, language)
            if stem:
                terms[stem] += count
            if key:
                prefixes[key] += count
        for name in names(text.title() if text.isupper() else text):  # all in capitals names nobody
            key = name_key(name)
            if len(key) > 2 or any(char.isdigit() for char in key):
                called[key] += 1
                shown.setdefault(key, name)
        figures.update(numbers(text))
    return Report(
        article_id=article.id,
        language=language,
        time=article.time,
        dated=article.published is not None,
        length=math.log1p(sum(terms.values())),
        terms=_sublinear(terms),
        prefixes=_sublinear(prefixes),
        names=_sublinear(called),
        figures=_sublinear(figures),
        shown=shown,
    )


def _parts(article: Article) -> Iterator[str]:
    left = MOST_CHARACTERS
    for text in (article.headline, article.lead, *(block.text for block in article.body)):
        if text and left > 0:
            yield text[:left]
            left -= len(text)


def _spaced(text: str) -> list[str]:
    """Return words; scripts without spaces give pairs of characters."""
    found = words(text)
    if _UNSPACED.search(text) is None:
        return found
    return [part for word in found for part in (_pairs(word) if _UNSPACED.search(word) else (word,))]


def _pairs(word: str) -> list[str]:
    return [word[i : i + 2] for i in range(len(word) - 1)]


@lru_cache(maxsize=400_000)
def _keys(word: str, language: str) -> tuple[str, str]:
    """Return what a word is compared by within its language and across languages; "" = by nothing."""
    stem = (stems(word, language) or [""])[0]
    folded = fold(word)
    short = folded.isalpha() and len(folded) < 4 and not (word.isupper() and len(word) > 1)
    key = concepts(language).get(stem) or ("" if short else folded[:PREFIX])
    return (stem if len(stem) > 1 else ""), key


def _sublinear(counts: Counter[str]) -> dict[str, float]:
    return {key: 1.0 + math.log(count) for key, count in counts.items()}
