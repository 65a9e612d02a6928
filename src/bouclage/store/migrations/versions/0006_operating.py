"""The operator: alarms told."""

import sqlalchemy as sa
from alembic import op

from bouclage.store.columns import Key, UtcTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table of alarms."""
    op.create_table(
        "alarms",
        sa.Column("key", Key(), primary_key=True),
        sa.Column("told", UtcTime(), nullable=False),
    )
