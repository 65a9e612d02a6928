"""What grouping sees of an article: its terms, names and figures, language, length and time."""

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
    words: dict[str, int]  # word as it stands → count
    names: dict[str, int]  # name key → count
    figures: dict[str, int]
    shown: dict[str, str]  # name key → the name as it first stood


def report(article: Article) -> Report:
    """Count the words, names and figures of an article."""
    called: Counter[str] = Counter()
    shown: dict[str, str] = {}
    parts = list(_parts(article))
    # Joined by a full stop: the first word of a part begins a sentence. All in capitals names nobody.
    named = ".\n".join(part.title() if part.isupper() else part for part in parts)
    for name, count in Counter(names(named)).items():
        key = _name_key(name)
        if key:
            called[key] += count
            shown.setdefault(key, name)
    whole = ".\n".join(parts)
    return Report(
        article_id=article.id,
        language=(article.language or "").split("-")[0].lower(),
        time=article.time,
        dated=article.published is not None,
        words=Counter(_spaced(whole)),
        names=called,
        figures=Counter(numbers(whole)),
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


@lru_cache(maxsize=100_000)
def _name_key(name: str) -> str:
    key = name_key(name)
    return key if len(key) > 2 or any(char.isdigit() for char in key) else ""


@lru_cache(maxsize=400_000)
def word_keys(word: str, language: str) -> tuple[str, str]:
    """Return what a word is compared by within its language and across languages; "" = by nothing."""
    stem = (stems(word, language) or [""])[0]
    folded = fold(word)
    short = folded.isalpha() and len(folded) < 4 and not (word.isupper() and len(word) > 1)
    key = concepts(language).get(stem) or ("" if short else folded[:PREFIX])
    return (stem if len(stem) > 1 else ""), key
