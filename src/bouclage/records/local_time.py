"""Local time: the instant at which a clock somewhere shows an hour, exact through daylight saving."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def instant_of(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Return the instant (UTC) at which the local clock shows `at` on `day`.

    Where the clock jumps over `at`, the first moment after the jump; where it shows `at` twice, the first time.
    """
    local = datetime.combine(day, at, tzinfo=zone).replace(fold=0)
    instant = local.astimezone(UTC)  # in a gap: read with the offset before the jump, so after it
    if instant.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        return _jump(local.replace(fold=1).astimezone(UTC), instant, zone)
    return instant


def _jump(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """Return the second in (before, after] at which the zone's offset becomes that of `after`."""
    offset = after.astimezone(zone).utcoffset()
    early = before.replace(microsecond=0)
    late = after.replace(microsecond=0)
    while late - early > timedelta(seconds=1):
        middle = (early + (late - early) // 2).replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == offset:
            late = middle
        else:
            early = middle
    return late
