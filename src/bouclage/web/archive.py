"""The archive: every closed edition, by date."""

from fastapi import Request, Response

from bouclage.pipeline import withdrawn_items
from bouclage.render import ArchiveDay, archive_page
from bouclage.web.answers import Page, answer, page
from bouclage.web.edition import edition_href
from bouclage.web.shelf import Line
from bouclage.web.site import Site, site_of


def archive(request: Request) -> Response:
    """List the editions."""
    site = site_of(request)
    days = site.shelf.days()
    lines = site.shelf.lines(days)
    found = site.shelf.page(("archive", days, site.shelf.moment()), lambda: _page(site, lines))
    return answer(request, found, max_age_s=site.settings.page_max_age_s)


def _page(site: Site, lines: tuple[Line, ...]) -> Page:
    with site.store.read() as tx:
        gone = withdrawn_items(tx, [report.item for line in lines if line.lead for report in line.lead.reports])
    return page(
        archive_page(
            (_day(site, line, gone) for line in lines),
            title=site.edition.title,
            language=site.edition.language,
            home_href=site.home,
        )
    )


def _day(site: Site, line: Line, gone: frozenset[str]) -> ArchiveDay:
    lead = line.lead
    if lead is not None and any(report.item in gone for report in lead.reports):
        lead = None
    return ArchiveDay(
        day=line.day,
        href=edition_href(site, line.day),
        stories=line.stories,
        lead=lead.title if lead else None,
        language=(None if lead.headline_by_editor else lead.language) if lead else None,
    )
