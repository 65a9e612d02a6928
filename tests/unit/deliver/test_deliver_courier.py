"""The order of sending, with a relay that does what each case says."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bouclage.deliver import Answer, Courier, DeliverSettings, Envelope, PaceSettings, SendCounts
from bouclage.deliver.pace import Pace
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

    def hand_over_all(self, envelopes: Iterable[Envelope], *, depth: int) -> Iterator[Answer | DeliveryError]:
        for envelope in envelopes:
            fate = self._fate(envelope)
            yield fate
            if isinstance(fate, RelayUnavailableError):
                return

    def _fate(self, envelope: Envelope) -> Answer | DeliveryError:
        rcpt = envelope.rcpt
        assert envelope.mail_from == "bounce@news.example"
        assert envelope.message == f"to {rcpt}".encode()
        steps = self.script.get(rcpt.partition("@")[0], [])
        step = steps.pop(0) if steps else "250"
        if step in ("lost", "421"):
            return lost()
        if step == "lost after":
            return lost(uncertain=True)
        if step.startswith("4"):
            return DeliveryDeferredError(step, recipient=rcpt, code=int(step[:3]))
        if step.startswith("5"):
            return RecipientRefusedError(step, recipient=rcpt, code=int(step[:3]))
        self.taken.append(rcpt)
        return Answer(250, "2.0.0 OK")


@dataclass
class Desk:
    """Everything a sending needs; keeps where each delivery stood after each batch."""

    relay: FakeRelay = field(default_factory=FakeRelay)
    notes: list[Delivery] = field(default_factory=list)
    pauses: list[float] = field(default_factory=list)
    settings: DeliverSettings = field(default_factory=DeliverSettings)
    pace: PaceSettings = field(default_factory=PaceSettings)
    courier: Courier | None = None
    now: datetime = NOW

    def send(self, rows: Iterable[Delivery], compose: Callable[[Delivery], bytes] | None = None) -> SendCounts:
        self.courier = Courier(
            compose_for=compose or (lambda delivery: f"to {delivery.address}".encode()),
            connect=self.relay,
            envelope_sender=lambda _: "bounce@news.example",
            clock=lambda: self.now,
            wait=self.pauses.append,
            settings=self.settings,
            pace=self.pace,
        )
        self.notes += self.courier.batch(list(rows))
        self.courier.close()
        return self.courier.counts

    def last(self, name: str) -> Delivery:
        return [note for note in self.notes if note.subscriber_id == name][-1]

    def states(self, name: str) -> list[str]:
        return [note.state.value for note in self.notes if note.subscriber_id == name]


def test_each_is_accepted_once():
    """Every delivery of a batch comes back accepted, in order, on one connection, with the answer kept."""
    desk = Desk()
    counts = desk.send([row("a"), row("b")])
    assert [(note.subscriber_id, note.state.value) for note in desk.notes] == [("a", "accepted"), ("b", "accepted")]
    done = desk.last("a")
    assert (done.attempts, done.code, done.answer, done.next_try) == (1, 250, "250 2.0.0 OK", None)
    assert counts == SendCounts(accepted=2)
    assert (desk.relay.opened, desk.relay.closed, desk.pauses) == (1, 1, [])


def test_pauses_grow_and_end():
    """Rows 64, 65: each deferral waits longer, without jitter; after the last the delivery is given up, and counted."""
    desk = Desk(settings=DeliverSettings(retry_pauses_s=(60.0, 600.0)))
    delivery = row("a")
    pauses = []
    for _ in range(2):
        desk.relay.script["a"] = ["451 later"]
        assert desk.send([delivery]).deferred == 1
        delivery = desk.last("a")
        assert delivery.next_try is not None
        pauses.append((delivery.next_try - NOW).total_seconds())
        delivery = replace(delivery, next_try=NOW)
    assert pauses == [60.0, 600.0]
    desk.relay.script["a"] = ["451 later"]
    assert desk.send([delivery]) == SendCounts(expired=1)
    given_up = desk.last("a")
    assert (given_up.state, given_up.code, given_up.attempts) == (DeliveryState.REFUSED, 451, 3)
    assert given_up.answer == "given up after 3 tries: 451 later"


def test_refused_is_final_and_others_go_on():
    """Row 64: a 5xx is never tried again and does not hold up the next."""
    desk = Desk(FakeRelay({"a": ["550 unknown"], "b": ["554 no"]}))
    assert desk.send([row("a"), row("b"), row("c")]) == SendCounts(refused=2, accepted=1)
    assert desk.last("a").code == 550


def test_lost_before_the_dot_is_tried_again_at_once():
    """Row 60: a connection lost before the dot is made anew and the same delivery goes on, sent once."""
    desk = Desk(FakeRelay({"b": ["lost"]}))
    assert desk.send([row("a"), row("b"), row("c")]) == SendCounts(accepted=3)
    assert desk.relay.taken == ["a@r.example", "b@r.example", "c@r.example"]
    assert (desk.relay.opened, desk.pauses) == (2, [0.0])


def test_lost_after_the_dot_is_uncertain_and_comes_again():
    """The relay may have it: noted so, counted, due once more after a pause; the others go on."""
    desk = Desk(FakeRelay({"a": ["lost after"]}))
    assert desk.send([row("a"), row("b")]) == SendCounts(uncertain=1, accepted=1)
    assert desk.states("a") == ["uncertain"]
    assert desk.last("a").next_try == NOW + timedelta(minutes=5)
    assert desk.relay.taken == ["b@r.example"]


def test_uncertain_is_left_alone_where_told_so():
    """Without repeats nobody gets an edition twice, and who may go without is counted."""
    desk = Desk(FakeRelay({"a": ["lost after"]}), settings=DeliverSettings(repeat_uncertain=False))
    assert desk.send([row("a"), row("b")]) == SendCounts(uncertain=1, accepted=1)
    assert desk.last("a").next_try is None


def test_421_is_tried_again_on_a_new_connection():
    """Row 51: a 421 says that the message was not taken: the rest goes on at once, and it too, once more."""
    desk = Desk(FakeRelay({"a": ["421"], "b": ["421", "421"]}))
    assert desk.send([row("a"), row("b"), row("c")]) == SendCounts(deferred=1, accepted=2)
    assert desk.relay.taken == ["a@r.example", "c@r.example"]
    assert desk.states("b") == ["deferred"]


def test_poison_lets_the_others_through():
    """A message that breaks the connection each time is deferred, so that it cannot stop the edition for all."""
    desk = Desk(FakeRelay({"a": ["lost"] * 9}))
    assert desk.send([row("a"), row("b")]) == SendCounts(deferred=1, accepted=1)
    assert desk.relay.taken == ["b@r.example"]


def test_relay_down_stops_with_the_rest_planned():
    """After the last reconnect sending stops, having paused as told, and no row was touched."""
    desk = Desk(FakeRelay(connects=["down"] * 9), settings=DeliverSettings(reconnect_pauses_s=(1.0, 2.0)))
    assert desk.send([row("a"), row("b")]) == SendCounts(skipped=2)
    assert "sending stopped" in str(desk.courier.stopped)
    assert [(one.state, one.attempts, one.next_try) for one in desk.notes] == [(DeliveryState.PLANNED, 0, NOW)] * 2
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
    desk = Desk(FakeRelay({name: ["550 5.7.1 policy"] for name in names[9:]}))
    assert desk.send([row(name) for name in names]) == SendCounts(accepted=9, refused=11, skipped=40)
    assert "11 of the last 20" in str(desk.courier.stopped)
    assert desk.relay.closed == 1


def test_breaker_holds_at_half_and_below_twenty():
    """Row 67: exactly half of them, or 19 of 19, do not trip it."""
    half = Desk(FakeRelay({f"r{n}": ["550 no"] for n in range(0, 40, 2)}))
    assert half.send([row(f"r{n}") for n in range(1, 41)]).refused == 19
    few = Desk(FakeRelay({f"r{n}": ["550 no"] for n in range(19)}))
    assert few.send([row(f"r{n}") for n in range(19)]).refused == 19


def test_breaker_looks_at_the_last_hundred():
    """Row 67: a blocklist that strikes in the middle of a long list is noticed, whatever went well before."""
    names = [f"r{n:03}" for n in range(500)]
    desk = Desk(FakeRelay({name: ["550 5.7.1 listed"] for name in names[300:]}))
    assert desk.send([row(name) for name in names]) == SendCounts(accepted=300, refused=51, skipped=149)
    assert "51 of the last 100" in str(desk.courier.stopped)


def test_reader_who_left_meanwhile_is_not_sent_to():
    """Rows 82, 86: `compose_for` has the last word; its SubscriberError is noted and never trips the breaker."""

    def compose(delivery: Delivery) -> bytes:
        raise SubscriberError("has unsubscribed", address=delivery.address)

    desk = Desk()
    assert desk.send([row(f"r{n}") for n in range(30)], compose) == SendCounts(refused=30)
    assert (desk.last("r0").answer, desk.last("r0").code) == ("has unsubscribed", None)
    assert desk.courier.stopped is None
    assert desk.relay.taken == []


def test_edition_that_cannot_be_composed_does_not_burn_the_list():
    """A fault in what all messages share refuses a few deliveries and then stops."""

    def compose(_: Delivery) -> bytes:
        raise DeliveryError("subject: empty")

    desk = Desk()
    assert desk.send([row(f"r{n}") for n in range(100)], compose) == SendCounts(refused=20, skipped=80)
    assert "sending stopped: 20 of the last 20" in str(desk.courier.stopped)


def test_messages_are_made_one_at_a_time():
    """Row 70: the messages of a batch are never in memory together."""
    desk = Desk()

    def compose(delivery: Delivery) -> bytes:
        assert f"r{len(desk.relay.taken)}@r.example" == delivery.address
        return f"to {delivery.address}".encode()

    assert desk.send([row(f"r{n}") for n in range(5)], compose).accepted == 5


def test_domains_keep_their_rates():
    """Rows 66, 71: what is beyond a domain's rate comes back with its turn; other domains do not wait for it."""
    desk = Desk(pace=PaceSettings(per_domain={"R.example": 0.5}))
    rows = [row(f"r{n}") for n in range(4)] + [row("x", address="x@other.example")]
    assert desk.send(rows) == SendCounts(accepted=2, skipped=3)
    assert desk.relay.taken == ["r0@r.example", "x@other.example"]
    assert [desk.last(f"r{n}").next_try for n in range(1, 4)] == [NOW + timedelta(seconds=2 * n) for n in range(1, 4)]
    assert desk.last("r1").state is DeliveryState.PLANNED


def test_a_wave_of_4xx_has_its_domain_left_alone():
    """Row 67: five 4xx in a row from one domain hold the rest of it back, longer each time; a yes ends that."""
    pace = Pace(PaceSettings())
    for _ in range(5):
        assert pace.turn("a@busy.example", NOW) is None
        pace.answered("a@busy.example", NOW, deferred=True)
    assert pace.turn("b@busy.example", NOW) == NOW + timedelta(seconds=60)
    assert pace.turn("b@other.example", NOW) is None
    later = NOW + timedelta(seconds=61)
    assert pace.turn("b@busy.example", later) is None
    for _ in range(5):
        pace.answered("a@busy.example", later, deferred=True)
    assert pace.turn("b@busy.example", later) == later + timedelta(seconds=300)
    latest = later + timedelta(seconds=301)
    assert pace.turn("b@busy.example", latest) is None
    pace.answered("b@busy.example", latest, deferred=False)
    for _ in range(4):
        pace.answered("a@busy.example", latest, deferred=True)
    assert pace.turn("b@busy.example", latest) is None


def test_the_rate_of_all():
    """Row 66: after a batch sending rests for as long as it was too fast, and takes no more than a second's worth."""
    pace = Pace(PaceSettings(per_second=20))
    assert pace.most(100) == 20
    assert pace.rest_s(20, 0.25) == 0.75
    assert pace.rest_s(20, 3.0) == 0
    assert Pace(PaceSettings()).most(100) == 100
    with pytest.raises(ValueError, match="above zero"):
        PaceSettings(per_domain={"r.example": 0.0})


STEPS = st.sampled_from(["250", "lost", "lost after", "421", "451 later", "550 no", "554 no"])


@given(
    st.dictionaries(st.sampled_from("abcdef"), st.lists(STEPS, max_size=4)),
    st.lists(st.sampled_from(["ok", "down"]), max_size=6),
)
def test_whatever_happens_everybody_ends_in_one_state(script, connects):
    """Rows 55, 57: over repeated sendings each row ends in one state, and whoever has it got it once."""
    desk = Desk(FakeRelay({name: list(steps) for name, steps in script.items()}, list(connects)))
    rows = {name: row(name, next_try=NOW) for name in "abcdef"}
    for _ in range(12):
        desk.now += timedelta(days=1)
        due = [one for one in rows.values() if one.next_try is not None]
        assert desk.send(due).seen == len(due)
        rows |= {one.subscriber_id: one for one in desk.notes[len(desk.notes) - len(due) :]}
    for one in rows.values():
        taken = desk.relay.taken.count(one.address)
        assert taken == (one.state is DeliveryState.ACCEPTED)
        assert one.next_try is None
        assert one.state in (DeliveryState.ACCEPTED, DeliveryState.REFUSED, DeliveryState.UNCERTAIN)


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
