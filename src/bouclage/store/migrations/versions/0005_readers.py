"""Subscribers: consent, suppression, letters and counts."""

import sqlalchemy as sa
from alembic import op

from bouclage.store.columns import Json, Key, UtcTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables around subscribers."""
    op.create_table(
        "consents",
        sa.Column("id", Key(), primary_key=True),
        sa.Column("subscriber_id", Key(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("record", Json(), nullable=False),
    )
    op.create_index("consents_subscriber", "consents", ["subscriber_id", "at"])
    op.create_table(
        "suppressions",
        sa.Column("address", Key(), primary_key=True),
        sa.Column("reason", Key(), nullable=False),
        sa.Column("since", UtcTime(), nullable=False),
        sa.Column("record", Json(), nullable=False),
    )
    op.create_index("suppressions_since", "suppressions", ["since"])
    op.create_table(
        "letters",
        sa.Column("id", Key(), primary_key=True),
        sa.Column("address", Key(), nullable=False),
        sa.Column("state", Key(), nullable=False),
        sa.Column("asked", UtcTime(), nullable=False),
        sa.Column("next_try", UtcTime()),
        sa.Column("record", Json(), nullable=False),
    )
    op.create_index("letters_address", "letters", ["address"])
    op.create_index("letters_due", "letters", ["state", "asked"])
    op.create_index("letters_asked", "letters", ["asked"])
    op.create_table(
        "rates",
        sa.Column("key", Key(), primary_key=True),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("until", UtcTime(), nullable=False),
    )
    op.create_index("rates_until", "rates", ["until"])
