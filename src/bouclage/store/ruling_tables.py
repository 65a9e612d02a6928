"""The tables of editors' rulings."""

from sqlalchemy import Column, ForeignKey, Index, MetaData, Table

from bouclage.store.columns import Json, Key, UtcTime


def add_rulings(metadata: MetaData) -> tuple[Table, Table]:
    """Add the tables of rulings, and of the items that each speaks of, to `metadata`; return both."""
    rulings = Table(
        "rulings",
        metadata,
        Column("id", Key(), primary_key=True),
        Column("made", UtcTime(), nullable=False),
        Column("record", Json(), nullable=False),
        Index("rulings_made", "made"),
    )
    ruled_items = Table(
        "ruled_items",
        metadata,
        Column("ruling", Key(), ForeignKey("rulings.id", ondelete="CASCADE"), primary_key=True),
        Column("item", Key(), primary_key=True),
        Index("ruled_items_item", "item"),
    )
    return rulings, ruled_items
