"""What stories' reports say, found before their edition closes."""

import sqlalchemy as sa
from alembic import op

from bouclage.store.columns import Json, Key

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table of statements found ahead."""
    op.create_table(
        "said",
        sa.Column("key", Key(), primary_key=True),
        sa.Column("edition", Key(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("record", Json(), nullable=False),
    )
    op.create_index("said_edition", "said", ["edition", "day"])
