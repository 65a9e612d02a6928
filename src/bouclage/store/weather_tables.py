"""The table of the newest forecast of each place."""

from sqlalchemy import Column, MetaData, Table

from bouclage.store.columns import Json, Key


def add_forecasts(metadata: MetaData) -> Table:
    """Add the table of forecasts to `metadata` and return it."""
    return Table(
        "forecasts",
        metadata,
        Column("place", Key(), primary_key=True),  # service and coordinates
        Column("record", Json(), nullable=False),
    )
