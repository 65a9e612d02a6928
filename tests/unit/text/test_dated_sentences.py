"""Sentences of `tests/data/dates`, as reports write them: tense, ranges, clocks, nights, seasons, decades, none."""

from datetime import date
from pathlib import Path

import pytest

from bouclage.text.dates import find_dates

DATA = Path(__file__).parents[2] / "data" / "dates"
DAY = date(2026, 9, 8)  # a Tuesday


@pytest.mark.parametrize("language", ["fr", "de", "it", "en"])
def test_every_date_of_a_sentence_is_resolved_both_ends(language: str) -> None:
    """Each date of each sentence is found in order with its first and last day, and nothing besides."""
    wrong = []
    lines = (DATA / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    for line in lines:
        if line.startswith("#"):
            continue
        sentence, meant = line.split(";")
        wanted = [tuple((one.split("..") * 2)[:2]) for one in meant.split(" & ")] if meant != "-" else []
        found = [(one.from_, one.to) for one in find_dates(sentence, language, DAY)]
        if found != wanted:
            wrong.append(f"{sentence} {found}")
    assert len(lines) > 80
    assert not wrong
