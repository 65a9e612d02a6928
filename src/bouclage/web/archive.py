"""The archive: every closed edition of a year, by date, with a calendar."""

from datetime import date

from fastapi import Request, Response

from bouclage.errors import EditionNotFoundError
from bouclage.render import ArchiveDay, archive_page
from bouclage.web.answers import Page, answer, page
from bouclage.web.frames import Choice, choice_of, frame_of
from bouclage.web.site import Site, site_of


def archive(request: Request) -> Response:
    """List the editions of the year asked for, or of the latest."""
    site, choice = site_of(request), choice_of(request, site_of(request))
    days = site.shelf.days()
    years = sorted({day.year for day in days}, reverse=True)
    asked = request.query_params.get("year")
    if asked is not None and asked not in {str(year) for year in years}:
        raise EditionNotFoundError("no edition of that year")
    year = int(asked) if asked is not None else years[0] if years else site.clock().year
    with site.store.read() as tx:
        hidden = tx.search.hidden(site.edition.name, date(year, 1, 1), date(year, 12, 31))
    name = ("archive", days, year, hidden, choice)
    found = site.shelf.page(name, lambda: _page(site, days, year, years, choice))
    return answer(request, found, max_age_s=site.settings.page_max_age_s)


def _page(site: Site, days: tuple[date, ...], year: int, years: list[int], choice: Choice) -> Page:
    frame = frame_of(site, choice, "/archive")
    with site.store.read() as tx:
        leads = tx.search.leads(site.edition.name, date(year, 1, 1), date(year, 12, 31))
    lines = []
    for day in days:
        if day.year == year:
            stories, lead = leads.get(day, (0, None))
            lines.append(
                ArchiveDay(
                    day=day,
                    href=frame.to(f"/{day.isoformat()}"),
                    stories=stories,
                    lead=lead.text if lead else None,
                    language=lead.language if lead else None,
                )
            )
    return page(
        archive_page(
            lines,
            title=site.edition.title,
            language=choice.language,
            home_href=site.home,
            years=[(one, frame.to("/archive", year=str(one)), one == year) for one in years],
            frame=frame,
        )
    )
