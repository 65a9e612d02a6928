"""Photos on the pages: our own copies, with caption and credit, as long as rights and publisher allow."""

import re
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import httpx
import pytest
from PIL import Image
from tests.builders import DAY, NOON, a_source
from tests.contract.web.web_samples import Clock, News

from bouclage.config import Config
from bouclage.records import Edition, Photo, Picture, PubStatus, Rights
from bouclage.store import Store

URL = "https://le-rivage.example/photos/pont.jpg"
Visit = Callable[[Store, Config], httpx.AsyncClient]
IMG = re.compile(r"<img [^>]*>")


def _jpeg() -> Picture:
    out = BytesIO()
    Image.new("RGB", (640, 360), "teal").save(out, "JPEG")
    return Picture(width=640, height=360, body=out.getvalue())


@pytest.fixture
def edition(news: News) -> Edition:
    """Give the edition of the day, its first story with a photo."""
    made = news.edition()
    section = made.sections[0]
    photo = Photo(url=URL, caption="Le pont, mardi <soir>.", credit="Marc Oberson")
    first = replace(section.stories[0], photo=photo, photo_outlet="Le Rivage")
    reports = tuple(replace(one, source_id=one.outlet.lower().replace(" ", "-")) for one in first.reports)
    first = replace(first, reports=reports)
    return replace(made, sections=(replace(section, stories=(first, *section.stories[1:])), *made.sections[1:]))


@pytest.fixture
def allowed(full: Store) -> Store:
    """Give the store with the source's right to its photos, and our copy."""
    with full.begin() as tx:
        tx.sources.add(a_source("le-rivage", rights=Rights(photo=True)))
        tx.photos.add("le-rivage", {URL: _jpeg()}, NOON)
    return full


async def test_a_photo_stands_with_caption_credit_and_size(
    client: httpx.AsyncClient, allowed: Store, edition: Edition
) -> None:
    """Edition and story show our copy, sized, lazily, described by its caption; its outlet's address is not loaded."""
    story = f"/{DAY}/story/{edition.stories[0].id}"
    for path in ("/", story):
        text = (await client.get(path)).text
        [img] = IMG.findall(text)
        assert f'src="{story}/photo.jpg"' in img
        assert 'width="640" height="360" loading="lazy"' in img
        assert 'alt="Le pont, mardi &lt;soir&gt;."' in img
        assert "Marc Oberson / Le Rivage" in text
        assert URL not in text
    answer = await client.get(f"{story}/photo.jpg")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/jpeg")
    assert answer.content == _jpeg().body
    assert answer.headers["x-content-type-options"] == "nosniff"
    again = await client.get(f"{story}/photo.jpg", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304


async def test_without_right_or_copy_it_is_named_and_linked(
    client: httpx.AsyncClient, full: Store, allowed: Store, edition: Edition, clock: Clock
) -> None:
    """A source that takes its permission back is obeyed within half a minute, on the page and at the photo's own."""
    story = f"/{DAY}/story/{edition.stories[0].id}"
    assert IMG.search((await client.get(story)).text)
    with full.begin() as tx:
        tx.sources.replace(a_source("le-rivage", rights=Rights(photo=False)))
    clock.move(31)
    text = (await client.get(story)).text
    assert not IMG.search(text)
    assert f'href="{URL}"' in text
    assert (await client.get(f"{story}/photo.jpg")).status_code == 404


async def test_a_photo_goes_with_its_report_at_the_next_request(
    client: httpx.AsyncClient, allowed: Store, news: News, edition: Edition
) -> None:
    """A killed report takes its photo along, page and file, though another report keeps the story."""
    story = f"/{DAY}/story/{edition.stories[0].id}"
    assert (await client.get(f"{story}/photo.jpg")).status_code == 200
    with allowed.begin() as tx:
        kill = replace(news.bridge, version=2, pub_status=PubStatus.CANCELED, headline=None, lead=None, body=())
        tx.articles.add([kill])
    assert (await client.get(f"{story}/photo.jpg")).status_code == 404
    text = (await client.get(story)).text
    assert not IMG.search(text)
    assert "Marc Oberson" not in text


async def test_a_caption_is_marked_with_its_outlets_language(
    visit: Visit, empty: Store, config: Config, news: News, edition: Edition
) -> None:
    """Where the photo is another outlet's than the headline, so is its caption: screen readers speak it as it is."""
    section = edition.sections[0]
    first = section.stories[0]
    reports = tuple(replace(one, language="de") if one.outlet == "La Plaine" else one for one in first.reports)
    story = replace(first, reports=reports, photo_outlet="La Plaine")
    german = replace(edition, sections=(replace(section, stories=(story,)),))
    with empty.begin() as tx:
        tx.articles.add(news.articles)
        tx.editions.close(german, news.ledger(german))
        tx.sources.add(a_source("la-plaine", rights=Rights(photo=True)))
        tx.photos.add("la-plaine", {URL: _jpeg()}, NOON)
    async with visit(empty, config) as reader:
        [img] = IMG.findall((await reader.get("/")).text)
    assert img.endswith('lang="de">')


async def test_stories_without_a_photo_have_none(client: httpx.AsyncClient, allowed: Store, edition: Edition) -> None:
    """No address but a photo's own gives a photo."""
    for path in (
        f"/{DAY}/story/{edition.stories[1].id}/photo.jpg",
        f"/{DAY}/story/x/photo.jpg",
        "/2020-01-01/story/x/photo.jpg",
    ):
        assert (await client.get(path)).status_code == 404, path
