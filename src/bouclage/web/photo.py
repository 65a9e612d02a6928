"""The photo of a story: our own copy, at an address of the story's, so that it goes with the story."""

from fastapi import Request, Response

from bouclage.errors import StoryNotFoundError
from bouclage.web.answers import Page, answer, data_page
from bouclage.web.copies import copies
from bouclage.web.edition import day_in
from bouclage.web.site import site_of

KIND = "image/jpeg"


def photo(request: Request) -> Response:
    """Give the photo of a story, as long as it may be shown."""
    site, day, story_id = site_of(request), day_in(request), str(request.path_params["story_id"])
    shown = site.shelf.story(day, story_id)
    story = next(iter(shown.edition.stories), None)
    found = story.photo if story is not None else None
    if found is None or not copies(site, shown):
        raise StoryNotFoundError("there is no photo of this story")
    url = found.url

    def make() -> Page:
        with site.store.read() as tx:
            picture = tx.photos.get(url)
        if picture is None:
            raise StoryNotFoundError("there is no photo of this story")
        return data_page(picture.body, kind=KIND, name=f"{story_id}.jpg")

    return answer(request, site.shelf.page(("photo", url), make), max_age_s=site.settings.page_max_age_s)
