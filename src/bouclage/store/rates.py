"""Count how often something is asked for, in spans of time that all processes share."""

from datetime import UTC, datetime, timedelta

from sqlalchemy.dialects import postgresql, sqlite

from bouclage.store import schema
from bouclage.store.failures import failures
from bouclage.store.link import Link

_RATES = schema.rates


class Rates:
    """The counts of one transaction."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._insert = sqlite.insert if link.connection.dialect.name == "sqlite" else postgresql.insert

    def take(self, what: str, whose: str, now: datetime, *, limit: int, span: timedelta) -> bool:
        """Count one more; return whether that is within `limit` for this span. Spans begin on round times.

        `whose` should be a hash where it is about a person. Two processes that count at once count two.
        """
        seconds = int(span.total_seconds())
        start = int(now.timestamp()) // seconds * seconds
        until = datetime.fromtimestamp(start + seconds, UTC)
        row = {"key": f"{what}:{whose}:{start}", "count": 1, "until": until}
        counted = self._insert(_RATES).values(row)
        counted = counted.on_conflict_do_update(index_elements=["key"], set_={"count": _RATES.c.count + 1})
        statement = counted.returning(_RATES.c.count)
        with failures(self._link.path):
            return int(self._link.connection.execute(statement).scalar_one()) <= limit

    def forget(self, now: datetime) -> int:
        """Drop the counts of spans that are over."""
        return self._link.change(_RATES.delete().where(_RATES.c.until <= now))
