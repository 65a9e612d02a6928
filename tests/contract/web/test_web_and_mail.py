"""Mail and web of one edition: the same stories in the same order, in what is really sent and really served."""

import re
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from html import unescape
from pathlib import Path

import pytest
from tests.builders import CLOSES, DAY, an_article, an_edition, an_edition_story
from tests.contract.web.web_samples import SECRET, Clock, reader_of

from bouclage.config import Config, EditionConfig, MailConfig
from bouclage.deliver.sink import MailSink
from bouclage.engine import Engine
from bouclage.records import Edition, Fate, Ledger, LedgerEntry, PubStatus, Section, Subscriber, SubscriberStatus
from bouclage.store import Store
from bouclage.web.app import make_app

_NAME = re.compile(r"Nouvelle (\d+)\b")


def _made(stories: int) -> Edition:
    """Return an edition of three sections: some stories with two reports, some edited, some of a series."""
    made = []
    for number in range(stories):
        reports = [an_article(f"Nouvelle {number} du soir", body=[f"Voici ce que dit le texte de {number}."])]
        if number % 4 == 0:
            reports.append(an_article(f"Autre titre de {number}", source="la-plaine"))
        story = an_edition_story(*reports, summary=[f"Voici ce que dit le texte de {number}."])
        if number % 5 == 1:
            story = replace(story, headline_by_editor=f"Nouvelle {number} revue par la rédaction")
        made.append(story)
    third = stories // 3
    parts = (made[:third], made[third : 2 * third], made[2 * third :])
    sections = zip(("front", "switzerland", "sport"), parts, strict=True)
    return an_edition(sections=tuple(Section(name=name, stories=tuple(part)) for name, part in sections))


def _order(html: str) -> list[int]:
    """Return the numbers of the stories a page or mail names, in the order of their first mention."""
    body = re.sub(r'(?s)<(style|head|script)\b.*?</\1>|<div class="pre".*?</div>', " ", html)  # nor the preheader
    words = unescape(re.sub(r"<[^>]*>", " ", body))
    return list(dict.fromkeys(int(number) for number in _NAME.findall(words)))


@pytest.mark.parametrize("stories", [9, 240])
async def test_what_is_sent_is_what_is_served(empty: Store, clock: Clock, tmp_path: Path, stories: int) -> None:
    """One edition, one story killed before the sending: page, both parts of the mail and the JSON tell one order."""
    edition = _made(stories)
    articles = [report for story in edition.stories for report in story.reports]
    killed = an_article("Nouvelle 2 du soir", version=2, pub_status=PubStatus.CANCELED, seen=CLOSES)
    entries = tuple(
        LedgerEntry(
            item=report.item,
            source_id="le-rivage",
            outlet=report.outlet,
            url=report.url,
            headline=report.headline.text,
            fate=Fate.PRINTED,
            reason="printed",
        )
        for report in articles
    )
    reader = Subscriber(address="ada@example.org", status=SubscriberStatus.CONFIRMED, created=CLOSES, changed=CLOSES)
    with empty.begin() as tx:
        tx.articles.add(
            an_article(report.headline.text, source=report.outlet.lower().replace(" ", "-")) for report in articles
        )
        tx.editions.close(edition, Ledger(name=edition.name, day=DAY, entries=entries))
        tx.articles.add([killed])
        tx.subscribers.add(reader)
    with MailSink(tmp_path / "mail") as sink:
        config = Config(
            editions=(EditionConfig(),),
            mail=MailConfig(host=sink.host, port=sink.port, from_address="edition@news.example"),
        )
        Engine(store=empty, config=config, secret=SECRET, clock=clock).send(edition, wait=lambda _s: None)
        [received] = sink.received
    mail = message_from_bytes(received.content, policy=policy.SMTP)
    assert isinstance(mail, EmailMessage)
    parts = {kind: mail.get_body((kind,)) for kind in ("html", "plain")}
    async with reader_of(make_app(empty, config, secret=SECRET, clock=clock)) as client:
        page = (await client.get("/")).text
        record = (await client.get("/edition.json")).json()

    told = [
        int(_NAME.findall(story["headline"]["text"])[0])
        for section in record["sections"]
        for story in section["stories"]
    ]
    assert told == [number for number in range(stories) if number != 2]
    assert _order(page) == told
    for kind, part in parts.items():
        assert part is not None, kind
        assert _order(part.get_content()) == told, kind
