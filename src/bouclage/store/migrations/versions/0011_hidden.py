"""An index of what was withdrawn: asked for at each request for an archive of a year."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the index, over the few rows that are not shown."""
    op.create_index(
        "search_documents_hidden",
        "search_documents",
        ["edition", "day"],
        sqlite_where=sa.text("shown = 0"),
        postgresql_where=sa.text("NOT shown"),
    )
