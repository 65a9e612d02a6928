"""The tables around subscribers: their consent, who must not be written to, letters on request, and counts."""

from sqlalchemy import Column, Index, Integer, MetaData, Table

from bouclage.store.columns import Json, Key, UtcTime


def add_reader_tables(metadata: MetaData) -> tuple[Table, ...]:
    """Add the tables; returns consents, suppressions, letters, rates."""
    consents = Table(
        "consents",
        metadata,
        Column("id", Key(), primary_key=True),
        Column("subscriber_id", Key(), nullable=False),
        Column("at", UtcTime(), nullable=False),
        Column("record", Json(), nullable=False),
        Index("consents_subscriber", "subscriber_id", "at"),
    )
    suppressions = Table(
        "suppressions",
        metadata,
        Column("address", Key(), primary_key=True),  # casefolded
        Column("reason", Key(), nullable=False),
        Column("since", UtcTime(), nullable=False),
        Column("record", Json(), nullable=False),
        Index("suppressions_since", "since"),
    )
    letters = Table(
        "letters",
        metadata,
        Column("id", Key(), primary_key=True),
        Column("address", Key(), nullable=False),  # casefolded
        Column("state", Key(), nullable=False),
        Column("asked", UtcTime(), nullable=False),
        Column("next_try", UtcTime()),
        Column("record", Json(), nullable=False),
        Index("letters_address", "address"),
        Index("letters_due", "state", "asked"),
        Index("letters_asked", "asked"),
    )
    rates = Table(
        "rates",
        metadata,
        Column("key", Key(), primary_key=True),  # what is counted, of whom (a hash) and since when
        Column("count", Integer, nullable=False),
        Column("until", UtcTime(), nullable=False),  # when the row may go
        Index("rates_until", "until"),
    )
    return consents, suppressions, letters, rates
