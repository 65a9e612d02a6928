"""The tables of sending: one row a sending, and what came back."""

from sqlalchemy import Column, Date, Index, Integer, MetaData, Table

from bouclage.store.columns import Json, Key, UtcTime


def add_sending_tables(metadata: MetaData) -> tuple[Table, Table]:
    """Define the tables in `metadata`: sendings, returns."""
    sendings = Table(
        "sendings",
        metadata,
        Column("edition", Key(), primary_key=True),
        Column("day", Date, primary_key=True),
        Column("state", Key(), nullable=False),
        Column("planned", Integer, nullable=False),
        Column("changed", UtcTime(), nullable=False),
        Column("reason", Json()),
    )

    returns = Table(
        "returns",
        metadata,
        Column("id", Key(), primary_key=True),  # a hash of the message, so that reading it twice counts once
        Column("kind", Key(), nullable=False),
        Column("received", UtcTime(), nullable=False),
        Column("subscriber_id", Key()),
        Column("domain", Key(), nullable=False),  # of the reader's address
        Column("edition", Key()),
        Column("day", Date),
        Column("record", Json(), nullable=False),
        Index("returns_subscriber", "subscriber_id", "received"),
        Index("returns_day", "edition", "day", "kind"),
        Index("returns_received", "received"),
    )
    return sendings, returns
