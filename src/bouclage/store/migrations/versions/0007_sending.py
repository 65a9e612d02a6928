"""Sending: who has a delivery in flight, what is due next, sendings, what came back."""

import sqlalchemy as sa
from alembic import op

from bouclage.store.columns import Json, Key, UtcTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the deliveries, create the tables around them."""
    op.add_column("deliveries", sa.Column("sender", Key()))
    op.drop_index("deliveries_due", "deliveries")
    deliveries = sa.table(
        "deliveries",
        *(sa.column(name) for name in ("edition", "day", "state")),
        sa.column("changed", UtcTime()),
        sa.column("next_try", UtcTime()),
    )
    open_ = deliveries.c.state.in_(("planned", "deferred"))
    op.execute(deliveries.update().where(open_, deliveries.c.next_try.is_(None)).values(next_try=deliveries.c.changed))
    op.execute(deliveries.update().where(sa.not_(open_)).values(next_try=sa.null()))
    due = sa.text("next_try IS NOT NULL")
    op.create_index(
        "deliveries_next",
        "deliveries",
        ["edition", "day", "next_try", "subscriber_id"],
        sqlite_where=due,
        postgresql_where=due,
    )
    flying = sa.text("state = 'in_flight'")
    op.create_index(
        "deliveries_in_flight", "deliveries", ["edition", "day"], sqlite_where=flying, postgresql_where=flying
    )
    op.create_index("deliveries_message", "deliveries", ["message_id"])
    op.create_table(
        "sendings",
        sa.Column("edition", Key(), primary_key=True),
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("state", Key(), nullable=False),
        sa.Column("planned", sa.Integer(), nullable=False),
        sa.Column("changed", UtcTime(), nullable=False),
        sa.Column("reason", Json()),
    )
    sendings = sa.table("sendings", *(sa.column(name) for name in ("edition", "day", "state", "planned", "changed")))
    planned = sa.select(
        deliveries.c.edition,
        deliveries.c.day,
        sa.literal("running"),
        sa.func.count(),
        sa.func.max(deliveries.c.changed),
    ).group_by(deliveries.c.edition, deliveries.c.day)
    op.execute(sendings.insert().from_select(["edition", "day", "state", "planned", "changed"], planned))
    op.create_table(
        "returns",
        sa.Column("id", Key(), primary_key=True),
        sa.Column("kind", Key(), nullable=False),
        sa.Column("received", UtcTime(), nullable=False),
        sa.Column("subscriber_id", Key()),
        sa.Column("domain", Key(), nullable=False),
        sa.Column("edition", Key()),
        sa.Column("day", sa.Date()),
        sa.Column("record", Json(), nullable=False),
    )
    op.create_index("returns_subscriber", "returns", ["subscriber_id", "received"])
    op.create_index("returns_day", "returns", ["edition", "day", "kind"])
    op.create_index("returns_received", "returns", ["received"])
