"""Pairs over languages (`tests/data/pairs_across.txt`): what clashes is mostly found, what agrees seldom accused."""

from datetime import UTC, datetime
from pathlib import Path

from bouclage.statements import disputes
from tests.builders import an_article

PAIRS = Path(__file__).parents[2] / "data" / "pairs_across.txt"
NINE = datetime(2026, 9, 8, 9, 0, tzinfo=UTC)


def test_pairs_of_two_languages() -> None:
    """Of 35 clashes most are told with their kind; of 52 pairs that look like clashes and are none, few are accused."""
    right = wrong = accused = 0
    for line in PAIRS.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        language, one, other_language, other, label = line.split("|")
        found = disputes(
            [
                an_article("Titre", source="a", body=(one,), language=language, published=NINE),
                an_article("Titolo", source="b", body=(other,), language=other_language, published=NINE),
            ]
        )
        kinds = [str(dispute.kind) for dispute in found]
        right += label != "compatible" and kinds == [label]
        wrong += label != "compatible" and bool(kinds) and kinds != [label]
        accused += label == "compatible" and bool(kinds)
    assert right >= 27
    assert wrong <= 2
    assert accused <= 6
