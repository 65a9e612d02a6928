"""The search over what was printed; editions closed before are indexed by revision 0010, when all is in its place."""

import sqlalchemy as sa
from alembic import op

from bouclage.store.columns import Json, Key
from bouclage.store.search_index import drop_index, make_index

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables, the index and its triggers."""
    op.create_table(
        "search_documents",
        sa.Column("id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("edition", Key(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("story", Key(), nullable=False),
        sa.Column("article_id", Key()),
        sa.Column("item", Key()),
        sa.Column("language", Key()),
        sa.Column("title", Json()),
        sa.Column("shown", sa.Boolean(), nullable=False),
    )
    op.create_index("search_documents_item", "search_documents", ["item"])
    op.create_index("search_documents_story", "search_documents", ["edition", "day", "story"])
    op.create_table(
        "search_texts",
        sa.Column(
            "id",
            sa.BigInteger(),
            sa.ForeignKey("search_documents.id", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("terms", sa.Text(), nullable=False),
    )
    make_index(op.get_bind())


def downgrade() -> None:
    """Take them away."""
    drop_index(op.get_bind())
    op.drop_table("search_texts")
    op.drop_table("search_documents")
