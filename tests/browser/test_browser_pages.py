"""The pages in a real browser: on a telephone and on a desk, by keyboard, in the dark, on paper."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page
from tests.builders import DAY

from bouclage.records import Edition

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
PATHS = (
    "/",
    f"/{DAY}/ledger",
    f"/{DAY}/story/STORY",
    "/archive",
    "/sources",
    "/sources/le-rivage",
    "/search?q=pont",
    "/stay-informed",
    "/unsubscribe/x",
    "/nothing",
)


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", PATHS)
def test_no_page_scrolls_sideways(open_page: OpenPage, edition: Edition, path: str, width: int) -> None:
    """A page is as wide as its window, on a telephone and on a desk, however long its words are."""
    page = open_page(path.replace("STORY", edition.stories[0].id), width)
    wide = page.evaluate("[document.scrollingElement.scrollWidth, document.scrollingElement.clientWidth]")
    assert wide[0] <= wide[1]


def test_no_page_asks_another_host(browser: Browser, site: str, edition: Edition) -> None:
    """Reading any page makes no request to any other host, sets no cookie and meets no error of the policy."""
    context = browser.new_context(locale="fr-CH")
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    for path in PATHS[:-1]:
        page.goto(site + path.replace("STORY", edition.stories[0].id), wait_until="networkidle")
    assert len(asked) > len(PATHS)
    assert [one for one in asked if not one.startswith(site + "/")] == []
    assert said == []
    assert context.cookies() == []
    context.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_a_photo_is_shown_where_there_is_room_for_it(open_page: OpenPage, edition: Edition, width: int) -> None:
    """The lead's photo comes from our own address, keeps its shape, and nothing moves when it comes."""
    for path in ("/", f"/{DAY}/story/{edition.stories[0].id}"):
        page = open_page(path, width)
        photo = page.locator("figure img")
        before = photo.bounding_box()
        photo.scroll_into_view_if_needed()
        page.wait_for_function("document.querySelector('figure img').naturalWidth > 0")
        page.evaluate("scrollTo(0, 0)")
        after = photo.bounding_box()
        assert before is not None
        assert after is not None
        assert before == after
        assert 200 <= after["width"] <= width
        assert abs(after["width"] / after["height"] - 800 / 450) < 0.02
        assert "Marc Oberson / Le Rivage" in page.locator("figcaption").first.inner_text()


def test_keyboard_reaches_the_first_story(open_page: OpenPage, edition: Edition) -> None:
    """By keyboard the first stop skips to the stories, and the next after it is the first story's headline, visibly."""
    page = open_page("/", locale="fr-CH")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    assert page.evaluate("document.activeElement.getBoundingClientRect().left >= 0")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == edition.stories[0].headline.text
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_button_to_leave_works_by_keyboard(open_page: OpenPage) -> None:
    """The one form we have is sent by keyboard alone, past the content policy."""
    page = open_page("/unsubscribe/x")
    page.get_by_role("button").press("Enter")
    page.wait_for_load_state()
    assert page.locator("h1").inner_text() == "C’est fait"


def test_dark_mode(open_page: OpenPage) -> None:
    """Who has a dark screen gets a dark page with light words; so the style sheet passes the content policy."""

    def colours(page: Page) -> tuple[int, int]:
        style = (
            "(name) => getComputedStyle(document.body)[name].match(/[0-9]+/g).slice(0, 3).reduce((a, b) => a + +b, 0)"
        )
        return page.evaluate(style, "backgroundColor"), page.evaluate(style, "color")

    light, dark = colours(open_page("/", color_scheme="light")), colours(open_page("/", color_scheme="dark"))
    assert light[0] > 600 > 200 > light[1]
    assert dark[0] < 200 < 600 < dark[1]


def test_print(open_page: OpenPage) -> None:
    """The edition can be printed, on a few sheets of paper."""
    pdf = open_page("/").pdf(prefer_css_page_size=True)
    assert pdf.startswith(b"%PDF-")
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 10
