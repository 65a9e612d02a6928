"""Consent, suppression, letters and counts, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from tests.contract.store_reader_samples import consent, letter, suppression, take
from tests.contract.store_samples import DAY, NOON, delivery, hours, subscriber

from bouclage.records import (
    ConsentAct,
    DeliveryState,
    Frequency,
    LetterState,
    MailFormat,
    NewsChoice,
    SubscriberStatus,
)
from bouclage.store import Store

CONFIRMED = SubscriberStatus.CONFIRMED


def test_wishes_come_back_as_they_were_kept(store: Store) -> None:
    """Every preference survives the store; a record of before, without them, reads as the defaults."""
    ada = subscriber(
        hour="07:15", sections=("sport", "economy"), news=NewsChoice.OWN_FIRST, mail_format=MailFormat.TEXT,
        frequency=Frequency.WEEKLY, week_day=2, paused_until=DAY, status=CONFIRMED,
    )  # fmt: skip
    with store.begin() as tx:
        tx.subscribers.add(ada)
        assert tx.subscribers.by_id(ada.id) == ada
        assert tx.subscribers.of_address("ADA@example.org") == (ada,)


def test_a_suppressed_address_is_on_no_list_for_mail(store: Store) -> None:
    """Its readers are suppressed at once, on every list; one imported or confirmed by mistake is not mailed either."""
    ada, bob = subscriber(status=CONFIRMED), subscriber("bob@example.org", status=CONFIRMED)
    with store.begin() as tx:
        tx.subscribers.import_many([ada, replace(ada, edition="noon"), bob])
        assert tx.suppressions.add(suppression("ADA@example.org"))
        assert not tx.suppressions.add(suppression("ada@example.org", since=NOON + hours(1)))
        assert {one.status for one in tx.subscribers.of_address(ada.address)} == {SubscriberStatus.SUPPRESSED}
        tx.subscribers.replace(ada)  # some mistake puts it back
        tx.deliveries.plan("evening", DAY, [delivery(one, next_try=NOON) for one in (ada.id, bob.id, "nobody")])
        assert len(tx.claims.take("evening", DAY, NOON, "me", 9)) == 3
        assert tx.claims.readers("evening", DAY, "me") == {bob.id: bob}
        assert tx.claims.readers("evening", DAY, "you") == {}
        assert [one for page in tx.subscribers.pages("evening", CONFIRMED) for one in page] == [bob]
        assert tx.subscribers.count("evening", CONFIRMED) == 1
        result = tx.subscribers.import_many([subscriber("Ada@Example.org", edition="dawn", status=CONFIRMED)])
        assert (result.added, result.suppressed) == (0, 1)
        assert tx.suppressions.among(["Ada@example.org", "bob@example.org"]) == {"ada@example.org"}
        assert [one.since for page in tx.suppressions.pages() for one in page] == [NOON]


def test_lifting_a_suppression_puts_nobody_back(store: Store) -> None:
    """Who left stays left, and who was suppressed has to sign up anew: the newsroom cannot agree for them."""
    ada = subscriber(status=CONFIRMED)
    left = subscriber(status=SubscriberStatus.UNSUBSCRIBED, edition="noon")
    with store.begin() as tx:
        tx.subscribers.import_many([ada, left])
        tx.suppressions.add(suppression())
        assert tx.suppressions.lift("ADA@example.org")
        assert not tx.suppressions.lift("ada@example.org")
        assert {one.status for one in tx.subscribers.of_address(ada.address)} == {
            SubscriberStatus.SUPPRESSED, SubscriberStatus.UNSUBSCRIBED,
        }  # fmt: skip


def test_erasing_takes_consent_letters_and_suppression_along(store: Store) -> None:
    """Nothing with the address stays in any table; the hash alone keeps an old list from bringing it back, if asked."""
    ada = subscriber(status=CONFIRMED)
    for keep in (True, False):
        with store.begin() as tx:
            tx.subscribers.add(ada, renewed=True)
            tx.consents.add([consent(ada.id)])
            tx.letters.add(letter())
            tx.suppressions.add(suppression())
            assert tx.subscribers.erase(ada.address, NOON, keep_hash=keep) == 1
            assert tx.consents.of(ada.id) == tx.letters.of(ada.address) == ()
            assert tx.suppressions.get(ada.address) is None
            assert tx.subscribers.erased(ada.address) is keep
            added = tx.subscribers.import_many([ada]).added
            assert added == (0 if keep else 1)
            tx.subscribers.erase(ada.address, NOON, keep_hash=False)


def test_consent_is_kept_in_order_and_once(store: Store) -> None:
    """The same act noted twice is one line; the record reads from the asking to the leaving."""
    asked, confirmed = consent(), consent(act=ConsentAct.CONFIRMED, at=NOON + hours(1))
    with store.begin() as tx:
        assert tx.consents.add([confirmed, asked, asked]) == 2
        assert tx.consents.add([asked]) == 0
        assert tx.consents.of("a") == (asked, confirmed)
        assert tx.consents.of_many(["a", "b"]) == {"a": (asked, confirmed)}


def test_letters_go_in_order_and_are_forgotten(store: Store) -> None:
    """The first asked for goes first, one deferred waits, and old ones leave no trace of who asked."""
    first, second = letter("l2"), letter("l1", asked=NOON + hours(1))
    waits = letter("l3", next_try=NOON + hours(3))
    with store.begin() as tx:
        for one in (second, waits, first):
            tx.letters.add(one)
        assert tx.letters.due(NOON + hours(2), 9) == (first, second)
        tx.letters.put(replace(first, state=LetterState.SENT), replace(second, state=LetterState.DROPPED))
        assert tx.letters.due(NOON + hours(3), 9) == (waits,)
        assert tx.letters.sent_to("ADA@example.org", NOON) == 1
        assert tx.letters.sent_to("ada@example.org", NOON + hours(1)) == 0
        assert tx.letters.counts()[LetterState.DROPPED] == 1
        assert tx.letters.forget(NOON + hours(1)) == 2
        assert [one.id for one in tx.letters.of("ada@example.org")] == ["l1"]


def test_counts_are_shared_and_end_with_their_span(store: Store) -> None:
    """Two may pass in an hour, whoever counts; the next hour begins at nothing, and old counts can go."""
    with store.begin() as tx:
        assert [take(tx) for _ in range(3)] == [True, True, False]
        assert take(tx, what="y")
    with store.begin() as tx:
        assert not take(tx)
        assert take(tx, now=NOON + hours(1))
        assert tx.rates.forget(NOON + hours(1)) == 2
        assert take(tx, now=NOON + hours(1))
        assert not take(tx, now=NOON + hours(1))


def test_counting_at_once_loses_no_count(store: Store) -> None:
    """Of forty that ask at the same time from several threads exactly the limit passes."""

    def one(_: int) -> bool:
        with store.begin() as tx:
            return take(tx, limit=15)

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(one, range(40))) == 15


def test_a_delivery_waits_for_its_readers_hour(store: Store) -> None:
    """Planned for later it is not in a batch before; what should have gone long ago is given up, not mailed."""
    now, later = delivery("a", next_try=NOON), delivery("b", next_try=NOON + hours(5))
    with store.begin() as tx:
        tx.deliveries.plan("evening", DAY, [later, now])
        assert tx.deliveries.is_planned("evening", DAY)
        assert tx.claims.take("evening", DAY, NOON, "me", 9) == (now,)
        tx.deliveries.mark(replace(now, state=DeliveryState.ACCEPTED, next_try=None))
        assert not tx.deliveries.has_due("evening", DAY, NOON + hours(4))
        assert tx.deliveries.has_due("evening", DAY, NOON + hours(5))
        assert not tx.deliveries.has_stale("evening", DAY, NOON + hours(4))
        assert tx.deliveries.give_up("evening", DAY, NOON, due_before=NOON + hours(5)) == 1
        assert tx.deliveries.counts("evening", DAY)[DeliveryState.REFUSED] == 1
