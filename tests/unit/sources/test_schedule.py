"""When sources are asked again."""

from datetime import UTC, datetime, timedelta

import pytest

from bouclage.errors import FetchError, FetchGoneError, FetchLaterError, FetchTimeoutError
from bouclage.records import Document, Source, SourceState
from bouclage.sources import Hints, after_failure, after_success, current_url, due

NOW = datetime(2026, 3, 2, 14, 20, tzinfo=UTC)
URL = "https://lerivage.example/feed"
MOVED = "https://lerivage.example/new"
SOURCE = Source(id="le-rivage", name="Le Rivage", url=URL)


def _document(**facts: object) -> Document:
    return Document(**({"source_id": SOURCE.id, "url": URL, "final_url": URL, "fetched": NOW} | facts))  # type: ignore[arg-type]


def _state(**facts: object) -> SourceState:
    return SourceState(source_id=SOURCE.id, **facts)  # type: ignore[arg-type]


def _failure(url: str = URL) -> FetchTimeoutError:
    return FetchTimeoutError("no full answer in time", url=url)


def test_due_takes_overdue_first_and_leaves_the_rest() -> None:
    """A source is asked when its time has come or nothing is known of it; never when gone or not due yet."""
    sources = [Source(id=name, name=name, url=URL) for name in ("later", "gone", "hour", "new", "minute")]
    states = {
        "later": SourceState(source_id="later", next_due=NOW + timedelta(seconds=1)),
        "gone": SourceState(source_id="gone", gone=True),
        "hour": SourceState(source_id="hour", next_due=NOW - timedelta(hours=1)),
        "minute": SourceState(source_id="minute", next_due=NOW),
    }
    assert [source.id for source in due(sources, states, NOW)] == ["new", "hour", "minute"]


def test_due_ignores_a_time_no_rule_could_have_set() -> None:
    """A state written while the clock stood in 2031 does not silence its source for years."""
    states = {SOURCE.id: _state(next_due=NOW + timedelta(days=1800))}
    assert due([SOURCE], states, NOW) == (SOURCE,)


@pytest.mark.parametrize(
    ("hints", "max_age", "wait_s"),
    [
        (None, None, 900),
        (None, 60, 900),
        (None, 3600, 3600),
        (Hints(ttl_s=7200), 3600, 7200),
        (Hints(ttl_s=7 * 86_400), None, 86_400),
        (Hints(ttl_s=0), 10**9, 86_400),
    ],
)
def test_success_waits_for_the_longest_wish_within_a_day(hints: Hints | None, max_age: int | None, wait_s: int) -> None:
    """The next visit keeps to interval, ttl and max-age, whichever is longest, but comes within a day."""
    after = after_success(SOURCE, None, _document(max_age_s=max_age), NOW, hints)
    assert after.next_due == NOW + timedelta(seconds=wait_s)


def test_success_steps_over_skipped_hours() -> None:
    """A feed that does not want to be asked at 14 and 15 UTC is asked at 16 sharp."""
    after = after_success(SOURCE, None, _document(), NOW, Hints(skip_hours=(14, 15)))
    assert after.next_due == NOW.replace(hour=16, minute=0)


@pytest.mark.parametrize("hints", [Hints(skip_hours=tuple(range(24))), Hints(skip_days=tuple(range(7)))])
def test_success_ignores_a_feed_that_skips_all_the_time(hints: Hints) -> None:
    """Skipping all 24 hours, or all days of the week, is a mistake and would loop for ever."""
    assert after_success(SOURCE, None, _document(), NOW, hints).next_due == NOW + timedelta(seconds=900)


def test_success_steps_over_skipped_days_and_is_believed() -> None:
    """A feed silent on Tuesday and Wednesday is asked on Thursday, after its skipped hours, and not before."""
    evening = NOW.replace(hour=23, minute=50)  # a Monday
    hints = Hints(skip_days=(1, 2), skip_hours=(0, 1))
    after = after_success(SOURCE, None, _document(), evening, hints)
    assert after.next_due == datetime(2026, 3, 5, 2, 0, tzinfo=UTC)
    assert due([SOURCE], {SOURCE.id: after}, evening + timedelta(minutes=10)) == ()
    assert due([SOURCE], {SOURCE.id: after}, after.next_due) == (SOURCE,)
    nearly_all = Hints(skip_days=(0, 1, 2, 3, 4, 5), skip_hours=tuple(range(23)))
    rare = after_success(SOURCE, None, _document(), NOW, nearly_all)
    assert rare.next_due == datetime(2026, 3, 8, 23, 0, tzinfo=UTC)
    assert due([SOURCE], {SOURCE.id: rare}, NOW) == ()


def test_one_sources_back_off_does_not_touch_another() -> None:
    """Two sources, one failing: each has its own state, and the one that answers keeps its interval."""
    other = Source(id="echo", name="Écho", url="https://echo.example/feed")
    ill = None
    for _ in range(5):
        ill = after_failure(SOURCE, ill, _failure(), NOW)
    assert ill is not None
    well = after_success(other, None, Document(source_id="echo", url=URL, final_url=URL, fetched=NOW), NOW)
    at = NOW + timedelta(minutes=16)
    assert due([SOURCE, other], {SOURCE.id: ill, other.id: well}, at) == (other,)


def test_not_modified_keeps_the_validators() -> None:
    """A 304 without validators leaves those that were sent; a 200 without them forgets them."""
    state = _state(etag='W/"a"', last_modified="Mon, 02 Mar 2026 10:00:00 GMT")
    unchanged = after_success(SOURCE, state, _document(status=304), NOW)
    assert (unchanged.etag, unchanged.last_modified) == (state.etag, state.last_modified)
    changed = after_success(SOURCE, state, _document(), NOW)
    assert (changed.etag, changed.last_modified) == (None, None)


def test_success_heals_and_a_complaint_stays_visible() -> None:
    """A success ends the row of failures; what is wrong with its content shows as the error all the same."""
    ill = _state(failures=4, error="no answer")
    healed = after_success(SOURCE, ill, _document(), NOW)
    assert (healed.failures, healed.error, healed.last_success) == (0, None, NOW)
    soft = after_success(SOURCE, ill, _document(), NOW, complaint="dates in\nthe future: 2031-01-01")
    assert (soft.failures, soft.error, soft.last_success) == (0, "dates in the future: 2031-01-01", NOW)


def test_failures_double_the_wait_up_to_a_day() -> None:
    """15 minutes, 30, an hour … and never more than a day, after any number of failures."""
    state, waits = None, []
    for _ in range(60):
        state = after_failure(SOURCE, state, _failure(), NOW)
        assert state.next_due is not None
        waits.append(int((state.next_due - NOW).total_seconds()))
    assert waits[:4] == [900, 1800, 3600, 7200]
    assert waits[7:] == [86_400] * 53


def test_failure_keeps_what_was_learnt_and_says_what_is_wrong_in_one_line() -> None:
    """Validators and the last success survive a failure; the error names the address on one short line."""
    before = _state(etag='"a"', last_success=NOW - timedelta(days=1))
    after = after_failure(SOURCE, before, FetchError("odd\r\nwords " + "x" * 500, url=URL), NOW)
    assert (after.etag, after.last_success, after.last_read) == ('"a"', before.last_success, NOW)
    assert after.error is not None
    assert len(after.error) == 300
    assert "\n" not in after.error
    assert after_failure(SOURCE, None, _failure(), NOW).error == f"no full answer in time: {URL}"


@pytest.mark.parametrize(("asked_s", "wait_s"), [(30.0, 900), (5000.0, 5000), (1e6, 86_400)])
def test_retry_after_is_kept_within_interval_and_a_day(asked_s: float, wait_s: int) -> None:
    """A server that names a time is believed, but not below our interval nor above a day."""
    error = FetchLaterError("later", url=URL, status=429, retry_after_s=asked_s)
    after = after_failure(SOURCE, _state(failures=6), error, NOW)
    assert after.next_due == NOW + timedelta(seconds=wait_s)


def test_gone_for_good_is_never_asked_again_but_not_found_is() -> None:
    """410 ends a source; 404 only makes it wait."""
    gone = after_failure(SOURCE, None, FetchGoneError("gone", url=URL, status=410), NOW)
    missing = after_failure(SOURCE, None, FetchGoneError("not there", url=URL, status=404), NOW)
    assert (gone.gone, missing.gone) == (True, False)
    assert due([SOURCE], {SOURCE.id: gone}, NOW + timedelta(days=999)) == ()
    assert due([SOURCE], {SOURCE.id: missing}, NOW + timedelta(days=1)) == (SOURCE,)


def _redirected(times: int, target: str = MOVED) -> SourceState | None:
    state = None
    for _ in range(times):
        state = after_success(SOURCE, state, _document(permanent_redirect=target, final_url=target), NOW)
    return state


def test_a_permanent_redirect_is_adopted_the_third_time_in_a_row() -> None:
    """Twice could be a mistake; the third equal one moves the source, and the move stays."""
    assert current_url(SOURCE, _redirected(2)) == URL
    moved = _redirected(3)
    assert current_url(SOURCE, moved) == MOVED
    settled = after_success(SOURCE, moved, _document(url=MOVED, final_url=MOVED), NOW)
    assert current_url(SOURCE, settled) == MOVED


def test_another_target_or_a_plain_answer_begins_the_count_anew() -> None:
    """Only equal redirects in a row count."""
    other = after_success(SOURCE, _redirected(2), _document(permanent_redirect="https://other.example/"), NOW)
    assert (other.redirects, other.moved_to) == (1, "https://other.example/")
    plain = after_success(SOURCE, _redirected(2), _document(), NOW)
    assert (plain.redirects, plain.moved_to) == (0, None)


def test_an_adopted_address_that_dies_gives_way_to_the_catalogues() -> None:
    """Three failures in a row at the new address, and the old one is asked again, without the new one's ETag."""
    moved = _redirected(3)
    assert moved is not None
    state = after_success(SOURCE, moved, _document(url=MOVED, final_url=MOVED, etag='"new"'), NOW)
    for _ in range(2):
        state = after_failure(SOURCE, state, _failure(MOVED), NOW)
    assert current_url(SOURCE, state) == MOVED
    state = after_failure(SOURCE, state, _failure(MOVED), NOW)
    assert (current_url(SOURCE, state), state.etag) == (URL, None)
