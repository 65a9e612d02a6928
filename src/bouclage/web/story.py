"""The story: one story of one edition on a page of its own."""

from collections.abc import Mapping

from fastapi import Request, Response

from bouclage.errors import StoryNotFoundError
from bouclage.records import EditionStory
from bouclage.render import PhotoCopy, story_card, story_page, tombstone_page
from bouclage.web.answers import Page, answer, page
from bouclage.web.copies import copies
from bouclage.web.edition import day_in, edition_href
from bouclage.web.frames import Choice, choice_of, frame_of
from bouclage.web.shelf import Shown
from bouclage.web.site import Site, site_of


def story(request: Request) -> Response:
    """Show a story; a tombstone where all its reports were withdrawn since."""
    site, day, story_id = site_of(request), day_in(request), str(request.path_params["story_id"])
    shown, choice = site.shelf.story(day, story_id), choice_of(request, site)
    closed = next(iter(shown.closed.stories), None)
    if closed is None:
        raise StoryNotFoundError("there is no such story in this edition")
    photos = copies(site, shown)
    name = ("story", day, shown.gone, frozenset(photos), story_id, choice)
    found = site.shelf.page(name, lambda: _page(site, shown, closed, photos, choice))
    return answer(request, found, max_age_s=site.settings.page_max_age_s)


def _page(site: Site, shown: Shown, closed: EditionStory, photos: Mapping[str, PhotoCopy], choice: Choice) -> Page:
    edition, href = shown.edition, edition_href(site, shown.edition.day)
    left = next(iter(edition.stories), None)
    if left is None:
        text = tombstone_page(
            outlet=closed.headline.outlet, title=edition.title, language=edition.language, home_href=href
        )
        return page(text, status=410)
    day = edition.day.isoformat()
    frame = frame_of(site, choice, f"/{day}/story/{left.id}", card=story_card(edition, left))
    text = story_page(
        edition,
        left,
        edition_href=frame.to(f"/{day}"),
        permalink=frame.to(frame.path),
        photos=photos,
        frame=frame,
        language=choice.language,
    )
    return page(text)
