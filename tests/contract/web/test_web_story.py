"""The story page, feeds and figures load what they show and no more, whatever else the edition holds."""

import json
from collections.abc import Callable
from dataclasses import replace

import httpx
from prometheus_client import CollectorRegistry, generate_latest
from sqlalchemy import Table, update
from tests.builders import DAY, an_article, an_edition, an_edition_story
from tests.contract.web.web_samples import Clock, News

from bouclage.config import Config
from bouclage.records import Edition, Ledger, PubStatus
from bouclage.render import FEED_STORIES
from bouclage.store import Store, schema
from bouclage.web.metrics import StoreFigures

Visit = Callable[[Store, Config], httpx.AsyncClient]


def _spoil(store: Store, table: Table, *kept: object) -> None:
    """Make every other story's row something that nobody could load."""
    with store.begin() as tx:
        broken = update(table).values(record={"id": "spoilt"})
        tx.link.connection.execute(broken.where(table.c.story.not_in(kept)) if kept else broken)


async def test_a_story_page_loads_its_own_story_alone(client: httpx.AsyncClient, full: Store, edition: Edition) -> None:
    """With all other rows spoilt the page is the same; the edition's own page, which needs them, is not there."""
    first, second = edition.stories
    _spoil(full, schema.edition_stories, second.id)
    answer = await client.get(f"/{DAY}/story/{second.id}")
    assert answer.status_code == 200
    assert second.headline.text.partition("<")[0] in answer.text
    assert (await client.get(f"/{DAY}/story/{first.id}")).status_code == 500
    assert (await client.get(f"/{DAY}")).status_code == 500


async def test_addresses_and_figures_load_no_story(client: httpx.AsyncClient, full: Store, edition: Edition) -> None:
    """Sitemap, ledger, archive and metrics are the same with every story's row spoilt."""
    _spoil(full, schema.edition_stories)
    listed = (await client.get("/sitemap.xml")).text
    assert [f"/{DAY}/story/{story.id}</loc>" in listed for story in edition.stories] == [True, True]
    for path in (f"/{DAY}/ledger", "/archive"):
        assert (await client.get(path)).status_code == 200, path
    registry = CollectorRegistry()
    registry.register(StoreFigures(full, Config(), clock=Clock()))
    assert (
        f'bouclage_edition_stories{{edition="evening"}} {edition.counts.stories}' in generate_latest(registry).decode()
    )


async def test_a_feed_loads_the_stories_it_tells(empty: Store, config: Config, visit: Visit) -> None:
    """Of an edition larger than a feed the first stories are loaded, in their order; the rest stays where it is."""
    articles = [an_article(f"Nouvelle numéro {number}") for number in range(FEED_STORIES + 3)]
    large = an_edition(*(an_edition_story(article) for article in articles))
    with empty.begin() as tx:
        tx.articles.add(articles)
        tx.editions.close(large, Ledger(name=large.name, day=DAY, entries=()))
    told = [story.id for story in large.stories[:FEED_STORIES]]
    _spoil(empty, schema.edition_stories, *told)
    async with visit(empty, config) as reader:
        items = json.loads((await reader.get("/feed.json")).text)["items"]
    assert [item["url"].rpartition("/")[2] for item in items] == told


async def test_a_withdrawal_elsewhere_leaves_a_story_page_as_it_is(
    client: httpx.AsyncClient, full: Store, news: News, edition: Edition
) -> None:
    """A story's page is made anew for what happens to its own reports, not for what happens to others'."""
    first, second = (f"/{DAY}/story/{story.id}" for story in edition.stories)
    before = [(await client.get(path)).headers["etag"] for path in (first, second)]
    with full.begin() as tx:
        tx.articles.add(
            [replace(news.alone, version=2, pub_status=PubStatus.CANCELED, headline=None, lead=None, body=())]
        )
    after = [await client.get(path) for path in (first, second)]
    assert (after[0].headers["etag"], after[0].status_code) == (before[0], 200)
    assert (after[1].headers["etag"] != before[1], after[1].status_code) == (True, 410)
