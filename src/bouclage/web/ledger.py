"""The ledger: what became of every item of an edition."""

from datetime import date

from fastapi import Request, Response

from bouclage.edition import ledger_without
from bouclage.pipeline import withdrawn_items
from bouclage.render import ledger_page
from bouclage.web.answers import Page, answer, page
from bouclage.web.edition import day_in
from bouclage.web.frames import Choice, choice_of, frame_of
from bouclage.web.site import Site, site_of


def ledger(request: Request) -> Response:
    """Show the account of an edition."""
    site, day = site_of(request), day_in(request)
    choice = choice_of(request, site)
    with site.store.read() as tx:
        tx.editions.head(site.edition.name, day)  # refuses a day without an edition: its ledger may be of a held one
        gone = tx.search.withdrawn(site.edition.name, day)
    # Made anew every so often, too: a ledger holds items that no edition shows.
    name = ("ledger", day, gone, site.shelf.moment(), choice)
    found = site.shelf.page(name, lambda: _page(site, day, choice))
    return answer(request, found, max_age_s=site.settings.page_max_age_s)


def _page(site: Site, day: date, choice: Choice) -> Page:
    name = site.edition.name
    with site.store.read() as tx:
        edition = tx.editions.head(name, day)
        account = tx.editions.ledger(name, day)
        gone = withdrawn_items(tx, [entry.item for entry in account.entries])
    frame = frame_of(site, choice, f"/{day.isoformat()}/ledger", robots="noindex")
    return page(
        ledger_page(
            edition,
            ledger_without(account, gone),
            edition_href=frame.to(f"/{day.isoformat()}"),
            frame=frame,
            language=choice.language,
        )
    )
