"""The desk in a real browser: an editor's evening by keyboard, no barrier axe knows of, and the first start."""

import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from tests.browser.conftest import _served
from tests.contract.desk.desk_samples import BRIDGE, CHESS, PASSWORD, STRIKE, Desk, build
from tests.postgresql import chosen

from bouclage.config import Config, EditionConfig, WebConfig
from bouclage.store import open_store

pytestmark = pytest.mark.browser

PAGES = ("", "/sources", "/sources/le-val", "/subscribers", "/deliveries", "/users", "/me", "/audit", "/webhooks")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[tuple[Desk, str]]:
    """Give a desk and its address on loopback."""
    config = Config(editions=(EditionConfig(title="Édition du soir"),), web=WebConfig(public_url="http://127.0.0.1"))
    with open_store(chosen(f"sqlite:///{tmp_path}/desk.db")) as store:
        made = build(store, config=config)
        with _served(made.app) as port:
            yield made, f"http://127.0.0.1:{port}"


@pytest.fixture
def sign_in(browser: Browser, desk: tuple[Desk, str]) -> Iterator[Callable[..., Page]]:
    """Give a way to sign in with a window so wide, by keyboard alone."""
    contexts = []

    def sign_in(name: str = "admin", width: int = 1280, scheme: str = "light") -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{desk[1]}/desk")
        page.locator(
            "main input:not([type=hidden]), form input:not([type=hidden])"
        ).first.focus()  # autofocus may be late
        page.keyboard.type(name)
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/desk")
        return page

    yield sign_in
    for context in contexts:
        context.close()


def test_an_editors_evening_by_keyboard(sign_in: Callable[..., Page], desk: tuple[Desk, str]) -> None:
    """By keys alone: pick a story, move it up, hold another, then close; the edition of the web is that."""
    page = sign_in("editor")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    order = page.locator(".slip .head").all_inner_texts()
    assert sorted(order) == sorted([BRIDGE.headline, CHESS.headline, STRIKE.headline])  # type: ignore[type-var]
    page.keyboard.press("j")
    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("u")
    assert page.locator(".slip .head").all_inner_texts() == [order[1], order[0], order[2]]
    assert page.evaluate("document.activeElement.querySelector('.head').innerText") == order[1]
    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("h")
    assert page.locator(".slip:not(.held) .head").all_inner_texts() == [order[1], order[2]]
    assert page.locator(".slip.held .head").all_inner_texts() == [order[0]]
    page.locator(".tools details summary").press("Enter")
    with page.expect_navigation():
        page.locator(".tools details button").press("Enter")
    with desk[0].store.read() as tx:
        closed = tx.editions.latest("evening")
    assert closed is not None
    assert [story.headline.text for story in closed.stories] == [order[1], order[2]]
    assert said == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_barrier_on_any_page(sign_in: Callable[..., Page], desk: tuple[Desk, str], scheme: str) -> None:
    """axe finds nothing on any page of the desk, in both themes."""
    page = sign_in(scheme=scheme)
    story = desk[0].story(CHESS).id
    found = {}
    for path in (*PAGES, f"/story/{story}", "/nothing"):
        page.goto(f"{desk[1]}/desk{path}")
        result = Axe().run(page)
        if result.violations_count:
            found[path] = result.generate_report()
    assert found == {}


def test_sign_in_has_no_barrier(browser: Browser, desk: tuple[Desk, str]) -> None:
    """axe finds nothing where one signs in."""
    page = browser.new_page()
    page.goto(f"{desk[1]}/desk/login")
    assert Axe().run(page).violations_count == 0
    page.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_no_page_scrolls_sideways(sign_in: Callable[..., Page], desk: tuple[Desk, str], width: int) -> None:
    """Every page is as wide as its window, on a telephone and on a desk."""
    page = sign_in(width=width)
    story = desk[0].story(CHESS).id
    for path in (*PAGES, f"/story/{story}"):
        page.goto(f"{desk[1]}/desk{path}")
        wide = page.evaluate("[document.scrollingElement.scrollWidth, document.scrollingElement.clientWidth]")
        assert wide[0] <= wide[1], path


def test_from_the_first_start_to_an_edition(browser: Browser, tmp_path: Path) -> None:
    """`bouclage serve` in an empty folder: the address on the console, one page to fill in, and there is an edition."""
    command = [sys.executable, "-m", "bouclage", "serve", "--port", "0", "--no-collect", "--no-schedule"]
    said = tmp_path / "said"
    with said.open("w") as err:
        process = subprocess.Popen(command, cwd=tmp_path, stderr=err, stdout=err)
    page = browser.new_page()
    try:
        address = None
        for _ in range(600):
            if address := re.search(r"http://\S+/setup/\S+", said.read_text()):
                break
            time.sleep(0.1)
        assert address is not None, said.read_text()
        page.goto(f"{address[0]}?lang=en")
        assert Axe().run(page).violations_count == 0
        page.get_by_label("Title of the edition").fill("The Evening")
        page.get_by_label("The bundled days").check()
        mine = page.locator("section", has_text="5. You")
        mine.get_by_label("Name").fill("ada")
        mine.get_by_label("Password").fill("correct horse battery")
        page.get_by_role("button", name="Begin").click(no_wait_after=True)
        expect(page.locator("h1")).to_have_text("Ready", timeout=150_000)
        page.wait_for_url("**/desk/login", timeout=60_000)
        page.get_by_label("Name").fill("ada")
        page.get_by_label("Password").fill("correct horse battery")
        page.keyboard.press("Enter")
        page.wait_for_url("**/desk")
        home = address[0].partition("/setup/")[0]
        page.goto(f"{home}/")
        assert page.locator("h1").first.inner_text() == "The Evening"
        assert page.locator("article").count() > 10
        assert page.goto(address[0]).status == 404  # type: ignore[union-attr]
    finally:
        page.close()
        process.terminate()
        process.wait(150)
