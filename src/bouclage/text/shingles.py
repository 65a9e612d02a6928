"""Shingles: overlapping runs of words as 32-bit numbers, for finding one text inside another.

Containment of shingles finds cut and extended reprints, which a Jaccard measure misses (measured: containment F1 0.994,
MinHash 0.933 on synthetic reprints).
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from bouclage.text.words import fold

Shingles = NDArray[np.uint32]
_Numbers = NDArray[np.uint64]

_BASE = np.uint64(0x9E3779B97F4A7C15)  # odd, so multiplying loses nothing modulo 2**64
_INVERSE = np.uint64(pow(int(_BASE), -1, 2**64))
_CODES = 0x110000
_EMPTY: Shingles = np.zeros(0, dtype=np.uint32)


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
    return (mixed >> np.uint64(32)).astype(np.uint32)


def word_numbers(text: str, most_words: int) -> _Numbers:
    """Return one 64-bit number a word of `text`, the same in every process.

    A word's number is a polynomial of its characters, taken for all words at once as differences of one running sum.
    """
    codes = np.frombuffer(fold(text[: most_words * 12]).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    inside = np.zeros(len(codes) + 2, dtype=bool)
    inside[1:-1] = _is_of_a_word()[codes]
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    starts, ends = edges[: 2 * most_words : 2], edges[1 : 2 * most_words : 2]
    size = 1 << len(codes).bit_length()  # few sizes, so that few tables are kept
    sums = np.zeros(len(codes) + 1, dtype=np.uint64)
    np.cumsum(codes * _powers(_BASE, size)[: len(codes)], out=sums[1:])
    return (sums[ends] - sums[starts]) * _powers(_INVERSE, size)[starts]


@cache
def _is_of_a_word() -> NDArray[np.bool_]:
    """Return for every code point whether it is part of a word, as `\\w` of a regular expression has it."""
    return np.fromiter((chr(code).isalnum() or code == ord("_") for code in range(_CODES)), dtype=bool, count=_CODES)


@cache
def _powers(base: np.uint64, size: int) -> _Numbers:
    """Return the powers of `base` modulo 2**64, from the zeroth on."""
    factors = np.full(size, base, dtype=np.uint64)
    factors[0] = 1
    return np.cumprod(factors, dtype=np.uint64)


def distinct(found: Shingles) -> Shingles:
    """Return each number once, sorted: what `numpy.unique` gives, at a fifth of its time on arrays of a few hundred."""
    ordered = np.sort(found)
    first = np.ones(len(ordered), dtype=bool)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return ordered[first]


def shared(one: Shingles, other: Shingles) -> int:
    """Return how many shingles two sorted sets without repeats (see `distinct`) have in common."""
    if len(one) > len(other):
        one, other = other, one
    if not len(one):
        return 0
    found = other.take(other.searchsorted(one), mode="clip")  # what is beyond the last meets the last: no equal
    return int(np.count_nonzero(found == one))
