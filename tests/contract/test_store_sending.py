"""Claims and sendings, on both databases."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

from store_samples import DAY, NOON, delivery, hours
from store_sending_samples import RUNNING

from bouclage.records import DeliveryState, SendingState
from bouclage.store import Store

NEXT = DAY + timedelta(days=1)


def _take(store: Store, sender: str, limit: int = 9, now=NOON) -> list[str]:  # type: ignore[no-untyped-def]
    with store.begin() as tx:
        return [row.subscriber_id for row in tx.claims.take("evening", DAY, now, sender, limit)]


def test_a_claim_takes_what_is_due_once(store: Store) -> None:
    """Rows 56, 64: those whose time has come, earliest first, in flight in the sender's name, once."""
    rows = [
        delivery("later", state=DeliveryState.DEFERRED, next_try=NOON + hours(1)),
        delivery("due", state=DeliveryState.DEFERRED, next_try=NOON, attempts=2),
        delivery("new", next_try=NOON - hours(1)),
        delivery("doubt", state=DeliveryState.UNCERTAIN, next_try=NOON),
        *(delivery(state.value, state=state) for state in DeliveryState if state.value not in ("planned", "deferred")),
    ]
    with store.begin() as tx:
        tx.deliveries.plan("evening", DAY, rows)
        tx.deliveries.plan("evening", NEXT, [replace(rows[2], day=NEXT)])
    with store.begin() as tx:
        taken = tx.claims.take("evening", DAY, NOON, "me", 2)
    assert taken == (rows[2], rows[3])  # as they were
    assert _take(store, "you") == ["due"]
    assert _take(store, "you") == []
    with store.read() as tx:
        assert tx.claims.senders("evening", DAY) == ("", "me", "you")
        assert tx.claims.left("evening", DAY) == 1
        assert tx.claims.next_due("evening", DAY) == NOON + hours(1)
        assert tx.claims.next_due("evening", NEXT) == NOON - hours(1)


def test_only_the_sender_settles_its_claims(store: Store) -> None:
    """What another sender was given meanwhile, or a dead one's that was recovered, is not written over."""
    with store.begin() as tx:
        tx.deliveries.plan("evening", DAY, [delivery(name, next_try=NOON) for name in "abc"])
    assert _take(store, "me", 2) == ["a", "b"]
    ends = [
        delivery("a", state=DeliveryState.ACCEPTED, attempts=1, code=250, answer="250 ok\x00\ud800"),
        delivery("b", state=DeliveryState.DEFERRED, attempts=1, next_try=NOON + hours(1)),
        delivery("c", state=DeliveryState.ACCEPTED, attempts=1),
    ]
    with store.begin() as tx:
        assert tx.claims.settle("you", ends) == 0
        assert tx.claims.settle("me", ends) == 2
        assert tx.claims.settle("me", ends) == 0
        assert tx.claims.settle("me", []) == 0
        found = tx.deliveries.of_edition("evening", DAY)
    assert found == (ends[0], ends[1], delivery("c", next_try=NOON))


def test_a_dead_senders_deliveries_are_uncertain_and_due(store: Store) -> None:
    """Row 57: only its own, of this edition; each again at once, but not for ever."""
    with store.begin() as tx:
        tx.deliveries.plan("evening", DAY, [delivery("a", next_try=NOON), delivery("b", next_try=NOON, attempts=4)])
        tx.deliveries.plan("evening", DAY, [delivery("c", next_try=NOON)])
    _take(store, "dead", 2)
    _take(store, "alive")
    later = NOON + hours(1)
    with store.begin() as tx:
        assert tx.claims.recover("evening", NEXT, "dead", later, tries=5) == 0
        assert tx.claims.recover("evening", DAY, "dead", later, tries=5) == 2
        a, b, c = tx.deliveries.of_edition("evening", DAY)
    assert (a.state, a.next_try, a.attempts, a.answer) == (DeliveryState.UNCERTAIN, later, 1, "its sender died")
    assert (b.state, b.next_try, b.attempts) == (DeliveryState.UNCERTAIN, None, 5)
    assert c.state is DeliveryState.IN_FLIGHT
    with store.begin() as tx:
        assert tx.claims.repeat_uncertain("evening", DAY, later) == 2
    assert _take(store, "next", now=later) == ["a", "b"]


def test_senders_at_once_take_each_row_once(store: Store) -> None:
    """Row 56: four senders claim and settle from the same list at the same time; every row is one sender's."""
    with store.begin() as tx:
        tx.deliveries.plan("evening", DAY, [delivery(f"r{n:03}", next_try=NOON) for n in range(300)])

    def work(sender: str) -> list[str]:
        mine: list[str] = []
        while taken := _take(store, sender, 7):
            mine += taken
            ends = [delivery(name, state=DeliveryState.ACCEPTED, attempts=1) for name in taken]
            with store.begin() as tx:
                assert tx.claims.settle(sender, ends) == len(taken)
        return mine

    with ThreadPoolExecutor(4) as pool:
        taken = Counter(name for mine in pool.map(work, ["a", "b", "c", "d"]) for name in mine)
    # On PostgreSQL one may find all that is left locked, and stop; nothing is left over or taken twice for that.
    for name in work("last"):
        taken[name] += 1
    assert len(taken) == 300
    assert set(taken.values()) == {1}


def test_a_sending_is_remembered(store: Store) -> None:
    """Its state and reason are there for every process, of that day alone."""
    paused = replace(RUNNING, state=SendingState.PAUSED, reason="by \x00hand", changed=NOON + hours(1))
    with store.begin() as tx:
        assert tx.sendings.get("evening", DAY) is None
        tx.sendings.put(RUNNING)
        assert tx.sendings.get("evening", DAY) == RUNNING
        tx.sendings.put(paused)
        assert tx.sendings.get("evening", DAY) == paused
        assert tx.sendings.get("evening", NEXT) is None
