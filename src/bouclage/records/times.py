"""Time in records: aware UTC and nothing else."""

from datetime import UTC, datetime


def utc(value: datetime) -> datetime:
    """Return `value` in UTC; a naive datetime is refused, because nobody knows what it means."""
    if value.tzinfo is None:
        raise ValueError(f"a time without a zone: {value.isoformat()}")
    return value.astimezone(UTC)


def require_utc(*values: datetime | None) -> None:
    """Raise ValueError unless every given time is aware and in UTC."""
    for value in values:
        if value is not None and (value.tzinfo is None or value.utcoffset()):
            raise ValueError(f"records hold aware UTC times only: {value!r}")
