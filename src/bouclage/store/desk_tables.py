"""The tables of the desk: what editors decided, who may decide, who changed what, who is told of it."""

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, MetaData, Table

from bouclage.store.columns import Json, Key, UtcTime


def add_desk_tables(metadata: MetaData) -> tuple[Table, ...]:
    """Add the desk's tables to `metadata` and return them in the order they are named below."""
    return (
        Table(
            "decisions",
            metadata,
            Column("edition", Key(), primary_key=True),
            Column("day", Date, primary_key=True),
            Column("story_id", Key(), primary_key=True),  # "" = the edition as a whole
            Column("kind", Key(), primary_key=True),
            Column("record", Json(), nullable=False),
        ),
        Table(
            "users",
            metadata,
            Column("id", Key(), primary_key=True),
            Column("name", Key(), nullable=False),  # what they sign in with, casefolded
            Column("role", Key(), nullable=False),
            Column("password", Key(), nullable=False),  # Argon2id, with its parameters
            Column("totp", Key()),  # secret of the second factor; none = not asked for
            Column("totp_step", Integer),  # the last time step accepted: a code is good once
            Column("recovery", Json()),  # SHA-256 of the codes that are left
            Column("record", Json(), nullable=False),
            Index("users_name", "name", unique=True),
        ),
        Table(
            "sessions",
            metadata,
            Column("hash", Key(), primary_key=True),  # SHA-256 of what the cookie holds
            Column("user_id", Key(), ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
            Column("began", UtcTime(), nullable=False),
            Column("seen", UtcTime(), nullable=False),
            Index("sessions_user", "user_id"),
        ),
        Table(
            "tokens",
            metadata,
            Column("hash", Key(), primary_key=True),  # SHA-256 of the token, which is shown once and kept nowhere
            Column("user_id", Key(), ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
            Column("name", Key(), nullable=False),  # what it is for
            Column("role", Key(), nullable=False),  # never more than its user's
            Column("made", UtcTime(), nullable=False),
            Index("tokens_user", "user_id"),
        ),
        Table(
            "attempts",
            metadata,
            Column("id", Key(), primary_key=True),
            Column("key", Key(), nullable=False),  # a user's name or a network, hashed
            Column("at", UtcTime(), nullable=False),
            Index("attempts_key", "key", "at"),
        ),
        Table(
            "audit",
            metadata,
            Column("id", Key(), primary_key=True),  # sorts by time
            Column("at", UtcTime(), nullable=False),
            Column("by", Key(), nullable=False),
            Column("action", Key(), nullable=False),
            Column("about", Key(), nullable=False),
            Column("detail", Json()),
            Index("audit_about", "about"),
        ),
        Table(
            "webhooks",
            metadata,
            Column("id", Key(), primary_key=True),
            Column("record", Json(), nullable=False),  # with the secret that signs
        ),
        Table(
            "webhook_calls",
            metadata,
            Column("id", Key(), primary_key=True),  # sorts by time
            Column("webhook_id", Key(), ForeignKey("webhooks.id", ondelete="CASCADE"), nullable=False),
            Column("event", Key(), nullable=False),
            Column("body", Json(), nullable=False),  # the bytes that are signed, as text
            Column("state", Key(), nullable=False),  # waiting, done, given_up
            Column("attempts", Integer, nullable=False),
            Column("next_try", UtcTime()),
            Column("answer", Json()),
            Column("changed", UtcTime(), nullable=False),
            Index("webhook_calls_due", "state", "next_try"),
            Index("webhook_calls_webhook", "webhook_id"),
        ),
    )
