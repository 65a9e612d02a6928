"""Speech: words, dates and numbers in an edition's language and time zone."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale
from babel.dates import format_date, format_interval, format_skeleton, format_timedelta
from babel.numbers import format_decimal

from bouclage.errors import RenderError
from bouclage.render.words import FALLBACK, LANGUAGES, Words, words_of
from bouclage.render.words.troubles import trouble_in

_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*\Z")
_RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
# English without a country is read here as Europe's, with the day before the month; Swiss French papers write dates
# without the comma that the locale data puts after the weekday.
_HOME = {"en": "en_150", "fr_CH": "fr"}


@dataclass(frozen=True, slots=True)
class Speech:
    """How one edition speaks."""

    tag: str  # BCP 47, for lang=
    words: Words
    locale: Locale
    zone: ZoneInfo

    def say(self, key: str, **values: object) -> str:
        """Return a text of the table, its places filled."""
        return self.words.texts[key].format(**values)

    def count(self, key: str, n: int) -> str:
        """Return a counted thing in its plural form."""
        forms = self.words.plurals[key]
        # "many" (a million) takes the plural too
        form = "one" if self.locale.plural_form(n) == "one" else "other"
        return forms[form].format(n=self.number(n))

    def section(self, key: str) -> str:
        """Return the name of a section: of another day, its date; one we have no word for keeps its own."""
        if key.startswith("day:"):
            return self.long_date(date.fromisoformat(key.removeprefix("day:")))
        return self.words.sections.get(key) or key.replace("_", " ").capitalize()

    def number(self, n: int) -> str:
        """Return a whole number with the language's grouping."""
        return str(format_decimal(n, locale=self.locale))

    def long_date(self, day: date) -> str:
        """Return weekday, day, month and year."""
        return self._first(day, str(format_date(day, "full", locale=self.locale)))

    def day(self, day: date) -> str:
        """Return day and month in full."""
        return self._first(day, str(format_skeleton("MMMMd", day, locale=self.locale)))

    def _first(self, day: date, text: str) -> str:
        """Return a French date with its "1er", which the locale data does not know."""
        return text.replace("1 ", "1er ", 1) if day.day == 1 and self.locale.language == "fr" else text

    def days(self, first: date, last: date, *, today: date) -> str:
        """Return a day with its weekday, or an interval of days; the year where it is not today's, or all there is."""
        if (first.month, first.day, last.month, last.day, first.year) == (1, 1, 12, 31, last.year):
            return str(first.year)
        if (
            first.day == 1
            and (last + timedelta(days=1)).day == 1
            and (first.year, first.month) == (last.year, last.month)
        ):
            return self.month(first)
        if first == last:
            if first.year != today.year:
                return self.long_date(first)
            weekday = str(format_date(first, "EEEE", locale=self.locale))
            return f"{weekday}{', ' if self.locale.language == 'de' else ' '}{self.day(first)}"
        skeleton = "MMMd" if first.year == last.year == today.year else "yMMMd"
        return str(format_interval(first, last, skeleton, locale=self.locale))

    def span(self, length: timedelta) -> str:
        """Return a length of time in words: "3 days", "5 months"."""
        return str(format_timedelta(length, granularity="day", threshold=1.6, locale=self.locale))

    def month(self, day: date) -> str:
        """Return month and year."""
        return str(format_skeleton("yMMMM", day, locale=self.locale))

    def local(self, moment: datetime) -> datetime:
        """Return a time on the edition's clock."""
        return moment.astimezone(self.zone)

    def clock(self, moment: datetime) -> str:
        """Return hours and minutes on the edition's clock."""
        return f"{self.local(moment):%H:%M}"

    def moment(self, moment: datetime, today: date) -> str:
        """Return the time of day; with the date where it is not today's."""
        local = self.local(moment)
        if local.date() == today:
            return self.clock(moment)
        return f"{format_skeleton('MMMd', local.date(), locale=self.locale)}, {self.clock(moment)}"

    def short_day(self, day: date, *, today: date) -> str:
        """Return day and month, short; with the year where it is not today's."""
        skeleton = "MMMd" if day.year == today.year else "yMMMd"
        return self._first(day, str(format_skeleton(skeleton, day, locale=self.locale)))

    def stamp(self, moment: datetime) -> str:
        """Return day, month, year and time of day, short, for tables."""
        local = self.local(moment)
        return f"{format_skeleton('yMMMd', local.date(), locale=self.locale)}, {local:%H:%M}"

    def foreign(self, language: str | None) -> str | None:
        """Return the tag to mark a text with, if it is not in the page's language."""
        if not language or not _TAG.match(language) or _base(language) == _base(self.tag):
            return None
        return language

    def trouble(self, words: str) -> tuple[str, str | None]:
        """Return what is wrong with a source or item in this language; where it cannot be told in it, its tag too."""
        told = trouble_in(self.tag, words)
        return (told, None) if told else (words, self.foreign("en"))

    def language_name(self, language: str | None) -> str | None:
        """Return a language's name in this one; None if unknown."""
        if not language:
            return None
        name = self.locale.languages.get(_base(language))
        return str(name) if name else None

    @property
    def first_weekday(self) -> int:
        """The day a week begins with; 0 = Monday."""
        return int(self.locale.first_week_day)

    def weekdays(self) -> list[tuple[str, str]]:
        """Return the days of the week in order, short and in full."""
        order = [(self.first_weekday + day) % 7 for day in range(7)]
        short, wide = (self.locale.days["stand-alone"][form] for form in ("narrow", "wide"))
        return [(str(short[day]), str(wide[day])) for day in order]

    def own_name(self, tag: str) -> str:
        """Return a language's name in itself."""
        name = str(Locale.parse(_base(tag)).get_language_name(_base(tag)) or tag)
        return name[:1].upper() + name[1:]


def speech(language: str, time_zone: str = "UTC") -> Speech:
    """Return the speech for an edition's language and zone; a language we have no words for speaks English."""
    tag = language if _TAG.match(language) and _base(language) in LANGUAGES else FALLBACK
    try:
        zone = ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise RenderError(f"unknown time zone {time_zone!r}", template="speech") from error
    parts = tag.split("-")
    known = tag.replace("-", "_") if len(parts) == 2 else parts[0].lower()
    found = Locale.negotiate([_HOME.get(known, known), parts[0].lower()], _locales())
    return Speech(tag, words_of(_base(tag)), found or Locale(_base(tag)), zone)


def right_to_left(language: str | None) -> bool:
    """Whether a language is written from the right."""
    return bool(language) and _base(str(language)) in _RIGHT_TO_LEFT


def _locales() -> list[str]:
    return ["fr", "fr_FR", "fr_BE", "de", "de_CH", "de_DE", "de_AT", "it", "it_CH", "it_IT", *_ENGLISH]


_ENGLISH = ["en", "en_150", "en_GB", "en_CH", "en_US", "en_IE"]


def _base(language: str) -> str:
    return language.split("-", maxsplit=1)[0].lower()
