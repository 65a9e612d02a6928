"""Text: the edition as plain text, complete, for the text part of a mail and for terminals."""

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bouclage.records import Edition
from bouclage.render.settings import RenderSettings
from bouclage.render.view import EditionView, ReportView, SentenceView, StoryView, view_of

_BREAKS = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029]+")  # a quoted text must not begin a line of ours


class Addresses(StrEnum):
    """How many links a story has in plain text."""

    ALL = "all"  # to every report
    ONE = "one"  # to the report that speaks for the story; the web page has the rest
    LINE = "line"  # the same, and the headline is all that is said


def plain_text(
    edition: Edition,
    *,
    web_url: str | None = None,
    unsubscribe_url: str | None = None,
    address_of_publisher: str = "",
    addresses: Addresses = Addresses.ALL,
    settings: RenderSettings | None = None,
) -> str:
    """Set an edition as text: every story, every link; lines of at most 72 columns, addresses excepted.

    With `Addresses.ONE` a story has one link, and its outlets are named.
    """
    foot = Foot(web_url=web_url, unsubscribe_url=unsubscribe_url, address_of_publisher=address_of_publisher)
    return text_of(view_of(edition), foot, addresses=addresses, settings=settings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Foot:
    """What stands at the foot of a mail: where to go from here, and who answers for it."""

    web_url: str | None = None
    unsubscribe_url: str | None = None
    preferences_url: str | None = None
    address_of_publisher: str = ""


def text_of(view: EditionView, foot: Foot, *, addresses: Addresses, settings: RenderSettings | None = None) -> str:
    """Set a view as text, as `plain_text` does an edition."""
    width = (settings or RenderSettings()).text_width
    lines = [*_lines(view, width, addresses=addresses), *_links(view, width, foot)]
    return "\n".join(lines).rstrip() + "\n"


def _lines(view: EditionView, width: int, *, addresses: Addresses) -> Iterator[str]:
    say = view.speech.say
    colon = say("colon")
    yield from _head(view, width)
    for section in view.sections:
        yield from ("=" * width, *_wrap(section.name.upper(), width), "=" * width, "")
        for story in section.stories:
            yield from _story(story, width, view, addresses=addresses)
        for name, stories in section.series:
            yield from (*_wrap(f"{name}{colon}", width), "")
            for story in stories:
                yield from _story(story, width, view, addresses=addresses)
    yield from _foot(view, width)


def _links(view: EditionView, width: int, foot: Foot) -> Iterator[str]:
    say = view.speech.say
    colon = say("colon")
    if foot.web_url:
        yield from ("", f"{say('mail_web')}{colon}", foot.web_url)
    if foot.unsubscribe_url:
        yield ""
        yield from _wrap(say("mail_why"), width)
        yield from (f"{say('mail_unsubscribe')}{colon}", foot.unsubscribe_url)
    if foot.preferences_url:
        yield from (f"{say('mail_preferences')}{colon}", foot.preferences_url)
    if foot.address_of_publisher:
        yield ""
        for line in foot.address_of_publisher.splitlines():
            yield from _wrap(line, width)


def _head(view: EditionView, width: int) -> Iterator[str]:
    say = view.speech.say
    yield from _wrap(view.title.upper(), width)
    yield from _wrap(f"{view.day} · {view.closed}", width)
    yield from _wrap(view.from_, width)
    yield ""
    if view.weather:
        yield from _wrap(f"{view.weather.line(say('colon'))} {view.weather.source}", width)
        yield ""
    if view.held is not None:
        yield from _wrap(say("held"), width)
        if view.held:
            yield from _wrap(say("held_why", reason=view.held), width)
        yield ""
    elif not view.sections:
        yield from _wrap(say("nothing"), width)
        yield ""
    if view.note:
        yield from _wrap(f"{say('editors_note')}{say('colon')} {view.note}", width)
        yield ""
    for line in view.left_out:
        yield from (*_wrap(line, width), "")
    yield from _notices(view, width)


def _foot(view: EditionView, width: int) -> Iterator[str]:
    say = view.speech.say
    colon = say("colon")
    yield "-" * width
    yield from _wrap(view.account, width)
    if view.troubles:
        yield ""
        yield from _wrap(f"{say('troubles')}{colon}", width)
        for outlet, error, _ in view.troubles:
            yield from _wrap(f"- {outlet}{colon} {error}", width, hang="  ")
    yield ""
    yield from _wrap(say("nothing_invented"), width)


def _notices(view: EditionView, width: int) -> Iterator[str]:
    for notice in view.notices:
        after = ", ".join(part for part in (notice.outlet, notice.printed) if part)
        note = f" – {notice.note}" if notice.note else ""
        yield from _wrap(
            f"* {notice.word}{view.speech.say('colon')} {notice.headline} ({after}){note}", width, hang="  "
        )
        if notice.href:
            yield f"  {notice.href}"
    if view.notices:
        yield ""


def _story(story: StoryView, width: int, view: EditionView, *, addresses: Addresses) -> Iterator[str]:
    if story.kicker:
        yield from _wrap(story.kicker, width)
    mark = f" [{view.speech.say('edited_mark')}]" if story.edited else ""
    yield from _wrap(f"{story.headline}{mark}", width)
    if addresses is Addresses.LINE:
        yield from _addresses(story.href)
        return
    if story.edited:
        yield from _wrap(f"{story.edited} {story.original} ({_one_line(story.outlet)})", width, indent="  ")
    if story.note:
        yield from _wrap(
            f"{view.speech.say('editors_note')}{view.speech.say('colon')} {story.note}", width, indent="  "
        )
    facts = [fact for fact in (story.breadth, story.continues) if fact]
    if facts:
        yield from _wrap(f"[{' · '.join(facts)}]", width)
    for run in story.runs:
        outlet = f" ({_one_line(run.outlet)})" if story.breadth else ""
        yield from _wrap(_run(run.sentences, view), width, indent="  ", after=outlet)
    for dispute in story.said.disputes[:1]:
        colon = view.speech.say("colon")
        sides = " – ".join(f"{who}{colon} {text}" for who, text, _ in dispute.brief)
        yield from _wrap(f"! {dispute.title}{colon} {sides}", width, indent="  ", hang="    ")
    if not story.breadth:
        yield from _wrap(_source(story.reports[0]), width, indent="  ")
        yield from _addresses(story.reports[0].href, story.href)
    elif addresses is Addresses.ONE:
        yield f"  {story.href}"
        yield from _wrap(", ".join(_names(report, view) for report in story.reports), width, indent="  ")
    else:
        for report in story.reports:
            title = "" if report.headline == story.headline else f": {report.headline}"
            yield from _wrap(f"- {_source(report)}{title}", width, indent="  ", hang="    ")
            yield from _addresses(report.href)
            for copy in report.copies:
                title = "" if copy.headline in (report.headline, story.headline) else f": {copy.headline}"
                line = f"{view.speech.say('copied_by')} {_source(copy)}{title}"
                yield from _wrap(line, width, indent="    ")
                yield from _addresses(copy.href)
    yield ""


def _names(report: ReportView, view: EditionView) -> str:
    """Return who wrote a report, and after it who prints it."""
    names = ", ".join(copy.outlet for copy in report.copies)
    return f"{report.outlet} ({view.speech.say('copied_by')} {names})" if names else report.outlet


def _addresses(*hrefs: str | None) -> Iterator[str]:
    for href in dict.fromkeys(hrefs):
        if href:
            yield f"    {href}"


def _run(sentences: tuple[SentenceView, ...], view: EditionView) -> str:
    new = view.speech.say("new").upper()
    return " ".join(f"[{new}] {one.text}" if one.begins_new else one.text for one in sentences)


def _source(report: ReportView) -> str:
    return ", ".join((report.outlet, report.when, *report.marks))


def _wrap(text: str, width: int, *, indent: str = "", hang: str | None = None, after: str = "") -> list[str]:
    return textwrap.wrap(
        _one_line(text) + after,
        width,
        initial_indent=indent,
        subsequent_indent=indent if hang is None else hang,
        break_on_hyphens=False,
    )


def wrapped(text: str) -> list[str]:
    """Return a text in lines of 72 columns, whatever stands in it."""
    return _wrap(text, RenderSettings().text_width)


def _one_line(text: str) -> str:
    return _BREAKS.sub(" ", text).strip()
