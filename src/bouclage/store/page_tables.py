"""The table of pages that are followed for a day."""

from sqlalchemy import Column, Index, MetaData, Table

from bouclage.store.columns import Json, Key, UtcTime


def add_pages(metadata: MetaData) -> Table:
    """Add the table of pages to `metadata` and return it."""
    return Table(
        "pages",
        metadata,
        Column("item", Key(), primary_key=True),
        Column("source_id", Key(), nullable=False),
        Column("first", UtcTime(), nullable=False),
        Column("due", UtcTime()),  # none = not asked for again
        Column("record", Json(), nullable=False),
        Index("pages_due", "source_id", "due"),
        Index("pages_first", "first"),
    )
