"""The night the clocks change: each reader gets the edition once, when their own clock first shows their hour."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bouclage.config import Config, MailConfig, SendingConfig, StoreConfig
from bouclage.pipeline.send import send_edition
from bouclage.records import DeliveryState, Edition, Ledger, Subscriber, SubscriberStatus
from bouclage.store import open_store
from tests.builders import an_edition
from tests.faults.delivery.newsroom import FROM, SECRET
from tests.postgresql import chosen
from tests.smtp_server import SmtpServer

STEP = timedelta(minutes=15)
ZONES = ("Europe/Zurich", "Europe/London", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe")
HOURS = tuple(f"{hour:02d}:{minute:02d}" for hour in range(24) for minute in (0, 30))


def first_shown(after: datetime, zone: str, hour: str) -> datetime:
    """Return the first moment, by the minute, at which a clock that is looked at each minute shows an hour or later.

    Counted out minute by minute and not computed, so that it owes nothing to what is tested.
    """
    wanted, place = time.fromisoformat(hour), ZoneInfo(zone)
    moment, shown = after, after.astimezone(place)
    if shown.time() == wanted:
        return after
    while True:
        before, moment = shown, moment + timedelta(minutes=1)
        shown = moment.astimezone(place)
        if shown.date() != before.date():
            if wanted <= shown.time():
                return moment
        elif before.time() < wanted <= shown.time():
            return moment


@pytest.mark.parametrize(
    "closes",
    [
        "2026-10-24T16:30",  # Europe goes back this night: 02:30 comes twice
        "2027-03-27T16:30",  # and forward: there is no 02:30
        "2026-10-31T16:30",  # New York goes back
        "2026-10-03T16:30",  # Lord Howe goes forward, by half an hour
    ],
)
def test_night_of_the_change(tmp_path: Path, closes: str) -> None:
    """Row 93: 240 readers, one for each half hour in five zones; a sender comes by every quarter of an hour."""
    local = datetime.fromisoformat(closes).replace(tzinfo=ZoneInfo("Europe/Zurich"))
    edition = _closed(local)
    readers = {
        f"r{zone.partition('/')[2].lower().replace('_', '')}.{hour.replace(':', '')}@d.example": (zone, hour)
        for zone in ZONES
        for hour in HOURS
    }
    got: list[tuple[str, datetime]] = []
    now = edition.closes

    def mood(stage: str, rcpt: str) -> str | None:
        if stage == "END":
            got.append((rcpt, now))
        return None

    url = chosen(f"sqlite:///{tmp_path}/b.db")
    with SmtpServer(mood=mood, keep=False) as relay, open_store(url) as store:
        config = Config(
            store=StoreConfig(url=url),
            mail=MailConfig(host="127.0.0.1", port=relay.port, from_address=FROM, timeout_s=20),
            sending=SendingConfig(processes=1),
        )
        with store.begin() as tx:
            tx.editions.close(edition, Ledger(name=edition.name, day=edition.day, entries=()))
            tx.subscribers.import_many(
                Subscriber(
                    address=address,
                    status=SubscriberStatus.CONFIRMED,
                    time_zone=zone,
                    hour=hour,
                    created=now,
                    changed=now,
                )
                for address, (zone, hour) in readers.items()
            )

        def clock() -> datetime:
            return now

        while now <= edition.closes + timedelta(hours=26):
            send_edition(store, config, edition, secret=SECRET, clock=clock, wait=lambda _s: None)
            now += STEP
        with store.read() as tx:
            states = Counter(row.state for row in tx.deliveries.of_edition(edition.name, edition.day))
    assert states == {DeliveryState.ACCEPTED: len(readers)}
    assert Counter(address for address, _ in got) == dict.fromkeys(readers, 1)
    for address, moment in got:
        zone, hour = readers[address]
        due = first_shown(edition.closes, zone, hour)
        assert due <= moment < due + STEP, f"{hour} in {zone} fell due at {due}, was sent at {moment}"


def _closed(local: datetime) -> Edition:
    moment = local.astimezone(UTC)
    day: date = local.date()
    return replace(an_edition(), day=day, opens=moment - timedelta(days=1), closes=moment, closed=moment)
