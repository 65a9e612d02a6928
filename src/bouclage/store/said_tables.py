"""The table of what stories' reports say, found before their edition closes."""

from sqlalchemy import Column, Date, Index, MetaData, Table

from bouclage.store.columns import Json, Key


def add_said(metadata: MetaData) -> Table:
    """Add the table of statements found ahead to `metadata` and return it."""
    return Table(
        "said",
        metadata,
        Column("key", Key(), primary_key=True),  # of all that they were found from, hashed
        Column("edition", Key(), nullable=False),
        Column("day", Date, nullable=False),
        Column("record", Json(), nullable=False),
        Index("said_edition", "edition", "day"),
    )
