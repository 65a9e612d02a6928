"""Grouping alone, on rows of plain values: for the command line, for people's scripts, for measuring."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from bouclage.stories import Embedder, group, score, stories
from bouclage.wire import wire_copies


def group_rows(rows: Sequence[dict[str, Any]], embed: Embedder | None = None) -> list[dict[str, Any]]:
    """Return {"id", "story", "wire_copy", "thread"} for each row, in the order of `rows`."""
    return group(rows, wire_copies, partial(stories, embed=embed))


def score_rows(rows: Sequence[dict[str, Any]], answers: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return BCubed and pairwise precision, recall and F1 of `answers` against the rows' "gold"."""
    return score(rows, answers)
