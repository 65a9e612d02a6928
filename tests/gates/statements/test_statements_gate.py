"""Floors of statements, dates and disputes on gold that tuning saw (dev) and did not see (test)."""

import json
from collections import defaultdict
from datetime import UTC
from pathlib import Path

import pytest

from bouclage.records import Article
from bouclage.statements import disputes
from tests.gates.dates.dates_score import score as score_dates
from tests.gates.disputes.disputes_score import score as score_disputes
from tests.gates.disputes.learn import report_of
from tests.gates.disputes.stories import score as score_stories
from tests.gates.statements.gold import LANGUAGES
from tests.gates.statements.score import score
from tests.gates.stories.grouping_score import DATA

FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))


def _short(rates: dict[str, float], floors: dict[str, float]) -> dict[str, tuple[float, float]]:
    return {name: (round(rates[name], 4), floor) for name, floor in floors.items() if rates[name] < floor}


@pytest.mark.parametrize("split", ["dev", "test"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_statements(language: str, split: str) -> None:
    """Spans, speakers, names and classes are found no worse than when the floors were pinned."""
    assert not _short(score(language, split).rates(), FLOORS["statements"][split][language])


@pytest.mark.parametrize("split", ["dev", "test"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_dates(language: str, split: str) -> None:
    """Dates are resolved, both ends, no worse than when the floors were pinned."""
    assert not _short(score_dates(language, split), FLOORS["dates"][split][language])


@pytest.mark.parametrize("split", ["dev", "test"])
def test_disputes(split: str) -> None:
    """Disputes are shown with no less precision than when the floors were pinned."""
    assert not _short(score_disputes(split), FLOORS["disputes"][split])


def test_disputes_of_stories() -> None:
    """Over whole stories, of which every clash is labelled, clashes are found and nothing else is shown."""
    assert not _short(score_stories("batch_a", "batch_b"), FLOORS["disputes"]["stories"])
    assert not _short(score_stories("batch_c"), FLOORS["disputes"]["held_out"])


def test_disputes_of_real_events() -> None:
    """Reports of real events seldom contradict each other: little is shown of them (58 by the first rules)."""
    path = DATA / "ecbplus.dev.jsonl"
    if not path.is_file():
        pytest.skip("the set of real events is not at hand")
    events: dict[str, list[Article]] = defaultdict(list)
    for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        events[row["gold"]].append(report_of(row["gold"], len(events[row["gold"]]), row))
    shown = sum(len(disputes(reports, zone=UTC)) for reports in events.values() if len(reports) > 1)
    assert 0 < shown <= FLOORS["disputes"]["most_of_real_events"]
