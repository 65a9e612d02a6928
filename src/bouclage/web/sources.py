"""The sources: where the edition comes from, and what is wrong with them now."""

from fastapi import Request, Response

from bouclage.errors import EditionNotFoundError
from bouclage.records import Source, SourceState
from bouclage.render import Printed, SourceLine, source_page, sources_page
from bouclage.store import Filter
from bouclage.text.search_terms import Question
from bouclage.text.urls import without_secrets
from bouclage.web.answers import answer, page
from bouclage.web.frames import choice_of, frame_of
from bouclage.web.site import site_of

_PRINTED = 12  # reports named on a source's page


def sources(request: Request) -> Response:
    """Show the catalogue's health. Addresses are not shown: a feed's may be a subscriber's own."""
    site = site_of(request)
    choice = choice_of(request, site)
    frame = frame_of(site, choice, "/sources")
    with site.store.read() as tx:
        known, states = tx.sources.all(), tx.sources.states()
    text = sources_page(
        (_line(one, states.get(one.id), frame.to(f"/sources/{one.id}")) for one in known),
        frame=frame,
        language=choice.language,
        time_zone=site.edition.time_zone,
        now=site.clock(),
    )
    return answer(request, page(text), max_age_s=site.settings.page_max_age_s)


def source(request: Request) -> Response:
    """Show one source: health, rights, and what was lately printed of it."""
    site, wanted = site_of(request), str(request.path_params["source_id"])
    choice = choice_of(request, site)
    frame = frame_of(site, choice, f"/sources/{wanted}")
    with site.store.read() as tx:
        known = {one.id: one for one in tx.sources.all()}
        if wanted not in known:
            raise EditionNotFoundError("there is no such source")
        state = tx.sources.states().get(wanted)
        found = tx.search.find(site.edition.name, Question(()), Filter(source_id=wanted), most=_PRINTED)
        articles = tx.articles.by_ids(one.article_id for one in found if one.article_id)
    printed = [
        Printed(
            day=one.day,
            article=articles[one.article_id],
            href=frame.to(f"/{one.day.isoformat()}/story/{one.story}"),
        )
        for one in found
        if one.article_id in articles
    ]
    text = source_page(
        _line(known[wanted], state, frame.to(f"/sources/{wanted}")),
        printed,
        frame=frame,
        language=choice.language,
        time_zone=site.edition.time_zone,
        now=site.clock(),
    )
    return answer(request, page(text), max_age_s=site.settings.page_max_age_s)


def _line(one: Source, state: SourceState | None, href: str) -> SourceLine:
    known = state or SourceState(source_id=one.id)
    return SourceLine(source=one, state=known, trouble=without_secrets(known.error) if known.error else None, href=href)
