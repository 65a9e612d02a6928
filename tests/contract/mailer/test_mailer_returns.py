"""What comes back, from the wire or a maildir, to what follows from it."""

import smtplib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from mailbox import Maildir
from pathlib import Path

import pytest
from tests.postgresql import chosen
from tests.unit.deliver.test_deliver_returns import OURS, complaint, dsn, letter

from bouclage.config import Config, MailConfig
from bouclage.deliver import Reading, event_of, message_id, return_address, token
from bouclage.deliver.listener import Listener
from bouclage.pipeline import take_event, take_maildir, take_return
from bouclage.records import Delivery, ReturnKind, Subscriber, SubscriberStatus
from bouclage.store import Store, open_store

SECRET = "a secret of more than sixteen bytes"
NOW = datetime(2026, 9, 8, 18, 0, tzinfo=UTC)
DAY = date(2026, 9, 8)
CONFIG = Config(mail=MailConfig(from_address="edition@news.example", bounce_address="bounce@news.example"))
ADA = Subscriber(address="ada@reader.example", status=SubscriberStatus.CONFIRMED, created=NOW, changed=NOW)
SENT = Delivery(
    edition="evening", day=DAY, subscriber_id=ADA.id, address=ADA.address, changed=NOW,
    message_id=message_id("evening", DAY, ADA.id, SECRET.encode(), "news.example"),
)  # fmt: skip
HERS = return_address("bounce@news.example", SENT, SECRET.encode())


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Give a store with one reader and her delivery."""
    with open_store(chosen(f"sqlite:///{tmp_path}/b.db")) as opened:
        with opened.begin() as tx:
            tx.subscribers.add(ADA)
            tx.deliveries.plan("evening", DAY, [SENT])
        yield opened


def status(store: Store) -> SubscriberStatus:
    with store.read() as tx:
        ada = tx.subscribers.by_id(ADA.id)
    assert ada is not None
    return ada.status


def take(store: Store, raw: bytes, *to: str, now: datetime = NOW) -> ReturnKind:
    one, _ = take_return(store, CONFIG, raw, secret=SECRET, now=now, recipients=to)
    return one.kind


def test_a_hard_bounce_suppresses_once(store):
    """Rows 73, 79: by its return address or by the Message-ID within; read twice it counts once; it can be lifted."""
    assert take(store, dsn(), HERS) is ReturnKind.HARD
    assert take(store, dsn(), HERS) is ReturnKind.HARD
    assert status(store) is SubscriberStatus.SUPPRESSED
    with store.read() as tx:
        found = tx.suppressions.get(ADA.address)
        assert found is not None
        assert (found.reason.value, found.detail) == ("bounce", "5.1.1 smtp; 550 5.1.1 unknown")
        assert tx.returns.counts("evening", DAY)[ReturnKind.HARD] == 1


def test_the_message_id_within_proves_it_too(store):
    """Without a return address of its own a bounce is known by our keyed Message-ID in what it gives back."""
    raw = dsn().replace(OURS.encode(), SENT.message_id.encode())
    assert take(store, raw, "bounce@news.example") is ReturnKind.HARD
    assert status(store) is SubscriberStatus.SUPPRESSED


def test_a_forged_bounce_is_nobodys(store):
    """Row 76: a report that names a reader but proves nothing changes nobody, and is counted as nobody's."""
    forged = HERS[:-20] + "aaaaaaaa@news.example"
    assert take(store, dsn(), forged, "bounce@news.example") is ReturnKind.HARD
    assert status(store) is SubscriberStatus.CONFIRMED
    with store.read() as tx:
        assert tx.returns.by_domain(ReturnKind.HARD, NOW) == {"": 1}


def test_soft_bounces_add_up_over_days(store):
    """Row 79: many on one day are one; five days within two weeks suppress; policy refusals never do."""
    for number in range(9):
        take(store, dsn(status="4.2.2", diagnostic=f"smtp; 452 4.2.2 full {number}"), HERS)
        take(store, dsn(status="5.7.1", diagnostic=f"smtp; 550 5.7.1 listed {number}"), HERS)
    assert status(store) is SubscriberStatus.CONFIRMED
    for number in range(1, 5):
        assert status(store) is SubscriberStatus.CONFIRMED
        raw = dsn(status="4.2.2", diagnostic=f"smtp; 452 4.2.2 full day {number}")
        take(store, raw, HERS, now=NOW + timedelta(days=number))
    assert status(store) is SubscriberStatus.SUPPRESSED


def test_old_soft_bounces_are_forgotten(store):
    """Row 79: one a week never adds up."""
    for number in range(10):
        raw = dsn(status="4.2.2", diagnostic=f"smtp; 452 4.2.2 full {number}")
        take(store, raw, HERS, now=NOW + timedelta(days=7 * number))
    assert status(store) is SubscriberStatus.CONFIRMED


def test_a_complaint_suppresses_at_once(store):
    """Row 80: and the complaints of a provider can be counted (row 81)."""
    assert take(store, complaint().replace(OURS.encode(), SENT.message_id.encode())) is ReturnKind.COMPLAINT
    assert status(store) is SubscriberStatus.SUPPRESSED
    with store.read() as tx:
        assert tx.returns.by_domain(ReturnKind.COMPLAINT, NOW) == {"reader.example": 1}


def test_a_mail_to_leave_is_followed(store):
    """Row 87: by the token alone, so that no From can take another off the list."""
    assert take(store, letter(f"unsubscribe-{'a' * 58}")) is ReturnKind.LEAVE
    assert take(store, letter("unsubscribe")) is ReturnKind.LEAVE
    assert status(store) is SubscriberStatus.CONFIRMED
    assert take(store, letter(f"Unsubscribe-{token(ADA.id, SECRET.encode())}")) is ReturnKind.LEAVE
    assert status(store) is SubscriberStatus.UNSUBSCRIBED


def test_what_is_no_bounce_changes_nobody(store):
    """Rows 75, 77, 78: delays, holiday replies and people's mail to her return address; and nothing is answered."""
    for raw in (dsn("delayed", "4.4.1"), letter("Automatic reply: Soir"), letter("Merci !")):
        take(store, raw, HERS)
    assert status(store) is SubscriberStatus.CONFIRMED


def test_a_providers_event_is_followed(store):
    """What a webhook tells is known by the Message-ID; told twice it counts once."""
    plain = {"event": "bounce", "message_id": SENT.message_id.strip("<>"), "status": "5.1.1", "detail": "gone"}
    assert [take_event(store, CONFIG, event_of(plain), name="e1", now=NOW)[1] for _ in range(2)] == [True, False]
    assert status(store) is SubscriberStatus.SUPPRESSED
    for bad, words in (({}, "message_id"), ({"message_id": "x"}, "event"), ({"event": 1, "message_id": "x"}, "event")):
        with pytest.raises(ValueError, match=words):
            event_of(bad)
    assert event_of(plain | {"event": "complaint"}) == Reading(
        kind=ReturnKind.COMPLAINT, message_id=SENT.message_id, status="5.1.1", detail="gone"
    )


def test_a_maildir_is_read_once(store, tmp_path):
    """What a mail server delivered to a folder is taken, marked as seen, and stays for people to look at."""
    box = Maildir(str(tmp_path / "box"))
    for raw in (dsn(), letter("Merci"), letter("Out of office")):
        box.add(f"Delivered-To: {HERS}\n".encode() + raw)
    taken = take_maildir(store, CONFIG, tmp_path / "box", secret=SECRET, now=NOW)
    assert (dict(taken.kinds), taken.suppressed) == ({"hard": 1, "other": 1, "automatic": 1}, 1)
    assert status(store) is SubscriberStatus.SUPPRESSED
    assert dict(take_maildir(store, CONFIG, tmp_path / "box", secret=SECRET, now=NOW).kinds) == {}
    assert len(list((tmp_path / "box" / "cur").iterdir())) == 3


@pytest.mark.parametrize("lmtp", [True, False])
def test_our_own_listener_takes_it(store, lmtp):
    """LMTP and SMTP: for the bounce address alone, stored before it is answered for."""

    def keep(raw: bytes, recipients: tuple[str, ...]) -> None:
        take_return(store, CONFIG, raw, secret=SECRET, now=NOW, recipients=recipients)

    client = smtplib.LMTP if lmtp else smtplib.SMTP
    listener = Listener("bounce@news.example", keep, lmtp=lmtp)  # type: ignore[arg-type]
    with listener, client("127.0.0.1", listener.port) as server:
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            server.sendmail("", ["somebody@else.example"], dsn())
        server.sendmail("", [HERS], dsn())
    assert status(store) is SubscriberStatus.SUPPRESSED


def test_a_store_that_cannot_take_it_has_it_come_again():
    """A full disk or a locked database is a 451: the other server keeps the bounce."""

    def fail(_raw: bytes, _recipients: tuple[str, ...]) -> None:
        raise OSError("disk full")

    listener = Listener("bounce@news.example", fail, lmtp=False)  # type: ignore[arg-type]
    with (
        listener,
        smtplib.SMTP("127.0.0.1", listener.port) as server,
        pytest.raises(smtplib.SMTPDataError) as caught,
    ):
        server.sendmail("", ["bounce@news.example"], dsn())
    assert caught.value.smtp_code == 451


def test_an_erased_reader_leaves_no_return(store):
    """A server's words may quote the address: they go with it."""
    take(store, dsn(), HERS)
    with store.begin() as tx:
        tx.subscribers.erase(ADA.address, NOW)
        assert tx.returns.counts("evening", DAY)[ReturnKind.HARD] == 0
