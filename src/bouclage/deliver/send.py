"""Send the planned deliveries of an edition, each at most once, and note where each one stands at every step."""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from bouclage.deliver import fields as header
from bouclage.deliver.settings import DeliverSettings
from bouclage.deliver.smtp import Answer
from bouclage.errors import (
    DeliveryDeferredError,
    DeliveryError,
    RecipientRefusedError,
    RelayUnavailableError,
    SubscriberError,
)
from bouclage.records import Delivery, DeliveryState


class Connection(Protocol):
    """What `deliver` needs of a connection; `SmtpConnection` is one."""

    def open(self) -> Any:
        """Connect and greet; harmless where that is done."""

    def hand_over(self, mail_from: str, rcpt: str, message: bytes, *, before_dot: Callable[[], None]) -> Answer:
        """Give one message to the server; `before_dot` is called when only the final dot is left to send."""

    def close(self) -> None:
        """Say goodbye; never fails."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SendCounts:
    """Where the deliveries of one sending stand; they add up to those looked at."""

    accepted: int = 0
    deferred: int = 0  # 4xx, or the connection broke over it: to be tried again
    refused: int = 0  # 5xx, or no message could be made
    expired: int = 0  # deferred too often: given up, noted as refused with the last 4xx
    uncertain: int = 0  # the relay may have it
    skipped: int = 0  # not to be sent, or not yet

    @property
    def seen(self) -> int:
        """How many deliveries were looked at."""
        return sum(getattr(self, f.name) for f in fields(self))


def deliver(
    deliveries: Iterable[Delivery],
    compose_for: Callable[[Delivery], bytes],
    connect: Callable[[], Connection],
    record: Callable[[Delivery], None],
    *,
    sender: str,
    clock: Callable[[], datetime],
    wait: Callable[[float], None],
    settings: DeliverSettings,
    progress: Callable[[SendCounts], None] | None = None,
) -> SendCounts:
    """Send what is planned, or deferred and due, in the order given; touch nothing else.

    `record` must have committed when it returns: it is called with IN_FLIGHT before each final dot, and with the
    outcome after. `compose_for` may raise DeliveryError or SubscriberError to say that this one must not be sent (who
    unsubscribed meanwhile); it is then refused without a word to the relay. `connect` makes a connection, open or not;
    `sender` is the envelope sender, `clock` gives aware UTC, `wait` pauses for so many seconds, `progress` hears the
    counts after each delivery.

    Raises RelayUnavailableError when the relay cannot be reached after the last reconnect, and DeliveryError when
    most of the last recipients were refused for good or `sender` is no address; the deliveries not yet tried stay as
    they were.
    """
    try:
        header.address(sender, "sender")
    except SubscriberError as error:  # else every single delivery would be refused for our own mistake
        raise DeliveryError(str(error)) from error
    sending = _Sending(
        compose_for=compose_for,
        connect=connect,
        record=record,
        sender=sender,
        clock=clock,
        wait=wait,
        settings=settings,
        progress=progress,
    )
    try:
        for delivery in deliveries:
            sending.take(delivery)
            sending.trip()
    finally:
        sending.close()
    return sending.counts


class _Sending:
    """One call of `deliver`: its connection, its counts and its troubles."""

    def __init__(
        self,
        *,
        compose_for: Callable[[Delivery], bytes],
        connect: Callable[[], Connection],
        record: Callable[[Delivery], None],
        sender: str,
        clock: Callable[[], datetime],
        wait: Callable[[float], None],
        settings: DeliverSettings,
        progress: Callable[[SendCounts], None] | None,
    ) -> None:
        self._compose_for = compose_for
        self._connect = connect
        self._record = record
        self._sender = sender
        self._clock = clock
        self._wait = wait
        self._settings = settings
        self._progress = progress
        self._connection: Connection | None = None
        self._failures = 0  # connections lost or not had since the last answered delivery
        self._trouble = ""  # the last of them, in words
        self._answers: deque[bool] = deque(maxlen=settings.breaker_window)  # True = refused for good
        self.counts = SendCounts()

    def take(self, delivery: Delivery) -> None:
        """Bring one delivery to an outcome, or skip it."""
        if not _is_due(delivery, self._clock()):
            self._count("skipped")
            return
        try:
            message = self._compose_for(delivery)
        except (DeliveryError, SubscriberError) as error:
            self._unfit(delivery, error)
            return
        for _ in range(self._settings.losses_per_delivery):
            if self._try(delivery, message):
                return
        self._defer(delivery, None, "the connection was lost each time")

    def trip(self) -> None:
        """Raise DeliveryError if most of the last deliveries were refused: better to stop than to burn the list."""
        refused, answers = sum(self._answers), len(self._answers)
        if answers >= self._settings.breaker_least and refused > self._settings.breaker_share * answers:
            raise DeliveryError(f"sending stopped: {refused} of the last {answers} deliveries were refused for good")

    def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _try(self, delivery: Delivery, message: bytes) -> bool:
        """Hand it over once; return whether that had an outcome. False: it is safe to try again."""
        connection = self._open()
        in_flight = False

        def before_dot() -> None:
            nonlocal in_flight
            self._record(
                replace(
                    delivery,
                    state=DeliveryState.IN_FLIGHT,
                    attempts=delivery.attempts + 1,
                    changed=self._clock(),
                    next_try=None,
                )
            )
            in_flight = True

        try:
            answer = connection.hand_over(self._sender, delivery.address, message, before_dot=before_dot)
        except RecipientRefusedError as error:
            self._answered(refused=True)
            self._settle(delivery, DeliveryState.REFUSED, "refused", error.code, str(error))
        except DeliveryDeferredError as error:
            self._answered()
            self._defer(delivery, error.code, str(error))
        except RelayUnavailableError as error:
            self._lose(error)
            if getattr(error, "uncertain", in_flight):
                self._settle(delivery, DeliveryState.UNCERTAIN, "uncertain", error.code, str(error))
            elif in_flight:  # answered 421 after the dot: not taken, but a try it was
                self._defer(delivery, error.code, str(error))
            else:
                return False
        except (DeliveryError, SubscriberError) as error:  # a message or address that must not go on the wire
            self._unfit(delivery, error)
        else:
            self._answered()
            self._settle(delivery, DeliveryState.ACCEPTED, "accepted", answer.code, str(answer))
        return True

    def _open(self) -> Connection:
        """Return the open connection, or a new one after the pause due by now."""
        pauses = self._settings.reconnect_pauses_s
        last: RelayUnavailableError | None = None
        while self._connection is None:
            if self._failures > len(pauses):
                raise RelayUnavailableError(f"sending stopped: {self._trouble}") from last
            if self._failures:
                self._wait(pauses[self._failures - 1])
            connection = self._connect()
            try:
                connection.open()
            except RelayUnavailableError as error:
                last = error
                self._lose(error)
            else:
                self._connection = connection
        return self._connection

    def _lose(self, error: RelayUnavailableError) -> None:
        self.close()
        self._failures += 1
        self._trouble = str(error)

    def _answered(self, *, refused: bool = False) -> None:
        self._failures = 0
        self._answers.append(refused)

    def _unfit(self, delivery: Delivery, error: DeliveryError | SubscriberError) -> None:
        """Refuse a delivery ourselves; what is not this reader's case may be everybody's, so the breaker counts it."""
        if isinstance(error, DeliveryError):
            self._answers.append(True)
        self._settle(delivery, DeliveryState.REFUSED, "refused", None, str(error))

    def _defer(self, delivery: Delivery, code: int | None, words: str) -> None:
        pauses = self._settings.retry_pauses_s
        if delivery.attempts >= len(pauses):
            tries = delivery.attempts + 1
            self._settle(delivery, DeliveryState.REFUSED, "expired", code, f"given up after {tries} tries: {words}")
            return
        pause = timedelta(seconds=pauses[delivery.attempts])
        self._settle(delivery, DeliveryState.DEFERRED, "deferred", code, words, pause=pause)

    def _settle(
        self,
        delivery: Delivery,
        state: DeliveryState,
        count: str,
        code: int | None,
        words: str,
        *,
        pause: timedelta | None = None,
    ) -> None:
        now = self._clock()
        self._record(
            replace(
                delivery,
                state=state,
                attempts=delivery.attempts + 1,
                code=code,
                answer=words,
                changed=now,
                next_try=None if pause is None else now + pause,
            )
        )
        self._count(count)

    def _count(self, name: str) -> None:
        self.counts = replace(self.counts, **{name: getattr(self.counts, name) + 1})
        if self._progress is not None:
            self._progress(self.counts)


def _is_due(delivery: Delivery, now: datetime) -> bool:
    waits = delivery.next_try is not None and delivery.next_try > now
    return delivery.state in (DeliveryState.PLANNED, DeliveryState.DEFERRED) and not waits
