"""When a source is asked again, and what a visit changes in its state."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bouclage.errors import BouclageError, FetchGoneError, FetchLaterError
from bouclage.records import Document, Source, SourceState
from bouclage.sources.hints import Hints
from bouclage.sources.settings import DEFAULTS, SourceSettings

_EARLIEST = datetime.min.replace(tzinfo=UTC)


def due(sources: Iterable[Source], states: Mapping[str, SourceState], now: datetime) -> tuple[Source, ...]:
    """Return the sources to be asked at `now`, the longest overdue first; one without a state is due.

    A due time further off than any rule here could set (a clock that was wrong) counts as now.
    """
    waiting = []
    for source in sources:
        state = states.get(source.id) or SourceState(source_id=source.id)
        furthest = now + timedelta(seconds=max(source.interval_s, DEFAULTS.longest_wait_s) + DEFAULTS.longest_skip_s)
        when = state.next_due or _EARLIEST
        if not state.gone and (when <= now or when > furthest):
            waiting.append((when, source))
    return tuple(source for _, source in sorted(waiting, key=lambda pair: pair[0]))


def current_url(source: Source, state: SourceState | None, settings: SourceSettings = DEFAULTS) -> str:
    """Return the address to ask: the catalogue's, or the one it has moved to often enough to be believed."""
    if state is not None and state.moved_to and state.redirects >= settings.adopt_after:
        return state.moved_to
    return source.url


def after_success(
    source: Source,
    state: SourceState | None,
    document: Document,
    now: datetime,
    hints: Hints | None = None,
    *,
    complaint: str | None = None,
    settings: SourceSettings = DEFAULTS,
) -> SourceState:
    """Return the state after `document` was had (a 304 too).

    `complaint` is what is wrong with a source that still answers ("feed cut off after 3 items", "dates in the
    future"): it is shown as the state's error, though the visit counts as a success.
    """
    before = state or SourceState(source_id=source.id)
    hints = hints or Hints()
    longest = settings.longest_wait_s
    wishes = (min(wish, longest) for wish in (hints.ttl_s, document.max_age_s) if wish is not None)
    wait = max((source.interval_s, *wishes))
    unchanged = document.status == 304
    redirects, moved_to = _moved(before, document, settings)
    return SourceState(
        source_id=source.id,
        etag=document.etag or (before.etag if unchanged else None),
        last_modified=document.last_modified or (before.last_modified if unchanged else None),
        next_due=_outside(now + timedelta(seconds=wait), hints),
        last_read=now,
        last_success=now,
        error=_one_line(complaint, settings) if complaint else None,
        redirects=redirects,
        moved_to=moved_to,
    )


def after_failure(
    source: Source,
    state: SourceState | None,
    error: BouclageError,
    now: datetime,
    *,
    settings: SourceSettings = DEFAULTS,
) -> SourceState:
    """Return the state after a visit that failed with `error`.

    The wait doubles with each failure in a row, up to a day; a server that names a time is taken at its word within
    that day. After 410 the source is never asked again.
    """
    before = state or SourceState(source_id=source.id)
    failures = before.failures + 1
    gone = isinstance(error, FetchGoneError) and error.status == 410
    given_up = failures >= settings.forget_after and current_url(source, before, settings) != source.url
    after = replace(
        before,
        next_due=None if gone else now + timedelta(seconds=_back_off(source, failures, error, settings)),
        last_read=now,
        failures=failures,
        error=_one_line(str(error) or type(error).__name__, settings),
        gone=gone,
    )
    # The validators belong to the address given up.
    return replace(after, redirects=0, moved_to=None, etag=None, last_modified=None) if given_up else after


def _back_off(source: Source, failures: int, error: BouclageError, settings: SourceSettings) -> float:
    if isinstance(error, FetchLaterError) and error.retry_after_s is not None:
        return max(source.interval_s, min(error.retry_after_s, settings.longest_wait_s))
    doubled = source.interval_s * 2.0 ** min(failures - 1, 20)  # 2**20 intervals are above any cap
    return max(source.interval_s, min(doubled, settings.longest_wait_s))


def _outside(when: datetime, hints: Hints) -> datetime:
    """Return `when`, moved to the next full hour (UTC) that is not to be skipped, nor its day: a week on at most."""
    if len(set(hints.skip_hours)) >= 24 or len(set(hints.skip_days)) >= 7:  # a feed never to be asked is a mistake
        return when
    while when.hour in hints.skip_hours or when.weekday() in hints.skip_days:
        when = when.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return when


def _moved(before: SourceState, document: Document, settings: SourceSettings) -> tuple[int, str | None]:
    """Return how often in a row the source has sent us to the same other address for good, and to which."""
    if before.redirects >= settings.adopt_after and document.url == before.moved_to:
        return before.redirects, before.moved_to  # asked there already
    target = document.permanent_redirect
    if target is None or target == document.url:
        return 0, None
    return (before.redirects + 1 if target == before.moved_to else 1), target


def _one_line(text: str, settings: SourceSettings) -> str:
    line = " ".join(text.split())
    return line if len(line) <= settings.error_chars else line[: settings.error_chars - 1] + "…"
