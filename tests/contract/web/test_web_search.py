"""The search page, feeds, other editions and languages: what a reader and a reader's programs ask for."""

import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from xml.etree import ElementTree

import httpx
import pytest
from tests.builders import CLOSES, DAY, a_source, an_article, an_edition, an_edition_story
from tests.contract.web.web_samples import News

from bouclage.config import Config, EditionConfig
from bouclage.records import Edition, Ledger, PubStatus, Rights, TextRight
from bouclage.store import Store

Visit = Callable[[Store, Config], httpx.AsyncClient]


@pytest.fixture
def rights(full: Store) -> Store:
    """Give the store with the sources of its articles."""
    with full.begin() as tx:
        for name in ("le-rivage", "la-plaine", "le-val"):
            tx.sources.add(a_source(name))
    return full


async def test_search_finds_and_marks(client: httpx.AsyncClient, rights: Store, edition: Edition) -> None:
    """A word in any form finds the story, with the words marked in the source's own sentence."""
    text = (await client.get("/search", params={"q": "rouverts ponts"})).text
    assert f'href="/{DAY}/story/{edition.stories[0].id}"' in text
    assert "Le <mark>pont</mark> du Mont est <mark>rouvert</mark> depuis mardi matin." in text
    assert "/story/" + edition.stories[1].id not in text


async def test_search_shows_what_rights_allow(client: httpx.AsyncClient, rights: Store, edition: Edition) -> None:
    """Of a source that allows its headline alone, and of one whose time is over, no sentence is shown."""
    asked = {"q": "rouvert"}
    with rights.begin() as tx:
        tx.sources.replace(a_source("le-rivage", rights=Rights(text=TextRight.HEADLINE)))
    headline_only = (await client.get("/search", params=asked)).text
    assert "Un pont est <mark>rouvert</mark>" in headline_only
    assert "mardi matin" not in headline_only
    with rights.begin() as tx:
        tx.sources.replace(a_source("le-rivage", rights=Rights(text=TextRight.EXCERPT, excerpt_chars=10)))
    assert "mardi matin" not in (await client.get("/search", params=asked)).text
    with rights.begin() as tx:
        tx.sources.replace(a_source("le-rivage", rights=Rights(text=TextRight.FULL, expires_days=0)))
    assert "mardi matin" not in (await client.get("/search", params=asked)).text


async def test_search_escapes_what_it_shows(client: httpx.AsyncClient, rights: Store) -> None:
    """Markup in a question and in a headline is text."""
    text = (await client.get("/search", params={"q": '"><script>alert(1)</script> fontaine'})).text
    assert "<script>alert" not in text
    text = (await client.get("/search", params={"q": "fontaine"})).text
    assert "La <mark>fontaine</mark> &lt;script&gt;alert(1)&lt;/script&gt; coule" in text


async def test_odd_questions_are_answered(client: httpx.AsyncClient, rights: Store) -> None:
    """Whatever stands in the address, the form comes back."""
    for query in (
        {"q": "x" * 5000},
        {"q": "pont", "since": "2026-99-99", "before": "zzz"},
        {"q": "pont", "before": "f" * 40, "section": "../x", "language": "'", "outlet": "\0"},
        {"q": "\ud800".encode("utf-8", "surrogatepass")},
    ):
        answer = await client.get("/search", params=query)
        assert answer.status_code == 200, query
        assert answer.headers["cache-control"] == "no-store"


async def test_search_goes_on(client: httpx.AsyncClient, rights: Store) -> None:
    """More stories than a page holds are on the next one, each once."""
    day = DAY - timedelta(days=1)
    articles = [an_article(f"Le lac numéro {number} déborde", guid=f"g{number}") for number in range(45)]
    edition = an_edition(*(an_edition_story(one) for one in articles), day=day)
    with rights.begin() as tx:
        tx.articles.add(articles)
        tx.editions.close(edition, Ledger(name="evening", day=day, entries=()))
    found, href = [], "/search?q=lacs"
    for _ in range(3):
        text = (await client.get(href)).text
        found += re.findall(rf'href="/{day}/story/(\w+)"', text)
        more = re.search(r'rel="next" href="([^"]*)"', text)
        href = more[1].replace("&amp;", "&") if more else ""
    assert found == [story.id for story in edition.stories]
    assert href == ""


async def test_a_killed_article_is_gone_at_the_next_request(
    client: httpx.AsyncClient, rights: Store, news: News, edition: Edition
) -> None:
    """One kill, and page, ledger, feeds, files and search are without it at the next request; a tombstone stays."""
    paths = ("/", "/atom.xml", "/rss.xml", "/feed.json", f"/{DAY}.json", f"/{DAY}/ledger", "/archive")
    for path in paths[:-1]:
        assert "fontaine" in (await client.get(path)).text, path
    await client.get("/archive")
    assert "fontaine" in _words(await client.get(f"/{DAY}.epub"))
    with rights.begin() as tx:
        kill = replace(news.alone, pub_status=PubStatus.CANCELED, version=2, seen=CLOSES + timedelta(hours=1))
        tx.articles.add([kill])
    assert "fontaine" not in (await client.get("/search", params={"q": "coule"})).text
    for path in paths:
        assert "fontaine" not in (await client.get(path)).text, path
    assert "fontaine" not in _words(await client.get(f"/{DAY}.epub"))
    assert (await client.get(f"/{DAY}.pdf")).content.startswith(b"%PDF-")
    gone = await client.get(f"/{DAY}/story/{edition.stories[1].id}")
    assert gone.status_code == 410
    assert "fontaine" not in gone.text


def _words(answer: httpx.Response) -> str:
    with zipfile.ZipFile(BytesIO(answer.content)) as book:
        return " ".join(book.read(name).decode() for name in book.namelist())


async def test_feeds_tell_the_same_stories_in_the_same_order(client: httpx.AsyncClient, edition: Edition) -> None:
    """Atom, RSS and JSON Feed are well-formed and hold the edition's stories in its order."""
    urls = [f"http://127.0.0.1:8470/{DAY}/story/{story.id}" for story in edition.stories]
    atom = ElementTree.fromstring((await client.get("/atom.xml")).content)
    space = {"a": "http://www.w3.org/2005/Atom"}
    assert [entry.findtext("a:id", namespaces=space) for entry in atom.findall("a:entry", space)] == urls
    rss = ElementTree.fromstring((await client.get("/rss.xml")).content)
    assert [item.findtext("guid") for item in rss.iter("item")] == urls
    feed = (await client.get("/feed.json")).json()
    assert [item["url"] for item in feed["items"]] == urls
    assert feed["items"][1]["title"] == edition.stories[1].headline.text
    sitemap = ElementTree.fromstring((await client.get("/sitemap.xml")).content)
    assert {loc.text for loc in sitemap.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")} >= set(urls)
    assert "/search" in (await client.get("/robots.txt")).text


async def test_other_editions_have_their_own_pages(full: Store, visit: Visit) -> None:
    """Editions after the first live below /e/NAME, with links of their own; the first has one address only."""
    config = Config(
        editions=(EditionConfig(title="Édition du soir"), EditionConfig(name="morning", title="Morning", language="en"))
    )
    story = an_edition_story(an_article("A bridge reopens", language="en"))
    morning = an_edition(story, name="morning", title="Morning", language="en")
    with full.begin() as tx:
        tx.editions.close(morning, Ledger(name="morning", day=DAY, entries=()))
    async with visit(full, config) as reader:
        text = (await reader.get("/e/morning/")).text
        assert "A bridge reopens" in text
        assert "pont" not in text
        links = re.findall(r'href="(/[^"]*)"', text)
        assert all(link.startswith(("/e/morning/", "/static/", "/stay-informed")) or link == "/" for link in links)
        for path in ("archive", "search?q=bridge", f"{DAY}", f"{DAY}/story/{story.id}", "feed.json", "sources"):
            assert (await reader.get(f"/e/morning/{path}")).status_code == 200, path
        assert 'href="/e/morning/"' in (await reader.get("/")).text
        for path in ("/e/evening/", "/e/nothing/", "/e/nothing/archive"):
            assert (await reader.get(path)).status_code == 404, path


async def test_readers_choose_the_language_of_the_words(client: httpx.AsyncClient) -> None:
    """By address before browser before edition; the quoted words stay as they are, marked with their language."""
    for given, asked, language in (
        ({}, "", "fr"),
        ({"accept-language": "en-US,en;q=0.9,fr;q=0.1"}, "", "fr"),
        ({"accept-language": "de-CH,en;q=0.5"}, "", "de"),
        ({"accept-language": "rm, el;q=0.9"}, "", "fr"),
        ({"accept-language": "de"}, "?lang=it", "it"),
        ({}, "?lang=xx", "fr"),
    ):
        answer = await client.get(f"/{asked}", headers=given)
        assert f'<html lang="{language}">' in answer.text, (given, asked)
        assert "Accept-Language" in answer.headers["vary"]
        assert "Un pont est rouvert" in answer.text
    german = (await client.get("/?lang=de")).text
    assert 'lang="fr">Un pont est rouvert</a>' in german
    assert "Dienstag, 8. September 2026" in german
    assert 'href="/archive?lang=de"' in german
    assert 'href="/archive"' in (await client.get("/")).text


async def test_a_source_has_its_page(client: httpx.AsyncClient, rights: Store, edition: Edition) -> None:
    """Health, rights and what was printed lately; a feed's own address, which may be paid for, is not told."""
    with rights.begin() as tx:
        tx.sources.replace(a_source("le-rivage", url="https://user:kassiber@www.le-rivage.example/feed?key=parole"))
    text = (await client.get("/sources/le-rivage")).text
    assert "extraits jusqu’à 600 caractères" in text
    assert 'href="https://www.le-rivage.example/"' in text
    assert "Un pont est rouvert" in text
    assert not re.search("kassiber|parole", text)
    assert (await client.get("/sources/nobody")).status_code == 404


async def test_the_archive_has_a_calendar_and_reads_no_edition(
    full: Store, visit: Visit, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Days with an edition are linked in their month; no edition is read for it, however many there are."""
    from bouclage.store.editions import Editions

    monkeypatch.setattr(Editions, "get", lambda *_given, **_named: pytest.fail("an edition was read"))
    async with visit(full, config) as reader:
        text = (await reader.get("/archive")).text
        assert f'<a href="/{DAY}" aria-label="mardi 8 septembre 2026">8</a>' in text
        assert "Un pont est rouvert" in text
        assert (await reader.get("/archive?year=2025")).status_code == 404
        assert (await reader.get("/archive?year=2026")).status_code == 200


@pytest.mark.parametrize(
    "path", ["//evil.example/", "/%2F%2Fevil.example", "/e/%2Fevil", "/sources/%2E%2E%2F", "/\\evil"]
)
async def test_nothing_redirects(client: httpx.AsyncClient, path: str) -> None:
    """No address makes us send a reader elsewhere."""
    answer = await client.get("http://site" + path)
    assert answer.status_code in {200, 404}
    assert "location" not in answer.headers
