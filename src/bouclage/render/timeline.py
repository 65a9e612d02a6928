"""Timeline: the dated sentences of a story as marks on a line, for those who would rather look.

Between two dates the line is as long as the square root of the days between them: later is always further right, longer
always longer, and yet a date of thirty years ago does not press a week into one dot.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from itertools import accumulate, pairwise
from math import sqrt

from bouclage.records import Edition, EditionStory
from bouclage.render.speech import Speech

_WIDTH, _MARGIN = 640.0, 14.0  # in the drawing's own units
_STEP = 11.0  # between marks of one day, one over the other
_LABEL = 74.0  # room that a date needs below the line


@dataclass(frozen=True, slots=True)
class Mark:
    """One dated sentence: a dot on its day, or a bar from its first day to its last."""

    x: float
    y: float
    width: float  # 0 = a dot
    label: str


@dataclass(frozen=True, slots=True)
class TimelinePicture:
    """A line of days with marks."""

    width: float
    height: float
    base: float  # where the line stands
    marks: tuple[Mark, ...]
    days: tuple[tuple[float, str], ...]
    today: float | None  # the edition's day, where it lies within
    text: str


def timeline_picture(story: EditionStory, edition: Edition, speak: Speech) -> TimelinePicture | None:
    """Return the picture of a story's timeline; None where fewer than three sentences or two days are dated."""
    spans = [(_day(event.from_), _day(event.to), event) for event in story.timeline]
    days = sorted({day for first, last, _ in spans for day in (first, last)})
    if len(spans) < 3 or len(days) < 2:
        return None
    lengths = [sqrt((after - before).days) for before, after in pairwise(days)]
    unit = (_WIDTH - 2 * _MARGIN) / sum(lengths)
    places = dict(zip(days, accumulate(lengths, lambda x, length: x + unit * length, initial=_MARGIN), strict=True))
    stacked: Counter[date] = Counter()
    marks = []
    for first, last, event in spans:
        stacked[first] += 1
        label = f"{speak.days(first, last, today=edition.day)}: {event.date.text}"
        marks.append((places[first], stacked[first], places[last] - places[first], label))
    base = 10.0 + _STEP * max(stacked.values())
    return TimelinePicture(
        width=_WIDTH,
        height=base + 22,
        base=base,
        marks=tuple(
            Mark(round(x, 1), round(base - _STEP * level + 1, 1), round(wide, 1), label)
            for x, level, wide, label in marks
        ),
        days=_labels(places, edition.day, speak),
        today=_within(places, edition.day),
        text=f"{speak.say('timeline')}{speak.say('colon')} {speak.days(days[0], days[-1], today=edition.day)}",
    )


def _labels(places: dict[date, float], today: date, speak: Speech) -> tuple[tuple[float, str], ...]:
    """Return the dates below the line, as many as do not run into one another; the first and the last always."""
    ordered = sorted(places)
    shown = [ordered[0]]
    for day in ordered[1:-1]:
        if places[day] - places[shown[-1]] >= _LABEL and places[ordered[-1]] - places[day] >= _LABEL:
            shown.append(day)
    shown.append(ordered[-1])
    return tuple((round(places[day], 1), speak.short_day(day, today=today)) for day in shown)


def _within(places: dict[date, float], today: date) -> float | None:
    """Return where the edition's day lies, if it has a place of its own or lies between two neighbours."""
    if today in places:
        return round(places[today], 1)
    before = max((day for day in places if day < today), default=None)
    after = min((day for day in places if day > today), default=None)
    if before is None or after is None:
        return None
    share = (today - before).days / (after - before).days
    return round(places[before] + share * (places[after] - places[before]), 1)


def _day(written: str) -> date:
    return datetime.fromisoformat(written).date()
