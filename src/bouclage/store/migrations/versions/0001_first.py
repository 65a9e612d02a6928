"""The first form of the store."""

import sqlalchemy as sa
from alembic import op

from bouclage.store.columns import Json, Key, UtcTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create every table."""
    op.create_table(
        "articles",
        sa.Column("id", Key(), primary_key=True),
        sa.Column("item", Key(), nullable=False),
        sa.Column("source_id", Key(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("time", UtcTime(), nullable=False),
        sa.Column("seen", UtcTime(), nullable=False),
        sa.Column("record", Json(), nullable=False),
    )
    op.create_index("articles_item", "articles", ["item"])
    op.create_index("articles_seen", "articles", ["seen"])
    op.create_index("articles_time", "articles", ["time"])
    op.create_table(
        "deliveries",
        sa.Column("edition", Key(), primary_key=True),
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("subscriber_id", Key(), primary_key=True),
        sa.Column("address", Key(), nullable=False),
        sa.Column("message_id", Key(), nullable=False),
        sa.Column("state", Key(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("code", sa.Integer()),
        sa.Column("answer", Json()),
        sa.Column("changed", UtcTime(), nullable=False),
        sa.Column("next_try", UtcTime()),
    )
    op.create_index("deliveries_due", "deliveries", ["edition", "day", "state", "next_try"])
    op.create_index("deliveries_subscriber", "deliveries", ["subscriber_id"])
    op.create_table(
        "editions",
        sa.Column("name", Key(), primary_key=True),
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("status", Key(), nullable=False),
        sa.Column("record", Json(), nullable=False),
    )
    op.create_table(
        "erasures",
        sa.Column("hash", Key(), primary_key=True),
        sa.Column("erased", UtcTime(), nullable=False),
    )
    op.create_table(
        "ledger_entries",
        sa.Column("name", Key(), primary_key=True),
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("position", sa.Integer(), primary_key=True),
        sa.Column("item_key", Key(), nullable=False),
        sa.Column("fate", Key(), nullable=False),
        sa.Column("record", Json(), nullable=False),
    )
    op.create_index("ledger_entries_fate", "ledger_entries", ["fate", "day"])
    op.create_index("ledger_entries_item", "ledger_entries", ["item_key"])
    op.create_table(
        "readings",
        sa.Column("item", Key(), primary_key=True),
        sa.Column("fingerprint", Key(), nullable=False),
    )
    op.create_table(
        "refusals",
        sa.Column("key", Key(), primary_key=True),
        sa.Column("seen", UtcTime(), nullable=False),
        sa.Column("record", Json(), nullable=False),
    )
    op.create_index("refusals_seen", "refusals", ["seen"])
    op.create_table(
        "slots",
        sa.Column("edition", Key(), primary_key=True),
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("state", Key(), nullable=False),
        sa.Column("owner", Key(), nullable=False),
        sa.Column("claimed", UtcTime()),
        sa.Column("changed", UtcTime(), nullable=False),
        sa.Column("reason", Json()),
    )
    op.create_table(
        "sources",
        sa.Column("id", Key(), primary_key=True),
        sa.Column("url", Key(), nullable=False),
        sa.Column("record", Json(), nullable=False),
    )
    op.create_index("sources_url", "sources", ["url"], unique=True)
    op.create_table(
        "stories",
        sa.Column("id", Key(), primary_key=True),
        sa.Column("thread", Key()),
        sa.Column("first", UtcTime(), nullable=False),
        sa.Column("last", UtcTime(), nullable=False),
        sa.Column("record", Json(), nullable=False),
    )
    op.create_index("stories_last", "stories", ["last"])
    op.create_index("stories_thread", "stories", ["thread"])
    op.create_table(
        "subscribers",
        sa.Column("id", Key(), primary_key=True),
        sa.Column("edition", Key(), nullable=False),
        sa.Column("address", Key(), nullable=False),
        sa.Column("status", Key(), nullable=False),
        sa.Column("record", Json(), nullable=False),
    )
    op.create_index("subscribers_address", "subscribers", ["address"])
    op.create_index("subscribers_list", "subscribers", ["edition", "status", "id"])
    op.create_table(
        "wire_copies",
        sa.Column("id", Key(), primary_key=True),
        sa.Column("record", Json(), nullable=False),
    )
    op.create_table(
        "memberships",
        sa.Column("story", Key(), sa.ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("article_id", Key(), primary_key=True),
    )
    op.create_index("memberships_article", "memberships", ["article_id"])
    op.create_table(
        "printings",
        sa.Column("wire_copy", Key(), sa.ForeignKey("wire_copies.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("article_id", Key(), primary_key=True),
    )
    op.create_index("printings_article", "printings", ["article_id"])
    op.create_table(
        "source_states",
        sa.Column("source_id", Key(), sa.ForeignKey("sources.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("record", Json(), nullable=False),
    )
