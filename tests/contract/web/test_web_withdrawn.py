"""Withdrawn after publication: the words go from every page, a line that says so stays."""

from dataclasses import replace

import httpx
import pytest
from tests.builders import DAY
from tests.contract.web.web_samples import Clock, News

from bouclage.records import Article, Edition, PubStatus
from bouclage.store import Store

BRIDGE = "Le pont du Mont est rouvert depuis mardi matin."
CARS = "Les voitures passent de nouveau sur le pont."
FOUNTAIN = "L’eau est revenue à la fontaine."


def withdraw(store: Store, *articles: Article, status: PubStatus = PubStatus.CANCELED) -> None:
    """Store the notice by which a publisher takes its article back."""
    notices = [replace(one, version=2, pub_status=status, headline=None, lead=None, body=()) for one in articles]
    with store.begin() as tx:
        tx.articles.add(notices)


@pytest.mark.parametrize("status", [PubStatus.CANCELED, PubStatus.WITHHELD])
async def test_words_and_link_go_and_a_notice_stays(
    client: httpx.AsyncClient, full: Store, news: News, edition: Edition, status: PubStatus
) -> None:
    """Of a story with two reports the withdrawn one leaves without a trace of its words; the other speaks for it."""
    withdraw(full, news.bridge, status=status)
    for path in ("/", f"/{DAY}/story/{edition.stories[0].id}"):
        text = (await client.get(path)).text
        assert BRIDGE not in text, path
        assert "Un pont est rouvert" not in text, path
        assert news.bridge.url not in text, path
        assert CARS in text, path
        assert "Le pont rouvre enfin" in text, path
    notices = (await client.get("/")).text.partition('<aside class="box"')[2].partition("</aside>")[0]
    assert all(words in notices for words in ("Retiré", "un article de cette édition", "Le Rivage"))
    assert "href" not in notices


async def test_a_story_with_nothing_left_is_a_tombstone(
    client: httpx.AsyncClient, full: Store, news: News, edition: Edition
) -> None:
    """A story all of whose reports were withdrawn leaves the edition; its address says what became of it."""
    address = f"/{DAY}/story/{edition.stories[1].id}"
    withdraw(full, news.alone)
    answer = await client.get(address)
    assert answer.status_code == 410
    assert "Le Val" in answer.text
    assert FOUNTAIN not in answer.text
    assert "coule" not in answer.text
    text = (await client.get("/")).text
    assert address not in text
    assert "coule" not in text
    assert BRIDGE in text
    assert (await client.get(address, headers={"If-None-Match": answer.headers["etag"]})).status_code == 410


async def test_ledger_and_archive_and_json_forget_the_words_too(
    client: httpx.AsyncClient, full: Store, news: News
) -> None:
    """No other page keeps the headline or the link; the ledger keeps the line, so that its sum still holds."""
    withdraw(full, *news.articles)
    ledger = (await client.get(f"/{DAY}/ledger")).text
    assert ledger.count("retiré par son média") == 3
    assert "Le compte est juste" in ledger
    for path in (f"/{DAY}/ledger", "/archive", "/edition.json", f"/{DAY}.json", "/"):
        text = (await client.get(path)).text
        for article in news.articles:
            assert str(article.headline).partition(" <")[0] not in text, path
            assert article.url not in text, path


async def test_a_page_already_kept_changes_within_the_time_set(
    client: httpx.AsyncClient, full: Store, news: News, clock: Clock
) -> None:
    """A page made before the withdrawal is shown for at most half a minute more, and its tag is another after."""
    before = await client.get("/")
    withdraw(full, news.bridge)
    clock.move(31)
    after = await client.get("/", headers={"If-None-Match": before.headers["etag"]})
    assert after.status_code == 200
    assert BRIDGE in before.text
    assert BRIDGE not in after.text


async def test_a_clock_set_back_does_not_keep_a_withdrawn_page(
    client: httpx.AsyncClient, full: Store, news: News, clock: Clock
) -> None:
    """After the machine's clock was set back the withdrawal is looked up at once, not when the old time comes again."""
    await client.get("/")
    withdraw(full, news.bridge)
    clock.move(-3600)
    assert BRIDGE not in (await client.get("/")).text


async def test_a_report_that_came_back_is_shown_again(
    client: httpx.AsyncClient, full: Store, news: News, clock: Clock
) -> None:
    """A withdrawal that its publisher undid is undone here: the frozen edition was never changed."""
    whole = (await client.get("/")).text
    withdraw(full, news.bridge)
    clock.move(31)
    assert (await client.get("/")).text != whole
    with full.begin() as tx:
        tx.articles.add([replace(news.bridge, version=3)])
    clock.move(31)
    assert (await client.get("/")).text == whole


async def test_stored_edition_stays_as_closed(
    client: httpx.AsyncClient, full: Store, news: News, edition: Edition
) -> None:
    """Showing an edition without its withdrawn reports changes nothing in the store."""
    withdraw(full, *news.articles)
    await client.get("/")
    with full.read() as tx:
        assert tx.editions.get("evening", DAY) == edition
