"""Pictures for those who would rather look: SVG from the record, described in words, never loaded."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from bouclage.records import Edition, EditionStory
from bouclage.render.speech import Speech

_OUTLETS = 12  # named in the picture of coverage; the rest is counted together
_WIDTH = 640.0  # of a drawing, in its own units


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a picture of amounts."""

    name: str
    lang: str | None
    count: str
    parts: tuple[tuple[str, float, float], ...]  # (kind, start, width), of 100


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many reports were printed, by language and by outlet."""

    languages: tuple[Bar, ...]
    outlets: tuple[Bar, ...]
    rest: int  # outlets not named


@dataclass(frozen=True, slots=True)
class Beat:
    """One report on a story's line of the day."""

    x: float
    y: float
    copy: bool  # prints another's text
    label: str


@dataclass(frozen=True, slots=True)
class Pulse:
    """A story over the day: a mark for each report, and the hours."""

    width: float
    height: float
    base: float  # where the line of the hours stands
    beats: tuple[Beat, ...]
    hours: tuple[tuple[float, str], ...]
    text: str


def coverage(edition: Edition, speak: Speech) -> Coverage | None:
    """Return the picture of who printed how much in which language; None for an edition too small for one."""
    reports = [report for story in edition.stories for report in story.reports]
    by_outlet: dict[str, Counter[str]] = {}
    by_language: dict[str, Counter[str]] = {}
    for report in reports:
        kind = "copy" if report.copy_of is not None else "own"
        by_outlet.setdefault(report.outlet, Counter())[kind] += 1
        name = speak.language_name(report.language) or "?"
        by_language.setdefault(name, Counter())[kind] += 1
    if len(by_outlet) < 2:
        return None
    outlets = _bars(by_outlet)
    return Coverage(_bars(by_language), outlets[:_OUTLETS], max(0, len(outlets) - _OUTLETS))


def _bars(counts: dict[str, Counter[str]]) -> tuple[Bar, ...]:
    ordered = sorted(counts.items(), key=lambda pair: (-sum(pair[1].values()), pair[0].casefold()))
    most = sum(ordered[0][1].values())
    bars = []
    for name, kinds in ordered:
        own, copies = 100 * kinds["own"] / most, 100 * kinds["copy"] / most
        parts = (("own", 0.0, round(own, 1)), ("copy", round(own, 1), round(copies, 1)))
        bars.append(Bar(name, None, str(sum(kinds.values())), tuple(part for part in parts if part[2])))
    return tuple(bars)


def pulse(story: EditionStory, edition: Edition, speak: Speech) -> Pulse | None:
    """Return a story's reports over the hours in which they came; None for fewer than three.

    Reports that came within one mark's breadth stand on each other.
    """
    reports = sorted(story.reports, key=lambda report: (report.time, report.outlet))
    if len(reports) < 3:
        return None
    begins = speak.local(reports[0].time).replace(minute=0, second=0, microsecond=0)
    ends = speak.local(reports[-1].time).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    span = (ends - begins).total_seconds()
    margin, room, step = 12.0, _WIDTH - 24.0, 11.0
    stacked: Counter[int] = Counter()
    places = []
    for report in reports:
        x = margin + room * (report.time - begins).total_seconds() / span
        slot = int(x // step)
        stacked[slot] += 1
        label = f"{speak.moment(report.time, edition.day)} {report.outlet}"
        places.append((x, stacked[slot], report.copy_of is not None, label))
    high = max(stacked.values())
    base = 8.0 + step * high
    beats = tuple(Beat(round(x, 1), round(base + 3 - step * level, 1), copy, label) for x, level, copy, label in places)
    hours = span / 3600
    every = next(h for h in (1, 2, 3, 6, 12, 24, 48, 96, 10**6) if hours / h <= 8)
    marks = []
    at = begins
    while at <= ends:
        x = margin + room * (at - begins).total_seconds() / span
        marks.append((round(x, 1), f"{at:%H:%M}" if every < 24 else speak.day(at.date())))
        at += timedelta(hours=every)
    text = speak.say(
        "pulse_text",
        reports=speak.count("reports", len(reports)),
        first=speak.moment(reports[0].time, edition.day),
        last=speak.moment(reports[-1].time, edition.day),
    )
    return Pulse(_WIDTH, base + 22, base + 9, beats, tuple(marks), text)
