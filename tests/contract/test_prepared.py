"""Statements found ahead of the closing, on either database: the same edition, in less time, and nothing left over."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.builders import CLOSES, DAY, OPENS
from tests.gates.stories.grouping_score import articles_of, bundled
from tests.postgresql import chosen

from bouclage.config import Config, EditionConfig
from bouclage.pipeline import (
    Closing,
    Question,
    close_edition,
    find_statements,
    preview_edition,
    said,
    statements_wanted,
)
from bouclage.records import Article, Membership, Story, StoryStatements, from_plain, to_plain
from bouclage.store import Store, open_store

SLOT = Closing(edition=EditionConfig(), day=DAY, opens=OPENS, closes=CLOSES)
ARTICLES = articles_of(bundled())


def _closed(store: Store) -> str:
    edition = close_edition(store, Config(), SLOT, now=CLOSES, even_if_thin=True)
    with store.read() as tx:
        return json.dumps([to_plain(edition), to_plain(tx.editions.ledger(edition.name, DAY))])


def _add(store: Store, articles: list[Article]) -> None:
    with store.begin() as tx:
        tx.articles.add(articles)


@pytest.fixture(scope="module")
def unprepared(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The edition closed without anything found ahead."""
    with open_store(chosen(f"sqlite:///{tmp_path_factory.mktemp('bare') / 'news.db'}")) as store:
        _add(store, ARTICLES)
        return _closed(store)


def test_closing_asks_only_what_nobody_found(store: Store, unprepared: str) -> None:
    """All but the last reports are prepared: the closing finds the stories they changed, and gives the same bytes."""
    ordered = sorted(ARTICLES, key=lambda one: (one.seen, one.id))
    _add(store, ordered[:-3])
    wanted = statements_wanted(store, Config(), SLOT)
    assert find_statements(store, SLOT, wanted) == len(wanted) > 20
    assert statements_wanted(store, Config(), SLOT) == ()
    _add(store, ordered[-3:])

    assert 0 < len(statements_wanted(store, Config(), SLOT)) <= 6
    assert _closed(store) == unprepared
    with store.read() as tx:
        assert tx.keeping.rows()["said"] == 0
    assert statements_wanted(store, Config(), SLOT) == ()


def test_what_was_found_is_what_is_shown(store: Store, unprepared: str) -> None:
    """Closing and the desk's preview take what is kept and ask no more: were it nothing, nothing would be shown."""
    _add(store, ARTICLES)
    wanted = statements_wanted(store, Config(), SLOT)
    with store.begin() as tx:
        tx.said.save(SLOT.edition.name, DAY, {question.key: StoryStatements() for question in wanted})

    shown = preview_edition(store, Config(), SLOT, now=CLOSES).made.edition.stories
    assert shown
    assert not any(story.statements or story.timeline or story.disputes for story in shown)
    assert _closed(store) != unprepared


def test_finding_stops_when_the_hour_has_come(store: Store) -> None:
    """What was found until then is kept, what is left is the closing's."""
    _add(store, ARTICLES)
    wanted = statements_wanted(store, Config(), SLOT)
    turns = iter([True] * 5)

    assert find_statements(store, SLOT, wanted, going_on=lambda: next(turns, False)) == 5
    assert len(statements_wanted(store, Config(), SLOT)) == len(wanted) - 5


def test_what_is_kept_is_what_was_found(store: Store) -> None:
    """Nothing of an answer is lost on its way through the store: every story's comes back equal."""
    _add(store, ARTICLES)
    by_id = {article.id: article for article in ARTICLES}
    wanted = statements_wanted(store, Config(), SLOT)
    find_statements(store, SLOT, wanted)
    answers = said.find(wanted, by_id, SLOT.edition)

    with store.read() as tx:
        assert tx.said.of(answers) == answers
    assert any(one.disputes for one in answers.values())
    assert sum(len(one.timeline) for one in answers.values()) > 50


def test_each_thing_an_answer_depends_on_is_in_its_key() -> None:
    """Another zone, language or version of the stage, a report less or read at another time: another key."""
    reports = ARTICLES[:3]
    members = tuple(Membership(article_id=one.id, score=1.0, reason="first") for one in reports)
    story = Story(id="s", members=members, first=reports[0].time, last=reports[0].time)

    def key(given: list[Article] = reports, version: str = "one", **changed: str) -> str:
        edition = replace(SLOT.edition, **changed)  # type: ignore[arg-type]
        return said.questions([story], [], {one.id: one for one in given}, edition, version=version)["s"].key

    one, *rest = reports
    later = replace(one, published=None, seen=one.seen + timedelta(minutes=1))
    assert later.id == one.id
    keys = {
        key(),
        key(version="another"),
        key(time_zone="Asia/Tokyo"),
        key(language="en"),
        key(rest),
        key([later, *rest]),
        key([replace(one, language="rm"), *rest]),
    }
    assert key() == key(list(reports))
    assert len(keys) == 7


def test_a_question_travels_as_json() -> None:
    """A worker is given the very question that was asked."""
    question = Question(key="k", article_ids=("a", "b"), copies=())
    assert from_plain(Question, json.loads(json.dumps(to_plain(question)))) == question
