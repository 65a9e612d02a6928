"""The desk: decisions, users, sessions, tokens, attempts, audit, webhooks."""

import sqlalchemy as sa
from alembic import op

from bouclage.store.columns import Json, Key, UtcTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_REFUSED = "the audit trail is only ever added to"


def upgrade() -> None:
    """Create the desk's tables, and keep the audit trail from being changed."""
    op.create_table(
        "decisions",
        sa.Column("edition", Key(), primary_key=True),
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("story_id", Key(), primary_key=True),
        sa.Column("kind", Key(), primary_key=True),
        sa.Column("record", Json(), nullable=False),
    )
    op.create_table(
        "users",
        sa.Column("id", Key(), primary_key=True),
        sa.Column("name", Key(), nullable=False),
        sa.Column("role", Key(), nullable=False),
        sa.Column("password", Key(), nullable=False),
        sa.Column("totp", Key()),
        sa.Column("totp_step", sa.Integer()),
        sa.Column("recovery", Json()),
        sa.Column("record", Json(), nullable=False),
    )
    op.create_index("users_name", "users", ["name"], unique=True)
    op.create_table(
        "sessions",
        sa.Column("hash", Key(), primary_key=True),
        sa.Column("user_id", Key(), sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
        sa.Column("began", UtcTime(), nullable=False),
        sa.Column("seen", UtcTime(), nullable=False),
    )
    op.create_index("sessions_user", "sessions", ["user_id"])
    op.create_table(
        "tokens",
        sa.Column("hash", Key(), primary_key=True),
        sa.Column("user_id", Key(), sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
        sa.Column("name", Key(), nullable=False),
        sa.Column("role", Key(), nullable=False),
        sa.Column("made", UtcTime(), nullable=False),
    )
    op.create_index("tokens_user", "tokens", ["user_id"])
    op.create_table(
        "attempts",
        sa.Column("id", Key(), primary_key=True),
        sa.Column("key", Key(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
    )
    op.create_index("attempts_key", "attempts", ["key", "at"])
    op.create_table(
        "audit",
        sa.Column("id", Key(), primary_key=True),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("by", Key(), nullable=False),
        sa.Column("action", Key(), nullable=False),
        sa.Column("about", Key(), nullable=False),
        sa.Column("detail", Json()),
    )
    op.create_index("audit_about", "audit", ["about"])
    op.create_table(
        "webhooks",
        sa.Column("id", Key(), primary_key=True),
        sa.Column("record", Json(), nullable=False),
    )
    op.create_table(
        "webhook_calls",
        sa.Column("id", Key(), primary_key=True),
        sa.Column("webhook_id", Key(), sa.ForeignKey("webhooks.id", ondelete="CASCADE"), nullable=False),
        sa.Column("event", Key(), nullable=False),
        sa.Column("body", Json(), nullable=False),
        sa.Column("state", Key(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try", UtcTime()),
        sa.Column("answer", Json()),
        sa.Column("changed", UtcTime(), nullable=False),
    )
    op.create_index("webhook_calls_due", "webhook_calls", ["state", "next_try"])
    op.create_index("webhook_calls_webhook", "webhook_calls", ["webhook_id"])
    _only_added_to()


def _only_added_to() -> None:
    """Have the database itself refuse to change or delete a line of the audit trail."""
    if op.get_bind().dialect.name == "sqlite":
        for act in ("update", "delete"):
            op.execute(
                f"create trigger audit_no_{act} before {act} on audit begin select raise(abort, '{_REFUSED}'); end"
            )
        return
    op.execute(
        "create or replace function audit_refuse() returns trigger language plpgsql as "
        f"$$ begin raise exception '{_REFUSED}'; end $$"
    )
    op.execute(
        "create trigger audit_only_added_to before update or delete on audit "
        "for each row execute function audit_refuse()"
    )
