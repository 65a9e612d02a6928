"""An editor's split, merge and pin through the pipeline: remembered over closings and restarts."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from bouclage.config import Config, EditionConfig
from bouclage.errors import RulingError, StoryNotFoundError
from bouclage.pipeline import (
    Closing,
    close_edition,
    merge_stories,
    open_stories,
    pin_reports,
    split_story,
    withdraw_ruling,
)
from bouclage.records import Article, Edition
from bouclage.store import Store, open_store
from tests.builders import CLOSES, DAY, OPENS
from tests.postgresql import chosen
from tests.unit.stories.test_stories import QUAKE, STRIKE, report, retold

CONFIG = Config()
A_DAY = timedelta(days=1)


@contextmanager
def restarted(tmp_path: Path) -> Iterator[Store]:
    """Open the store as a process that has just started does."""
    with open_store(chosen(f"sqlite:///{tmp_path / 'news.db'}")) as store:
        yield store


def closing(day: int = 0) -> Closing:
    """Return the slot of the day, or of a later one."""
    later = day * A_DAY
    return Closing(edition=EditionConfig(), day=DAY + later, opens=OPENS + later, closes=CLOSES + later)


def close(tmp_path: Path, day: int, *articles: Article) -> Edition:
    """Collect these articles and close, in a process of its own."""
    with restarted(tmp_path) as store:
        with store.begin() as tx:
            tx.articles.add(articles)
        return close_edition(
            store, CONFIG, closing(day), now=closing(day).closes + timedelta(minutes=1), even_if_thin=True
        )


def together(edition: Edition) -> set[frozenset[str]]:
    """Return the stories of an edition as sets of article ids."""
    return {
        frozenset(report.article_id for report in story.reports)
        for section in edition.sections
        for story in section.stories
    }


MONDAY = [report("a"), report("b", retold(QUAKE["fr"]), after=1), report("c", STRIKE, after=2)]


def test_a_split_before_the_closing_is_in_the_edition(tmp_path: Path) -> None:
    """What an editor split among the open stories is closed so, and stays so on the next days."""
    one, other, strike = MONDAY
    with restarted(tmp_path) as store:
        with store.begin() as tx:
            tx.articles.add(MONDAY)
        stories, articles = open_stories(store, CONFIG, closing())
        assert {frozenset(story.article_ids) for story in stories} == {
            frozenset({one.id, other.id}),
            frozenset({strike.id}),
        }
        (story,) = [story for story in stories if one.id in story.article_ids]
        with pytest.raises(StoryNotFoundError):
            split_story(store, story.id, [other.id], editor="Ada", now=OPENS)
        split_story(store, story.id, [other.id], editor="Ada", now=OPENS, among=stories)
        assert set(articles) == {article.id for article in MONDAY}
    edition = close(tmp_path, 0)
    assert together(edition) == {frozenset({article.id}) for article in MONDAY}
    tuesday = [report("d", after=24), report("e", retold(QUAKE["fr"]), after=25)]
    close(tmp_path, 1, *tuesday)
    with restarted(tmp_path) as store, store.read() as tx:
        apart = tx.stories.of_articles([one.id, other.id])
        assert len(apart) == 2
        assert [story.members[0].reason for story in apart] == ["first report", "split off by Ada"]


def test_a_ruling_changes_stored_stories_at_once(tmp_path: Path) -> None:
    """Merged, split and pinned: the store has it before the next closing; the closed edition stays as it was."""
    one, other, strike = MONDAY
    before = close(tmp_path, 0, *MONDAY)
    with restarted(tmp_path) as store:
        with store.read() as tx:
            quake, dockers = tx.stories.of_articles(article.id for article in MONDAY)
        merge_stories(store, quake.id, [dockers.id], editor="Ada", now=CLOSES)
        with store.read() as tx:
            (story,) = tx.stories.of_articles(article.id for article in MONDAY)
            assert story.id == quake.id
            assert "merged into this story by Ada" in [member.reason for member in story.members]
        split_story(store, quake.id, [strike.id], editor="Bo", now=CLOSES + timedelta(minutes=1))
        with store.read() as tx:
            (alone,) = tx.stories.of_articles([strike.id])
        pin_reports(store, alone.id, [other.id], editor="Cy", now=CLOSES + timedelta(minutes=2), note="ferries")
        with store.read() as tx:
            (pinned,) = tx.stories.of_articles([other.id])
        assert set(pinned.article_ids) == {other.id, strike.id}
        assert "pinned to this story by Cy: ferries" in [member.reason for member in pinned.members]
        with pytest.raises(RulingError):
            split_story(store, quake.id, [one.id], editor="Ada", now=CLOSES)
    close(tmp_path, 1, report("d", after=24))
    with restarted(tmp_path) as store, store.read() as tx:
        assert tx.editions.get("evening", DAY) == before
        (pinned,) = tx.stories.of_articles([other.id])
        assert set(pinned.article_ids) == {other.id, strike.id}


def test_a_withdrawn_ruling_binds_nobody(tmp_path: Path) -> None:
    """After a split is taken back the machine decides again."""
    one, other, _ = MONDAY
    with restarted(tmp_path) as store:
        with store.begin() as tx:
            tx.articles.add(MONDAY)
        stories, _ = open_stories(store, CONFIG, closing())
        (story,) = [story for story in stories if one.id in story.article_ids]
        ruling = split_story(store, story.id, [other.id], editor="Ada", now=OPENS, among=stories)
        assert len(open_stories(store, CONFIG, closing())[0]) == 3
        assert withdraw_ruling(store, ruling.id) == ruling
        assert len(open_stories(store, CONFIG, closing())[0]) == 2
