"""What pages say of themselves to those who share and index them, and to browsers that install them."""

import json
import re
from html import unescape

import httpx
from tests.builders import DAY

from bouclage.records import Edition


def _properties(page: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in re.findall(r'<meta property="([^"]+)" content="([^"]*)">', page)}


def _data(page: str) -> dict[str, object]:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert len(found) == 1
    read = json.loads(found[0])
    assert isinstance(read, dict)
    return read


async def test_a_story_shared_shows_its_headline_and_its_own_address(
    client: httpx.AsyncClient, edition: Edition
) -> None:
    """Open Graph and schema.org name headline, address and every report as its outlet's; markup in them stays text."""
    for story in edition.stories:
        page = (await client.get(f"/{DAY}/story/{story.id}")).text
        said, data = _properties(page), _data(page)

        assert said["og:title"] == story.title == data["name"]
        assert said["og:type"] == "article"
        assert said["og:url"].endswith(f"/{DAY}/story/{story.id}")
        assert f'<link rel="canonical" href="{said["og:url"]}">' in page
        assert said["og:description"]
        assert data["@context"] == "https://schema.org"
        assert data["@type"] == "CollectionPage"
        cited = data["citation"]
        assert isinstance(cited, list)
        assert [one["headline"] for one in cited] == [report.headline.text for report in story.reports]
        assert all(one["publisher"]["name"] for one in cited)


async def test_an_edition_shared_names_its_first_stories(client: httpx.AsyncClient, edition: Edition) -> None:
    """The edition's card holds its stories in their order."""
    page = (await client.get(f"/{DAY}")).text
    said, data = _properties(page), _data(page)

    assert said["og:type"] == "website"
    assert edition.stories[0].title in said["og:description"]
    listed = data["mainEntity"]
    assert isinstance(listed, dict)
    assert [one["name"] for one in listed["itemListElement"]] == [story.title for story in edition.stories]


async def test_what_a_browser_needs_to_install_the_site(client: httpx.AsyncClient) -> None:
    """The manifest has name, start and icons that are there; the worker is a script of the site's own."""
    manifest = (await client.get("/manifest.webmanifest")).json()
    worker = await client.get("/sw.js")

    assert {"name", "short_name", "start_url", "scope", "display", "icons"} <= manifest.keys()
    assert (await client.get(manifest["start_url"])).status_code == 200
    for icon in manifest["icons"]:
        assert (await client.get(icon["src"])).status_code == 200
    assert worker.headers["content-type"].startswith("text/javascript")
    assert {"192x192", "512x512"} <= {icon["sizes"] for icon in manifest["icons"]}
