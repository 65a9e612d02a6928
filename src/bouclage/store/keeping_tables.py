"""The table of maintenance: one row a day on which it ran."""

from sqlalchemy import Column, Date, MetaData, Table

from bouclage.store.columns import Json, UtcTime


def add_keeping_tables(metadata: MetaData) -> tuple[Table, ...]:
    """Add the tables of maintenance to `metadata` and return them."""
    return (
        Table(
            "maintenance",
            metadata,
            Column("day", Date, primary_key=True),  # local day of the first edition
            Column("ended", UtcTime(), nullable=False),
            Column("record", Json(), nullable=False),  # what was dropped, in rows, and the size after
        ),
    )
