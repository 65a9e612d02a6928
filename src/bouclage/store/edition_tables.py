"""The table of the stories that editions show, each in a row of its own."""

from sqlalchemy import Column, Date, Index, Integer, MetaData, Table

from bouclage.store.columns import Json, Key


def add_edition_stories(metadata: MetaData) -> Table:
    """Add the table of shown stories to `metadata` and return it."""
    return Table(
        "edition_stories",
        metadata,
        Column("name", Key(), primary_key=True),
        Column("day", Date, primary_key=True),
        Column("position", Integer, primary_key=True),  # in the order a reader meets them
        Column("section", Integer, nullable=False),  # which of the edition's sections, counted from 0
        Column("story", Key(), nullable=False),
        Column("record", Json(), nullable=False),
        Index("edition_stories_story", "name", "day", "story"),
    )
