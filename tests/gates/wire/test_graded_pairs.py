"""Wire copies on graded pairs, beside MinHash and 85 % overlap in the same run."""

import json
from pathlib import Path

from bouclage.wire import wire_copies
from tests.gates.wire.graded_pairs import pairs
from tests.gates.wire.peers import best_f1, f1, likeness, overlap

FLOORS: dict[str, float] = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))


def test_edited_copies_and_hard_cases() -> None:
    """Over 2,000 pairs, F1 holds its floor and beats both peers, even where their threshold is set on these pairs."""
    graded = pairs()
    right = [pair.copy for pair in graded]
    ours = f1([bool(wire_copies([pair.one, pair.other])) for pair in graded], right)
    peers = [[measure(pair.one, pair.other) for pair in graded] for measure in (likeness, overlap)]

    assert len(graded) >= 2000
    assert right.count(False) >= 700
    assert ours >= FLOORS["graded pairs"]
    assert ours > max(best_f1(scores, right)[0] for scores in peers)
