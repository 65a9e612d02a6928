"""The order of sending, with a relay that does what each case says."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bouclage.deliver import Answer, DeliverSettings, SendCounts, deliver
from bouclage.errors import (
    DeliveryDeferredError,
    DeliveryError,
    RecipientRefusedError,
    RelayUnavailableError,
    SubscriberError,
)
from bouclage.records import Delivery, DeliveryState

NOW = datetime(2026, 9, 8, 14, 30, tzinfo=UTC)


def lost(*, uncertain: bool = False) -> RelayUnavailableError:
    error = RelayUnavailableError("lost")
    error.uncertain = uncertain
    return error


def row(name: str, state: DeliveryState = DeliveryState.PLANNED, **given: object) -> Delivery:
    usual = {"edition": "evening", "day": date(2026, 9, 8), "subscriber_id": name, "message_id": f"<{name}@n.example>"}
    return Delivery(**(usual | {"address": f"{name}@r.example", "changed": NOW, "state": state} | given))  # type: ignore[arg-type]


@dataclass
class FakeRelay:
    """Does to each recipient, by the name before the @, what `script` says, one word a try; then accepts."""

    script: dict[str, list[str]] = field(default_factory=dict)
    connects: list[str] = field(default_factory=list)  # "ok" | "down", one a connection; then ok
    taken: list[str] = field(default_factory=list)
    opened: int = 0
    closed: int = 0

    def __call__(self) -> "FakeRelay":
        return self

    def open(self) -> None:
        self.opened += 1
        if self.connects and self.connects.pop(0) == "down":
            raise lost()

    def close(self) -> None:
        self.closed += 1

    def hand_over(self, mail_from: str, rcpt: str, message: bytes, *, before_dot: Callable[[], None]) -> Answer:
        assert mail_from == "bounce@news.example"
        assert message == f"to {rcpt}".encode()
        steps = self.script.get(rcpt.partition("@")[0], [])
        step = steps.pop(0) if steps else "250"
        if step == "lost":
            raise lost()
        if step.startswith("rcpt 5"):
            raise RecipientRefusedError(step, recipient=rcpt, code=int(step[5:8]))
        before_dot()
        if step == "lost after":
            raise lost(uncertain=True)
        if step == "421":
            raise lost()
        if step.startswith("4"):
            raise DeliveryDeferredError(step, recipient=rcpt, code=int(step[:3]))
        if step.startswith("5"):
            raise RecipientRefusedError(step, recipient=rcpt, code=int(step[:3]))
        self.taken.append(rcpt)
        return Answer(250, "2.0.0 OK")


@dataclass
class Ledger:
    """Remembers every note, in order."""

    notes: list[Delivery] = field(default_factory=list)

    def __call__(self, delivery: Delivery) -> None:
        self.notes.append(delivery)

    def states(self, name: str) -> list[str]:
        return [note.state.value for note in self.notes if note.subscriber_id == name]

    def last(self, name: str) -> Delivery:
        return [note for note in self.notes if note.subscriber_id == name][-1]


@dataclass
class Desk:
    """Everything a sending needs."""

    relay: FakeRelay = field(default_factory=FakeRelay)
    ledger: Ledger = field(default_factory=Ledger)
    pauses: list[float] = field(default_factory=list)
    heard: list[SendCounts] = field(default_factory=list)
    settings: DeliverSettings = field(default_factory=DeliverSettings)

    def send(self, rows: Iterable[Delivery], compose: Callable[[Delivery], bytes] | None = None) -> SendCounts:
        return deliver(
            rows,
            compose or (lambda delivery: f"to {delivery.address}".encode()),
            self.relay,
            self.ledger,
            sender="bounce@news.example",
            clock=lambda: NOW,
            wait=self.pauses.append,
            settings=self.settings,
            progress=self.heard.append,
        )


def test_each_is_in_flight_then_accepted():
    """Every delivery is noted in flight before the dot and accepted after, on one connection, with the answer kept."""
    desk = Desk()
    counts = desk.send([row("a"), row("b")])
    assert [(note.subscriber_id, note.state.value) for note in desk.ledger.notes] == [
        ("a", "in_flight"), ("a", "accepted"), ("b", "in_flight"), ("b", "accepted"),
    ]  # fmt: skip
    done = desk.ledger.last("a")
    assert (done.attempts, done.code, done.answer, done.next_try) == (1, 250, "250 2.0.0 OK", None)
    assert counts == SendCounts(accepted=2)
    assert (desk.relay.opened, desk.pauses) == (1, [])
    assert desk.heard == [SendCounts(accepted=1), SendCounts(accepted=2)]


@pytest.mark.parametrize(
    "state", [s for s in DeliveryState if s not in (DeliveryState.PLANNED, DeliveryState.DEFERRED)]
)
def test_only_planned_and_due_rows_are_sent(state):
    """Rows 56, 59: what is accepted, refused, in flight or uncertain is never sent again."""
    desk = Desk()
    assert desk.send([row("a", state)]) == SendCounts(skipped=1)
    assert desk.ledger.notes == []
    assert desk.relay.opened == 0


def test_deferred_rows_wait_for_their_time():
    """Row 64: a deferred delivery is tried when due and not before."""
    desk = Desk()
    rows = [
        row("due", DeliveryState.DEFERRED, next_try=NOW, attempts=1),
        row("early", DeliveryState.DEFERRED, next_try=NOW + timedelta(seconds=1), attempts=1),
        row("any", DeliveryState.DEFERRED, attempts=1),
    ]
    assert desk.send(rows) == SendCounts(accepted=2, skipped=1)
    assert desk.relay.taken == ["due@r.example", "any@r.example"]
    assert desk.ledger.last("due").attempts == 2


def test_pauses_grow_and_end():
    """Rows 64, 65: each deferral waits longer, without jitter; after the last the delivery is given up, and counted."""
    desk = Desk(settings=DeliverSettings(retry_pauses_s=(60.0, 600.0)))
    delivery = row("a")
    pauses = []
    for _ in range(2):
        desk.relay.script["a"] = ["451 later"]
        assert desk.send([delivery]).deferred == 1
        delivery = desk.ledger.last("a")
        assert delivery.next_try is not None
        pauses.append((delivery.next_try - NOW).total_seconds())
        delivery = replace(delivery, next_try=NOW)
    assert pauses == [60.0, 600.0]
    desk.relay.script["a"] = ["451 later"]
    assert desk.send([delivery]) == SendCounts(expired=1)
    given_up = desk.ledger.last("a")
    assert (given_up.state, given_up.code, given_up.attempts) == (DeliveryState.REFUSED, 451, 3)
    assert given_up.answer == "given up after 3 tries: 451 later"


def test_refused_is_final_and_others_go_on():
    """Row 64: a 5xx is never tried again and does not hold up the next."""
    desk = Desk(FakeRelay({"a": ["rcpt 550 unknown"], "b": ["554 no"]}))
    assert desk.send([row("a"), row("b"), row("c")]) == SendCounts(refused=2, accepted=1)
    assert desk.ledger.states("a") == ["refused"]  # never in flight
    assert desk.ledger.states("b") == ["in_flight", "refused"]
    assert desk.ledger.last("a").code == 550


def test_lost_before_the_dot_is_tried_again_at_once():
    """Row 60: a connection lost before the dot is made anew and the same delivery goes on, sent once."""
    desk = Desk(FakeRelay({"b": ["lost"]}))
    assert desk.send([row("a"), row("b"), row("c")]) == SendCounts(accepted=3)
    assert desk.relay.taken == ["a@r.example", "b@r.example", "c@r.example"]
    assert (desk.relay.opened, desk.pauses) == (2, [0.0])


def test_lost_after_the_dot_is_uncertain_and_not_repeated():
    """The relay may have it: noted so, counted, never sent a second time; the others go on."""
    desk = Desk(FakeRelay({"a": ["lost after"]}))
    assert desk.send([row("a"), row("b")]) == SendCounts(uncertain=1, accepted=1)
    assert desk.ledger.states("a") == ["in_flight", "uncertain"]
    assert desk.relay.taken == ["b@r.example"]


def test_421_after_the_dot_is_deferred():
    """Row 51: a 421 says that the message was not taken: it waits, on the record that it was tried."""
    desk = Desk(FakeRelay({"a": ["421"]}))
    assert desk.send([row("a"), row("b")]) == SendCounts(deferred=1, accepted=1)
    assert desk.ledger.states("a") == ["in_flight", "deferred"]


def test_poison_lets_the_others_through():
    """A message that breaks the connection each time is deferred, so that it cannot stop the edition for all."""
    desk = Desk(FakeRelay({"a": ["lost"] * 9}))
    assert desk.send([row("a"), row("b")]) == SendCounts(deferred=1, accepted=1)
    assert desk.relay.taken == ["b@r.example"]


def test_relay_down_stops_with_the_rest_planned():
    """After the last reconnect sending stops, having paused as told, and no row was touched."""
    desk = Desk(FakeRelay(connects=["down"] * 9), settings=DeliverSettings(reconnect_pauses_s=(1.0, 2.0)))
    with pytest.raises(RelayUnavailableError, match="sending stopped"):
        desk.send([row("a"), row("b")])
    assert desk.ledger.notes == []
    assert (desk.relay.opened, desk.pauses) == (3, [1.0, 2.0])


def test_relay_back_in_time_loses_nothing():
    """A relay that comes back between two reconnects gets everything."""
    desk = Desk(FakeRelay(connects=["down", "down", "ok"]))
    assert desk.send([row("a")]) == SendCounts(accepted=1)


def test_answered_deliveries_forgive_lost_connections():
    """Row 60: a relay that hangs up after every message is served to the end, as failures in a row alone count."""
    desk = Desk(FakeRelay({f"r{n}": ["lost"] for n in range(30)}))
    assert desk.send([row(f"r{n}") for n in range(30)]) == SendCounts(accepted=30)
    assert set(desk.pauses) == {0.0}


def test_breaker_trips_above_half_of_twenty():
    """Row 67: when most of at least 20 are refused the fault is ours; the rest of the list is spared."""
    names = [f"r{n:02}" for n in range(60)]
    desk = Desk(FakeRelay({name: ["rcpt 550 5.7.1 policy"] for name in names[9:]}))
    with pytest.raises(DeliveryError, match="11 of the last 20"):
        desk.send([row(name) for name in names])
    assert desk.heard[-1] == SendCounts(accepted=9, refused=11)
    assert desk.relay.closed == 1


def test_breaker_holds_at_half_and_below_twenty():
    """Row 67: exactly half of them, or 19 of 19, do not trip it."""
    half = Desk(FakeRelay({f"r{n}": ["rcpt 550 no"] for n in range(0, 40, 2)}))
    assert half.send([row(f"r{n}") for n in range(1, 41)]).refused == 19
    few = Desk(FakeRelay({f"r{n}": ["rcpt 550 no"] for n in range(19)}))
    assert few.send([row(f"r{n}") for n in range(19)]).refused == 19


def test_breaker_looks_at_the_last_hundred():
    """Row 67: a blocklist that strikes in the middle of a long list is noticed, whatever went well before."""
    names = [f"r{n:03}" for n in range(500)]
    desk = Desk(FakeRelay({name: ["rcpt 550 5.7.1 listed"] for name in names[300:]}))
    with pytest.raises(DeliveryError, match="51 of the last 100"):
        desk.send([row(name) for name in names])
    assert desk.heard[-1] == SendCounts(accepted=300, refused=51)


def test_reader_who_left_meanwhile_is_not_sent_to():
    """Rows 82, 86: `compose_for` has the last word; its SubscriberError is noted and never trips the breaker."""

    def compose(delivery: Delivery) -> bytes:
        raise SubscriberError("has unsubscribed", address=delivery.address)

    desk = Desk()
    assert desk.send([row(f"r{n}") for n in range(30)], compose) == SendCounts(refused=30)
    assert (desk.ledger.last("r0").answer, desk.ledger.last("r0").code) == ("has unsubscribed", None)
    assert desk.relay.opened == 0


def test_edition_that_cannot_be_composed_does_not_burn_the_list():
    """A fault in what all messages share refuses a few deliveries and then stops."""

    def compose(_: Delivery) -> bytes:
        raise DeliveryError("subject: empty")

    desk = Desk()
    with pytest.raises(DeliveryError, match="sending stopped: 20 of the last 20"):
        desk.send([row(f"r{n}") for n in range(100)], compose)


def test_store_failure_stops_before_the_dot():
    """If "in flight" cannot be committed nothing is delivered, and the failure comes out as it is."""

    def full(_: Delivery) -> None:
        raise OSError("disk full")

    desk = Desk()
    with pytest.raises(OSError, match="disk full"):
        deliver(
            [row("a")], lambda d: f"to {d.address}".encode(), desk.relay, full, sender="bounce@news.example",
            clock=lambda: NOW, wait=desk.pauses.append, settings=desk.settings,
        )  # fmt: skip
    assert desk.relay.taken == []
    assert desk.relay.closed == 1


def test_bad_envelope_sender_fails_before_the_first():
    """Our own wrong setting must not refuse every delivery."""
    desk = Desk()
    with pytest.raises(DeliveryError, match="sender"):
        deliver([row("a")], lambda _: b"", desk.relay, desk.ledger, sender="nobody", clock=lambda: NOW,
                wait=desk.pauses.append, settings=desk.settings)  # fmt: skip
    assert desk.ledger.notes == []


def test_rows_are_taken_one_at_a_time():
    """Row 70: a list of any length is never held in memory."""
    desk = Desk()

    def rows() -> Iterable[Delivery]:
        for n in range(5):
            assert len(desk.relay.taken) == n
            yield row(f"r{n}")

    assert desk.send(rows()).accepted == 5


STEPS = st.sampled_from(["250", "lost", "lost after", "421", "451 later", "rcpt 550 no", "554 no"])


@given(
    st.dictionaries(st.sampled_from("abcdef"), st.lists(STEPS, max_size=4)),
    st.lists(st.sampled_from(["ok", "down"]), max_size=6),
)
def test_whatever_happens_nobody_is_lost_or_mailed_twice(script, connects):
    """Rows 55, 57: over repeated sendings each row ends in one state, and whoever has it got it once."""
    desk = Desk(FakeRelay({name: list(steps) for name, steps in script.items()}, list(connects)))
    rows = {name: row(name) for name in "abcdef"}
    for _ in range(12):
        before = len(desk.heard)
        try:
            desk.send(rows.values())
        except (RelayUnavailableError, DeliveryError):
            pass
        else:
            assert desk.heard[-1].seen == len(rows) <= len(desk.heard) - before
        for note in desk.ledger.notes:
            rows[note.subscriber_id] = note
        rows = {
            name: replace(one, next_try=NOW) if one.state is DeliveryState.DEFERRED else one
            for name, one in rows.items()
        }
    for name, one in rows.items():
        assert desk.relay.taken.count(one.address) == (one.state is DeliveryState.ACCEPTED)
        assert desk.ledger.states(name).count("uncertain") <= 1
        assert one.state is not DeliveryState.IN_FLIGHT
        assert one.state is not DeliveryState.PLANNED


@pytest.mark.parametrize(
    "bad",
    [
        {"retry_pauses_s": (5.0, 1.0)},
        {"reconnect_pauses_s": (-1.0,)},
        {"losses_per_delivery": 0},
        {"breaker_least": 0},
        {"breaker_least": 101},
        {"breaker_share": 0.0},
    ],
)
def test_impossible_settings_are_refused(bad):
    """A setting that cannot work is named when it is made."""
    with pytest.raises(ValueError, match=next(iter(bad))):
        DeliverSettings(**bad)
