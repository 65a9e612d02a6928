"""Our own copies of photos."""

import sqlalchemy as sa
from alembic import op

from bouclage.store.columns import Key, UtcTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table of photos."""
    op.create_table(
        "photos",
        sa.Column("key", Key(), primary_key=True),
        sa.Column("source_id", Key(), nullable=False),
        sa.Column("seen", UtcTime(), nullable=False),
        sa.Column("printed", sa.Boolean(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
    )
    op.create_index("photos_seen", "photos", ["seen"])
