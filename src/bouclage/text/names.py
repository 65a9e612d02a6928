"""Names in a text by their capitals: people, places, organisations, in any script that has capitals."""

import re
from functools import lru_cache

from bouclage.text.words import fold

# No apostrophes: l'Orbe and d'Aigle name Orbe and Aigle. Words in small Latin letters are passed over at once.
_NAME = re.compile(r"(?<![\w-])[^\W\d_a-zß-öø-ÿ][\w-]*")
_SENTENCE_END = frozenset('.!?:…»“”"«„(|')


def names(text: str) -> list[str]:
    """Return capitalised words that do not merely begin a sentence, as they stand, in order, with repeats."""
    found = []
    for match in _NAME.finditer(text):
        word = match[0]
        if not word[0].isupper() or len(word) < 2:
            continue
        before = text[max(0, match.start() - 2) : match.start()].rstrip()
        begins = before[-1] in _SENTENCE_END if before else match.start() < 2
        acronym = len(word) > 2 and word.isupper()
        if not begins or acronym:
            found.append(word)
    return found


@lru_cache(maxsize=100_000)
def name_key(name: str) -> str:
    """Return what a name is compared by: folded, so that Genève, Geneva and Genf nearly meet."""
    return fold(name)[:6]
