"""Wire copies: scores with pinned floors, on the bundled days and on reprints made from their texts."""

import json
import random
from pathlib import Path
from typing import Any

import pytest

from bouclage.stories import stories
from bouclage.stories.grouping import group, score
from bouclage.wire import wire_copies
from tests.gates.stories.grouping_score import bundled

FLOORS: dict[str, float] = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))
# name → share of words edited, share of the text kept, words of another's text added
REPRINTS: dict[str, tuple[float, float, int]] = {
    "edited": (0.05, 1.0, 0),
    "cut": (0.0, 0.3, 0),
    "cut and edited": (0.03, 0.5, 0),
    "cut, edited and extended": (0.03, 0.5, 40),
}


def wire_f1(rows: list[dict[str, Any]]) -> dict[str, float]:
    """Return pairwise scores of the wire copies of the rows."""
    scores: dict[str, float] = score(rows, group(rows, wire_copies, stories))["wire"]
    return scores


def test_the_bundled_days() -> None:
    """Printings of the bundled days: pairwise F1 does not fall under its floor."""
    assert wire_f1(bundled())["f1"] >= FLOORS["bundled"]


@pytest.mark.parametrize("kind", REPRINTS)
def test_reprints(kind: str) -> None:
    """Each text of the bundled days printed once more, edited, cut or extended: pairwise F1 holds its floor."""
    edited, kept, added = REPRINTS[kind]
    dice = random.Random(11)
    rows = [row | {"gold_wire": row["id"], "published": None} for row in bundled() if not row["gold_wire"]]
    rows = [row for row in rows if "meteo" not in row["id"]]
    reprints = []
    for number, row in enumerate(rows):
        words = f"{row['lead']} {row['text']}".split()
        words = words[: max(60, int(len(words) * kept))]
        words = ["".join(dice.choices("abcdefgh", k=6)) if dice.random() < edited else word for word in words]
        words += rows[number - 7]["text"].split("\n\n")[-1].split()[:added]
        reprints.append(row | {"id": f"{row['id']}-again", "outlet": "Other", "lead": "", "text": " ".join(words)})
    assert wire_f1(rows + reprints)["f1"] >= FLOORS[kind]
