"""The parts of a matched date expression, and the days they name."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum

from bouclage.text.dates.words import DateWords

Days = tuple[date, date]


class Way(IntEnum):
    """Where the sentence points."""

    BACK = -1
    UNKNOWN = 0
    AHEAD = 1


@dataclass(frozen=True, slots=True)
class Parts:
    """What a pattern found, with the day of publication and where the sentence points."""

    found: dict[str, str]
    words: DateWords
    day: date
    way: Way
    present: bool = True  # in a sentence whose verb points nowhere: what happens on a weekday to come

    def get(self, name: str) -> str | None:
        """Return the text of a place; None if it is not filled."""
        return self.found.get(name)

    @property
    def turn(self) -> Way:
        """Where the expression itself points ("last", "next"), else where its sentence does."""
        if "last" in self.found:
            return Way.BACK
        if "next" in self.found:
            return Way.AHEAD
        return self.way

    def year(self, name: str = "year") -> int | None:
        """Return a year written out, or told from publication's: "in September last year"."""
        text = self.found.get(name)
        if text is None and name == "year":
            step = next(
                (step for step, of in ((-1, "of_last"), (0, "of_this"), (1, "of_next")) if of in self.found), None
            )
            return None if step is None else self.day.year + step
        return int(text) if text else None

    def count(self, default: int | None = None) -> int | None:
        """Return the count of units."""
        text = self.found.get("n") or self.found.get("n2")
        if text is None:
            return default
        if text.isdigit():
            return int(text)
        try:
            return which(self.words.tens, text) * 10 + 30
        except LookupError:
            return which(self.words.numbers, text) + 1

    def unit(self) -> str:
        """Return day, week, month or year."""
        return kind(self.words.units, self.found["unit"])


def which(patterns: tuple[re.Pattern[str], ...], text: str) -> int:
    """Return the index of the pattern that `text` is; LookupError if none."""
    for index, pattern in enumerate(patterns):
        if pattern.match(text):
            return index
    raise LookupError(text)


def kind(patterns: tuple[tuple[str, re.Pattern[str]], ...], text: str) -> str:
    """Return the name of the pattern that `text` is; LookupError if none."""
    for name, pattern in patterns:
        if pattern.match(text):
            return name
    raise LookupError(text)


def weekday(parts: Parts, name: str = "wd", way: Way | None = None) -> date:
    """Return the nearest such weekday by tense; publication's own weekday is that day but for "last" or "next"."""
    step = (which(parts.words.weekdays, parts.found[name]) - parts.day.weekday()) % 7
    way = parts.turn if way is None else way
    if step == 0:
        return parts.day + timedelta(days=7 * (("next" in parts.found) - ("last" in parts.found)))
    ahead = way is Way.AHEAD or (way is Way.UNKNOWN and (parts.present or "this" in parts.found))
    return parts.day + timedelta(days=step if ahead else step - 7)


def day_of(year: int, month: int, day: int) -> date:
    """Return a date; LookupError if there is none such."""
    try:
        return date(year, month, day)
    except ValueError as error:
        raise LookupError(f"{year}-{month}-{day}") from error


def nearest(parts: Parts, month: int, day: int) -> date:
    """Return the nearest such day by tense, nearest to publication where nothing points."""
    options = []
    for year in (parts.day.year - 1, parts.day.year, parts.day.year + 1):
        if day <= monthrange(year, month)[1]:
            options.append(date(year, month, day))
    if "last" in parts.found:
        options = [one for one in options if one <= parts.day] or options
    if "next" in parts.found:
        options = [one for one in options if one >= parts.day] or options
    if not options:
        raise LookupError(f"{month}-{day}")

    def distance(option: date) -> float:
        away = (option - parts.day).days
        # Tense decides only where both years are about as near: a tense can belong to another clause.
        wrong = (parts.turn is Way.BACK and away > 0) or (parts.turn is Way.AHEAD and away < 0)
        return abs(away) + (200 if wrong else 0)

    return min(options, key=distance)


def month_days(year: int, month: int) -> Days:
    """Return first and last day of a month."""
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def unit_days(day: date, unit: str, step: int) -> Days:
    """Return the day, week, month or year that is `step` units from the one of `day`."""
    if unit == "week":
        monday = day - timedelta(days=day.weekday()) + timedelta(weeks=step)
        return monday, monday + timedelta(days=6)
    if unit == "month":
        index = day.year * 12 + day.month - 1 + step
        return month_days(index // 12, index % 12 + 1)
    if unit == "year":
        year = day_of(day.year + step, 1, 1).year
        return date(year, 1, 1), date(year, 12, 31)
    there = day + timedelta(days=step)
    return there, there
