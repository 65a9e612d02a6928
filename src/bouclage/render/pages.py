"""Pages: the ledger, the archive and the small pages around an edition."""

from calendar import Calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from bouclage.records import Edition, Fate, Ledger, LedgerEntry
from bouclage.render.environment import fill
from bouclage.render.frame import Frame
from bouclage.render.links import safe
from bouclage.render.reasons import reason_of
from bouclage.render.speech import Speech, speech


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveDay:
    """A closed edition as the archive lists it."""

    day: date
    href: str
    stories: int
    lead: str | None = None  # headline of its first story
    language: str | None = None  # of that headline


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One button that sends a form back to us, or with "get" leads on."""

    action: str
    button: str
    method: str = "post"
    hidden: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Line:
    outlet: str
    headline: str | None
    href: str | None
    reason: str
    reason_language: str | None  # where it is not the page's
    versions: int


@dataclass(frozen=True, slots=True)
class _Group:
    fate: str
    name: str
    text: str
    entries: tuple[_Line, ...]


def ledger_page(
    edition: Edition,
    ledger: Ledger,
    *,
    edition_href: str | None = None,
    frame: Frame | None = None,
    language: str | None = None,
) -> str:
    """Set the account of every item, by fate, with the sum that shows nothing is missing."""
    speak = speech(language or edition.language, edition.time_zone)
    by_fate = {fate: [entry for entry in ledger.entries if entry.fate is fate] for fate in Fate}
    return fill(
        "ledger.html",
        s=speak,
        e_title=edition.title,
        heading=speak.say("ledger_title", day=speak.day(edition.day)),
        sum=_sum(edition, by_fate, speak),
        groups=tuple(_group(fate, entries, speak) for fate, entries in by_fate.items()),
        iso=edition.day.isoformat(),
        day=speak.long_date(edition.day),
        short_day=speak.day(edition.day),
        edition_href=edition_href,
        frame=frame,
    )


def archive_page(
    days: Iterable[ArchiveDay],
    *,
    title: str,
    language: str = "en",
    home_href: str | None = None,
    years: Iterable[tuple[int, str, bool]] = (),
    frame: Frame | None = None,
) -> str:
    """Set the list of closed editions, newest first, by month, each month with its calendar.

    `years` are the years there are: number, address, whether it is the one shown.
    """
    speak = speech(language)
    newest_first = sorted(days, key=lambda day: day.day, reverse=True)
    months = []
    for (year, month), group in groupby(newest_first, key=lambda day: (day.day.year, day.day.month)):
        listed = tuple(group)
        months.append(
            (f"{year}-{month:02d}", speak.month(date(year, month, 1)), listed, _weeks(year, month, listed, speak))
        )
    return fill(
        "archive.html",
        s=speak,
        e_title=title,
        months=months,
        home_href=home_href,
        years=list(years),
        weekdays=speak.weekdays(),
        frame=frame,
    )


def _weeks(
    year: int, month: int, days: tuple[ArchiveDay, ...], speak: Speech
) -> list[list[tuple[int, str | None, str] | None]]:
    """Return a month's weeks as (day, address of its edition, full date); None outside the month."""
    hrefs = {day.day.day: day.href for day in days}
    weeks = Calendar(speak.first_weekday).monthdayscalendar(year, month)
    return [
        [(day, hrefs.get(day), speak.long_date(date(year, month, day))) if day else None for day in week]
        for week in weeks
    ]


def tombstone_page(
    *, outlet: str, headline: str | None = None, title: str = "", language: str = "en", home_href: str | None = None
) -> str:
    """Set the page that stands where a withdrawn report stood; `headline` only where it may still be shown."""
    speak = speech(language)
    lines = [headline] if headline else []
    lines.append(speak.say("tombstone", outlet=outlet))
    return _message(speak, speak.say("tombstone_title"), lines, site=title, home_href=home_href, form=None)


def message_page(
    title: str,
    text: str,
    *,
    language: str = "en",
    site: str = "",
    home_href: str | None = None,
    form: Form | None = None,
) -> str:
    """Set a small page: a title, paragraphs parted by blank lines, and a button where something is to be confirmed."""
    paragraphs = [part.strip() for part in text.split("\n\n") if part.strip()]
    return _message(speech(language), title, paragraphs, site=site, home_href=home_href, form=form)


def _message(
    speak: Speech, heading: str, paragraphs: list[str], *, site: str, home_href: str | None, form: Form | None
) -> str:
    return fill(
        "message.html",
        s=speak,
        e_title=site,
        heading=heading,
        paragraphs=paragraphs,
        home_href=home_href,
        form=form,
    )


def _sum(edition: Edition, by_fate: Mapping[Fate, list[LedgerEntry]], speak: Speech) -> str:
    sizes = {fate.value: speak.number(len(entries)) for fate, entries in by_fate.items()}
    total = sum(len(entries) for entries in by_fate.values())
    read = speak.number(edition.counts.read)
    if total != edition.counts.read:
        return speak.say("ledger_differs", read=read, sum=speak.number(total))
    return speak.say("ledger_adds", read=read, **sizes)


def _group(fate: Fate, entries: list[LedgerEntry], speak: Speech) -> _Group:
    return _Group(
        fate=fate.value,
        name=speak.say(f"fate_{fate.value}"),
        text=speak.say(f"fate_{fate.value}_text"),
        entries=tuple(
            _Line(entry.outlet, entry.headline, safe(entry.url), *reason_of(entry, speak), entry.versions)
            for entry in sorted(entries, key=lambda entry: (entry.reason, entry.outlet, entry.headline or ""))
        ),
    )
