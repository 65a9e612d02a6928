"""Preferences, leaving by an old link, one's own data: by signed links alone."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.builders import NOON
from tests.contract.web.town import ADA, Town
from tests.contract.web.web_samples import SECRET

from bouclage.deliver import token
from bouclage.records import (
    ConsentAct,
    Frequency,
    MailFormat,
    NewsChoice,
    SubscriberStatus,
)
from bouclage.store import Store
from bouclage.web.app import make_app


async def test_a_reader_chooses_how_it_comes(town: Town) -> None:
    """Every wish of the form is kept, shown again, and on the record; the address on the page is masked."""
    reader = await town.join()
    path = f"/preferences/{token(reader.id, SECRET.encode(), purpose='preferences')}"
    page = await town.page(path)
    assert "a…@example.org" in page.text
    assert ADA not in page.text
    wishes = {
        "frequency": "weekly", "week_day": "2", "hour": "07:30", "time_zone": "America/New_York", "language": "de",
        "news": "own_first", "sections": ["sport", "culture"], "mail_format": "text", "paused_until": "2026-12-24",
        "act": "save",
    }  # fmt: skip
    answer = await town.post(path, wishes)
    assert answer.status_code == 200
    assert "Gespeichert" in answer.text
    changed = town.reader()
    assert changed is not None
    assert (changed.frequency, changed.week_day, changed.hour) == (Frequency.WEEKLY, 2, "07:30")
    assert (changed.time_zone, changed.language, changed.news) == ("America/New_York", "de", NewsChoice.OWN_FIRST)
    assert (changed.sections, changed.mail_format) == (("culture", "sport"), MailFormat.TEXT)
    assert changed.paused_until is not None
    page = await town.page(path)
    for shown in ('value="07:30" selected', 'value="America/New_York" selected', 'value="sport" checked'):
        assert shown in page.text
    with town.store.read() as tx:
        last = tx.consents.of(reader.id)[-1]
    assert last.act is ConsentAct.CHANGED
    assert "hour=07:30" in last.words


@pytest.mark.parametrize(
    "wrong",
    [
        {"hour": "25:00"}, {"time_zone": "Mars/Olympus"}, {"language": "xx"}, {"week_day": "9"}, {"week_day": "x"},
        {"sections": "nothing"}, {"news": "some"}, {"paused_until": "soon"}, {"frequency": ""},
    ],
)  # fmt: skip
async def test_wishes_that_mean_nothing_change_nothing(town: Town, wrong: dict[str, str]) -> None:
    """A form that no page of ours sends is refused whole."""
    reader = await town.join()
    path = f"/preferences/{token(reader.id, SECRET.encode(), purpose='preferences')}"
    good = {"frequency": "daily", "week_day": "5", "hour": "", "time_zone": "", "language": "fr", "news": "all"}
    answer = await town.post(path, good | {"mail_format": "html", "act": "save"} | wrong)
    assert answer.status_code == 422
    assert town.reader() == reader


async def test_who_left_has_no_preferences(town: Town) -> None:
    """The link of one who left, of nobody, or made to leave by, opens no preferences and changes none."""
    reader = await town.join()
    path = f"/preferences/{token(reader.id, SECRET.encode(), purpose='preferences')}"
    assert (await town.page(f"/preferences/{token(reader.id, SECRET.encode())}")).status_code == 410
    await town.post(f"/unsubscribe/{token(reader.id, SECRET.encode())}", {"List-Unsubscribe": "One-Click"})
    assert (await town.page(path)).status_code == (await town.post(path, {"act": "save"})).status_code == 410


async def test_old_mail_still_lets_its_reader_leave(town: Town, empty: Store) -> None:
    """After the secret was changed and preferences too, the link in a mail of before works, if the old one is kept."""
    reader = await town.join()
    old = f"/unsubscribe/{token(reader.id, SECRET.encode())}"
    path = f"/preferences/{token(reader.id, SECRET.encode(), purpose='preferences')}"
    wishes = {"frequency": "weekly", "week_day": "1", "hour": "", "time_zone": "", "language": "it", "news": "all"}
    assert (await town.post(path, wishes | {"mail_format": "text", "act": "save"})).status_code == 200
    renewed = "another secret of thirty-two bytes, newer"
    forgetful = make_app(empty, town.config, secret=renewed, clock=town.clock)
    kept = replace(
        town.config, web=replace(town.config.web, older_secrets=f"yet another secret of long ago\n{SECRET}\n")
    )
    mindful = make_app(empty, kept, secret=renewed, clock=town.clock)
    for app, status in ((forgetful, SubscriberStatus.CONFIRMED), (mindful, SubscriberStatus.UNSUBSCRIBED)):
        town.app = app
        assert (await town.post(old, {"List-Unsubscribe": "One-Click"})).status_code == 200
        found = town.reader()
        assert found is not None
        assert found.status is status


async def test_a_reader_has_their_data_and_is_forgotten(town: Town) -> None:
    """By a link sent to their own address: everything as JSON, then nothing is left but a fingerprint, if they like."""
    reader = await town.join()
    path = f"/preferences/{token(reader.id, SECRET.encode(), purpose='preferences')}"
    await town.post(path, {"act": "data"})
    link = town.link()
    assert link.startswith("/data/")
    assert (await town.page(link)).status_code == 200
    data = (await town.post(link, {})).json()
    assert data["address"] == ADA
    assert data["lists"][0]["id"] == reader.id
    assert [act["act"] for act in data["consents"]] == ["asked", "confirmed"]
    await town.post(path, {"act": "erase"})
    link = town.link()
    assert "empreinte" in (await town.page(link)).text
    assert town.reader() is not None, "opening a link must not erase"
    assert (await town.post(link, {"keep": "yes"})).status_code == 200
    assert (await town.post(link, {"keep": "yes"})).status_code == 410
    with town.store.read() as tx:
        assert tx.subscribers.of_address(ADA) == ()
        assert tx.subscribers.erased(ADA)
        for table in ("subscribers", "consents", "letters", "suppressions", "deliveries"):
            rows = tx.link.connection.exec_driver_sql(f"select * from {table}").all()
            assert "ada" not in repr(rows).casefold()


async def test_pages_set_no_cookie_and_are_kept_by_nobody(town: Town) -> None:
    """No page of a reader's own is stored by a proxy, listed by a search engine, or follows them."""
    reader = await town.join()
    paths = ["/stay-informed", f"/preferences/{token(reader.id, SECRET.encode(), purpose='preferences')}"]
    for path in paths:
        answer = await town.page(path)
        assert answer.headers["cache-control"] == "no-store"
        assert "set-cookie" not in answer.headers
        assert "<script" not in answer.text
    assert town.clock() - NOON < timedelta(days=2)
