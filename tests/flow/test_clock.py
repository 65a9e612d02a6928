"""The clock of a running newsroom: what a tick closes, holds, makes up and leaves alone, with a clock of our own."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bouclage.config import Config, EditionConfig, MailConfig
from bouclage.deliver.sink import MailSink
from bouclage.engine import Engine
from bouclage.pipeline import Closing
from bouclage.records import EditionStatus, PubStatus, SourceState, Subscriber, SubscriberStatus
from bouclage.schedule import tick, window
from bouclage.store import SlotState, Store, open_store
from tests.builders import a_source, an_article
from tests.postgresql import chosen

ZURICH = ZoneInfo("Europe/Zurich")


@dataclass
class Clock:
    """Shows what it is set to."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Newsroom:
    """A newsroom whose time and news a test decides."""

    engine: Engine
    clock: Clock
    sink: MailSink

    @property
    def store(self) -> Store:
        return self.engine.store

    def at(self, local: str) -> tuple[str, ...]:
        """Let the clock show a local time and tick once."""
        self.clock.now = datetime.fromisoformat(local).replace(tzinfo=ZURICH).astimezone(UTC)
        return tick(self.engine, self.clock(), wait=lambda _s: None)

    def news(self, local: str, headline: str) -> None:
        """Let an article be published and read at a local time."""
        moment = datetime.fromisoformat(local).replace(tzinfo=ZURICH).astimezone(UTC)
        article = an_article(headline, guid=headline, published=moment, seen=moment)
        with self.store.begin() as tx:
            tx.articles.add([article])
            tx.sources.save_state(SourceState(source_id="le-rivage", last_read=moment, last_success=moment))


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    """A newsroom set up on 20 October 2026 at noon, five days before the clocks go back."""
    clock = Clock(datetime(2026, 10, 20, 10, 0, tzinfo=UTC))
    with MailSink(tmp_path / "mailbox") as sink, open_store(chosen(f"sqlite:///{tmp_path / 'b.db'}")) as store:
        mail = MailConfig(host=sink.host, port=sink.port, from_address="edition@bouclage.example")
        config = Config(mail=mail, editions=(EditionConfig(),))
        with store.begin() as tx:
            tx.sources.add(a_source("le-rivage"))
            tx.subscribers.add(
                Subscriber(
                    address="anna@example.org", status=SubscriberStatus.CONFIRMED, created=clock(), changed=clock()
                )
            )
        room = Newsroom(Engine(store=store, config=config, secret="s" * 32, clock=clock), clock, sink)
        room.at("2026-10-20T12:00")
        yield room


def test_a_new_newsroom_owes_nothing_for_the_days_before(newsroom: Newsroom) -> None:
    """The closing before the first start is nobody's: it is neither made up nor mailed."""
    assert newsroom.sink.count == 0
    with newsroom.store.read() as tx:
        assert [slot.state for slot in tx.slots.list("evening")] == [SlotState.MISSED]


def test_it_closes_at_half_past_four_local_time_through_the_change_of_clocks(newsroom: Newsroom) -> None:
    """At 16:29 nothing happens, at 16:30 the edition closes, before and after the clocks go back on 25 October."""
    for day in (24, 25, 26):
        newsroom.news(f"2026-10-{day}T11:00", f"Nouvelle du {day} octobre")
        newsroom.at(f"2026-10-{day}T16:29:59")
        with newsroom.store.read() as tx:
            assert date(2026, 10, day) not in tx.editions.days("evening")
        newsroom.at(f"2026-10-{day}T16:30")
        with newsroom.store.read() as tx:
            edition = tx.editions.get("evening", date(2026, 10, day))
        assert edition.closes == datetime(2026, 10, day, 14 if day < 25 else 15, 30, tzinfo=UTC)
        assert not edition.late
    assert newsroom.sink.count == 3


def test_a_missed_closing_is_made_up_once_late_and_marked_so(newsroom: Newsroom) -> None:
    """A machine that slept over 16:30 closes when it wakes, says that it is late, and mails once."""
    newsroom.news("2026-10-21T11:00", "Le matin du 21")
    newsroom.news("2026-10-21T18:00", "Le soir du 21")

    newsroom.at("2026-10-21T20:15")
    newsroom.at("2026-10-21T20:16")

    with newsroom.store.read() as tx:
        edition = tx.editions.get("evening", date(2026, 10, 21))
    assert edition.late
    assert [story.headline.text for story in edition.stories] == ["Le matin du 21"]
    assert newsroom.sink.count == 1


def test_a_closing_missed_beyond_the_grace_is_not_mailed_and_its_news_are_not_lost(newsroom: Newsroom) -> None:
    """After more than the grace a slot is marked missed; its news stand in the next edition."""
    newsroom.news("2026-10-21T15:00", "Nouvelle sans édition")

    done = newsroom.at("2026-10-22T09:00")
    newsroom.news("2026-10-22T11:00", "Nouvelle du lendemain")
    newsroom.at("2026-10-22T16:30")

    assert any("missed" in line for line in done)
    with newsroom.store.read() as tx:
        edition = tx.editions.get("evening", date(2026, 10, 22))
    shown = {story.headline.text for story in edition.stories}
    assert shown == {"Nouvelle sans édition", "Nouvelle du lendemain"}
    assert newsroom.sink.count == 1


def test_an_empty_day_holds_the_edition_and_says_why(newsroom: Newsroom) -> None:
    """With nothing read there is nothing to send: the edition is held, once, with the reason."""
    done = newsroom.at("2026-10-21T16:30")
    again = newsroom.at("2026-10-21T16:31")

    assert any("held: empty" in line for line in done)
    assert again == ()
    assert newsroom.sink.count == 0
    with newsroom.store.read() as tx:
        edition = tx.editions.get("evening", date(2026, 10, 21), held=True)
    assert edition.status is EditionStatus.HELD
    assert edition.reason is not None


def test_a_stale_collection_holds_the_edition(newsroom: Newsroom) -> None:
    """Where no source was read for hours before closing, yesterday's rest is not sold as today's edition."""
    newsroom.news("2026-10-20T17:00", "La dernière chose lue")

    done = newsroom.at("2026-10-21T16:30")

    assert any("held: stale" in line for line in done)
    assert newsroom.sink.count == 0


def test_a_held_edition_can_be_closed_by_its_editor(newsroom: Newsroom) -> None:
    """What was held is closed when somebody says so, with what has come since, and then never changes."""

    newsroom.at("2026-10-21T16:30")
    newsroom.news("2026-10-21T15:59", "Arrivée en retard")
    settings = newsroom.engine.config.editions[0]
    opens, closes = window(date(2026, 10, 21), settings.closing_time, settings.zone)

    closing = Closing(edition=settings, day=date(2026, 10, 21), opens=opens, closes=closes)
    closed = newsroom.engine.close(closing)

    assert closed.status is EditionStatus.CLOSED
    assert newsroom.engine.close(closing) == closed


def test_an_old_edition_is_not_mailed_by_a_sender_that_comes_back_late(newsroom: Newsroom) -> None:
    """A sender that was away past the grace leaves the edition unsent: yesterday's news help nobody."""
    newsroom.news("2026-10-21T11:00", "Le matin du 21")
    silent = replace(newsroom.engine.config, editions=(EditionConfig(send=False),))
    newsroom.engine, loud = replace(newsroom.engine, config=silent), newsroom.engine
    newsroom.at("2026-10-21T16:30")
    newsroom.engine = loud

    newsroom.at("2026-10-22T09:00")

    assert newsroom.sink.count == 0


def test_two_ticking_processes_close_and_send_once(newsroom: Newsroom, tmp_path: Path) -> None:
    """A second process on the same store that ticks at the same minute closes nothing twice and mails nobody twice."""
    newsroom.news("2026-10-21T11:00", "Le matin du 21")
    with open_store(chosen(f"sqlite:///{tmp_path / 'b.db'}")) as store:
        twin = Newsroom(replace(newsroom.engine, store=store), newsroom.clock, newsroom.sink)
        newsroom.at("2026-10-21T16:30")
        twin.at("2026-10-21T16:30")

    assert newsroom.sink.count == 1


def test_news_survive_closings_missed_in_a_row(newsroom: Newsroom) -> None:
    """What came after the last closed edition is owed, however many closings were missed since."""
    newsroom.news("2026-10-21T11:00", "Nouvelle du 21")
    newsroom.at("2026-10-21T16:30")
    newsroom.news("2026-10-21T17:00", "Le soir du 21")
    newsroom.at("2026-10-24T08:00")
    newsroom.news("2026-10-24T11:00", "Nouvelle du 24")
    newsroom.at("2026-10-24T16:30")

    with newsroom.store.read() as tx:
        edition = tx.editions.get("evening", date(2026, 10, 24))
    assert {story.headline.text for story in edition.stories} == {"Le soir du 21", "Nouvelle du 24"}


def test_one_edition_in_trouble_does_not_keep_another_from_closing(newsroom: Newsroom) -> None:
    """With the relay away the first edition is not sent, and the second still closes."""
    two = (EditionConfig(), EditionConfig(name="late", closes="16:30", send=False))
    away = MailConfig(host="127.0.0.1", port=1, from_address="edition@bouclage.example")
    newsroom.engine = replace(newsroom.engine, config=replace(newsroom.engine.config, editions=two, mail=away))
    newsroom.at("2026-10-21T10:00")
    newsroom.news("2026-10-21T11:00", "Le matin du 21")

    done = newsroom.at("2026-10-21T16:30")

    assert any("not sent" in line for line in done)
    with newsroom.store.read() as tx:
        assert tx.editions.days("evening") == tx.editions.days("late") == (date(2026, 10, 21),)


def test_a_closing_begun_and_never_finished_is_settled_after_its_grace(newsroom: Newsroom) -> None:
    """A slot left claimed by a dead process is told once, not at every tick for a week."""
    with newsroom.store.begin() as tx:
        tx.slots.claim("evening", date(2026, 10, 21), "dead:1", newsroom.clock())

    first = newsroom.at("2026-10-22T09:00")
    again = newsroom.at("2026-10-22T09:01")

    assert any("missed" in line for line in first)
    assert again == ()


def test_a_mail_sent_late_does_not_spread_what_was_withdrawn(newsroom: Newsroom) -> None:
    """A report killed between closing and sending is in no message."""
    newsroom.news("2026-10-21T11:00", "Une rumeur sur le syndic")
    newsroom.news("2026-10-21T12:00", "Le pont est rouvert")
    loud = newsroom.engine
    silent = replace(newsroom.engine.config, editions=(EditionConfig(send=False),))
    newsroom.engine = replace(newsroom.engine, config=silent)
    newsroom.at("2026-10-21T16:30")
    newsroom.engine = loud
    moment = newsroom.clock()
    kill = an_article(
        "Une rumeur sur le syndic",
        guid="Une rumeur sur le syndic",
        version=2,
        pub_status=PubStatus.CANCELED,
        published=moment,
        seen=moment,
    )
    with newsroom.store.begin() as tx:
        tx.articles.add([kill])

    newsroom.at("2026-10-21T16:40")

    (message,) = newsroom.sink.received
    assert b"syndic" not in message.content
    assert b"pont" in message.content
