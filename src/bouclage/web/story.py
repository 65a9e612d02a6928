"""The story: one story of one edition on a page of its own."""

from fastapi import Request, Response

from bouclage.errors import StoryNotFoundError
from bouclage.records import EditionStory
from bouclage.render import story_page, tombstone_page
from bouclage.web.answers import Page, answer, page
from bouclage.web.edition import day_in, edition_href, story_href
from bouclage.web.shelf import Shown
from bouclage.web.site import Site, site_of


def story(request: Request) -> Response:
    """Show a story; a tombstone where all its reports were withdrawn since."""
    site, day, story_id = site_of(request), day_in(request), str(request.path_params["story_id"])
    shown = site.shelf.shown(day)
    closed = next((one for one in shown.closed.stories if one.id == story_id), None)
    if closed is None:
        raise StoryNotFoundError("there is no such story in this edition")
    found = site.shelf.page(("story", day, shown.gone, story_id), lambda: _page(site, shown, closed))
    return answer(request, found, max_age_s=site.settings.page_max_age_s)


def _page(site: Site, shown: Shown, closed: EditionStory) -> Page:
    edition, href = shown.edition, edition_href(site, shown.edition.day)
    left = next((one for one in edition.stories if one.id == closed.id), None)
    if left is None:
        text = tombstone_page(
            outlet=closed.headline.outlet, title=edition.title, language=edition.language, home_href=href
        )
        return page(text, status=410)
    permalink = story_href(site, edition.day, left.id)
    return page(story_page(edition, left, edition_href=href, permalink=permalink))
