"""Stories: scores with pinned floors, one setting for all sets."""

import json
import random
from pathlib import Path
from typing import Any

import pytest

from tests.gates.stories import grouping_score as data

FLOORS: dict[str, float] = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))
LOCAL = [name for name in FLOORS if name != "bundled"]


def test_the_bundled_days() -> None:
    """Two invented days in four languages: BCubed F1 of stories does not fall under its floor."""
    assert data.scored(data.bundled())["bcubed"]["f1"] >= FLOORS["bundled"]


@pytest.mark.parametrize("name", LOCAL)
def test_a_local_set(name: str) -> None:
    """Real reports that are not shipped: BCubed F1 does not fall under the floor of its set."""
    if not (data.DATA / f"{name}.jsonl").is_file():
        pytest.skip(f"{name} is not in ../shared/data/grouping")
    assert data.scored(data.local(name))["bcubed"]["f1"] >= FLOORS[name]


def test_the_order_of_rows_means_nothing() -> None:
    """The bundled days in any order of rows are grouped alike."""
    rows = data.bundled()

    def partition(given: list[dict[str, Any]]) -> set[frozenset[str]]:
        stories: dict[str, set[str]] = {}
        for answer in data.group(given, data.wire_copies, data.stories):
            stories.setdefault(answer["story"], set()).add(answer["id"])
        return {frozenset(one) for one in stories.values()}

    assert partition(random.Random(3).sample(rows, len(rows))) == partition(rows)
