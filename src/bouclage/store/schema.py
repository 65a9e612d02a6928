"""The tables. A record is kept whole as JSON beside the columns that queries need.

Change a table here and add a migration: a test holds both to each other, on SQLite and on PostgreSQL.
"""

from typing import Any

from sqlalchemy import BigInteger, Column, Date, ForeignKey, Index, Integer, MetaData, Table, text

from bouclage.store.columns import Json, Key, UtcTime
from bouclage.store.desk_tables import add_desk_tables
from bouclage.store.edition_tables import add_edition_stories
from bouclage.store.keeping_tables import add_keeping_tables
from bouclage.store.operating_tables import add_operating_tables
from bouclage.store.page_tables import add_pages
from bouclage.store.photo_tables import add_photos
from bouclage.store.reader_tables import add_reader_tables
from bouclage.store.ruling_tables import add_rulings
from bouclage.store.said_tables import add_said
from bouclage.store.search_schema import search_tables
from bouclage.store.sending_tables import add_sending_tables
from bouclage.store.weather_tables import add_forecasts

VERSION = "0015"  # the newest migration; kept here so that opening an up-to-date store need not load Alembic
VERSION_TABLE = "bouclage_schema"  # our own name: Alembic's default may be in use by a neighbour in the database

metadata = MetaData()


def _only(condition: str) -> dict[str, Any]:
    """Return the options of an index over some of the rows, on either database."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


sources = Table(
    "sources",
    metadata,
    Column("id", Key(), primary_key=True),
    Column("url", Key(), nullable=False),
    Column("record", Json(), nullable=False),
    Index("sources_url", "url", unique=True),
)

source_states = Table(
    "source_states",
    metadata,
    Column("source_id", Key(), ForeignKey("sources.id", ondelete="CASCADE"), primary_key=True),
    Column("record", Json(), nullable=False),
)

readings = Table(
    "readings",
    metadata,
    Column("item", Key(), primary_key=True),
    Column("fingerprint", Key(), nullable=False),
    Column("seen", UtcTime()),  # when it was read; none = before this was noted
    Index("readings_seen", "seen"),
)

articles = Table(
    "articles",
    metadata,
    Column("id", Key(), primary_key=True),
    Column("item", Key(), nullable=False),
    Column("source_id", Key(), nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("time", UtcTime(), nullable=False),
    Column("seen", UtcTime(), nullable=False),
    Column("record", Json(), nullable=False),
    Index("articles_item", "item"),
    Index("articles_time", "time"),
    Index("articles_seen", "seen"),
)

refusals = Table(
    "refusals",
    metadata,
    Column("key", Key(), primary_key=True),  # item and reason, hashed: an item may be any address
    Column("seen", UtcTime(), nullable=False),
    Column("record", Json(), nullable=False),
    Index("refusals_seen", "seen"),
)

wire_copies = Table(
    "wire_copies",
    metadata,
    Column("id", Key(), primary_key=True),
    Column("record", Json(), nullable=False),
)

printings = Table(
    "printings",
    metadata,
    Column("wire_copy", Key(), ForeignKey("wire_copies.id", ondelete="CASCADE"), primary_key=True),
    Column("article_id", Key(), primary_key=True),
    Index("printings_article", "article_id"),
)

stories = Table(
    "stories",
    metadata,
    Column("id", Key(), primary_key=True),
    Column("thread", Key()),
    Column("first", UtcTime(), nullable=False),
    Column("last", UtcTime(), nullable=False),
    Column("record", Json(), nullable=False),
    Index("stories_thread", "thread"),
    Index("stories_last", "last"),
)

memberships = Table(
    "memberships",
    metadata,
    Column("story", Key(), ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True),
    Column("article_id", Key(), primary_key=True),
    Index("memberships_article", "article_id"),
)

rulings, ruled_items = add_rulings(metadata)

editions = Table(
    "editions",
    metadata,
    Column("name", Key(), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("status", Key(), nullable=False),
    Column("record", Json(), nullable=False),
)

edition_stories = add_edition_stories(metadata)

ledger_entries = Table(
    "ledger_entries",
    metadata,
    Column("name", Key(), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("item_key", Key(), nullable=False),  # the item, hashed: an item may be any address
    Column("fate", Key(), nullable=False),
    Column("record", Json(), nullable=False),
    Index("ledger_entries_item", "item_key"),
    Index("ledger_entries_fate", "fate", "day"),
)

slots = Table(
    "slots",
    metadata,
    Column("edition", Key(), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("state", Key(), nullable=False),
    Column("owner", Key(), nullable=False),
    Column("claimed", UtcTime()),
    Column("changed", UtcTime(), nullable=False),
    Column("reason", Json()),
)

subscribers = Table(
    "subscribers",
    metadata,
    Column("id", Key(), primary_key=True),
    Column("edition", Key(), nullable=False),
    Column("address", Key(), nullable=False),  # casefolded, as the id is made from it
    Column("status", Key(), nullable=False),
    Column("record", Json(), nullable=False),
    Index("subscribers_address", "address"),
    Index("subscribers_list", "edition", "status", "id"),
)

erasures = Table(
    "erasures",
    metadata,
    Column("hash", Key(), primary_key=True),
    Column("erased", UtcTime(), nullable=False),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("edition", Key(), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("subscriber_id", Key(), primary_key=True),
    Column("address", Key(), nullable=False),
    Column("message_id", Key(), nullable=False),
    Column("state", Key(), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("code", Integer),
    Column("answer", Json()),  # JSON can hold any character a server may send, NUL included
    Column("changed", UtcTime(), nullable=False),
    Column("next_try", UtcTime()),
    Column("sender", Key()),  # who has it in flight
    # Whatever is to be sent has a time, whatever is not has none: the index holds only what is left to do.
    Index("deliveries_next", "edition", "day", "next_try", "subscriber_id", **_only("next_try IS NOT NULL")),
    Index("deliveries_in_flight", "edition", "day", **_only("state = 'in_flight'")),
    Index("deliveries_message", "message_id"),
    Index("deliveries_subscriber", "subscriber_id"),
)

decisions, users, sessions, tokens, attempts, audit, webhooks, webhook_calls = add_desk_tables(metadata)
search_documents, search_texts = search_tables(metadata)
consents, suppressions, letters, rates = add_reader_tables(metadata)
(alarms,) = add_operating_tables(metadata)
sendings, returns = add_sending_tables(metadata)
pages = add_pages(metadata)
photos = add_photos(metadata)
forecasts = add_forecasts(metadata)
said = add_said(metadata)
(maintenance,) = add_keeping_tables(metadata)
