"""The sources: where the edition comes from, and what is wrong with them now."""

from dataclasses import dataclass
from functools import cache

from fastapi import Request, Response
from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from bouclage.records import Source, SourceState
from bouclage.render.speech import Speech, speech
from bouclage.text.urls import without_secrets
from bouclage.web.answers import answer, page
from bouclage.web.site import site_of


@dataclass(frozen=True, slots=True)
class _Line:
    outlet: str
    iso: str | None
    when: str
    error: str | None


def sources(request: Request) -> Response:
    """Show the catalogue's health. Addresses are not shown: a feed's may be a subscriber's own."""
    site = site_of(request)
    with site.store.read() as tx:
        known, states = tx.sources.all(), tx.sources.states()
    speak = speech(site.edition.language, site.edition.time_zone)
    today = speak.local(site.clock()).date()
    lines = [
        _line(source, states.get(source.id), speak, speak.moment(state.last_read, today) if state.last_read else "")
        for source in sorted(known, key=lambda source: source.name.casefold())
        for state in (states.get(source.id) or SourceState(source_id=source.id),)
    ]
    text = (
        _environment()
        .get_template("sources.html")
        .render(s=speak, w=site.words, site=site.edition.title, home=site.home, lines=lines)
    )
    return answer(request, page(text), max_age_s=site.settings.page_max_age_s)


def _line(source: Source, state: SourceState | None, speak: Speech, when: str) -> _Line:
    if state is None or state.last_read is None:
        return _Line(source.name, None, "", None)
    iso = speak.local(state.last_read).isoformat(timespec="minutes")
    return _Line(source.name, iso, when, without_secrets(state.error) if state.error else None)


@cache
def _environment() -> Environment:
    """Return the render stage's templates with this page's beside them, so that all pages have one frame and style."""
    return Environment(
        loader=ChoiceLoader([PackageLoader("bouclage.web"), PackageLoader("bouclage.render")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
