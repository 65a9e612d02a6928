"""The table of latest texts by shingle."""

import numpy as np

from bouclage.wire.index import Index


def shingles_of(number: int, count: int = 40) -> np.ndarray:
    """Return the shingles of an invented text, the same each time."""
    return np.random.default_rng(number).integers(0, 2**30, count, dtype=np.uint32)


def test_a_text_is_found_among_thousands() -> None:
    """However often the table was doubled, the text with most of the shingles comes first."""
    index = Index(width=8)
    for number in range(3000):
        index.add(shingles_of(number), number)
    for number in (0, 1, 1500, 2999):
        assert index.like(shingles_of(number)[:20], since=0, least=2)[0] == number


def test_the_forgotten_are_not_found() -> None:
    """Texts before a number are passed over."""
    index = Index(width=8)
    index.add(shingles_of(1), 0)
    index.add(shingles_of(1), 1)
    assert index.like(shingles_of(1), since=0, least=2).tolist() == [0, 1]
    assert index.like(shingles_of(1), since=1, least=2).tolist() == [1]
    assert index.like(shingles_of(1), since=2, least=2).tolist() == []


def test_the_latest_of_many_are_kept() -> None:
    """A set phrase of thousands of texts costs no more than its row."""
    index = Index(width=4)
    phrase = shingles_of(7)
    for number in range(2000):
        index.add(phrase, number)
    assert sorted(index.like(phrase, since=0, least=2).tolist()) == [1996, 1997, 1998, 1999]
    assert index.like(shingles_of(8), since=0, least=2).tolist() == []
