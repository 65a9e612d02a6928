"""From the form to the edition and out again, by way of a real Postfix and a real Dovecot."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from html import unescape
from pathlib import Path

import httpx
import pytest

from bouclage.config import Config, EditionConfig, MailConfig, WebConfig
from bouclage.engine import Engine
from bouclage.records import ConsentAct, Ledger, SubscriberStatus
from bouclage.store import open_store
from bouclage.web.app import make_app
from tests.builders import an_article, an_edition, an_edition_story
from tests.flow.real_mail import RealMail, real_mail
from tests.postgresql import chosen

pytestmark = pytest.mark.postfix

PUBLIC = "https://news.test"
ADA = "ada@reader.test"


@pytest.fixture(scope="module")
def post() -> Iterator[RealMail]:
    """Give the running servers."""
    with real_mail() as running:
        yield running


def text_of(message: EmailMessage) -> str:
    """Return a message's text part."""
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


async def test_a_reader_joins_reads_and_leaves(post: RealMail, tmp_path: Path) -> None:
    """Form → letter read by IMAP → link followed → button → edition by mail → its own header's link → nothing more."""
    now = datetime.now(UTC)
    config = Config(
        editions=(EditionConfig(title="Édition du soir"),),
        web=WebConfig(public_url=PUBLIC),
        mail=MailConfig(host="127.0.0.1", port=post.smtp, from_address="edition@news.test", timeout_s=30),
    )
    clock = [now]
    secret = "a secret of thirty-two bytes or so"
    with open_store(chosen(f"sqlite:///{tmp_path}/b.db")) as store:
        app = make_app(store, config, secret=secret, clock=lambda: clock[0])
        engine = Engine(store=store, config=config, secret=secret, clock=lambda: clock[0])
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url=PUBLIC) as browser:
            made = re.search(r'name="made" value="([^"]+)"', (await browser.get("/stay-informed")).text)
            assert made is not None
            clock[0] += timedelta(seconds=10)
            sent = {"address": ADA, "language": "de", "agree": "yes", "made": made[1]}
            assert (await browser.post("/stay-informed", data=sent)).status_code == 200
            assert engine.send_letters().sent == 1
            [letter] = post.wait_for("ada", 1)
            assert letter["Subject"] == "Bitte bestätigen: Édition du soir"
            link = re.search(rf"{PUBLIC}/confirm/\S+", text_of(letter))
            assert link is not None
            page = await browser.get(link[0])
            button = re.search(r'<form method="post" action="([^"]+)"', page.text)
            assert button is not None
            assert (await browser.post(unescape(button[1]))).status_code == 200

            story = an_edition_story(an_article("Le pont est rouvert", body=["Les voitures passent."]))
            edition = an_edition(
                story, day=now.date(), closes=now, opens=now - timedelta(days=1), closed=now, time_zone="UTC"
            )
            with store.begin() as tx:
                tx.editions.close(edition, Ledger(name="evening", day=edition.day, entries=()))
            assert engine.send(edition, wait=lambda _s: None).states["accepted"] == 1
            _, mail = post.wait_for("ada", 2)
            assert "Le pont est rouvert" in text_of(mail)
            assert mail["Content-Language"] == "de"
            assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
            leave = re.match(rf"<({PUBLIC}/unsubscribe/[^>]+)>", mail["List-Unsubscribe"])
            assert leave is not None
            preferences = re.search(rf"{PUBLIC}/preferences/\S+", text_of(mail))
            assert preferences is not None
            assert (await browser.get(preferences[0])).status_code == 200
            done = await browser.post(leave[1], data={"List-Unsubscribe": "One-Click"})
            assert done.status_code == 200

            later = an_edition(story, day=now.date() + timedelta(days=1), closes=now, opens=now, closed=now)
            with store.begin() as tx:
                tx.editions.close(later, Ledger(name="evening", day=later.day, entries=()))
            assert not any(engine.send(later, wait=lambda _s: None).states.values())
        with store.read() as tx:
            reader = tx.subscribers.get(ADA)
            assert reader is not None
            assert reader.status is SubscriberStatus.UNSUBSCRIBED
            assert [act.act for act in tx.consents.of(reader.id)] == [
                ConsentAct.ASKED, ConsentAct.CONFIRMED, ConsentAct.LEFT,
            ]  # fmt: skip
    assert len(post.wait_for("ada", 2)) == 2
