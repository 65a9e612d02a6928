"""What the gates of wire copies and stories are scored on: the bundled days, and sets that are not shipped."""

import json
from pathlib import Path
from typing import Any

from sample.builder.outlets import OUTLETS
from sample.builder.texts import Text, read_texts
from sample.builder.weather import weather_texts

from bouclage.stories import group, score, stories
from bouclage.stories.grouping import articles_of
from bouclage.wire import wire_copies

__all__ = ["articles_of", "bundled", "group", "local", "scored", "stories", "wire_copies"]

ROOT = Path(__file__).parents[3]
DATA = ROOT.parent / "shared" / "data" / "grouping"


def bundled() -> list[dict[str, Any]]:
    """Return the bundled days as rows: last versions, "gold" = event, "gold_wire" = the text that is printed."""
    last: dict[str, Text] = {}
    for text in read_texts(ROOT / "sample" / "texts") + weather_texts():
        if text.pub_status == "usable":
            last[text.item] = text
    printed = {text.printing_of for text in last.values() if text.printing_of}
    return [
        {
            "id": text.id,
            "language": text.language,
            "published": text.published.isoformat(),
            "outlet": OUTLETS[text.outlet].name,
            "headline": text.headline,
            "lead": text.lead,
            "text": "\n\n".join(block for _, block in text.blocks),
            "gold": text.event,
            "gold_wire": text.printing_of or (text.item if text.item in printed else None),
        }
        for text in last.values()
    ]


def local(name: str) -> list[dict[str, Any]]:
    """Return the rows of a set beside the project; FileNotFoundError where it is not."""
    lines = (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def scored(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Group the rows in one go, as the `group` command does, and score the answers."""
    return score(rows, group(rows, wire_copies, stories))
