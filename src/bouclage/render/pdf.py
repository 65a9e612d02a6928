"""PDF: an edition set by typst on A4, a front page in columns, the stories in the edition's order."""

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

import typst

from bouclage.errors import RenderError
from bouclage.records import Edition, Picture
from bouclage.render.view import EditionView, ReportView, StoryView, view_of

_LAYOUT = "edition.typ"


def pdf(edition: Edition, photos: Mapping[str, Picture] | None = None) -> bytes:
    """Return the edition as a PDF file; `photos` are our own copies by their address: the lead's is set beside it.

    The words reach typst as data, never as markup, so nothing a source writes can be a command. The file is tagged for
    screen readers; it does not claim PDF/UA, which would lose an edition for one letter that no font at hand can show.
    """
    view = view_of(edition)
    lead = edition.stories[0] if edition.stories else None
    photo = (photos or {}).get(lead.photo.url) if lead and lead.photo else None
    layout = (files("bouclage.render") / "templates" / _LAYOUT).read_bytes()
    data = json.dumps(_plain(view) | {"photo": _photo(view, photo)}, ensure_ascii=False)
    data = data.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # half a letter in a headline
    try:
        made = typst.compile(layout, format="pdf", sys_inputs={"edition": data})
    except (typst.TypstError, RuntimeError) as error:
        raise RenderError(str(error), template=_LAYOUT) from error
    if not isinstance(made, bytes):  # more than one file: not of a PDF
        raise RenderError("typst gave no PDF", template=_LAYOUT)
    return made


def _plain(view: EditionView) -> dict[str, Any]:
    say = view.speech.say
    return {
        "title": view.title,
        "language": view.speech.words.language,
        "day": view.day,
        "iso": view.iso,
        "closed": view.closed,
        "from": view.from_,
        "weather": f"{view.weather.line(say('colon'))} {view.weather.source}" if view.weather else "",
        "account": view.account,
        "foot": say("nothing_invented"),
        "sources": say("sources"),
        "notices": [f"{one.word}{say('colon')} {one.headline} ({one.outlet})" for one in view.notices],
        "sections": [
            {
                "name": section.name,
                "front": section.key == "front",
                "stories": [_story(s, view) for s in section.everything],
            }
            for section in view.sections
        ],
    }


def _photo(view: EditionView, photo: Picture | None) -> dict[str, Any] | None:
    """Return the lead's photo: its bytes as numbers, which reach typst as they are, its caption and credit."""
    shown = view.sections[0].everything[0].photo if photo and view.sections and view.sections[0].everything else None
    if photo is None or shown is None:
        return None
    say = view.speech.say
    credit = f"{say('photo')}{say('colon')} {shown.credit}" if shown.credit else say("photo")
    return {
        "body": list(photo.body),
        "caption": shown.caption or "",
        "lang": _code(shown.lang) or view.speech.words.language,
        "credit": credit,
    }


def _story(story: StoryView, view: EditionView) -> dict[str, Any]:
    own = view.speech.words.language
    return {
        "kicker": story.kicker or "",
        "headline": story.headline,
        "lang": _code(story.title_lang) or own,
        "href": story.href or "",
        "note": f"{view.speech.say('editors_note')}{view.speech.say('colon')} {story.note}" if story.note else "",
        "edited": f"{story.edited} {story.original}" if story.edited else "",
        "runs": [
            {
                "lang": _code(run.lang) or own,
                "outlet": run.outlet if story.breadth else "",
                "sentences": [{"text": one.text, "href": one.href or ""} for one in run.sentences],
            }
            for run in story.runs
        ],
        "breadth": story.breadth,
        "reports": [_report(report) for report in story.reports],
    }


def _report(report: ReportView) -> dict[str, str]:
    outlets = ", ".join([report.outlet, *(copy.outlet for copy in report.copies)])
    return {"outlet": outlets, "when": report.when, "href": report.href or ""}


def _code(tag: str | None) -> str:
    """Return a language as typst takes it: two or three letters."""
    return tag.split("-")[0].lower() if tag else ""
