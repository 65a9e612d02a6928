"""The newest forecast of each place."""

import sqlalchemy as sa
from alembic import op

from bouclage.store.columns import Json, Key

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table of forecasts."""
    op.create_table(
        "forecasts",
        sa.Column("place", Key(), primary_key=True),
        sa.Column("record", Json(), nullable=False),
    )
