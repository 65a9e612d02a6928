"""Said: a story's statements, timeline and disputes ready to be set, for the web page, the mail and the text alike."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from bouclage.records import EditionStory, Report, ShownDispute, ShownEvent, ShownStatement, VerbClass
from bouclage.render.fit import shorten
from bouclage.render.links import safe, to_words
from bouclage.render.speech import Speech

_LINE_CHARS = 110  # of each side of a dispute that is told in one line
_MOST_NAMED = 3  # outlets named behind a statement; more are counted, the list of sources names them
_PARTICLES = frozenset(("de", "du", "des", "von", "van", "der", "den", "di", "della", "del", "da", "al", "bin", "ben"))
_PLAIN = frozenset({VerbClass.ASSERTS, VerbClass.OTHER})  # "says" goes without saying


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementView:
    """One statement: its words, where they stand, and what its verb does."""

    text: str
    href: str | None  # to its very words in the source
    lang: str | None
    verb: str | None  # "denies", "does not confirm"; None for plain saying
    outlet: str
    outlet_href: str | None
    when: str
    iso: str
    also: str | None  # other outlets that print these words: named if few, else counted
    also_names: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerView:
    """Somebody and what they say."""

    name: str
    role: str | None  # as a report puts it
    lang: str | None
    role_lang: str | None
    statements: tuple[StatementView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeView:
    """Two sides; each speaker has the one statement that clashes."""

    kind: str
    title: str
    left: SpeakerView
    right: SpeakerView

    @property
    def sides(self) -> tuple[SpeakerView, SpeakerView]:
        """Both, in the order of the record."""
        return self.left, self.right

    @property
    def brief(self) -> tuple[tuple[str, str, str | None], ...]:
        """Who, their words cut to a line, and their language, of both sides."""
        return tuple(
            (side.name, shorten(side.statements[0].text, _LINE_CHARS), side.statements[0].lang) for side in self.sides
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class EventView:
    """A dated sentence, in three pieces around its words for the day."""

    day: str
    iso: str  # its beginning
    gap: str | None  # how long nothing is dated before it, in words
    before: str
    words: str
    after: str
    href: str | None
    lang: str | None
    outlets: tuple[tuple[str, str | None], ...]  # who tells it, with links


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidView:
    """All of it."""

    disputes: tuple[DisputeView, ...]
    speakers: tuple[SpeakerView, ...]
    unshown: str | None
    events: tuple[EventView, ...]


def said_view(story: EditionStory, day: date, speak: Speech) -> SaidView:
    """Return the view of what a story's reports say, on an edition's `day`."""
    reports = {report.article_id: report for report in story.reports}
    known = _roles(story)

    def speaker(said: Iterable[ShownStatement]) -> SpeakerView:
        group = tuple(said)
        role = known.get(group[0].who.casefold())
        return SpeakerView(
            name=group[0].who,
            role=role[0] if role else None,
            lang=speak.foreign(group[0].language),
            role_lang=speak.foreign(role[1]) if role else None,
            statements=tuple(_statement(one, reports, day, speak) for one in group),
        )

    return SaidView(
        disputes=tuple(_dispute(one, speaker((one.left,)), speaker((one.right,)), speak) for one in story.disputes),
        speakers=tuple(speaker(group) for _, group in groupby(story.statements, key=lambda one: one.who.casefold())),
        unshown=speak.count("unshown", story.unshown) if story.unshown and story.statements else None,
        events=tuple(_event(one, reports, day, speak) for one in story.timeline),
    )


def _dispute(dispute: ShownDispute, left: SpeakerView, right: SpeakerView, speak: Speech) -> DisputeView:
    return DisputeView(
        kind=dispute.kind.value, title=speak.say(f"dispute_{dispute.kind.value}"), left=left, right=right
    )


def _statement(said: ShownStatement, reports: Mapping[str, Report], day: date, speak: Speech) -> StatementView:
    others = (reports[key].outlet for key in said.also if key in reports)
    names = [outlet for outlet in dict.fromkeys(others) if outlet != said.quote.outlet]
    also = ", ".join(names) if len(names) <= _MOST_NAMED else speak.count("outlets", len(names))
    return StatementView(
        text=said.quote.text,
        href=to_words(said.quote.url, said.quote.text),
        lang=speak.foreign(said.language),
        verb=None if said.verb_class in _PLAIN else speak.say(f"verb_{said.verb_class.value}"),
        outlet=said.quote.outlet,
        outlet_href=safe(said.quote.url),
        when=speak.moment(said.time, day),
        iso=speak.local(said.time).isoformat(timespec="minutes"),
        also=speak.say("also_in", outlets=also) if names else None,
        also_names=", ".join(names),
    )


def _roles(story: EditionStory) -> dict[str, tuple[str, str | None]]:
    """Return what the reports call each speaker beside the name, the fullest first seen, with its language's tag."""
    found: dict[str, tuple[str, str | None]] = {}
    sides = [side for dispute in story.disputes for side in (dispute.left, dispute.right)]
    for said in (*story.statements, *sides):
        role = _role(said)
        key = said.who.casefold()
        if role and len(role) > len(found.get(key, ("", None))[0]):
            found[key] = (role, said.language)
    return found


def _role(said: ShownStatement) -> str | None:
    """Return the speaker's words less the name: of "le ministre Luc Dayer" the first two; None if they add nothing."""
    if said.speaker is None or said.name is None:
        return None
    if not _is_person(said.name):
        return None
    words = said.speaker.text
    at = words.casefold().find(said.name.casefold())
    if at >= 0:
        rest = (words[:at].strip(" ,"), words[at + len(said.name) :].strip(" ,"))
        words = max(rest, key=len)
    elif said.name.split()[-1].casefold() in words.casefold():
        return None  # "M. Dayer"
    return words if len(words.split()) > 1 else None  # "il", "she", "Mr"


def _is_person(name: str) -> bool:
    """Whether a name looks like a person's: two words or more, all with a capital but particles."""
    words = name.split()
    return len(words) > 1 and all(word[0].isupper() or word in _PARTICLES for word in words)


def _event(event: ShownEvent, reports: Mapping[str, Report], today: date, speak: Speech) -> EventView:
    start, end = event.date.start - event.quote.start, event.date.end - event.quote.start
    text = event.quote.text
    gap = None
    if event.gap_days:
        gap = speak.say("gap", time=speak.span(timedelta(days=event.gap_days)))
    return EventView(
        day=_when(event, today, speak),
        iso=event.from_,
        gap=gap,
        before=text[:start],
        words=text[start:end],
        after=text[end:],
        href=to_words(event.quote.url, text),
        lang=speak.foreign(event.language),
        outlets=tuple(
            dict.fromkeys((reports[key].outlet, safe(reports[key].url)) for key in event.sources if key in reports)
        ),
    )


def _when(event: ShownEvent, today: date, speak: Speech) -> str:
    """Return the day, and the clock time as the report gives it."""
    first, last = (datetime.fromisoformat(written) for written in (event.from_, event.to))
    day = speak.days(first.date(), last.date(), today=today)
    if "T" not in event.from_:
        return day
    return f"{day}, {first:%H:%M}" if first == last else f"{day}, {first:%H:%M}–{last:%H:%M}"
