"""Dates as publishers write them, and which of them can be believed."""

import re
from datetime import UTC, datetime, timedelta, tzinfo
from email.utils import parsedate_to_datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from bouclage.read.settings import SETTINGS
from bouclage.text.urls import host

# A page's time without a zone is meant in its country's zone. Countries with one zone only (or one that most of
# their press is in).
_ZONES = {
    "ch": "Europe/Zurich", "li": "Europe/Vaduz", "de": "Europe/Berlin", "at": "Europe/Vienna",
    "fr": "Europe/Paris", "it": "Europe/Rome", "be": "Europe/Brussels", "lu": "Europe/Luxembourg",
    "nl": "Europe/Amsterdam", "es": "Europe/Madrid", "pl": "Europe/Warsaw", "cz": "Europe/Prague",
    "se": "Europe/Stockholm", "no": "Europe/Oslo", "dk": "Europe/Copenhagen", "fi": "Europe/Helsinki",
    "gr": "Europe/Athens", "hu": "Europe/Budapest", "ro": "Europe/Bucharest", "uk": "Europe/London",
    "ie": "Europe/Dublin", "jp": "Asia/Tokyo", "kr": "Asia/Seoul", "in": "Asia/Kolkata", "tr": "Europe/Istanbul",
    "ua": "Europe/Kyiv", "za": "Africa/Johannesburg", "cn": "Asia/Shanghai", "il": "Asia/Jerusalem",
}  # fmt: skip

_ISO = re.compile(
    r"(\d{4})-?(\d{2})-?(\d{2})"
    r"(?:[T\s]+(\d{1,2}):?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2}(?!\d))?)?",
    re.IGNORECASE,
)
_DOTTED = re.compile(r"\b(\d{1,2})[./](\d{1,2})[./](\d{4})\b(?:\D{1,14}(\d{1,2})[:.h](\d{2}))?")
_NAMED = re.compile(
    r"\b(?:(\d{1,2})\.?(?:er|°)?\s+(?:de\s+|di\s+)?([^\W\d_]{3,10})\.?\s*,?\s*(?:de\s+)?(\d{4})|"
    r"([^\W\d_]{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?\s*,\s*(\d{4}))"
    r"(?:\D{1,14}?(\d{1,2})[:.h](\d{2})(?::\d{2})?\s*([ap]\.?m)?)?",
    re.IGNORECASE,
)
_EPOCH = re.compile(r"^\s*(\d{10}|\d{13})\s*$")
_RFC822 = re.compile(r"^(?:[^\W\d_]{2,9}\.?,?\s*)?\d{1,2}[ -][^\W\d_]{3,9}[ -]\d{2,4}\s+\d{1,2}:\d")
_OFFSETS = {"CET": "+0100", "CEST": "+0200", "MEZ": "+0100", "MESZ": "+0200", "BST": "+0100", "WEST": "+0100"}
_NAMED_ZONE = re.compile(r"\b(?:CEST|CET|MESZ|MEZ|BST|WEST)$", re.IGNORECASE)
_IN_URL = re.compile(r"/((?:19|20)\d{2})[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=[/_.-]|$)")
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan janv gen ene", "feb fév fev fevr févr", "mar mär maer mars marz", "apr avr abr", "may mai mag maj",
            "jun juin giu", "jul juil lug", "aug août aou ago", "sep set", "oct okt ott out", "nov", "dec déc dez dic",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip


@lru_cache(maxsize=64)
def _zone(name: str) -> tzinfo:
    return ZoneInfo(name)


def zone_of(url: str) -> tzinfo:
    """Return the zone meant by a page's time that has none: by the country in its host, else UTC."""
    name = _ZONES.get(host(url).rpartition(".")[2])
    return _zone(name) if name else UTC


def parse_date(text: object, zone: tzinfo = UTC) -> datetime | None:
    """Return the moment a date text names, in UTC; one without a zone is meant in `zone`. None if unreadable."""
    if isinstance(text, int | float):
        text = str(int(text)) if abs(text) < 10**14 else ""
    if not isinstance(text, str) or not text.strip():
        return None
    text = text.strip()[:120]
    try:
        found = _read(text)
        if found is None:
            return None
        return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _read(text: str) -> datetime | None:
    if match := _EPOCH.match(text):
        return datetime.fromtimestamp(int(match[1]) / (1000 if len(match[1]) == 13 else 1), tz=UTC)
    if match := _ISO.match(text):
        return _iso(match)
    if _RFC822.match(text):
        try:
            return parsedate_to_datetime(_NAMED_ZONE.sub(lambda zone: _OFFSETS[zone[0].upper()], text))
        except (ValueError, IndexError, TypeError):
            pass
    if match := _DOTTED.search(text):
        day, month, year, hour, minute = (int(part or 0) for part in match.groups())
        return datetime(year, month, day, hour, minute)  # noqa: DTZ001 -- the caller knows the zone
    if match := _NAMED.search(text):
        return _named(match)
    return None


def _iso(match: re.Match[str]) -> datetime:
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    offset = (match[7] or "").upper()
    found = datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 -- the zone follows
    if not offset:
        return found
    if offset in {"Z", "UTC", "GMT"}:
        return found.replace(tzinfo=UTC)
    digits = offset[1:].replace(":", "").ljust(4, "0")
    away = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return (found - away if offset[0] == "+" else found + away).replace(tzinfo=UTC)


def _named(match: re.Match[str]) -> datetime | None:
    day, name, year = (match[1], match[2], match[3]) if match[1] else (match[5], match[4], match[6])
    name = name.casefold()
    month = _MONTHS.get(name[:3]) or _MONTHS.get(name[:4])
    if month is None:
        return None
    hour, minute = int(match[7] or 0), int(match[8] or 0)
    half = (match[9] or "").lower()[:1]
    if half == "p" and hour < 12:
        hour += 12
    elif half == "a" and hour == 12:
        hour = 0
    return datetime(int(year), month, int(day), hour, minute)  # noqa: DTZ001 -- the caller knows the zone


def date_in_url(url: str, zone: tzinfo) -> datetime | None:
    """Return the day an address carries (/2026/09/08/), at noon of `zone`."""
    match = _IN_URL.search(url)
    return parse_date(f"{match[1]}-{match[2]}-{match[3]}T12:00:00", zone) if match else None


def doubt(when: datetime, seen: datetime) -> str | None:
    """Say why a date cannot be believed, or None if it can: in the future of its reading, or before the web."""
    if when > seen + timedelta(seconds=SETTINGS.future_slack_s):
        return f"date in the future: {when.isoformat(timespec='minutes')}"
    if when.year < SETTINGS.earliest_year:
        return f"date before there was news on the web: year {when.year}"
    return None


def stale(when: datetime, seen: datetime) -> bool:
    """Whether a date is so old that among items of today it must be wrong."""
    return seen - when > timedelta(days=SETTINGS.stale_days)
