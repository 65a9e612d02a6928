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
from bouclage.deliver import (
    PLACEHOLDER,
    Compiled,
    DeliverSettings,
    Relay,
    Sender,
    SmtpConnection,
    Tls,
    compile_parts,
    deliver,
    message_id,
    token,
)
from bouclage.edition import items_of, without
from bouclage.errors import ConfigError, SubscriberError
from bouclage.pipeline.withdrawn import withdrawn_items
from bouclage.records import Delivery, DeliveryState, Edition, Subscriber, SubscriberStatus
from bouclage.render import mail
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
    post = _Post(config, _as_it_may_be_shown(store, edition), secret)
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
    post = _Post(config, _as_it_may_be_shown(store, edition), secret)
    message = post.preview()
    with store.read() as tx:
        planned = sum(tx.deliveries.counts(edition.name, edition.day).values())
        recipients = planned or tx.subscribers.count(edition.name, SubscriberStatus.CONFIRMED)
    return {"subject": post.subject, "recipients": recipients, "planned": planned, "bytes": len(message)}


def preview_message(config: Config, edition: Edition, *, secret: str) -> bytes:
    """Return the edition's mail as an invented reader would get it: for looking at, for `mail.eml`."""
    return _Post(config, edition, secret).preview()


def relay_connection(config: Config) -> SmtpConnection:
    """Return a connection to the configured relay, not yet open. Raises ConfigError for settings that cannot work."""
    settings = config.mail
    try:
        relay = Relay(
            host=settings.host,
            port=settings.port,
            tls=Tls(settings.tls),
            user=settings.user,
            password=settings.password,
            timeout_s=settings.timeout_s,
            helo=settings.from_address.rpartition("@")[2],
        )
    except ValueError as error:
        raise ConfigError(str(error), key="mail", origin=config.origins.get("mail.host", "default")) from error
    return SmtpConnection(relay)


class _Post:
    """One edition as mail: compiled once, then one message a reader."""

    def __init__(self, config: Config, edition: Edition, secret: str) -> None:
        self._config = config
        self.edition = edition
        self._secret = secret.encode()
        public = config.web.public_url.rstrip("/")
        self._public = public
        self._domain = config.mail.from_address.rpartition("@")[2]
        web_url = f"{public}/{edition.day.isoformat()}"
        publisher = config.publisher
        parts = mail(
            edition,
            web_url=web_url,
            unsubscribe_url=PLACEHOLDER,
            address_of_publisher=", ".join(part for part in (publisher.name, publisher.postal) if part),
        )
        self.subject = parts.subject
        sender = Sender(
            name=config.mail.from_name,
            address=config.mail.from_address,
            domain=self._domain,
            list_id=config.mail.list_id,
            list_name=edition.title,
            postal=publisher.postal or publisher.name,
        )
        self._compiled: Compiled = compile_parts(
            parts,
            sender=sender,
            edition=edition.name,
            day=edition.day,
            archive_url=f"{public}/archive",
            web_url=web_url,
            language=edition.language,
        )

    @property
    def envelope_sender(self) -> str:
        """Where bounces go."""
        return self._config.mail.bounce_address or self._config.mail.from_address

    def connection(self) -> SmtpConnection:
        """Return a connection to the relay, not yet open."""
        return relay_connection(self._config)

    def delivery(self, reader: Subscriber, moment: datetime) -> Delivery:
        """Return the planned delivery of a reader."""
        edition = self.edition
        return Delivery(
            edition=edition.name,
            day=edition.day,
            subscriber_id=reader.id,
            address=reader.address,
            message_id=message_id(edition.name, edition.day, reader.id, self._secret, self._domain),
            changed=moment,
        )

    def message(self, reader: Subscriber, delivery: Delivery, moment: datetime) -> bytes:
        """Return a reader's message."""
        mark = token(reader.id, self._secret)
        return self._compiled.for_reader(
            reader,
            delivery,
            date=moment,
            unsubscribe_url=f"{self._public}/unsubscribe/{mark}",
            unsubscribe_mailto=f"mailto:{self._config.mail.from_address}?subject=unsubscribe-{mark}",
        )

    def preview(self) -> bytes:
        """Return the message of an invented reader, dated at closing."""
        moment = self.edition.closed
        reader = self.invented("reader@example.org", moment)
        return self.message(reader, self.delivery(reader, moment), moment)

    def invented(self, address: str, moment: datetime) -> Subscriber:
        """Return a reader who is on no list."""
        return Subscriber(
            address=address,
            edition=self.edition.name,
            status=SubscriberStatus.CONFIRMED,
            created=moment,
            changed=moment,
        )


def _as_it_may_be_shown(store: Store, edition: Edition) -> Edition:
    """Return an edition without what was withdrawn since it closed: a late sending must not spread it."""
    with store.read() as tx:
        gone = withdrawn_items(tx, items_of(edition))
    return without(edition, gone, instead="")


def _plan(store: Store, post: _Post, moment: datetime, *, repeat_uncertain: bool) -> int:
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
        return sum(
            tx.deliveries.plan(edition.name, edition.day, [post.delivery(reader, moment) for reader in page])
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


def _message(store: Store, post: _Post, delivery: Delivery, moment: datetime) -> bytes:
    """Return the message of a delivery; asks the list again, so that who left a second ago gets nothing."""
    with store.read() as tx:
        reader = tx.subscribers.by_id(delivery.subscriber_id)
    if reader is None:
        raise SubscriberError("no longer on the list", address=delivery.address)
    return post.message(reader, delivery, moment)


def _record(store: Store, delivery: Delivery) -> None:
    with store.begin() as tx:
        tx.deliveries.mark(delivery)


def _test(post: _Post, to: str, clock: Callable[[], datetime], wait: Callable[[float], None]) -> Sent:
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
