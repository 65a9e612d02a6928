"""When a page is asked for again: to see what was changed in it without a word, or because it could not be had."""

from dataclasses import replace
from datetime import datetime, timedelta

from bouclage.errors import FetchError, FetchLaterError
from bouclage.records import Document, Entry, PageState
from bouclage.sources.settings import DEFAULTS, SourceSettings


def page_read(
    before: PageState | None, entry: Entry, document: Document, now: datetime, settings: SourceSettings = DEFAULTS
) -> PageState:
    """Return the state after a page was had, or was unchanged (304).

    It is read again a few times within the day of its first reading, ever further apart.
    """
    first = before.first if before is not None else now
    reads = (before.reads if before is not None else 0) + 1
    same = document.status == 304 and before is not None
    due = first + timedelta(seconds=settings.read_again_s[reads - 1]) if reads <= len(settings.read_again_s) else None
    return PageState(
        entry=_bare(entry),
        first=first,
        due=due if due is None or due > now else now + timedelta(seconds=settings.read_again_s[0]),
        reads=reads,
        etag=document.etag or (before.etag if same and before is not None else None),
        last_modified=document.last_modified or (before.last_modified if same and before is not None else None),
    )


def page_failed(
    before: PageState | None, entry: Entry, error: FetchError, now: datetime, settings: SourceSettings = DEFAULTS
) -> PageState:
    """Return the state after a page could not be had: the wait doubles with each failure in a row.

    A server that names a time is taken at its word, within a day. After a day of trying a page is let go.
    """
    state = before or PageState(entry=_bare(entry), first=now, due=now)
    failures = state.failures + 1
    wait = settings.page_retry_s * 2.0 ** min(failures - 1, 12)
    if isinstance(error, FetchLaterError) and error.retry_after_s is not None:
        wait = max(wait, error.retry_after_s)
    due = now + timedelta(seconds=min(wait, settings.longest_wait_s))
    gone = due > state.first + timedelta(seconds=settings.follow_page_s)
    return replace(state, entry=_bare(entry), failures=failures, due=None if gone else due)


def _bare(entry: Entry) -> Entry:
    """Return the entry without its text, which its page has."""
    return replace(entry, body_html=None)
