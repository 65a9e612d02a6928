"""Send: plan a closed edition's deliveries once, hand them to the relay, write down each step before it is taken.

A delivery is marked in flight before the final dot and accepted after the answer. What was in flight when a sender
died is uncertain, and sent once more with the same Message-ID, unless `sending.repeat_uncertain` says to leave it: so
nobody is left out, and at most what was in flight comes twice.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from bouclage.config import Config
from bouclage.deliver import Courier, DeliverSettings
from bouclage.edition import gets
from bouclage.errors import DeliveryError, RelayUnavailableError
from bouclage.pipeline.post import Post
from bouclage.pipeline.senders import recover, send_all
from bouclage.records import Edition, Sending, SendingState, SubscriberStatus, Variant
from bouclage.store import Store

_PAGE = 1000  # readers planned in one transaction: memory stays flat, and other writers get their turn


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

    Any number of processes may send the same edition at once; they share it. `to` sends a test to one address and plans
    nothing. Raises StoreBusyError while another process plans it, RelayUnavailableError when the relay is away (what is
    left stays planned), DeliveryError when most are refused (it is then stopped until resumed) or it is paused.
    """
    post = Post(config, edition, secret, store)
    if to is not None:
        return _test(post, to, clock, wait)
    name, day = edition.name, edition.day
    planned = _plan(store, post, clock())
    recover(store, config, name, day, clock())
    with store.begin() as tx:
        if repeat_uncertain:
            tx.claims.repeat_uncertain(name, day, clock())
        left = tx.claims.left(name, day)
        sending = tx.sendings.get(name, day)
    if sending is not None and sending.state is not SendingState.RUNNING:
        raise DeliveryError(f"sending is {sending.state.value}: {sending.reason}; `bouclage send --resume` goes on")
    done = 0

    def seen(more: int) -> None:
        nonlocal done
        done += more
        progress(min(done, left), left)

    try:
        while True:
            send_all(store, config, edition, secret=secret, clock=clock, wait=wait, left=left, progress=seen)
            if not recover(store, config, name, day, clock()):
                break
    except RelayUnavailableError:
        raise  # tried again when the relay is back
    except DeliveryError as error:
        change_sending(store, name, day, SendingState.STOPPED, now=clock(), reason=str(error))
        raise
    with store.read() as tx:
        counts = tx.deliveries.counts(name, day)
    return Sent(
        edition=name,
        day=day,
        planned_now=planned,
        states={state.value: count for state, count in counts.items()},
    )


def preview(store: Store, config: Config, edition: Edition, *, secret: str) -> dict[str, Any]:
    """Return what a sending would do: subject, recipients, size; nothing is sent or planned."""
    post = Post(config, edition, secret, store)
    message = post.preview()
    variants: Counter[str] = Counter()
    last: str | None = ""
    with store.read() as tx:
        planned = sum(tx.deliveries.counts(edition.name, edition.day).values())
        while last is not None:
            page = tx.subscribers.page(edition.name, SubscriberStatus.CONFIRMED, after=last, size=_PAGE)
            variants.update(_told(post.variant(reader)) for reader in page if gets(reader, edition.day, post.before))
            last = page[-1].id if page else None
    return {
        "subject": post.subject,
        "recipients": planned or variants.total(),
        "planned": planned,
        "bytes": len(message),
        "variants": [{"variant": name, "recipients": count} for name, count in sorted(variants.items())],
    }


def _told(variant: Variant) -> str:
    """Return a variant in a few words, for whoever looks at a plan."""
    sections = ", ".join(variant.sections) or "all sections"
    return f"{variant.language}, {variant.mail_format}, {variant.news} news of the {variant.span}, {sections}"


def preview_message(config: Config, edition: Edition, *, secret: str) -> bytes:
    """Return the edition's mail as an invented reader would get it: for looking at, for `mail.eml`."""
    return Post(config, edition, secret).preview()


def change_sending(
    store: Store, edition: str, day: date, state: SendingState, *, now: datetime, reason: str | None
) -> Sending:
    """Pause or resume a sending; takes effect with every sender's next batch. Raises DeliveryError if there is none."""
    with store.begin() as tx:
        sending = tx.sendings.get(edition, day)
        if sending is None or sending.state is SendingState.PLANNING:
            raise DeliveryError(f"{edition} of {day.isoformat()} has no sending to pause or resume yet")
        changed = replace(sending, state=state, changed=now, reason=reason)
        tx.sendings.put(changed)
    return changed


def _plan(store: Store, post: Post, moment: datetime) -> int:
    """Write down who gets the edition, once, page by page; nothing is sent before the plan is whole."""
    edition = post.edition
    name, day = edition.name, edition.day
    with store.read() as tx:
        sending = tx.sendings.get(name, day)
    if sending is not None and sending.state is not SendingState.PLANNING:
        return 0
    with store.exclusive(f"plan {name} {day.isoformat()}"):
        with store.begin() as tx:
            tx.sendings.put(Sending(edition=name, day=day, state=SendingState.PLANNING, changed=moment))
        last: str | None = ""
        planned = 0
        while last is not None:
            with store.begin() as tx:
                page = tx.subscribers.page(name, SubscriberStatus.CONFIRMED, after=last, size=_PAGE)
                wanted = [post.delivery(reader, moment) for reader in page if gets(reader, day, post.before)]
                planned += tx.deliveries.plan(name, day, wanted)
            last = page[-1].id if page else None
        with store.begin() as tx:
            total = sum(tx.deliveries.counts(name, day).values())
            running = Sending(edition=name, day=day, state=SendingState.RUNNING, planned=total, changed=moment)
            tx.sendings.put(running)
    return planned


def _test(post: Post, to: str, clock: Callable[[], datetime], wait: Callable[[float], None]) -> Sent:
    moment = clock()
    edition = post.edition
    reader = post.invented(to, moment)
    courier = Courier(
        compose_for=lambda one: post.message(reader, one, moment),
        connect=post.connection,
        envelope_sender=post.envelope_sender,
        clock=clock,
        wait=wait,
        settings=DeliverSettings(),
    )
    courier.batch([replace(post.delivery(reader, moment), next_try=None)])  # a test does not wait for a reader's hour
    courier.close()
    if courier.stopped is not None:
        raise courier.stopped
    counts = courier.counts
    states = {
        "accepted": counts.accepted,
        "deferred": counts.deferred,
        "refused": counts.refused + counts.expired,
        "uncertain": counts.uncertain,
    }
    return Sent(edition=edition.name, day=edition.day, planned_now=0, states=states)
