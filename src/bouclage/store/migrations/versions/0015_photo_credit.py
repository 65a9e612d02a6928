"""Whom a photo's own notes name as its maker."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; photos fetched before it keep none."""
    op.add_column("photos", sa.Column("credit", sa.Text()))
