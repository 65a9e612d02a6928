"""Copies: our own copies of photos, as the pages of an edition and of a story show them."""

from bouclage.pipeline import photos_of
from bouclage.records import Edition, Picture
from bouclage.render import PhotoCopy
from bouclage.web.shelf import Shown
from bouclage.web.site import Site


def copies(site: Site, shown: Shown) -> dict[str, PhotoCopy]:
    """Return our copies of the photos of an edition, or of one story, that may be shown now, by their address."""
    edition = shown.edition
    if not any(story.photo is not None for story in edition.stories):
        return {}
    name = ("photos", edition.day, shown.gone, tuple(story.id for story in edition.stories))
    sizes = site.shelf.kept(name, lambda: _sizes(site, edition))
    day = edition.day.isoformat()
    return {
        story.photo.url: PhotoCopy(
            src=f"{site.base}/{day}/story/{story.id}/photo.jpg",
            width=sizes[story.photo.url][0],
            height=sizes[story.photo.url][1],
        )
        for story in edition.stories
        if story.photo is not None and story.photo.url in sizes
    }


def lead_photo(site: Site, shown: Shown) -> dict[str, Picture]:
    """Return our copy of the first photo of an edition that may be shown now, by its address; for files to take along.

    One: with all of them a file would be ten times as large.
    """
    may = copies(site, shown)
    url = next((one.photo.url for one in shown.edition.stories if one.photo and one.photo.url in may), None)
    if url is None:
        return {}
    with site.store.read() as tx:
        picture = tx.photos.get(url)
    return {} if picture is None else {url: picture}


def _sizes(site: Site, edition: Edition) -> dict[str, tuple[int, int]]:
    with site.store.read() as tx:
        return photos_of(tx, edition)
