"""Scores of grouping, worked out by hand."""

import pytest

from bouclage.stories import score
from bouclage.stories.grouping import bcubed, by_languages, pairwise


def test_bcubed_by_hand() -> None:
    """Three of one event, one of them apart, and a stranger with it."""
    found = bcubed(["a", "a", "a", "b"], ["1", "1", "2", "2"])
    assert found == {"p": 0.75, "r": pytest.approx(0.6667, abs=1e-4), "f1": pytest.approx(0.7059, abs=1e-4)}


def test_pairs_by_hand() -> None:
    """One right pair of three true and two said; nobody's text stands with nothing."""
    assert pairwise(["a", "a", "a", "b"], ["1", "1", "2", "2"])["r"] == pytest.approx(1 / 3, abs=1e-4)
    assert pairwise(["a", "a", None], ["1", "1", "1"])["p"] == pytest.approx(1 / 3, abs=1e-4)


def test_pairs_of_languages_by_hand() -> None:
    """Each pair of languages has its own figures; pairs that gold does not have are not there."""
    gold, got = ["a", "a", "a", "b"], ["1", "1", "2", "2"]
    found = by_languages(gold, got, ["de", "fr", "fr", "it"])
    assert set(found) == {"de-fr", "fr-fr"}
    assert found["de-fr"] == {"p": 1.0, "r": 0.5, "f1": pytest.approx(0.6667, abs=1e-4), "pairs": 2}
    assert found["fr-fr"] == {"p": 1.0, "r": 0.0, "f1": 0.0, "pairs": 1}


def test_languages_are_scored_where_there_are_two() -> None:
    """One language, or none given, adds nothing."""
    rows = [{"id": n, "gold": "a", "language": language} for n, language in enumerate(["de", "de-CH", "fr", None])]
    answers = [{"id": n, "story": "1", "wire_copy": None} for n in range(4)]
    assert set(score(rows, answers)["languages"]) == {"de-de", "de-fr"}
    assert "languages" not in score(rows[:2], answers)
