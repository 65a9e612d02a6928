"""The table of our own copies of photos."""

from sqlalchemy import Boolean, Column, Index, Integer, LargeBinary, MetaData, Table, Text

from bouclage.store.columns import Key, UtcTime


def add_photos(metadata: MetaData) -> Table:
    """Add the table of photos to `metadata` and return it."""
    return Table(
        "photos",
        metadata,
        Column("key", Key(), primary_key=True),  # of the photo's address at its source, hashed
        Column("source_id", Key(), nullable=False),
        Column("seen", UtcTime(), nullable=False),
        Column("printed", Boolean, nullable=False),  # an edition shows it: kept with the edition
        Column("width", Integer, nullable=False),
        Column("height", Integer, nullable=False),
        Column("body", LargeBinary, nullable=False),  # JPEG, of a size for pages
        Column("credit", Text),  # whom the photo's own notes name
        Index("photos_seen", "seen"),
    )
