"""Editions, ledgers, slots, subscribers and deliveries, on every database."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from store_samples import DAY, NOON, delivery, edition, entry, hours, ledger, subscriber

from bouclage.errors import EditionNotFoundError, SubscriberError
from bouclage.records import DeliveryState, EditionStatus, Fate, SubscriberStatus
from bouclage.store import Imported, Slot, SlotState, Store

NEXT = DAY + timedelta(days=1)


def test_an_edition_closes_once(store: Store) -> None:
    """A frozen edition and its ledger stay as they were, whatever comes later."""
    first, account = edition(), ledger(entry("b"), entry("a", Fate.REFUSED), entry("a", Fate.MERGED))
    with store.begin() as tx:
        assert tx.editions.close(first, account)
    with store.begin() as tx:
        assert not tx.editions.close(edition(title="Autre"), ledger())
    with store.read() as tx:
        assert tx.editions.get("evening", DAY) == first
        assert tx.editions.ledger("evening", DAY) == account


def test_a_ledger_is_its_editions_own(store: Store) -> None:
    """An edition is never stored with the account of another day."""
    with pytest.raises(ValueError, match="is not that of evening-2026-09-08"), store.begin() as tx:
        tx.editions.close(edition(), ledger(day=NEXT))


def test_editions_are_found_by_day(store: Store) -> None:
    """The last one, the one before a day, and all days, each of one name alone."""
    days = [DAY, DAY + timedelta(days=3), DAY + timedelta(days=1)]
    with store.begin() as tx:
        assert tx.editions.latest("evening") is None
        for day in days:
            tx.editions.close(edition(day), ledger(day=day))
        tx.editions.close(
            edition(DAY + timedelta(days=9), name="noon"), ledger(day=DAY + timedelta(days=9), name="noon")
        )
        assert tx.editions.latest("evening") == edition(days[1])
        assert tx.editions.head_before("evening", days[1]) == edition(days[2])
        assert tx.editions.head_before("evening", DAY) is None
        assert tx.editions.days("evening") == (days[1], days[2], days[0])
        assert tx.editions.names() == ("evening", "noon")


def test_no_edition_for_the_day(store: Store) -> None:
    """Asking for an edition never closed says so."""
    with store.read() as tx:
        for act in (tx.editions.get, tx.editions.ledger):
            with pytest.raises(EditionNotFoundError, match="evening of 2026-09-08"):
                act("evening", DAY)


def test_a_held_edition_counts_only_once_closed(store: Store) -> None:
    """Readers never see a held edition; its editor may have it closed, and then it is frozen."""
    held = edition(status=EditionStatus.HELD, reason="thin")
    closed = edition(title="Revu")
    with store.begin() as tx:
        assert tx.editions.close(held, ledger(entry("a"), entry("b")))
        assert tx.editions.get("evening", DAY, held=True) == held
        with pytest.raises(EditionNotFoundError):
            tx.editions.get("evening", DAY)
        assert (tx.editions.latest("evening"), tx.editions.days("evening")) == (None, ())
        assert tx.editions.ledgered(["a"]) == {}
        assert tx.editions.close(closed, ledger(entry("a")))
        assert not tx.editions.close(held, ledger())
        assert tx.editions.get("evening", DAY) == closed
        assert tx.editions.ledger("evening", DAY) == ledger(entry("a"))


def test_the_next_edition_knows_what_was_accounted_for(store: Store) -> None:
    """Of an item's fates the last counts, and a held item waits until an edition takes it."""
    with store.begin() as tx:
        tx.editions.close(edition(NEXT), ledger(entry("released"), day=NEXT))
        tx.editions.close(edition(), ledger(entry("released", Fate.HELD), entry("waits", Fate.HELD)))
        tx.editions.close(edition(name="noon"), ledger(entry("waits"), name="noon"))
        last = tx.editions.ledgered(["released", "waits", "new"], name="evening")
        assert {item: (found.name, found.day, found.fate) for item, found in last.items()} == {
            "released": ("evening", NEXT, Fate.PRINTED),
            "waits": ("evening", DAY, Fate.HELD),
        }
        assert tx.editions.ledgered(["waits"])["waits"].name == "noon"
        assert tx.editions.held_items("evening", DAY) == {"waits"}
        assert tx.editions.held_items("evening", NEXT) == set()


def test_a_slot_goes_to_the_first(store: Store) -> None:
    """One claim wins; what it becomes is noted once."""
    with store.begin() as tx:
        assert tx.slots.get("evening", DAY) is None
        assert tx.slots.claim("evening", DAY, "one", NOON)
        assert not tx.slots.claim("evening", DAY, "two", NOON)
        assert not tx.slots.miss("evening", DAY, NOON, "late")
        assert tx.slots.done("evening", DAY, NOON + hours(1))
        assert not tx.slots.done("evening", DAY, NOON + hours(2))
        assert not tx.slots.hold("evening", DAY, NOON + hours(2), "thin")
        done = tx.slots.get("evening", DAY)
        assert done == Slot(
            edition="evening",
            day=DAY,
            state=SlotState.DONE,
            owner="one",
            claimed=NOON,
            changed=NOON + hours(1),
        )
        assert not tx.slots.reclaim(done, "two", NOON + hours(3))


def test_a_slot_is_taken_over_by_one(store: Store) -> None:
    """Of two that find a crashed, held or missed slot, one takes it over."""
    with store.begin() as tx:
        tx.slots.claim("evening", DAY, "crashed", NOON)
        assert tx.slots.miss("evening", NEXT, NOON, "off all day")
        tx.slots.claim("noon", DAY, "one", NOON)
        assert tx.slots.hold("noon", DAY, NOON, "thin")
        for was in tx.slots.list():
            assert tx.slots.reclaim(was, "two", NOON + hours(1))
            assert not tx.slots.reclaim(was, "three", NOON + hours(1))
        assert {(one.owner, one.state, one.reason) for one in tx.slots.list()} == {("two", SlotState.CLAIMED, None)}
        assert [(one.edition, one.day) for one in tx.slots.list("evening")] == [
            ("evening", DAY),
            ("evening", NEXT),
        ]
        assert [one.day for one in tx.slots.list(since=NEXT)] == [NEXT]


def test_a_subscriber_is_on_a_list_once(store: Store) -> None:
    """The same address in other capitals is the same reader; each edition has its list."""
    ada = subscriber("Ada@example.org", name="Ada")
    with store.begin() as tx:
        assert tx.subscribers.add(ada)
        assert not tx.subscribers.add(subscriber("ada@EXAMPLE.org"))
        assert tx.subscribers.add(subscriber(edition="noon"))
        assert tx.subscribers.get("ADA@example.org") == tx.subscribers.by_id(ada.id) == ada
        assert tx.subscribers.get("none@example.org") is None
        assert tx.subscribers.replace(replace(ada, language="fr"))
        assert not tx.subscribers.replace(subscriber("none@example.org"))
        assert tx.subscribers.set_status(ada.id, SubscriberStatus.CONFIRMED, NOON + hours(1))
        assert not tx.subscribers.set_status("none", SubscriberStatus.CONFIRMED, NOON)
        assert tx.subscribers.by_id(ada.id) == replace(
            ada, language="fr", status=SubscriberStatus.CONFIRMED, changed=NOON + hours(1)
        )


def test_the_list_comes_in_pages(store: Store) -> None:
    """Every subscriber comes exactly once, also where the pages do not divide evenly."""
    confirmed = [subscriber(f"r{number}@example.org", status=SubscriberStatus.CONFIRMED) for number in range(7)]
    with store.begin() as tx:
        tx.subscribers.import_many([*confirmed, subscriber("pending@example.org")])
        pages = list(tx.subscribers.pages("evening", SubscriberStatus.CONFIRMED, size=3))
        assert [len(page) for page in pages] == [3, 3, 1]
        assert sorted((one for page in pages for one in page), key=lambda one: one.id) == sorted(
            confirmed, key=lambda one: one.id
        )
        assert (tx.subscribers.count(), tx.subscribers.count("noon")) == (8, 0)
        assert tx.subscribers.count(status=SubscriberStatus.CONFIRMED) == 7


def test_an_import_puts_nobody_back(store: Store) -> None:
    """Who unsubscribed stays so and who was erased stays away, however old the list."""
    left = subscriber("left@example.org", status=SubscriberStatus.UNSUBSCRIBED)
    with store.begin() as tx:
        tx.subscribers.add(left)
        tx.subscribers.erase("Gone@example.org", NOON)
        done = tx.subscribers.import_many(
            [
                replace(left, status=SubscriberStatus.CONFIRMED),
                subscriber("gone@example.org"),
                subscriber("new@example.org"),
                subscriber("NEW@example.org"),
            ]
        )
        assert done == Imported(added=1, known=2, erased=1, new=(subscriber("new@example.org").id,))
        assert tx.subscribers.by_id(left.id) == left


def test_an_erased_address_leaves_no_trace(store: Store) -> None:
    """Lists and deliveries forget it, nothing more is sent, and only its owner can come back."""
    ada, other = subscriber("Ada@example.org"), subscriber("bob@example.org")
    quoted = delivery(ada.id, address=ada.address, answer="550 <Ada@example.org> unknown")
    planned = replace(quoted, day=NEXT, answer=None)
    with store.begin() as tx:
        tx.subscribers.import_many([ada, replace(ada, edition="noon"), other])
        tx.deliveries.plan("evening", DAY, [quoted, delivery(other.id)])
        tx.deliveries.mark(replace(quoted, state=DeliveryState.ACCEPTED))
        tx.deliveries.plan("evening", NEXT, [planned])
        assert tx.subscribers.erase("ada@example.org", NOON) == 2
        assert tx.subscribers.erase("ada@example.org", NOON) == 0
        assert tx.subscribers.erased("ADA@example.org")
        tx.deliveries.mark(replace(planned, state=DeliveryState.IN_FLIGHT))
        kept = tx.deliveries.of_edition("evening", DAY) + tx.deliveries.of_edition("evening", NEXT)
        assert {one.address for one in kept} == {"", delivery(other.id).address}
        assert [one.subscriber_id for one in tx.claims.take("evening", DAY, NOON, "me", 9)] == [other.id]
        with pytest.raises(SubscriberError):
            tx.subscribers.add(ada)
        assert tx.subscribers.add(ada, renewed=True)
        assert not tx.subscribers.erased("ada@example.org")
    with store.read() as tx:
        assert b"ada@example.org" not in repr(tx.deliveries.of_edition("evening", DAY)).casefold().encode()


def test_planning_twice_changes_nothing(store: Store) -> None:
    """A plan made again after a crash adds only who is missing and repeats nobody."""
    with store.begin() as tx:
        assert tx.deliveries.plan("evening", DAY, [delivery("a"), delivery("b"), delivery("a")]) == 2
        tx.deliveries.mark(delivery("a", state=DeliveryState.ACCEPTED, attempts=1))
        assert tx.deliveries.plan("evening", DAY, [delivery("a"), delivery("c")]) == 1
        assert tx.deliveries.counts("evening", DAY) == dict.fromkeys(DeliveryState, 0) | {
            DeliveryState.ACCEPTED: 1,
            DeliveryState.PLANNED: 2,
        }
        with pytest.raises(ValueError, match="in the plan of"):
            tx.deliveries.plan("evening", NEXT, [delivery("a")])


def test_marks_keep_what_was_planned(store: Store) -> None:
    """A mark changes how a delivery goes, not whom it is for; an accepted one stays accepted."""
    sent = delivery("a", state=DeliveryState.ACCEPTED, attempts=2, code=250, answer="250 ok\x00\ud800", changed=NOON)
    with store.begin() as tx:
        tx.deliveries.plan("evening", DAY, [delivery("a"), delivery("b")])
        assert tx.deliveries.mark(replace(sent, address="x@example.org", message_id="<x>")) == 1
        assert tx.deliveries.mark(delivery("a", state=DeliveryState.DEFERRED)) == 0
        assert tx.deliveries.mark(delivery("nobody")) == 0
        assert tx.deliveries.mark() == 0
        refused = delivery("b", state=DeliveryState.REFUSED, code=550)
        assert tx.deliveries.mark(sent, refused) == 1
        assert tx.deliveries.of_edition("evening", DAY) == (sent, refused)


def test_days_far_away_are_days(store: Store) -> None:
    """No day a calendar has is refused."""
    with store.begin() as tx:
        for day in (date.min, date.max):
            assert tx.slots.claim("evening", day, "one", NOON)
        assert [one.day for one in tx.slots.list()] == [date.min, date.max]
