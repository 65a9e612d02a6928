"""Send claimed deliveries of an edition, batch after batch, and say where each one stands after."""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from bouclage.deliver import fields as header
from bouclage.deliver.answers import Answer
from bouclage.deliver.pace import Pace, PaceSettings
from bouclage.deliver.pipelining import DEPTH, Envelope, Fate
from bouclage.deliver.settings import DeliverSettings
from bouclage.errors import (
    DeliveryDeferredError,
    DeliveryError,
    RelayUnavailableError,
    SubscriberError,
)
from bouclage.records import Delivery, DeliveryState


class Connection(Protocol):
    """What a sending needs of a connection; `SmtpConnection` is one."""

    def open(self) -> Any:
        """Connect and greet; harmless where that is done."""

    def hand_over_all(self, envelopes: Iterable[Envelope], *, depth: int) -> Iterator[Fate]:
        """Give messages to the server, up to `depth` on the way at once; give each one's fate, in order."""

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
    skipped: int = 0  # not sent now: its domain's turn comes later, or the relay is away

    @property
    def seen(self) -> int:
        """How many deliveries were looked at."""
        return sum(getattr(self, f.name) for f in fields(self))


class Courier:
    """One sender: its connection, its pace, its counts and its troubles, from batch to batch.

    `compose_for` may raise DeliveryError or SubscriberError to say that a delivery must not be sent (who unsubscribed
    meanwhile); it is then refused without a word to the relay. `connect` makes a connection, open or not;
    `envelope_sender` gives the address that bounces of a delivery come back to; `clock` gives aware UTC; `wait` pauses
    for so many seconds. Touches no store: whoever calls has marked the batch in flight before, and writes down after.
    """

    def __init__(
        self,
        *,
        compose_for: Callable[[Delivery], bytes | tuple[bytes, ...]],
        connect: Callable[[], Connection],
        envelope_sender: Callable[[Delivery], str],
        clock: Callable[[], datetime],
        wait: Callable[[float], None],
        settings: DeliverSettings,
        pace: PaceSettings | None = None,
    ) -> None:
        self._compose_for = compose_for
        self._connect = connect
        self._envelope_sender = envelope_sender
        self._clock = clock
        self._wait = wait
        self._settings = settings
        self.pace = Pace(pace or PaceSettings())
        self._connection: Connection | None = None
        self._failures = 0  # connections lost or not had since the last answered delivery
        self._trouble = ""  # the last of them, in words
        self._answers: deque[bool] = deque(maxlen=settings.breaker_window)  # True = refused for good
        self.losses_per_delivery = settings.losses_per_delivery
        self._counts: Counter[str] = Counter()
        self.stopped: DeliveryError | None = None  # why no further batch should be given

    def batch(self, rows: Sequence[Delivery]) -> tuple[Delivery, ...]:
        """Send `rows`, as they were before they were marked in flight; return each with where it stands now, in order.

        A row that was not sent comes back as it was, with the time of its next try. Afterwards `stopped` says whether
        the relay cannot be reached any more, or refuses most: then the rest of this batch came back unsent.
        """
        now = self._clock()
        ends: dict[int, Delivery] = {}
        todo: deque[int] = deque()
        for number, row in enumerate(rows):
            turn = self.pace.turn(row.address, now)
            if turn is None:
                todo.append(number)
            else:
                ends[number] = replace(row, next_try=turn)
        _Batch(self, rows, ends, todo).send()
        for number in todo:  # the relay is away
            ends[number] = replace(rows[number], next_try=rows[number].next_try or now)
        self._count("skipped", sum(end.attempts == rows[number].attempts for number, end in ends.items()))
        return tuple(ends[number] for number in range(len(rows)))

    @property
    def counts(self) -> SendCounts:
        """Where the deliveries looked at so far stand."""
        return SendCounts(**self._counts)

    def close(self) -> None:
        """Let the connection go."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def open(self) -> Connection:
        """Return the open connection, or a new one after the pause due by now; RelayUnavailableError at the last."""
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
                self.lose(error)
            else:
                self._connection = connection
        return self._connection

    def lose(self, error: RelayUnavailableError) -> None:
        """Note that the connection is gone."""
        self.close()
        self._failures += 1
        self._trouble = str(error)

    def envelope(self, row: Delivery) -> Envelope:
        """Return the message of a row, ready for the wire; DeliveryError or SubscriberError if there is none."""
        try:
            mail_from = header.address(self._envelope_sender(row), "sender")
        except SubscriberError as error:  # our own mistake, not this reader's
            raise DeliveryError(str(error)) from error
        message = self._compose_for(row)
        return Envelope(mail_from, header.address(row.address, "rcpt", utf8=True), message)

    def settled(self, row: Delivery, fate: Fate | SubscriberError) -> Delivery:
        """Return where a row stands after its fate, and take note of it."""
        now = self._clock()
        if isinstance(fate, Answer):
            self._answered(row, now)
            self._count("accepted")
            return _moved(row, now, DeliveryState.ACCEPTED, fate.code, str(fate))
        if isinstance(fate, DeliveryDeferredError):
            self._answered(row, now, deferred=True)
            return self.deferred(row, fate.code, str(fate))
        if isinstance(fate, RelayUnavailableError):
            return self._doubtful(row, now, fate)
        if isinstance(fate, DeliveryError):
            self._answered(row, now, refused=True)  # by the server, or by us: both may be everybody's case
        self._count("refused")
        return _moved(row, now, DeliveryState.REFUSED, getattr(fate, "code", None), str(fate))

    def deferred(self, row: Delivery, code: int | None, words: str) -> Delivery:
        """Return a row put off to its next pause, or given up after the last."""
        now = self._clock()
        pauses = self._settings.retry_pauses_s
        if row.attempts >= len(pauses):
            self._count("expired")
            tries = row.attempts + 1
            return _moved(row, now, DeliveryState.REFUSED, code, f"given up after {tries} tries: {words}")
        self._count("deferred")
        pause = timedelta(seconds=pauses[row.attempts])
        return _moved(row, now, DeliveryState.DEFERRED, code, words, next_try=now + pause)

    def trip(self) -> bool:
        """Say whether most of the last deliveries were refused: better to stop than to burn the list."""
        refused, answers = sum(self._answers), len(self._answers)
        if answers >= self._settings.breaker_least and refused > self._settings.breaker_share * answers:
            words = f"sending stopped: {refused} of the last {answers} deliveries were refused for good"
            self.stopped = DeliveryError(words)
        return self.stopped is not None

    def _doubtful(self, row: Delivery, now: datetime, error: RelayUnavailableError) -> Delivery:
        self._count("uncertain")
        pauses = self._settings.retry_pauses_s
        again = self._settings.repeat_uncertain and row.attempts < len(pauses)
        next_try = now + timedelta(seconds=pauses[row.attempts]) if again else None
        return _moved(row, now, DeliveryState.UNCERTAIN, error.code, str(error), next_try=next_try)

    def _answered(self, row: Delivery, now: datetime, *, refused: bool = False, deferred: bool = False) -> None:
        self._failures = 0
        self._answers.append(refused)
        self.pace.answered(row.address, now, deferred=deferred)

    def _count(self, name: str, by: int = 1) -> None:
        self._counts[name] += by


class _Batch:
    """One batch on its way, over as many connections as it takes."""

    def __init__(self, courier: Courier, rows: Sequence[Delivery], ends: dict[int, Delivery], todo: deque[int]) -> None:
        self._courier = courier
        self._rows = rows
        self._ends = ends
        self._todo = todo
        self._asked: list[int] = []  # whose envelopes the present connection has asked for
        self._losses: dict[int, int] = {}

    def send(self) -> None:
        """Send until nothing is left to do, or the sending is stopped."""
        depth = DEPTH
        while self._todo and not self._courier.stopped:
            try:
                connection = self._courier.open()
            except RelayUnavailableError as error:
                self._courier.stopped = error
                return
            self._asked = []
            lost: list[tuple[int, RelayUnavailableError]] = []
            for position, fate in enumerate(connection.hand_over_all(self._envelopes(), depth=depth)):
                number = self._asked[position]
                if isinstance(fate, RelayUnavailableError) and not fate.uncertain:
                    lost.append((number, fate))
                    continue
                self._ends[number] = self._courier.settled(self._rows[number], fate)
                if isinstance(fate, RelayUnavailableError):
                    lost.append((-1, fate))
                self._courier.trip()
            if lost:
                depth = 1  # one at a time, so that what breaks the connection is found
                self._again(lost)

    def _envelopes(self) -> Iterator[Envelope]:
        while self._todo and not self._courier.stopped:
            number = self._todo.popleft()
            row = self._rows[number]
            try:
                envelope = self._courier.envelope(row)
            except (DeliveryError, SubscriberError) as error:
                self._ends[number] = self._courier.settled(row, error)
                self._courier.trip()
                continue
            self._asked.append(number)
            yield envelope

    def _again(self, lost: list[tuple[int, RelayUnavailableError]]) -> None:
        """Put back what the lost connection certainly did not take; what broke it too often waits."""
        self._courier.lose(lost[0][1])
        numbers = [number for number, _ in lost if number >= 0]
        if numbers:
            first = numbers[0]
            self._losses[first] = self._losses.get(first, 0) + 1
            if self._losses[first] >= self._courier.losses_per_delivery:
                words = f"the connection was lost each time: {lost[0][1]}"
                self._ends[first] = self._courier.deferred(self._rows[first], lost[0][1].code, words)
                numbers = numbers[1:]
        self._todo.extendleft(reversed(numbers))


def _moved(
    row: Delivery,
    now: datetime,
    state: DeliveryState,
    code: int | None,
    words: str,
    *,
    next_try: datetime | None = None,
) -> Delivery:
    return Delivery(
        edition=row.edition,
        day=row.day,
        subscriber_id=row.subscriber_id,
        address=row.address,
        message_id=row.message_id,
        state=state,
        attempts=row.attempts + 1,
        code=code,
        answer=words,
        changed=now,
        next_try=next_try,
    )
