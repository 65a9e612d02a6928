"""What the headers of an answer say, read with care."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

MAX_SECONDS = 366 * 86_400  # more is nonsense; also keeps any later sum of times within range

_MAX_AGE = re.compile(r'(?:^|[,\s])max-age\s*=\s*"?(\d{1,18})', re.IGNORECASE)
_HEAD_BYTES = 200_000  # of a page: its meta elements stand there
_META = re.compile(rb"<meta\b[^>]{0,1000}>", re.IGNORECASE)
_TDM_NAME = re.compile(rb"\bname\s*=\s*[\"']?tdm-reservation\b", re.IGNORECASE)
_TDM_VALUE = re.compile(rb"\bcontent\s*=\s*[\"']?\s*([01])\b", re.IGNORECASE)
_NOT_KEPT = re.compile(r"(?:^|[,\s])no-(?:cache|store)\b", re.IGNORECASE)


def retry_after_s(value: str | None, now: datetime) -> float | None:
    """Return how many seconds `Retry-After` asks to wait (seconds or an HTTP date), or None if it does not say."""
    text = (value or "").strip()
    if re.fullmatch(r"[0-9]{1,18}", text):
        return float(min(int(text), MAX_SECONDS))
    try:
        then = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if then.tzinfo is None:  # "-0000": a time in UTC that does not say so
        then = then.replace(tzinfo=UTC)
    try:
        wait = (then - now).total_seconds()
    except OverflowError:
        return None
    return min(max(wait, 0.0), float(MAX_SECONDS))


def max_age_s(value: str | None) -> int | None:
    """Return the seconds that `Cache-Control` lets an answer be kept, or None if it does not say."""
    if not value or _NOT_KEPT.search(value):
        return None
    found = _MAX_AGE.search(value)
    return min(int(found.group(1)), MAX_SECONDS) if found else None


def validator(value: str | None) -> str | None:
    """Return an ETag or Last-Modified as it came, or None where it could not be kept and sent back byte for byte."""
    if not value:
        return None
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:  # bytes that are not UTF-8 arrive as lone surrogates
        return None
    return value


def mining_reserved(header: str | None, page: bytes) -> bool | None:
    """Tell whether a page reserves text and data mining (W3C TDMRep); None where it says nothing of it.

    Its own meta element counts before the header.
    """
    head = page[:_HEAD_BYTES]
    for tag in _META.findall(head):
        if _TDM_NAME.search(tag) and (value := _TDM_VALUE.search(tag)):
            return bool(value[1] == b"1")
    return {"1": True, "0": False}.get((header or "").strip())
