"""Keep our own copies of photos: those that an edition shows for as long as it stands, the others a few days."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import select

from bouclage.records import Edition, Picture, digest
from bouclage.store import schema
from bouclage.store.link import Link

_PHOTOS = schema.photos


class Photos:
    """The photos of one transaction, by their address at the source."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def add(self, source_id: str, found: Mapping[str, Picture], seen: datetime) -> int:
        """Keep copies of photos by address; return how many were new. One that is there stays as it is."""
        rows = (
            {
                "key": _key(url),
                "source_id": source_id,
                "seen": seen,
                "printed": False,
                "width": picture.width,
                "height": picture.height,
                "body": picture.body,
                "credit": picture.credit,
            }
            for url, picture in found.items()
        )
        return len(self._link.insert_new(_PHOTOS, rows))

    def sizes(self, urls: Iterable[str]) -> dict[str, tuple[int, int]]:
        """Return width and height of those that we have a copy of."""
        keys = {_key(url): url for url in urls}
        columns = select(_PHOTOS.c.key, _PHOTOS.c.width, _PHOTOS.c.height)
        return {keys[row.key]: (row.width, row.height) for row in self._link.rows_of(columns, _PHOTOS.c.key, keys)}

    def credits(self, urls: Iterable[str]) -> dict[str, str]:
        """Return whom the notes of our copies name, by the photo's address; only those that name somebody."""
        keys = {_key(url): url for url in urls}
        columns = select(_PHOTOS.c.key, _PHOTOS.c.credit)
        return {keys[row.key]: row.credit for row in self._link.rows_of(columns, _PHOTOS.c.key, keys) if row.credit}

    def get(self, url: str) -> Picture | None:
        """Return our copy of a photo, if there is one."""
        row = self._link.row(select(_PHOTOS).where(_PHOTOS.c.key == _key(url)))
        if row is None:
            return None
        return Picture(width=row.width, height=row.height, body=bytes(row.body), credit=row.credit)

    def sources(self) -> tuple[str, ...]:
        """Return whose photos there are."""
        return tuple(row.source_id for row in self._link.rows(select(_PHOTOS.c.source_id).distinct()))

    def older(self, source_id: str, before: datetime, *, most: int) -> tuple[str, ...]:
        """Return the keys of a source's photos that came before a moment, shown by an edition or not."""
        statement = select(_PHOTOS.c.key).where(_PHOTOS.c.source_id == source_id, _PHOTOS.c.seen < before)
        return tuple(row.key for row in self._link.rows(statement.limit(most)))

    def drop(self, keys: Iterable[str]) -> int:
        """Drop photos by key; return how many there were."""
        return self._link.delete_of(_PHOTOS, _PHOTOS.c.key, keys)

    def print_in(self, edition: Edition) -> None:
        """Keep the photos of a closed edition for as long as it stands."""
        keys = {_key(story.photo.url) for story in edition.stories if story.photo is not None}
        for key in sorted(keys):
            self._link.change(_PHOTOS.update().where(_PHOTOS.c.key == key).values(printed=True))


def _key(url: str) -> str:
    return digest(url, kind="photo")
