"""The table of the operator: what was told already."""

from sqlalchemy import Column, MetaData, Table

from bouclage.store.columns import Key, UtcTime


def add_operating_tables(metadata: MetaData) -> tuple[Table, ...]:
    """Add the operator's tables to `metadata` and return them."""
    return (
        Table(
            "alarms",
            metadata,
            Column("key", Key(), primary_key=True),  # hashed: a source's name may be any text
            Column("told", UtcTime(), nullable=False),
        ),
    )
