"""The reasons not to send."""

from datetime import timedelta

import pytest

from bouclage.edition import EditionSettings, reason_to_hold
from bouclage.records import SourceState
from tests.builders import CLOSES, a_source, hours

SOURCES = {f"s{number}": a_source(f"s{number}") for number in range(10)}


def state(number: int, *, ago: float | None = 1.0, failures: int = 0) -> SourceState:
    """Return the state of a source read `ago` hours before closing."""
    success = None if ago is None else CLOSES - hours(ago)
    return SourceState(source_id=f"s{number}", last_success=success, failures=failures)


def reason(*states: SourceState, fit: int = 5, settings: EditionSettings | None = None) -> str | None:
    """Ask whether to hold."""
    return reason_to_hold(
        SOURCES,
        {one.source_id: one for one in states},
        fit=fit,
        closes=CLOSES,
        settings=settings or EditionSettings(),
    )


def test_a_normal_day_is_sent() -> None:
    """Sources read an hour ago, something to print."""
    assert reason(*(state(number) for number in range(10))) is None


def test_an_empty_edition_is_held() -> None:
    """Nobody wants a mail that says nothing; the reason gives the numbers."""
    assert reason(state(0), fit=0) == "empty: 0 items may be printed, at least 1 are needed"
    assert (reason(state(0), fit=4, settings=EditionSettings(min_items=5)) or "").startswith("empty: 4")


@pytest.mark.parametrize(("ago", "held"), [(6.0, False), (6.01, True), (None, True)])
def test_a_stale_edition_is_held(ago: float | None, held: bool) -> None:
    """No source read for six hours: what we have is not today's news."""
    assert bool(reason(state(0, ago=ago), state(1, ago=None))) is held


def test_one_fresh_source_is_not_stale() -> None:
    """One success shows that reading works."""
    assert reason(state(0, ago=0.5), state(1, ago=400), state(2, ago=None)) is None


def test_the_reason_says_when_reading_last_worked() -> None:
    """An editor sees at once since when."""
    assert "last success: 2026-09-08 04:30 UTC" in (reason(state(0, ago=10)) or "")
    assert "last success: never" in (reason(state(0, ago=None)) or "")


@pytest.mark.parametrize(("failed", "held"), [(0, False), (6, False), (7, True), (10, True)])
def test_most_sources_failing_is_our_own_fault(failed: int, held: bool) -> None:
    """Seven of ten outlets do not go down together."""
    found = reason(*(state(number, failures=int(number < failed)) for number in range(10)))
    assert bool(found) is held
    if held:
        assert found == f"{failed} of 10 sources failed: more likely our network than theirs"


def test_files_alone_cannot_be_stale() -> None:
    """An edition made from an archive has no source to have been read lately."""
    assert reason() is None
    assert reason(SourceState(source_id="not in the catalogue", failures=9)) is None


def test_a_future_success_is_not_stale() -> None:
    """A closing made up late looks at readings after its closing time."""
    assert reason(SourceState(source_id="s0", last_success=CLOSES + timedelta(days=1))) is None
