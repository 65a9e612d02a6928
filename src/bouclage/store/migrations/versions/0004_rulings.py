"""What editors ruled on stories."""

import sqlalchemy as sa
from alembic import op

from bouclage.store.columns import Json, Key, UtcTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of rulings."""
    op.create_table(
        "rulings",
        sa.Column("id", Key(), primary_key=True),
        sa.Column("made", UtcTime(), nullable=False),
        sa.Column("record", Json(), nullable=False),
    )
    op.create_index("rulings_made", "rulings", ["made"])
    op.create_table(
        "ruled_items",
        sa.Column("ruling", Key(), sa.ForeignKey("rulings.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("item", Key(), primary_key=True),
    )
    op.create_index("ruled_items_item", "ruled_items", ["item"])
