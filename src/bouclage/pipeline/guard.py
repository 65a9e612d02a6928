"""Guard: see what the operator should know, and tell it once by mail."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from bouclage.config import Config, OperatingConfig
from bouclage.pipeline.relay import relay_connection
from bouclage.records import Alarm, AlarmKind, DeliveryState, Source, SourceState, digest
from bouclage.render import alarm_mail
from bouclage.store import Slot, SlotState, Store, Transaction

_LOOK_BACK = timedelta(days=2)  # an older slot was told of, or the operator knows
_FEW = 20  # of fewer deliveries one refusal is already a large share
_DONE = (DeliveryState.ACCEPTED, DeliveryState.REFUSED, DeliveryState.UNCERTAIN)
_BEFORE_US = "before the first start"  # the reason `first_day` gives: nobody missed that closing


def guard(
    store: Store, config: Config, *, clock: Callable[[], datetime], dead: Mapping[str, int] | None = None
) -> tuple[Alarm, ...]:
    """Return the alarms that are new, after writing them to the operator; `dead`: failed jobs by kind.

    An alarm that lasts is told once; one that comes back is told again. Raises RelayUnavailableError, and then tells
    at the next call.
    """
    now = clock()
    with store.read() as tx:
        lasting = {alarm.key: alarm for alarm in _alarms(tx, config, now, dead or {})}
        new = tuple(lasting[key] for key in sorted(tx.alarms.unheard(lasting)))
    if new and config.operating.alarm_address:
        _tell(config, new, now)  # between the transactions: a slow relay must hold up no writer
    with store.begin() as tx:
        tx.alarms.ring(lasting, now)
    return new


def source_alarms(
    sources: Iterable[Source], states: Mapping[str, SourceState], now: datetime, settings: OperatingConfig
) -> tuple[Alarm, ...]:
    """Return an alarm for each source that is gone, or asked in vain for longer than allowed."""
    alarms = []
    for source in sources:
        state = states.get(source.id)
        if state is None:
            continue
        if state.gone:
            alarms.append(Alarm(kind=AlarmKind.SOURCE_GONE, about=source.name))
        elif state.failures and state.last_success is not None:
            silent = (now - state.last_success) / timedelta(hours=1)
            if silent > settings.silent_hours:
                alarms.append(_silent(source, state, int(silent)))
        elif state.failures > _FAILURES_OF_NEW:
            alarms.append(_silent(source, state, int(settings.silent_hours)))
    return tuple(alarms)


_FAILURES_OF_NEW = 7  # of a source that never answered: with doubling waits that is about a day


def _silent(source: Source, state: SourceState, hours: int) -> Alarm:
    return Alarm(kind=AlarmKind.SOURCE_SILENT, about=source.name, detail=state.error or "", amount=hours)


def slot_alarms(slots: Iterable[Slot]) -> tuple[Alarm, ...]:
    """Return an alarm for each edition held or missed."""
    kinds = {SlotState.HELD: AlarmKind.EDITION_HELD, SlotState.MISSED: AlarmKind.EDITION_MISSED}
    return tuple(
        Alarm(kind=kinds[slot.state], about=f"{slot.edition} {slot.day}", detail=slot.reason or "")
        for slot in slots
        if slot.state in kinds and slot.reason != _BEFORE_US
    )


def _alarms(tx: Transaction, config: Config, now: datetime, dead: Mapping[str, int]) -> tuple[Alarm, ...]:
    since = (now - _LOOK_BACK).date()
    alarms = [*source_alarms(tx.sources.all(), tx.sources.states(), now, config.operating)]
    alarms += slot_alarms(tx.slots.list(since=since))
    for edition in config.editions:
        latest = tx.editions.latest_head(edition.name)
        if latest is not None and latest.day >= since:
            alarms += refusal_alarms(latest.id, tx.deliveries.counts(latest.name, latest.day), config.operating)
    alarms += [Alarm(kind=AlarmKind.DEAD, about=kind, amount=count) for kind, count in sorted(dead.items()) if count]
    return tuple(alarms)


def refusal_alarms(edition: str, counts: Mapping[DeliveryState, int], settings: OperatingConfig) -> tuple[Alarm, ...]:
    """Return an alarm where more of an edition's deliveries were refused than allowed."""
    done = sum(counts.get(state, 0) for state in _DONE)
    refused = counts.get(DeliveryState.REFUSED, 0)
    if done < _FEW or refused <= settings.refused_share * done:
        return ()
    return (Alarm(kind=AlarmKind.REFUSED, about=edition, amount=round(100 * refused / done)),)


def _tell(config: Config, alarms: tuple[Alarm, ...], now: datetime) -> None:
    edition = config.edition()
    subject, text = alarm_mail(alarms, title=edition.title, language=edition.language)
    message = EmailMessage(policy=SMTP)
    message["From"] = config.mail.from_address
    message["To"] = config.operating.alarm_address
    message["Subject"] = " ".join(subject.split())
    message["Date"] = format_datetime(now)
    name = digest(*(alarm.key for alarm in alarms), now.isoformat(), kind="alarm")
    message["Message-ID"] = f"<alarm.{name}@{config.mail.from_address.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text, cte="quoted-printable")
    connection = relay_connection(config)
    connection.open()
    try:
        to = str(config.operating.alarm_address)
        connection.hand_over(config.mail.from_address, to, message.as_bytes(), before_dot=lambda: None)
    finally:
        connection.close()
