"""Every page: there, the same as the record, safe to open, cheap to ask again."""

import re
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256

import httpx
import pytest
from fastapi import FastAPI
from tests.builders import CLOSES, DAY, YESTERDAY, a_source, an_edition
from tests.contract.web.web_samples import Clock

from bouclage.config import Config, WebConfig
from bouclage.errors import ConfigError
from bouclage.records import Edition, Ledger, SourceState, from_plain
from bouclage.render import edition_card, web_page
from bouclage.store import Store
from bouclage.web.app import PAGES, SITE, make_app
from bouclage.web.frames import Choice, frame_of

PUBLIC = ("/", f"/{DAY}", f"/{DAY}/ledger", "/archive", "/sources", "/edition.json", f"/{DAY}.json")
PASSING = ("/unsubscribe/anything", "/healthz", "/readyz")
OUR_SCRIPTS = ['<script src="/static/theme.js?v="', '<script src="/static/site.js?v=" defer']
MISSING = (
    "/nothing",
    "/2026-09-09",
    "/20260908",
    "/2026-13-01",
    "/x/ledger",
    f"/{DAY}/story/x",
    "/a.json",
    "/a/b/c",
)


def main_of(page: str) -> str:
    return page[page.index("<main") : page.index("</main>")]


def first_story(edition: Edition) -> str:
    return f"/{edition.day}/story/{edition.stories[0].id}"


async def test_public_pages_answer(client: httpx.AsyncClient, edition: Edition) -> None:
    """Every public address answers, and may be kept for a minute at most."""
    for path in (*PUBLIC, first_story(edition)):
        answer = await client.get(path)
        assert answer.status_code == 200, path
        assert answer.headers["cache-control"] == "public, max-age=60, must-revalidate", path


async def test_first_page_is_the_latest_edition(client: httpx.AsyncClient, edition: Edition) -> None:
    """The first page shows the latest edition, word for word as the day's own page does."""
    first, day = await client.get("/"), await client.get(f"/{DAY}")
    assert main_of(first.text) == main_of(day.text)
    assert "Le pont du Mont est rouvert depuis mardi matin." in first.text
    assert f'href="{first_story(edition)}"' in first.text


async def test_page_is_what_the_render_stage_sets(client: httpx.AsyncClient, app: FastAPI, edition: Edition) -> None:
    """The page is the render stage's, of the frozen record: mail and web cannot come to differ here."""
    links = {story.id: f"/{DAY}/story/{story.id}" for story in edition.stories}
    site = app.state.sites["evening"]
    frame = frame_of(site, Choice("fr"), f"/{DAY}", card=edition_card(edition))
    expected = web_page(edition, permalinks=links, ledger_href=f"/{DAY}/ledger", frame=frame)
    assert (await client.get(f"/{DAY}")).text == expected


async def test_json_is_the_record(client: httpx.AsyncClient, edition: Edition) -> None:
    """The JSON is the edition's record, and can be read back as one."""
    for path in ("/edition.json", f"/{DAY}.json"):
        assert from_plain(Edition, (await client.get(path)).json()) == edition


async def test_days_know_their_neighbours(client: httpx.AsyncClient, full: Store, edition: Edition) -> None:
    """An edition links to the one before and the one after, and the older page learns of a newer edition."""
    assert 'rel="next"' not in (await client.get(f"/{DAY}")).text
    with full.begin() as tx:
        tx.editions.close(an_edition(day=YESTERDAY), Ledger(name="evening", day=YESTERDAY, entries=()))
    assert f'rel="prev" href="/{YESTERDAY}"' in (await client.get(f"/{DAY}")).text
    assert f'rel="next" href="/{DAY}"' in (await client.get(f"/{YESTERDAY}")).text
    assert main_of((await client.get("/")).text) == main_of((await client.get(f"/{DAY}")).text)


async def test_ledger_and_archive(client: httpx.AsyncClient) -> None:
    """The ledger lists every item, the archive every edition with its leading headline."""
    ledger, archive = (await client.get(f"/{DAY}/ledger")).text, (await client.get("/archive")).text
    assert all(outlet in ledger for outlet in ("Le Rivage", "La Plaine", "Le Val"))
    assert f'href="/{DAY}"' in archive
    assert "Un pont est rouvert" in archive


async def test_no_edition_yet(first_day: httpx.AsyncClient) -> None:
    """Before the first edition the first page says when it closes, in the edition's language and zone."""
    answer = await first_day.get("/")
    assert answer.status_code == 200
    assert "mercredi 9 septembre 2026 à 16:30" in answer.text
    assert (await first_day.get("/archive")).status_code == 200
    assert (await first_day.get("/edition.json")).status_code == 404


async def test_pages_live_under_the_path_of_the_public_address(
    full: Store, visit: Callable[[Store, Config], httpx.AsyncClient]
) -> None:
    """Behind a proxy that serves the site under a path, every link of ours has that path before it."""
    config = Config(web=WebConfig(public_url="https://example.org/news/"))
    async with visit(full, config) as reader:
        links = re.findall(r'href="(/[^"]*)"', (await reader.get("/")).text)
    assert links
    assert all(link.startswith("/news/") for link in links)


async def test_sources_tell_their_health(client: httpx.AsyncClient, full: Store) -> None:
    """The sources page says when each source was read and what is wrong, but gives away no address of a paid feed."""
    rivage = a_source("le-rivage", url="https://user:kassiber@le-rivage.example/feed?key=parole")
    with full.begin() as tx:
        tx.sources.add(rivage)
        tx.sources.add(a_source("la-plaine"))
        tx.sources.add(a_source("le-val"))
        tx.sources.save_state(
            SourceState(source_id="le-rivage", last_read=CLOSES, error=f"the server did not answer: {rivage.url}"),
            SourceState(source_id="la-plaine", last_read=CLOSES),
        )
    text = (await client.get("/sources")).text
    assert "the server did not answer: https://le-rivage.example/feed<" in text
    assert "parole" not in text
    assert "kassiber" not in text
    assert "en ordre" in text
    assert "pas encore lue" in text
    assert 'datetime="2026-09-08T16:30+02:00"' in text


async def test_what_is_not_there(client: httpx.AsyncClient) -> None:
    """An address with nothing at it gets a 404 in the edition's language; the JSON ones get JSON."""
    for path in MISSING:
        answer = await client.get(path)
        assert answer.status_code == 404, path
        if path.endswith(".json"):
            assert "error" in answer.json()
        else:
            assert '<html lang="fr">' in answer.text, path
            assert "Cette page n’existe pas" in answer.text, path


async def test_unchanged_is_304(client: httpx.AsyncClient) -> None:
    """Who has a page already is told so, without the page."""
    for path in PUBLIC:
        first = await client.get(path)
        for known in (first.headers["etag"], f'"other", {first.headers["etag"]}', "*", first.headers["etag"][2:]):
            again = await client.get(path, headers={"If-None-Match": known})
            assert again.status_code == 304, path
            assert again.content == b""
            assert again.headers["etag"] == first.headers["etag"]
        assert (await client.get(path, headers={"If-None-Match": '"other"'})).status_code == 200


async def test_pages_are_packed_for_who_takes_it(client: httpx.AsyncClient) -> None:
    """A page goes out packed only to who says so."""
    plain = await client.get("/", headers={"Accept-Encoding": "identity"})
    packed = await client.get("/", headers={"Accept-Encoding": "br, gzip"})
    refused = await client.get("/", headers={"Accept-Encoding": "gzip;q=0"})
    assert "content-encoding" not in plain.headers
    assert "content-encoding" not in refused.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"])
    assert packed.text == plain.text


async def test_head(client: httpx.AsyncClient, edition: Edition) -> None:
    """HEAD answers as GET does, without the page."""
    for path in (*PUBLIC, *PASSING, first_story(edition)):
        head, get = await client.head(path), await client.get(path)
        assert (head.status_code, head.content) == (get.status_code, b""), path
        assert head.headers == get.headers, path


async def test_every_answer_is_safe_to_open(client: httpx.AsyncClient, edition: Edition) -> None:
    """Every answer forbids scripts, frames, other hosts and guessing at types, and sets no cookie."""
    answers = [await client.get(path) for path in (*PUBLIC, *PASSING, *MISSING, first_story(edition))]
    answers += [await client.post("/unsubscribe/anything"), await client.post("/"), await client.options("/")]
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; style-src 'sha256-")
        assert "img-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "set-cookie" not in answer.headers


async def test_policy_allows_the_one_style_sheet(client: httpx.AsyncClient, edition: Edition) -> None:
    """The policy's hash is that of the style sheet on every page, and no page has a style of its own."""
    for path in (*PUBLIC[:5], "/unsubscribe/x", "/nothing", first_story(edition)):
        answer = await client.get(path)
        styles = re.findall(r"<style[^>]*>(.*?)</style>", answer.text, re.DOTALL)
        hashes = [b64encode(sha256(style.encode()).digest()).decode() for style in styles]
        assert len(hashes) == 1, path
        assert f"'sha256-{hashes[0]}'" in answer.headers["content-security-policy"], path
        assert not re.search(r"<[^>]+\sstyle=", answer.text), path


async def test_a_headline_cannot_run(client: httpx.AsyncClient, edition: Edition) -> None:
    """Markup in a headline is shown as text, on every page that shows the headline."""
    story = f"/{DAY}/story/{edition.stories[1].id}"
    for path in ("/", f"/{DAY}/ledger", story):
        text = (await client.get(path)).text
        assert "La fontaine &lt;script&gt;alert(1)&lt;/script&gt; coule" in text, path
        scripts = [re.sub(r"v=\w+", "v=", tag) for tag in re.findall(r"<script[^>]*", text)]
        assert [tag for tag in scripts if "ld+json" not in tag] == OUR_SCRIPTS, path
        assert "<script>" not in text, path


async def test_page_loads_nothing_foreign(client: httpx.AsyncClient, edition: Edition) -> None:
    """What a page has a browser load is ours, and there; no page holds a frame, an object or a foreign picture."""
    for path in (*PUBLIC[:5], first_story(edition), "/search?q=pont"):
        text = (await client.get(path)).text
        assert not re.search(r"<(?:img|iframe|object|embed|video|audio)\b", text)
        links = re.findall(r'<link rel="(?!canonical|alternate)[^"]*"[^>]*href="([^"]*)"', text)
        loaded = {*links, *re.findall(r'<script src="([^"]*)"', text)}
        assert len(loaded) == 6
        for one in loaded:
            assert one.startswith("/"), one
            assert (await client.get(one)).status_code == 200, one


async def test_other_methods_are_refused(client: httpx.AsyncClient) -> None:
    """What is not to be read or left is refused by a page that says which methods there are."""
    answer = await client.post("/archive")
    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]


def test_no_pages_of_the_framework(app: FastAPI) -> None:
    """The framework's own documentation pages, which load scripts from another host, are not there."""
    ours = {path for path, _ in (*PAGES, *SITE)} | {f"/e/{{edition}}{path}" for path, _ in PAGES}
    ours.add("/returns/{token}")  # for the programs of those who carry our mail
    assert ours == {route.path for route in app.routes}


def test_a_short_secret_is_refused_at_the_start(full: Store, config: Config, clock: Clock) -> None:
    """A secret that could be guessed stops the site from starting, naming the setting."""
    with pytest.raises(ConfigError, match=r"web\.secret"):
        make_app(full, config, secret="short", clock=clock)
