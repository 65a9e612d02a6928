"""How long sources are left alone, and how much of a list is believed."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSettings:
    """Bounds of the catalogue. Times in seconds, sizes in bytes."""

    longest_wait_s: int = 86_400  # an evening edition needs every source once a day, whatever hints say
    longest_skip_s: int = 604_800  # beyond that wait: what a feed's skipHours and skipDays may add
    adopt_after: int = 3  # equal permanent redirects in a row: one or two are often a mistake or a hotel's portal
    forget_after: int = 3  # failures in a row at an adopted address before the catalogue's own is tried again
    page_retry_s: int = 900  # first wait after a page could not be had; doubled with each failure
    follow_page_s: int = 86_400  # an edition is of one day: after it a page is let go
    read_again_s: tuple[int, ...] = (1_800, 7_200, 21_600, 43_200)  # after its first reading a page is read again
    pages_again: int = 10  # pages of one source read again at one visit: 1 s apart they take as many seconds
    error_chars: int = 300  # one line on the sources page
    hint_bytes: int = 256 * 1024  # of a feed, looked at for ttl, skipHours and skipDays; they stand before the items
    opml_bytes: int = 10_000_000  # 633 feeds take 95 KB
    discover_bytes: int = 1_000_000  # of a page; links stand in its head
    discover_most: int = 50  # announced feeds of one page


DEFAULTS = SourceSettings()
