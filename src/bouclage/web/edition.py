"""The edition: its page, on the first page and under its day, and the same as JSON."""

import json
from datetime import date

from fastapi import Request, Response

from bouclage.errors import EditionNotFoundError
from bouclage.records import to_plain
from bouclage.render import edition_card, message_page, web_page
from bouclage.render.speech import speech
from bouclage.web.answers import JSON, Page, answer, page
from bouclage.web.copies import copies
from bouclage.web.frames import Choice, choice_of, frame_of
from bouclage.web.shelf import neighbours
from bouclage.web.site import Site, site_of


def latest(request: Request) -> Response:
    """Show the latest edition, or when the first one closes."""
    site = site_of(request)
    days = site.shelf.days()
    if not days:
        return answer(request, page(_none_yet(site)), max_age_s=0)
    found = _page(site, days, days[0], choice_of(request, site), first=True)
    return answer(request, found, max_age_s=site.settings.page_max_age_s)


def of_day(request: Request) -> Response:
    """Show the edition of one day."""
    site = site_of(request)
    found = _page(site, site.shelf.days(), day_in(request), choice_of(request, site))
    return answer(request, found, max_age_s=site.settings.page_max_age_s)


def latest_json(request: Request) -> Response:
    """Give the latest edition as its record stands, less what was withdrawn."""
    site = site_of(request)
    return answer(request, _json(site, newest(site)), max_age_s=site.settings.page_max_age_s)


def of_day_json(request: Request) -> Response:
    """Give the edition of one day as its record stands, less what was withdrawn."""
    site = site_of(request)
    return answer(request, _json(site, day_in(request)), max_age_s=site.settings.page_max_age_s)


def newest(site: Site) -> date:
    """Return the day of the latest edition. Raises EditionNotFoundError where there is none."""
    days = site.shelf.days()
    if not days:
        raise EditionNotFoundError(f"no edition {site.edition.name} has been closed yet")
    return days[0]


def day_in(request: Request) -> date:
    """Return the day a request's address names. Raises EditionNotFoundError where that is no day."""
    text = str(request.path_params["day"])
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise EditionNotFoundError("no day") from error
    if day.isoformat() != text:  # 20260908, 2026-W37-2: one page, one address
        raise EditionNotFoundError("no day")
    return day


def edition_href(site: Site, day: date) -> str:
    """Return the address of an edition."""
    return f"{site.base}/{day.isoformat()}"


def story_href(site: Site, day: date, story_id: str) -> str:
    """Return the address of a story of an edition."""
    return f"{edition_href(site, day)}/story/{story_id}"


def _page(site: Site, days: tuple[date, ...], day: date, choice: Choice, *, first: bool = False) -> Page:
    older, newer = neighbours(days, day)
    shown = site.shelf.shown(day)
    photos = copies(site, shown)

    def make() -> Page:
        card = edition_card(shown.edition)
        frame = frame_of(site, choice, "/" if first else f"/{day.isoformat()}", card=card)
        links = {story.id: frame.to(f"/{day.isoformat()}/story/{story.id}") for story in shown.edition.stories}
        return page(
            web_page(
                shown.edition,
                permalinks=links,
                photos=photos,
                older=older,
                newer=newer,
                ledger_href=frame.to(f"/{day.isoformat()}/ledger"),
                frame=frame,
                language=choice.language,
            )
        )

    return site.shelf.page(("edition", day, shown.gone, frozenset(photos), older, newer, choice, first), make)


def _json(site: Site, day: date) -> Page:
    shown = site.shelf.shown(day)

    def make() -> Page:
        return page(json.dumps(to_plain(shown.edition), ensure_ascii=False), kind=JSON)

    return site.shelf.page(("json", day, shown.gone), make)


def _none_yet(site: Site) -> str:
    text = site.words["no_edition"]
    if site.next_closing is not None:
        closes = site.next_closing(site.clock())
        speak = speech(site.edition.language, site.edition.time_zone)
        text = site.words["first_closes"].format(
            day=speak.long_date(speak.local(closes).date()), time=speak.clock(closes)
        )
    return message_page(site.edition.title, text, language=site.edition.language)
