"""Keeping: when each reading was made, and the days on which maintenance ran."""

import sqlalchemy as sa
from alembic import op

from bouclage.store.columns import Json, UtcTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the time to readings (none = before this version) and create the table of maintenance."""
    op.add_column("readings", sa.Column("seen", UtcTime()))
    op.create_index("readings_seen", "readings", ["seen"])
    op.create_table(
        "maintenance",
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("ended", UtcTime(), nullable=False),
        sa.Column("record", Json(), nullable=False),
    )
