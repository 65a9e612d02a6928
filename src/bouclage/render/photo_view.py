"""Photo: a story's photo ready to be set, with our own copy of it where there is one."""

from dataclasses import dataclass

from bouclage.records import EditionStory
from bouclage.render.links import safe
from bouclage.render.speech import Speech


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoCopy:
    """Our own copy of a photo: its address, and its size in pixels, so that nothing moves when it comes."""

    src: str
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoView:
    """A photo: shown where a copy of our own is at hand, else named."""

    copy: PhotoCopy | None
    href: str | None
    caption: str | None
    credit: str | None
    lang: str | None  # of the caption: its outlet's, which need not be the headline's


def photo_view(story: EditionStory, copy: PhotoCopy | None, speak: Speech) -> PhotoView | None:
    """Return the view of a story's photo, if it has one; `copy` is our own copy of it."""
    if story.photo is None:
        return None
    credit = " / ".join(part for part in (story.photo.credit, story.photo_outlet) if part)
    spoken = [report.language for report in story.reports if report.outlet == story.photo_outlet]
    return PhotoView(
        copy=copy,
        href=safe(story.photo.url),
        caption=story.photo.caption,
        credit=credit or None,
        lang=speak.foreign(spoken[0] if spoken else story.language),
    )
