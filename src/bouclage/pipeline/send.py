"""Send: plan a closed edition's deliveries once, hand them to the relay, write down each step before it is taken.

A delivery is marked in flight before the final dot and accepted after the answer. What was in flight when a sender
died is uncertain: it is counted and told, and not repeated unless asked (`repeat_uncertain`); a repeat carries the same
Message-ID.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from bouclage.config import Config
from bouclage.deliver import DeliverSettings, deliver
from bouclage.edition import gets
from bouclage.errors import SubscriberError
from bouclage.pipeline.post import Post
from bouclage.records import Delivery, DeliveryState, Edition, SubscriberStatus
from bouclage.store import Store

_BATCH = 200  # deliveries loaded at a time: memory stays flat whatever the list's length


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What became of a sending."""

    edition: str
    day: date
    planned_now: int
    states: Mapping[str, int]  # delivery state → how many


def send_edition(
    store: Store,
    config: Config,
    edition: Edition,
    *,
    secret: str,
    clock: Callable[[], datetime],
    wait: Callable[[float], None],
    to: str | None = None,
    repeat_uncertain: bool = False,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> Sent:
    """Send an edition to everyone on its list, each once; goes on where an earlier sending stopped.

    `to` sends a test to one address and plans nothing. Raises StoreBusyError while another process sends this edition,
    RelayUnavailableError when the relay is away (what is left stays planned), DeliveryError when most are refused.
    """
    post = Post(config, edition, secret, store)
    if to is not None:
        return _test(post, to, clock, wait)
    with store.exclusive(f"send {edition.name} {edition.day.isoformat()}"):
        planned = _plan(store, post, clock(), repeat_uncertain=repeat_uncertain)
        with store.read() as tx:
            total = sum(tx.deliveries.counts(edition.name, edition.day).values())
        done = 0
        for batch in _batches(store, edition, clock):
            deliver(
                batch,
                lambda one: _message(store, post, one, clock()),
                post.connection,
                lambda one: _record(store, one),
                sender=post.envelope_sender,
                clock=clock,
                wait=wait,
                settings=DeliverSettings(),
                progress=lambda counts, before=done: progress(before + counts.seen, total),  # type: ignore[misc]
            )
            done += len(batch)
        with store.read() as tx:
            counts = tx.deliveries.counts(edition.name, edition.day)
    return Sent(
        edition=edition.name,
        day=edition.day,
        planned_now=planned,
        states={state.value: count for state, count in counts.items()},
    )


def preview(store: Store, config: Config, edition: Edition, *, secret: str) -> dict[str, Any]:
    """Return what a sending would do: subject, recipients, size; nothing is sent or planned."""
    post = Post(config, edition, secret, store)
    message = post.preview()
    with store.read() as tx:
        planned = sum(tx.deliveries.counts(edition.name, edition.day).values())
        recipients = planned or tx.subscribers.count(edition.name, SubscriberStatus.CONFIRMED)
    return {"subject": post.subject, "recipients": recipients, "planned": planned, "bytes": len(message)}


def preview_message(config: Config, edition: Edition, *, secret: str) -> bytes:
    """Return the edition's mail as an invented reader would get it: for looking at, for `mail.eml`."""
    return Post(config, edition, secret).preview()


def _plan(store: Store, post: Post, moment: datetime, *, repeat_uncertain: bool) -> int:
    """Write down who gets the edition: all in one transaction, once, so that the plan is whole or not there."""
    edition = post.edition
    with store.begin() as tx:
        tx.deliveries.recover(edition.name, edition.day, moment)
        if repeat_uncertain:
            again = [
                one
                for one in tx.deliveries.of_edition(edition.name, edition.day)
                if one.state is DeliveryState.UNCERTAIN
            ]
            tx.deliveries.mark(*(replace(one, state=DeliveryState.PLANNED, changed=moment) for one in again))
        if sum(tx.deliveries.counts(edition.name, edition.day).values()):
            return 0
        before = post.before
        return sum(
            tx.deliveries.plan(
                edition.name,
                edition.day,
                [post.delivery(reader, moment) for reader in page if gets(reader, edition.day, before)],
            )
            for page in tx.subscribers.pages(edition.name, SubscriberStatus.CONFIRMED)
        )


def _batches(store: Store, edition: Edition, clock: Callable[[], datetime]) -> Iterator[tuple[Delivery, ...]]:
    """Give what is to be tried now, batch after batch; a batch that comes back unchanged ends it."""
    last: tuple[Delivery, ...] = ()
    while True:
        with store.read() as tx:
            batch = tx.deliveries.next_batch(edition.name, edition.day, clock(), _BATCH)
        if not batch or batch == last:
            return
        yield batch
        last = batch


def _message(store: Store, post: Post, delivery: Delivery, moment: datetime) -> bytes:
    """Return the message of a delivery; asks the list again, so that who left a second ago gets nothing."""
    with store.read() as tx:
        reader = tx.subscribers.may_be_mailed(delivery.subscriber_id)
    if reader is None:
        raise SubscriberError("left, or must not be written to any more", address=delivery.address)
    return post.message(reader, delivery, moment)


def _record(store: Store, delivery: Delivery) -> None:
    with store.begin() as tx:
        tx.deliveries.mark(delivery)


def _test(post: Post, to: str, clock: Callable[[], datetime], wait: Callable[[float], None]) -> Sent:
    moment = clock()
    edition = post.edition
    reader = post.invented(to, moment)
    counts = deliver(
        [post.delivery(reader, moment)],
        lambda one: post.message(reader, one, moment),
        post.connection,
        lambda _one: None,
        sender=post.envelope_sender,
        clock=clock,
        wait=wait,
        settings=DeliverSettings(),
    )
    states = {
        "accepted": counts.accepted,
        "deferred": counts.deferred,
        "refused": counts.refused + counts.expired,
        "uncertain": counts.uncertain,
    }
    return Sent(edition=edition.name, day=edition.day, planned_now=0, states=states)
