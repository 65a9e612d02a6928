"""For everybody: axe-core's rules in both themes, keys, no JavaScript, the size and the time of a page, paper."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page
from tests.browser.test_browser_pages import PATHS
from tests.builders import DAY

from bouclage.records import Edition

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
_BYTES = 150_000  # of an edition page with all it loads, as it travels
_FIRST_MS = 2_000  # to the first words; 200 ms on a machine of one's own, ten times as much on a busy one


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PATHS)
def test_axe_finds_nothing(open_page: OpenPage, edition: Edition, path: str, scheme: str) -> None:
    """axe-core has no violation to tell, on any page, by day or night."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = open_page(path.replace("STORY", edition.stories[0].id), color_scheme=scheme, locale="fr-CH", bypass_csp=True)
    results = axe.Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


def test_the_theme_is_chosen_and_kept(open_page: OpenPage) -> None:
    """A button goes from the system's colours to light to dark; the next page has them at once."""
    page = open_page("/", color_scheme="light", locale="fr-CH")
    button = page.locator("#theme")
    assert button.inner_text().endswith("système")
    button.click()
    button.click()
    assert button.inner_text().endswith("sombre")
    page.goto(page.url + "archive")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 19, 18)"


def test_keys_lead_through_an_edition(open_page: OpenPage, edition: Edition) -> None:
    """j and k go from story to story, o opens one, / searches, ? tells the keys, Esc closes; typing is typing."""
    page = open_page("/", locale="fr-CH")

    page.keyboard.press("j")
    first = page.evaluate("document.activeElement.innerText")
    assert first == edition.stories[0].headline.text
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.innerText") == edition.stories[1].headline.text
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.innerText") == first
    page.keyboard.press("?")
    assert page.locator("#keys").evaluate("dialog => dialog.open")
    page.keyboard.press("Escape")
    assert not page.locator("#keys").evaluate("dialog => dialog.open")
    page.keyboard.press("/")
    page.keyboard.type("jko?")
    assert page.locator("#find").input_value() == "jko?"
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    wanted = page.evaluate("document.activeElement.innerText")
    page.keyboard.press("o")
    page.wait_for_url("**/story/*")
    assert page.locator("h1").inner_text() == wanted


def test_everything_is_there_without_javascript(open_page: OpenPage, edition: Edition) -> None:
    """Reading, searching and sharing are links and forms; what needs JavaScript is not shown without."""
    page = open_page("/", java_script_enabled=False, locale="fr-CH")
    assert page.locator("#find").is_visible()
    assert not page.locator("#theme").is_visible()
    page.locator("#find").fill("pont")
    page.locator("#find").press("Enter")
    page.wait_for_url("**/search?q=pont*")
    assert page.locator("h1").inner_text() == "Rechercher"
    page.goto(page.url.split("/search")[0] + f"/{DAY}/story/{edition.stories[0].id}")
    assert page.get_by_role("link", name="Mastodon").is_visible()
    for only_with in ("#theme", "#keys-open", "[data-share]", "[data-copy]"):
        assert page.locator(only_with).is_hidden(), only_with


def test_an_edition_is_light_and_quick(open_page: OpenPage) -> None:
    """The page of an edition with all it loads is small, and its words are there at once."""
    page = open_page("/", locale="fr-CH")
    page.wait_for_load_state("networkidle")
    sizes = page.evaluate(
        "[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]"
        ".map((one) => one.transferSize)"
    )
    assert 0 < sum(sizes) <= _BYTES
    painted = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime")
    assert 0 < painted <= _FIRST_MS


def test_the_first_sheet_of_paper_has_no_controls(open_page: OpenPage, edition: Edition) -> None:
    """On A4 the masthead and the lead stand on the first sheet, and nothing that is for a screen."""
    page = open_page("/", locale="fr-CH")
    page.emulate_media(media="print")
    for gone in (".bar", ".colophon", ".forms", ".skip"):
        assert page.locator(gone).first.is_hidden(), gone
    lead = page.get_by_role("heading", name=edition.stories[0].headline.text).first.bounding_box()
    assert lead is not None
    assert lead["y"] < 1000


def test_the_last_edition_is_there_offline(browser: Browser, site: str, edition: Edition) -> None:
    """After one visit the edition opens without a connection; a page never seen falls back to it."""
    context = browser.new_context(locale="fr-CH")
    page = context.new_page()
    page.goto(site + "/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    context.set_offline(True)
    for path in ("/", f"/{DAY}/never-seen"):
        page.goto(site + path)
        assert re.search(re.escape(edition.stories[0].headline.text), page.content())
    context.close()
