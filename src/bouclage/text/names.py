"""Names in a text by their capitals: people, places, organisations, in any script that has capitals."""

import re
from functools import lru_cache

from bouclage.text.words import fold

# No apostrophes: l'Orbe and d'Aigle name Orbe and Aigle. Words in small Latin letters are passed over at once: what
# stands before a word is asked only when its first letter is found, hence the point in each look back.
_END = r'[.!?:…»“”"«„(|]'
_NAME = re.compile(
    r"([^\W\d_a-zß-öø-ÿ](?<![\w-].)"
    rf"(?:(?<!{_END}.)(?<!{_END}\s.)(?<!\A.)(?<!\A\s.)([\w-])[\w-]*"  # a word inside a sentence
    r"|[\w-]{2,}))",  # another, which may be an acronym: a name wherever it stands
    re.DOTALL,
)


def names(text: str) -> list[str]:
    """Return capitalised words that do not merely begin a sentence, as they stand, in order, with repeats."""
    return [word for word, inside in _NAME.findall(text) if word[0].isupper() and (inside or word.isupper())]


@lru_cache(maxsize=100_000)
def name_key(name: str) -> str:
    """Return what a name is compared by: folded, so that Genève, Geneva and Genf nearly meet."""
    return fold(name)[:6]
