"""The bundled articles stored in any batches and any order, on either database: the same stories at the closing."""

import random
from datetime import timedelta

import pytest
from tests.builders import CLOSES, DAY, OPENS
from tests.gates.stories.grouping_score import articles_of, bundled
from tests.postgresql import chosen

from bouclage.config import Config, EditionConfig
from bouclage.pipeline import Closing, close_edition
from bouclage.records import Story
from bouclage.store import Store, open_store


def _closed(store: Store, size: int) -> tuple[Story, ...]:
    """Store all articles in batches, in an order of their own for each size; close; return what is stored."""
    articles = articles_of(bundled())
    random.Random(size).shuffle(articles)
    for start in range(0, len(articles), size):
        with store.begin() as tx:
            tx.articles.add(articles[start : start + size])
    for day in (-1, 0):
        later = timedelta(days=day)
        slot = Closing(edition=EditionConfig(), day=DAY + later, opens=OPENS + later, closes=CLOSES + later)
        close_edition(store, Config(), slot, now=slot.closes, even_if_thin=True)
    with store.read() as tx:
        return tx.stories.active_since(OPENS - timedelta(days=9))


@pytest.fixture(scope="module")
def at_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Story, ...]:
    """Return the stories of all articles stored at once, on SQLite."""
    with open_store(chosen(f"sqlite:///{tmp_path_factory.mktemp('once') / 'news.db'}")) as store:
        return _closed(store, 1000)


@pytest.mark.parametrize("size", [1, 7, 100])
def test_batches_and_databases_mean_nothing(store: Store, size: int, at_once: tuple[Story, ...]) -> None:
    """One by one, by seven, by the hundred; SQLite and PostgreSQL: ids, members, reasons and threads are the same."""
    assert len(at_once) > 50
    assert _closed(store, size) == at_once
