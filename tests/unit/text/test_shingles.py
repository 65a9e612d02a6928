"""Shingles: the same words give the same numbers, wherever they stand."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bouclage.text.shingles import shared, shingles


def shingled(text: str) -> np.ndarray:
    """Return the distinct shingles of four words."""
    return np.unique(shingles(text, width=4, most_words=1000))


def test_case_accents_and_punctuation_do_not_count() -> None:
    """A text set by another hand has the same shingles."""
    one, other = shingled("L’été, dit-il, a été très chaud !"), shingled("L'ETE dit il a ete tres chaud")
    assert np.array_equal(one, other)


def test_a_part_is_found_in_the_whole() -> None:
    """All shingles of a part are in the whole, and none of another text."""
    part, whole = shingled("deux trois quatre cinq six"), shingled("un deux trois quatre cinq six sept")
    assert shared(part, whole) == shared(whole, part) == len(part) == 2
    assert shared(part, shingled("rien de tout cela ici")) == 0


def test_short_and_empty_texts() -> None:
    """A text shorter than a shingle is one shingle, an empty one has none."""
    assert len(shingled("deux mots")) == 1
    assert len(shingled(" … ")) == 0
    assert shared(shingled(""), shingled("un deux")) == 0


def test_only_the_first_words_count() -> None:
    """A long text is read no further than it is asked to be."""
    assert len(shingles("mot " * 100_000, width=4, most_words=50)) == 47


@given(st.text())
def test_any_text_can_be_shingled(text: str) -> None:
    """No text breaks shingling, and each shares all with itself."""
    found = shingled(text)
    assert shared(found, found) == len(found)
