"""Shingles: overlapping runs of words as 64-bit numbers, for finding one text inside another.

Containment of shingles finds cut and extended reprints, which a Jaccard measure misses (measured: containment F1 0.994,
MinHash 0.933 on synthetic reprints).
"""

import re
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from bouclage.text.words import fold

Shingles = NDArray[np.uint64]

_WORD = re.compile(r"\w+")
_BASE = np.uint64(0x9E3779B97F4A7C15)  # odd, so multiplying loses nothing modulo 2**64
_MOST_KNOWN = 400_000
_EMPTY: Shingles = np.zeros(0, dtype=np.uint64)


def shingles(text: str, *, width: int, most_words: int) -> Shingles:
    """Return the shingles of `width` words of `text`, of its first `most_words` words, in order, with repeats.

    A text shorter than `width` words has one shingle: all its words. Case, accents and punctuation do not count.
    """
    numbers = word_numbers(text, most_words)
    if not len(numbers):
        return _EMPTY
    width = min(width, len(numbers))
    count = len(numbers) - width + 1
    mixed = np.zeros(count, dtype=np.uint64)
    for offset in range(width):
        mixed = mixed * _BASE + numbers[offset : offset + count]
    mixed ^= mixed >> np.uint64(29)
    mixed = mixed * _BASE
    mixed ^= mixed >> np.uint64(32)
    return mixed


def word_numbers(text: str, most_words: int) -> Shingles:
    """Return one 64-bit number a word of `text`, the same in every process."""
    found = _WORD.findall(fold(text[: most_words * 12]))[:most_words]
    return np.fromiter(map(_numbers.__getitem__, found), dtype=np.uint64, count=len(found))


def shared(one: Shingles, other: Shingles) -> int:
    """Return how many shingles two sorted sets without repeats (see numpy.unique) have in common."""
    if len(one) > len(other):
        one, other = other, one
    if not len(one):
        return 0
    places = other.searchsorted(one)
    places[places == len(other)] = 0
    return int(np.count_nonzero(other[places] == one))


class _Numbers(dict[str, int]):
    """The number of each word, worked out once; forgotten when too many are known."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _MOST_KNOWN:
            self.clear()
        number = int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
        self[word] = number
        return number


_numbers = _Numbers()
