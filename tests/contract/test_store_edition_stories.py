"""An edition is kept in parts: what a page shows of it is all that is loaded, on every database."""

from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection
from tests.builders import DAY, YESTERDAY, an_article, an_edition, an_edition_story
from tests.contract.store_samples import ledger

import bouclage.store
from bouclage.errors import EditionNotFoundError
from bouclage.records import Edition, EditionStatus, PubStatus, Section, to_plain
from bouclage.store import Filter, Store, schema
from bouclage.store.engines import WRITES, open_engine
from bouclage.store.location import locate
from bouclage.text.search_terms import question_of

ARTICLES = [an_article(f"Le pont numéro {number} ferme") for number in range(5)]
STORIES = [an_edition_story(article) for article in ARTICLES]
EDITION = replace(
    an_edition(),
    sections=(
        Section(name="front", stories=tuple(STORIES[:2])),
        Section(name="switzerland", stories=tuple(STORIES[2:3])),
        Section(name="sport", stories=tuple(STORIES[3:])),
    ),
)


def _closed(store: Store, *editions: Edition) -> None:
    with store.begin() as tx:
        tx.articles.add(ARTICLES)
        for edition in editions or (EDITION,):
            tx.editions.close(edition, ledger(day=edition.day, name=edition.name))


def test_an_edition_comes_back_whole_or_in_part(store: Store) -> None:
    """The whole equals what was closed; a head, a beginning and one story keep title, sections and counts."""
    _closed(store)
    with store.read() as tx:
        assert tx.editions.get("evening", DAY) == tx.editions.latest("evening") == EDITION
        head, first = tx.editions.head("evening", DAY), tx.editions.get("evening", DAY, most=3)
        one = tx.editions.with_story("evening", DAY, STORIES[2].id)
        assert head == tx.editions.latest_head("evening") == replace(first, sections=head.sections)
        assert [section.name for section in head.sections] == ["front", "switzerland", "sport"]
        assert (head.stories, head.counts) == ((), EDITION.counts)
        assert first.stories == tuple(STORIES[:3])
        assert [(section.name, section.stories) for section in one.sections] == [
            ("front", ()),
            ("switzerland", (STORIES[2],)),
            ("sport", ()),
        ]
        assert tx.editions.with_story("evening", DAY, "nobody's").stories == ()
        with pytest.raises(EditionNotFoundError):
            tx.editions.with_story("evening", YESTERDAY, STORIES[2].id)


def test_what_was_held_is_replaced_story_by_story(store: Store) -> None:
    """An edition closed after it was held shows its own stories; nothing stays of those it was held with."""
    held = replace(EDITION, status=EditionStatus.HELD, reason="thin")
    shorter = replace(EDITION, sections=(Section(name="front", stories=(STORIES[4],)),))
    _closed(store, held)
    with store.begin() as tx:
        assert tx.editions.get("evening", DAY, held=True) == held
        with pytest.raises(EditionNotFoundError):
            tx.editions.with_story("evening", DAY, STORIES[0].id)
        tx.editions.close(shorter, ledger())
        assert tx.editions.get("evening", DAY) == shorter
        assert tx.editions.with_story("evening", DAY, STORIES[0].id).stories == ()


def test_the_stories_that_may_be_shown_are_named_in_order(store: Store) -> None:
    """A list of addresses needs no story itself; one whose only report is withdrawn is not named."""
    _closed(store, EDITION, replace(EDITION, day=YESTERDAY))
    gone = replace(ARTICLES[1], version=2, pub_status=PubStatus.CANCELED, headline=None, lead=None, body=())
    with store.begin() as tx:
        assert tx.search.stories("evening", DAY) == tuple(story.id for story in STORIES)
        tx.articles.add([gone])
        assert tx.search.stories("evening", DAY) == tuple(story.id for story in STORIES if story is not STORIES[1])
        assert len(tx.search.hidden("evening", YESTERDAY, DAY)) == 4, "the story and its report, on both days"
        assert tx.search.hidden("noon", YESTERDAY, DAY) == frozenset()
        assert tx.search.withdrawn("evening", DAY, story=STORIES[1].id) == {gone.item}
        assert tx.search.withdrawn("evening", DAY, story=STORIES[0].id) == frozenset()


@pytest.mark.parametrize("from_", ["0002", "0009"])
def test_editions_closed_before_are_moved(url: str, from_: str) -> None:
    """A store of an older program has its editions taken apart, and searched where it had no search yet."""
    location = locate(url)
    if location.file is not None:
        location.file.touch()
    engine = open_engine(location, wait_s=5)
    with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        _upgrade(connection, from_)
        for number, name in enumerate(("evening", "noon")):
            row = {"name": name, "day": DAY, "status": "closed", "record": to_plain(replace(EDITION, name=name))}
            if number:
                row |= {"status": "held", "record": to_plain(replace(EDITION, name=name, sections=()))}
            connection.execute(sa.insert(schema.editions), [row])
        articles = [_row(article) for article in ARTICLES]
        connection.execute(sa.insert(schema.articles), articles)
    engine.dispose()

    with bouclage.store.open_store(url) as store, store.read() as tx:
        assert tx.editions.get("evening", DAY) == EDITION
        assert tx.editions.with_story("evening", DAY, STORIES[3].id).stories == (STORIES[3],)
        assert tx.editions.get("noon", DAY, held=True).stories == ()
        found = tx.search.find("evening", question_of("pont"), Filter())
        assert {one.story for one in found} == {story.id for story in STORIES}


def _upgrade(connection: Connection, revision: str) -> None:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(bouclage.store.migrating._SCRIPTS))
    config.set_main_option("path_separator", "os")
    command.upgrade(config, revision)


def _row(article: Any) -> dict[str, Any]:
    record = to_plain(article)
    del record["text"]
    return {
        "id": article.id,
        "item": article.item,
        "source_id": article.source_id,
        "version": 1,
        "time": article.time,
        "seen": article.seen,
        "record": record,
    }
