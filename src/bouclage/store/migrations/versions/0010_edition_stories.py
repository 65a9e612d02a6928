"""Stories that editions show, each in a row of its own; those of editions closed before are moved at once."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from bouclage.store.columns import Json, Key

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_EDITIONS = sa.table(
    "editions", sa.column("name", Key()), sa.column("day", sa.Date()), sa.column("record", Json())
)  # as it stood here
_STORIES = sa.table(
    "edition_stories",
    sa.column("name", Key()),
    sa.column("day", sa.Date()),
    sa.column("position", sa.Integer()),
    sa.column("section", sa.Integer()),
    sa.column("story", Key()),
    sa.column("record", Json()),
)


def upgrade() -> None:
    """Create the table and move the stories out of their editions' records."""
    op.create_table(
        "edition_stories",
        sa.Column("name", Key(), primary_key=True),
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("position", sa.Integer(), primary_key=True),
        sa.Column("section", sa.Integer(), nullable=False),
        sa.Column("story", Key(), nullable=False),
        sa.Column("record", Json(), nullable=False),
    )
    op.create_index("edition_stories_story", "edition_stories", ["name", "day", "story"])
    _move_what_is_there()


def _move_what_is_there() -> None:
    connection = op.get_bind()
    slots = connection.execute(sa.select(_EDITIONS.c.name, _EDITIONS.c.day)).all()
    for name, day in slots:  # one at a time: a year of large editions would not fit into memory
        slot = sa.and_(_EDITIONS.c.name == name, _EDITIONS.c.day == day)
        record = connection.execute(sa.select(_EDITIONS.c.record).where(slot)).scalar_one()
        rows: list[dict[str, Any]] = []
        for number, section in enumerate(record["sections"]):
            rows += [
                {
                    "name": name,
                    "day": day,
                    "position": len(rows) + place,
                    "section": number,
                    "story": story["id"],
                    "record": story,
                }
                for place, story in enumerate(section["stories"])
            ]
            section["stories"] = []
        if rows:
            connection.execute(sa.insert(_STORIES), rows)
            connection.execute(sa.update(_EDITIONS).where(slot).values(record=record))
    _index_what_is_there(bool(slots))


def _index_what_is_there(any_edition: bool) -> None:
    """Index the search anew where revision 0003 came in this very upgrade and left it empty."""
    connection = op.get_bind()
    if any_edition and not connection.execute(sa.text("select 1 from search_documents limit 1")).first():
        from bouclage.store.link import Link  # noqa: PLC0415 - the records of today's program
        from bouclage.store.search import Search  # noqa: PLC0415

        Search(Link(connection, "the store")).rebuild()
