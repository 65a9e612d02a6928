"""Forms: an edition as a file to take along: EPUB and PDF, without what was withdrawn since."""

from collections.abc import Callable, Mapping

from fastapi import Request, Response

from bouclage.records import Edition, Picture
from bouclage.render import epub, pdf
from bouclage.web.answers import Page, answer, data_page
from bouclage.web.copies import copies, lead_photo
from bouclage.web.edition import day_in
from bouclage.web.site import site_of


def as_epub(request: Request) -> Response:
    """Give the edition of one day as EPUB."""
    return _form(request, "epub", epub, "application/epub+zip")


def as_pdf(request: Request) -> Response:
    """Give the edition of one day as PDF."""
    return _form(request, "pdf", pdf, "application/pdf")


Make = Callable[[Edition, Mapping[str, Picture]], bytes]


def _form(request: Request, ending: str, make: Make, kind: str) -> Response:
    site, day = site_of(request), day_in(request)
    shown = site.shelf.shown(day)
    name = f"{site.edition.name}-{day.isoformat()}.{ending}"

    def made() -> Page:
        return data_page(make(shown.edition, lead_photo(site, shown)), kind=kind, name=name)

    # slow: setting a large edition takes seconds, and readers of its page do not wait for it
    found = site.shelf.page((ending, day, shown.gone, frozenset(copies(site, shown))), made, slow=True)
    return answer(request, found, max_age_s=site.settings.page_max_age_s)
