"""What a feed says about when to come back."""

import re
from dataclasses import dataclass

from bouclage.sources.settings import DEFAULTS

_TTL = re.compile(rb"<ttl\b[^>]{0,200}>\s*(\d{1,9})\s*</ttl\s*>", re.IGNORECASE)
_SKIP_HOURS = re.compile(rb"<skipHours\b[^>]{0,200}>(.{0,4000}?)</skipHours\s*>", re.IGNORECASE | re.DOTALL)
_SKIP_DAYS = re.compile(rb"<skipDays\b[^>]{0,200}>(.{0,4000}?)</skipDays\s*>", re.IGNORECASE | re.DOTALL)
_DAY = re.compile(rb"<day\b[^>]{0,200}>\s*(mon|tues|wednes|thurs|fri|satur|sun)day\s*</day\s*>", re.IGNORECASE)
_DAYS = (b"mon", b"tues", b"wednes", b"thurs", b"fri", b"satur", b"sun")
_HOUR = re.compile(rb"<hour\b[^>]{0,200}>\s*(\d{1,2})\s*</hour\s*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """A feed's own wishes; None and empty = it has none."""

    ttl_s: int | None = None
    skip_hours: tuple[int, ...] = ()  # hours of the day in UTC, 0 to 23
    skip_days: tuple[int, ...] = ()  # days of the week in UTC, 0 = Monday


def hints_of(body: bytes) -> Hints:
    """Return the wishes in an RSS feed's bytes; anything else has none.

    Read as bytes, not as XML: these elements are ASCII in every encoding feeds use, and a broken feed's wish counts
    too. RSS 2.0 counts ttl in minutes, and hours in GMT, where some write midnight as 24.
    """
    head = body[: DEFAULTS.hint_bytes]
    ttl = _TTL.search(head)
    skip = _SKIP_HOURS.search(head)
    hours = {int(hour) % 24 for hour in _HOUR.findall(skip.group(1)) if int(hour) <= 24} if skip else set()
    skipped = _SKIP_DAYS.search(head)
    days = {_DAYS.index(day.lower()) for day in _DAY.findall(skipped.group(1))} if skipped else set()
    return Hints(
        ttl_s=int(ttl.group(1)) * 60 if ttl else None, skip_hours=tuple(sorted(hours)), skip_days=tuple(sorted(days))
    )
