"""Web: the edition and its stories as pages that need nothing but themselves."""

from collections.abc import Mapping
from datetime import date

from bouclage.records import Edition, EditionStory
from bouclage.render.environment import fill
from bouclage.render.frame import Frame
from bouclage.render.photo_view import PhotoCopy
from bouclage.render.pictures import coverage, pulse
from bouclage.render.share import share_links
from bouclage.render.speech import speech
from bouclage.render.timeline import timeline_picture
from bouclage.render.view import story_view, view_of


def web_page(
    edition: Edition,
    *,
    base: str = "",
    permalinks: Mapping[str, str] | None = None,
    older: date | None = None,
    newer: date | None = None,
    ledger_href: str | None = None,
    photos: Mapping[str, PhotoCopy] | None = None,
    frame: Frame | None = None,
    language: str | None = None,
) -> str:
    """Set an edition as one self-contained page, or with a `frame` as a page of a site.

    `language` is the reader's, of all that is not quoted; else the edition's.

    `permalinks` holds story pages by story id; `older` and `newer` the neighbouring days, linked as `base/DAY` beside
    `base/archive`; `photos` our own copies of photos by their url. A photo without a copy is named and linked, never
    loaded: a page that fetched it would tell its outlet who reads.
    """
    view = view_of(edition, permalinks=permalinks, photos=photos, language=language)

    def neighbour(day: date | None) -> tuple[str, str] | None:
        if day is None:
            return None
        path = f"/{day.isoformat()}"
        return (frame.to(path) if frame else f"{base}{path}", view.speech.day(day))

    return fill(
        "edition.html",
        s=view.speech,
        e=view,
        older=neighbour(older),
        newer=neighbour(newer),
        archive_href=frame.to("/archive") if frame else f"{base}/archive",
        ledger_href=ledger_href,
        frame=frame,
        coverage=coverage(edition, view.speech) if frame else None,
    )


def story_page(
    edition: Edition,
    story: EditionStory,
    *,
    edition_href: str | None = None,
    permalink: str | None = None,
    photos: Mapping[str, PhotoCopy] | None = None,
    frame: Frame | None = None,
    language: str | None = None,
) -> str:
    """Set one story as a page of its own, with all its sources and the reasons for its place.

    `frame` and `language` as in `web_page`.
    """
    speak = speech(language or edition.language, edition.time_zone)
    photo = (photos or {}).get(story.photo.url) if story.photo else None
    return fill(
        "story.html",
        s=speak,
        e_title=edition.title,
        story=story_view(story, edition, speak, permalink=permalink, photo=photo),
        iso=edition.day.isoformat(),
        day=speak.long_date(edition.day),
        short_day=speak.day(edition.day),
        edition_href=edition_href,
        frame=frame,
        share=share_links(frame.card.url, story.title) if frame and frame.card else None,
        pulse=pulse(story, edition, speak),
        timeline_line=timeline_picture(story, edition, speak),
    )
