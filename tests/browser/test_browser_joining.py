"""A reader comes and goes in a real browser with JavaScript switched off: forms, letters and links are enough."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from tests.browser.conftest import _served
from tests.contract.web.web_samples import SECRET, Clock, News

from bouclage.config import Config, EditionConfig, MailConfig, SubscribersConfig, WebConfig
from bouclage.deliver.sink import MailSink
from bouclage.engine import Engine
from bouclage.pipeline import send_letters
from bouclage.records import Edition, SubscriberStatus
from bouclage.store import Store, open_store
from bouclage.web.app import make_app

pytestmark = pytest.mark.browser

ADA = "ada@example.org"
PUBLIC = "https://site.test"


class Village:
    """A site on loopback, its store, and the mailbox its letters come to."""

    def __init__(self, store: Store, sink: MailSink) -> None:
        self.store, self.sink, self.clock, self.news = store, sink, Clock(), News()
        self.edition: Edition = self.news.edition()
        self.config = Config(
            editions=(EditionConfig(title="Édition du soir"),),
            web=WebConfig(public_url=PUBLIC),
            mail=MailConfig(host=sink.host, port=sink.port, from_address="edition@site.test"),
            subscribers=SubscribersConfig(least_seconds=0),  # a browser under test is quicker than a reader
        )
        with store.begin() as tx:
            tx.articles.add(self.news.articles)
            tx.editions.close(self.edition, self.news.ledger(self.edition))

    def next_evening(self) -> Edition:
        """Let a day pass and close its edition: who confirms in the evening gets the next one."""
        self.clock.move(86_400)
        day, night = timedelta(days=1), self.edition
        later = replace(
            night, day=night.day + day, opens=night.opens + day, closes=night.closes + day, closed=night.closed + day
        )
        with self.store.begin() as tx:
            tx.editions.close(later, replace(self.news.ledger(night), day=later.day))
        return later

    def newest(self) -> EmailMessage:
        """Return what came last."""
        read = message_from_bytes(self.sink.received[-1].content, policy=policy.SMTP)
        assert isinstance(read, EmailMessage)
        return read

    def link(self, word: str) -> str:
        """Return the path of a link in the newest letter, by a word of it."""
        body = self.newest().get_body(("plain",))
        assert body is not None
        found = re.search(rf"{re.escape(PUBLIC)}(/{word}/\S+)", body.get_content())
        assert found is not None
        return found[1]

    def status(self) -> SubscriberStatus | None:
        """Return how the reader stands on the list."""
        with self.store.read() as tx:
            reader = tx.subscribers.get(ADA)
        return reader.status if reader else None


@pytest.fixture
def village(tmp_path: Path) -> Iterator[Village]:
    """Give a site that mails to a sink."""
    with open_store(f"sqlite:///{tmp_path}/store.db") as store, MailSink(tmp_path / "mail") as sink:
        yield Village(store, sink)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Give a page in a French browser without JavaScript."""
    context = browser.new_context(java_script_enabled=False, locale="fr-CH", viewport={"width": 360, "height": 740})
    yield context.new_page()
    context.close()


def _press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button", name=name).click()


def test_a_reader_comes_and_goes_without_javascript(village: Village, page: Page) -> None:
    """From the edition to the form, the letter, the list, the edition by mail, the story on the web, and off again."""
    app = make_app(village.store, village.config, secret=SECRET, clock=village.clock)
    with _served(app) as port:
        site = f"http://127.0.0.1:{port}"
        page.goto(site)
        page.locator("form.join input[type=email]").fill(ADA)
        with page.expect_navigation():
            page.locator("form.join button").click()
        assert page.locator("#address").input_value() == ADA
        page.locator("input[name=agree]").check()
        _press(page, "")
        assert "boîte" in page.locator("main").inner_text()
        assert village.status() is None

        send_letters(village.store, village.config, secret=SECRET, clock=village.clock)
        page.goto(site + village.link("confirm"))
        assert village.status() is None, "opening a link must not confirm"
        _press(page, "")
        assert village.status() is SubscriberStatus.CONFIRMED

        engine = Engine(store=village.store, config=village.config, secret=SECRET, clock=village.clock)
        assert engine.send(village.next_evening(), wait=lambda _s: None).states["accepted"] == 1
        assert village.newest()["To"] == ADA
        page.goto(site)
        with page.expect_navigation():
            page.locator("article a[href*='/story/']").first.click()
        assert page.locator("h1").inner_text() == village.edition.stories[0].headline.text

        page.goto(site + village.link("unsubscribe"))
        assert village.status() is SubscriberStatus.CONFIRMED, "opening a link must not unsubscribe"
        _press(page, "")
        assert village.status() is SubscriberStatus.UNSUBSCRIBED


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_barrier_on_the_way(village: Village, browser: Browser, scheme: str) -> None:
    """axe finds nothing on any page between signing up and leaving, by day or night."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    context = browser.new_context(color_scheme=scheme, locale="fr-CH", bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    found = {}

    def look(at: str) -> None:
        results = axe.run(page)
        if results.violations_count:
            found[at] = results.generate_report()

    app = make_app(village.store, village.config, secret=SECRET, clock=village.clock)
    with _served(app) as port:
        site = f"http://127.0.0.1:{port}"
        page.goto(f"{site}/stay-informed")
        page.locator("#address").fill(ADA)
        page.locator("input[name=agree]").check()
        _press(page, "")
        look("asked")
        send_letters(village.store, village.config, secret=SECRET, clock=village.clock)
        page.goto(site + village.link("confirm"))
        look("confirm")
        _press(page, "")
        look("confirmed")
        engine = Engine(store=village.store, config=village.config, secret=SECRET, clock=village.clock)
        engine.send(village.next_evening(), wait=lambda _s: None)
        page.goto(site + village.link("preferences"))
        look("preferences")
        page.goto(site + village.link("unsubscribe"))
        look("unsubscribe")
        _press(page, "")
        look("left")
    context.close()
    assert found == {}


def test_keys_lead_from_day_to_day_and_to_the_source(village: Village, browser: Browser) -> None:
    """h goes to the edition before, l to the one after, v to the report itself, where its outlet has it."""
    context = browser.new_context(locale="fr-CH")
    page = context.new_page()
    context.route("https://*.example/**", lambda route: route.fulfill(body="the report"))
    first, last = village.edition.day.isoformat(), village.next_evening().day.isoformat()
    app = make_app(village.store, village.config, secret=SECRET, clock=village.clock)
    with _served(app) as port:
        page.goto(f"http://127.0.0.1:{port}/{last}")
        page.keyboard.press("h")
        page.wait_for_url(f"**/{first}")
        page.keyboard.press("l")
        page.wait_for_url(f"**/{last}")
        page.keyboard.press("j")
        page.keyboard.press("v")
        page.wait_for_url("https://*.example/**")
        assert page.inner_text("body") == "the report"
    context.close()
