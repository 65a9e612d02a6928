"""Copies: our own copies of photos, as the pages of an edition and of a story show them."""

from bouclage.pipeline import photos_of
from bouclage.records import Edition
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


def _sizes(site: Site, edition: Edition) -> dict[str, tuple[int, int]]:
    with site.store.read() as tx:
        return photos_of(tx, edition)
