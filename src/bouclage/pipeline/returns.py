"""Returns: read what came back, prove whose it is, and do what follows from it, once.

hard → suppressed; soft → suppressed after so many days of it; complaint → suppressed; a wish to leave → off the list.
Policy refusals, delays and automatic replies are counted and change nobody. What proves nobody's is kept as nobody's.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from mailbox import Maildir, MaildirMessage
from pathlib import Path

from bouclage.config import Config
from bouclage.deliver import Reading, Report, read_return, returned, subscriber_of
from bouclage.deliver.listener import Listener
from bouclage.errors import ConfigError, DeliveryError
from bouclage.pipeline.joining import leave
from bouclage.records import MailReturn, ReturnKind, Subscriber, Suppression, SuppressionReason
from bouclage.store import Store, Transaction

_RECIPIENT_FIELDS = (b"delivered-to:", b"x-original-to:", b"envelope-to:", b"to:")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)  # filled in by who received it
_HEAD = 65536  # octets in which a message's own header is looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What was read of the bounce mailbox."""

    kinds: Mapping[str, int]
    suppressed: int = 0
    left: int = 0
    known: int = 0  # read before


def take_return(
    store: Store,
    config: Config,
    raw: bytes,
    *,
    secret: str,
    now: datetime,
    recipients: Iterable[str] = (),
) -> tuple[MailReturn, bool]:
    """Take one message that came back; return what it is, and whether it was new.

    `recipients`: the envelope's, where the way it came tells them; otherwise the fields that mail servers write.
    """
    reading = read_return(raw)
    with store.read() as tx:
        one = _whose(tx, config, reading, [*recipients, *_recipients(raw)], secret.encode())
    one = replace(one, id=sha256(raw).hexdigest()[:32], received=now)
    return one, _follow(store, config, one, now)


def take_event(store: Store, config: Config, event: Reading, *, name: str, now: datetime) -> tuple[MailReturn, bool]:
    """Take an event that a mail provider reports; `name` is the provider's own for it, so that it counts once.

    Whoever reports it has proved to be the provider: the reader it names is believed, in all their subscriptions.
    Returns the last of what was entered, and whether it was new.
    """
    with store.read() as tx:
        one = _whose(tx, config, event, [], b"")
        found = [one]
        if one.subscriber_id is None and event.recipient is not None:
            readers = tx.subscribers.of_address(event.recipient)
            found = [_of_reader(one, reader) for reader in readers] or found
    new = False
    for each in found:
        key = f"event {name} {each.subscriber_id}" if len(found) > 1 else f"event {name}"
        one = replace(each, id=sha256(key.encode()).hexdigest()[:32], received=now)
        new = _follow(store, config, one, now)
    return one, new


def take_report(store: Store, config: Config, report: Report, *, now: datetime) -> Taken:
    """Take all that a provider's call reports."""
    kinds: dict[str, int] = {}
    known = 0
    for event in report.events:
        one, new = take_event(store, config, event.reading, name=event.name, now=now)
        kinds[one.kind.value] = kinds.get(one.kind.value, 0) + 1
        known += not new
    return Taken(kinds=kinds, known=known)


def take_maildir(store: Store, config: Config, folder: Path, *, secret: str, now: datetime) -> Taken:
    """Take every new message of a maildir and mark it as seen. Raises DeliveryError where there is no maildir."""
    if not (folder / "new").is_dir():
        raise DeliveryError(f"{folder} is no maildir")
    box = Maildir(str(folder), create=False)
    return take_many(store, config, _unseen(box), secret=secret, now=now)


def take_many(store: Store, config: Config, messages: Iterable[bytes], *, secret: str, now: datetime) -> Taken:
    """Take messages one by one; each is done with before the next is asked for."""
    kinds: dict[str, int] = {}
    suppressed = left = known = 0
    for raw in messages:
        one, new = take_return(store, config, raw, secret=secret, now=now)
        kinds[one.kind.value] = kinds.get(one.kind.value, 0) + 1
        known += not new
        if new and one.subscriber_id is not None:
            suppressed += one.kind in (ReturnKind.HARD, ReturnKind.COMPLAINT)
            left += one.kind is ReturnKind.LEAVE
    return Taken(kinds=kinds, suppressed=suppressed, left=left, known=known)


def returns_listener(
    store: Store, config: Config, *, secret: str, clock: Callable[[], datetime], port: int
) -> Listener:
    """Return a mail server for the bounce address, not started yet; ConfigError where there is no such address."""
    address, settings = config.mail.bounce_address, config.returns
    if address is None:
        raise ConfigError("must be set to know whose mail to take", key="mail.bounce_address", origin="default")

    def take(raw: bytes, recipients: Sequence[str]) -> None:
        take_return(store, config, raw, secret=secret, now=clock(), recipients=recipients)

    return Listener(
        address, take, host=settings.listen_host, port=port, lmtp=settings.lmtp, delimiter=settings.delimiter
    )


def _unseen(box: "Maildir") -> Iterator[bytes]:
    """Give what was not seen yet; each is marked after it was taken, so that a crash leaves it to be taken again."""
    for key in sorted(box.keys()):
        message = box[key]
        if "S" in message.get_flags():
            continue
        yield box.get_bytes(key)
        seen = MaildirMessage(message)
        seen.set_subdir("cur")
        seen.add_flag("S")
        box[key] = seen


def _whose(tx: Transaction, config: Config, reading: Reading, recipients: Iterable[str], secret: bytes) -> MailReturn:
    """Return what a message is, with whose it proves to be."""
    address = config.mail.bounce_address
    subscriber_id, edition, day = None, None, None
    if reading.leave_token and secret:
        subscriber_id = subscriber_of(reading.leave_token, secret, *_older(config))
    if subscriber_id is None and address is not None and secret:
        for recipient in recipients:
            found = returned(recipient, address, secret, config.returns.delimiter)
            if found is not None:
                subscriber_id, day = found.subscriber_id, found.day
                break
    if subscriber_id is None and reading.message_id is not None:
        delivery = tx.deliveries.of_message(reading.message_id)
        if delivery is not None:
            subscriber_id, edition, day = delivery.subscriber_id, delivery.edition, delivery.day
    reader = None if subscriber_id is None else tx.subscribers.by_id(subscriber_id)
    kind = reading.kind
    if reader is None and kind is not ReturnKind.AUTOMATIC:
        subscriber_id = None
    return MailReturn(
        id="",
        kind=kind,
        received=_EPOCH,
        subscriber_id=subscriber_id,
        edition=edition if reader is None else reader.edition,
        day=day,
        domain=_domain(reader),
        status=reading.status,
        detail=reading.detail,
    )


def _of_reader(one: MailReturn, reader: Subscriber) -> MailReturn:
    return replace(one, subscriber_id=reader.id, edition=reader.edition, domain=_domain(reader))


def _follow(store: Store, config: Config, one: MailReturn, now: datetime) -> bool:
    """Enter it, and do what follows, in one transaction where it is new."""
    with store.begin() as tx:
        if not tx.returns.add(one):
            return False
        reader = None if one.subscriber_id is None else tx.subscribers.by_id(one.subscriber_id)
        reason = None if reader is None else _reason(tx, config, one, now)
        if reader is not None and reason is not None:
            detail = " ".join(part for part in (one.status, one.detail) if part) or None
            tx.suppressions.add(Suppression(address=reader.address, reason=reason, since=now, detail=detail))
    if reader is not None and one.kind is ReturnKind.LEAVE:
        leave(store, reader.id, now, where="mail to us")
    return True


def _reason(tx: Transaction, config: Config, one: MailReturn, now: datetime) -> SuppressionReason | None:
    """Return why a reader is not written to any more, if they are not."""
    if one.kind is ReturnKind.COMPLAINT:
        return SuppressionReason.COMPLAINT
    if one.kind is ReturnKind.HARD:
        return SuppressionReason.BOUNCE
    if one.kind is ReturnKind.SOFT and one.subscriber_id is not None:
        since = now - timedelta(days=config.returns.soft_window_days)
        days = {soft.received.date() for soft in tx.returns.of(one.subscriber_id, since=since, kind=ReturnKind.SOFT)}
        if len(days) >= config.returns.soft_days:
            return SuppressionReason.BOUNCE
    return None


def _recipients(raw: bytes) -> Iterator[str]:
    """Give the addresses a message's header says it came to."""
    head = raw[:_HEAD].partition(b"\r\n\r\n")[0].partition(b"\n\n")[0]
    for line in head.splitlines():
        if line.lower().startswith(_RECIPIENT_FIELDS):
            yield line.partition(b":")[2].decode("utf-8", "replace").strip().strip("<>")


def _older(config: Config) -> list[bytes]:
    return [line.strip().encode() for line in (config.web.older_secrets or "").splitlines() if line.strip()]


def _domain(reader: Subscriber | None) -> str:
    return "" if reader is None else reader.address.rpartition("@")[2].casefold()
