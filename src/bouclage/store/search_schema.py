"""The tables of the search: what closed editions printed, and the terms it is found by.

`search_texts` is what both databases index; the index itself (`search_fts`: FTS5 on SQLite, tsvector on PostgreSQL) is
made by the migration and kept by triggers, so that a backup needs neither copy nor know it.
"""

from sqlalchemy import BigInteger, Boolean, Column, Date, ForeignKey, Index, MetaData, Table, Text, text

from bouclage.store.columns import Json, Key


def search_tables(metadata: MetaData) -> tuple[Table, Table]:
    """Return the tables (documents, texts), added to `metadata`."""
    documents = Table(
        "search_documents",
        metadata,
        # the day and a place in it, the first story highest: newest first is the order of the key, and a span of days
        # a span of keys
        Column("id", BigInteger, primary_key=True, autoincrement=False),
        Column("edition", Key(), nullable=False),
        Column("day", Date, nullable=False),
        Column("story", Key(), nullable=False),
        Column("article_id", Key()),  # none: the story's own headlines and summary, in all its languages
        Column("item", Key()),
        Column("language", Key()),
        Column("title", Json()),  # of a story as a whole: its headline as it may be shown, and the language of it
        Column("shown", Boolean, nullable=False),  # false: withdrawn, and without a text
        Index("search_documents_item", "item"),
        Index("search_documents_story", "edition", "day", "story"),
        Index(
            "search_documents_hidden",
            "edition",
            "day",
            sqlite_where=text("shown = 0"),
            postgresql_where=text("NOT shown"),
        ),
    )
    texts = Table(
        "search_texts",
        metadata,
        Column(
            "id",
            BigInteger,
            ForeignKey("search_documents.id", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
        ),
        Column("terms", Text, nullable=False),
    )
    return documents, texts
