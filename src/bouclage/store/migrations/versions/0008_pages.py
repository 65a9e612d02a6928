"""Pages followed for a day."""

import sqlalchemy as sa
from alembic import op

from bouclage.store.columns import Json, Key, UtcTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table of pages."""
    op.create_table(
        "pages",
        sa.Column("item", Key(), primary_key=True),
        sa.Column("source_id", Key(), nullable=False),
        sa.Column("first", UtcTime(), nullable=False),
        sa.Column("due", UtcTime()),
        sa.Column("record", Json(), nullable=False),
    )
    op.create_index("pages_due", "pages", ["source_id", "due"])
    op.create_index("pages_first", "pages", ["first"])
