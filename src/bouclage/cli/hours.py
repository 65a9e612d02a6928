"""When editions close, as the desk asks for it: the schedule's answers."""

from datetime import date, datetime

from bouclage.config import EditionConfig
from bouclage.pipeline import Closing
from bouclage.schedule import next_closing, window
from bouclage.web.desk.house import Hours


def hours() -> Hours:
    """Return the schedule's answers."""
    return Hours(next_day=_next_day, closing=_closing)


def _next_day(edition: EditionConfig, at: datetime) -> date:
    return next_closing(at, at=edition.closing_time, zone=edition.zone).astimezone(edition.zone).date()


def _closing(edition: EditionConfig, day: date) -> Closing:
    opens, closes = window(day, edition.closing_time, edition.zone)
    return Closing(edition=edition, day=day, opens=opens, closes=closes)
