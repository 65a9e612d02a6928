"""Stories: scores with pinned floors, one setting for all sets."""

import json
import random
from pathlib import Path
from typing import Any

import pytest

from bouclage.stories.grouping import pairwise
from tests.gates.stories import grouping_score as data

FLOORS: dict[str, float] = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))
LOCAL = [name for name in FLOORS if not name.startswith("bundled")]


def test_the_bundled_days() -> None:
    """Two invented days in four languages: BCubed F1 of stories does not fall under its floor."""
    assert data.scored(data.bundled())["bcubed"]["f1"] >= FLOORS["bundled"]


@pytest.mark.parametrize("outlets", [5, 20])
def test_fewer_sources(outlets: int) -> None:
    """The bundled days with only some of their outlets, five draws: the mean F1 does not fall under its floor."""
    rows = data.bundled()
    names = sorted({row["outlet"] for row in rows})
    scores = []
    for seed in range(5):
        kept = set(random.Random(seed).sample(names, outlets))
        scores.append(data.scored([row for row in rows if row["outlet"] in kept])["bcubed"]["f1"])
    assert sum(scores) / len(scores) >= FLOORS[f"bundled, {outlets} outlets"]


def test_threads_of_the_bundled_days() -> None:
    """What goes on from Monday to Tuesday shares its thread: pairwise F1 does not fall under its floor."""
    rows = data.bundled()
    threads = [answer["thread"] or answer["story"] for answer in data.group(rows, data.wire_copies, data.stories)]
    assert pairwise([row["gold"] for row in rows], threads)["f1"] >= FLOORS["bundled, threads"]


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
