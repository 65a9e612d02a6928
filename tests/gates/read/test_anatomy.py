"""The anatomy of real pages, labelled by hand: scores with pinned floors."""

import json
from pathlib import Path

import pytest

from tests.gates.read import anatomy_score
from tests.gates.read.reading_score import DATA

FLOORS: dict[str, float] = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))["anatomy"]
needs_pages = pytest.mark.skipif(
    not (DATA / "reading").is_dir(), reason="saved pages are not in ../shared/data/reading"
)


@needs_pages
def test_anatomy_of_labelled_pages() -> None:
    """Kicker, lead, photo credit, agency and crossheads of 90 hand-labelled pages are found as well as ever."""
    reached = anatomy_score.scores()
    short = {name: round(value, 4) for name, value in reached.items() if value < FLOORS[name]}
    assert not short


@needs_pages
def test_labels_cover_the_languages() -> None:
    """At least 60 pages are labelled, 25 of them French, German or Italian."""
    languages = [label["language"] for _, label in anatomy_score.labelled()]
    assert len(languages) >= 60
    assert sum(language in {"fr", "de", "it"} for language in languages) >= 25
