"""Other ways to tell copies, for comparison: MinHash, and 85 % overlap."""

from hashlib import blake2b
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bouclage.records import Article

_PRIME = np.uint64((1 << 61) - 1)
_DICE = np.random.default_rng(1)
_A, _B = (_DICE.integers(1, 1 << 31, 128, dtype=np.uint64) for _ in range(2))


def shingled(article: Article) -> set[str]:
    """Return a text's runs of three words, in small letters."""
    words = article.text.lower().split()
    return {" ".join(words[i : i + 3]) for i in range(max(1, len(words) - 2))}


def signature(article: Article) -> NDArray[np.uint64]:
    """Return the MinHash signature of a text (Broder 1997): the least of 128 permutations of its shingles' hashes."""
    hashes = [int.from_bytes(blake2b(s.encode(), digest_size=4).digest(), "big") for s in shingled(article)]
    return ((np.array(hashes, dtype=np.uint64)[:, None] * _A + _B) % _PRIME).min(axis=0)


def likeness(one: Article, other: Article) -> float:
    """Return the likeness (Jaccard) of two texts as MinHash estimates it."""
    return float((signature(one) == signature(other)).mean())


def overlap(one: Article, other: Article) -> float:
    """Return the share of the longer text's shingles that the shorter has."""
    mine, theirs = shingled(one), shingled(other)
    return len(mine & theirs) / max(len(mine), len(theirs))


def best_f1(scores: list[float], right: list[bool]) -> tuple[float, float]:
    """Return the best F1 that any threshold gives on these very pairs, and the threshold."""
    levels = sorted({0.0, *scores})
    cuts = [(low + high) / 2 for low, high in pairwise(levels)]
    return max((f1([score > cut for score in scores], right), cut) for cut in cuts)


def f1(said: list[bool], right: list[bool]) -> float:
    """Return the F1 of answers."""
    both = sum(a and b for a, b in zip(said, right, strict=True))
    return 2 * both / max(1, sum(said) + sum(right))
