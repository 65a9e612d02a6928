"""Several days: the week's editions as one, for readers who want one mail a week, and the weekend before a Monday.

Takes closed editions as they may be shown; gives one edition whose further sections are named after their day. Each
story stands once, on its newest day. Nothing is added to it.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from bouclage.records import Edition, EditionStory, Frequency, Section, Subscriber

WEEK = timedelta(days=7)
_SATURDAY = 5
LEADING = 10  # stories a day in a week's mail: 70 are read in a quarter of an hour


def day_section(day: date) -> str:
    """Return the name of a section that holds another day's stories."""
    return f"day:{day.isoformat()}"


def gets(reader: Subscriber, day: date, before: date | None) -> bool:
    """Say whether a reader gets the edition of `day`; `before` is the day of the edition closed before it.

    A weekly mail whose day had no edition comes with the next one, so that a missed closing costs nobody a week.
    """
    if reader.paused_until is not None and day < reader.paused_until:
        return False
    if reader.frequency is Frequency.WEEKDAYS:
        return day.weekday() < _SATURDAY
    if reader.frequency is Frequency.WEEKLY:
        return before is None or before < _last(reader.week_day, day)
    return True


def weekend_before(day: date, closed: Iterable[date]) -> tuple[date, ...]:
    """Return the weekend editions since the last working day's, newest first; none on a weekend."""
    if day.weekday() >= _SATURDAY:
        return ()
    earlier = sorted((one for one in closed if day - WEEK < one < day), reverse=True)
    found = []
    for one in earlier:
        if one.weekday() < _SATURDAY:
            break
        found.append(one)
    return tuple(found)


def week_before(day: date, closed: Iterable[date]) -> tuple[date, ...]:
    """Return the days of the week's other editions, newest first."""
    return tuple(sorted((one for one in closed if day - WEEK < one < day), reverse=True))


def with_weekend(edition: Edition, weekend: Iterable[Edition]) -> Edition:
    """Return an edition followed by the stories of the weekend's, newest first."""
    return _joined(edition, edition.sections, weekend, most=None)


def week_of(edition: Edition, earlier: Iterable[Edition]) -> Edition:
    """Return the leading stories of the week's editions, a section a day, newest first."""
    own = Section(name=day_section(edition.day), stories=_leading(edition.stories, LEADING))
    joined = _joined(edition, (own,), earlier, most=LEADING)
    stories = sum(len(section.stories) for section in joined.sections)
    return replace(joined, counts=replace(joined.counts, stories=stories))


def _joined(edition: Edition, sections: tuple[Section, ...], others: Iterable[Edition], *, most: int | None) -> Edition:
    seen = {story.id for section in sections for story in section.stories}
    made = [section for section in sections if section.stories]
    counts = edition.counts
    for other in sorted(others, key=lambda one: one.day, reverse=True):
        fresh = tuple(story for story in other.stories if story.id not in seen)
        fresh = fresh if most is None else _leading(fresh, most)
        seen |= {story.id for story in other.stories}
        if fresh:
            made.append(Section(name=day_section(other.day), stories=fresh))
        counts = replace(
            counts,
            read=counts.read + other.counts.read,
            printed=counts.printed + other.counts.printed,
            merged=counts.merged + other.counts.merged,
            held=counts.held + other.counts.held,
            refused=counts.refused + other.counts.refused,
            stories=counts.stories + len(fresh),
        )
    return replace(edition, sections=tuple(made), counts=counts)


def _leading(stories: Iterable[EditionStory], most: int) -> tuple[EditionStory, ...]:
    return tuple(story for story in stories if story.series is None)[:most]


def _last(week_day: int, day: date) -> date:
    """Return the last day at or before `day` that is this day of the week."""
    return day - timedelta(days=(day.weekday() - week_day) % 7)
