"""Letters: write to who asked just now, once, and no more of it than the settings allow.

A letter is marked before its final dot; one that was under way when a sender died is not repeated: its reader may ask
again. To whom nothing may be sent, nothing is.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bouclage.config import Config
from bouclage.deliver import SmtpConnection, letter_message, token
from bouclage.errors import DeliveryDeferredError, DeliveryError, RelayUnavailableError, SubscriberError
from bouclage.pipeline.relay import relay_connection, signers_of
from bouclage.records import Letter, LetterKind, LetterState, SubscriberStatus
from bouclage.render import letter as set_letter
from bouclage.store import Store

_BATCH = 50
_RETRY = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1))
_KEPT = timedelta(days=1)  # beyond the life of its link; then nobody needs to know who asked
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class LettersSent:
    """What became of the letters that were due."""

    sent: int = 0
    dropped: int = 0  # not to be written to
    waiting: int = 0  # to be tried again
    refused: int = 0


def send_letters(store: Store, config: Config, *, secret: str, clock: Callable[[], datetime]) -> LettersSent:
    """Send the letters that are due and forget old ones. Raises StoreBusyError while another process does."""
    before = clock() - timedelta(hours=config.subscribers.link_hours) - _KEPT
    with store.read() as tx:
        nothing = not tx.letters.due(clock(), 1) and not tx.letters.has_older(before)
    if nothing:
        return LettersSent()
    with store.exclusive("letters"):
        with store.begin() as tx:
            tx.letters.forget(before)
            tx.rates.forget(clock())
        return _Sending(store, config, secret.encode(), clock).run()


class _Sending:
    """One run over the letters that are due."""

    def __init__(self, store: Store, config: Config, secret: bytes, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._config = config
        self._secret = secret
        self._clock = clock
        self._signers = signers_of(config)
        self._public = config.web.public_url.rstrip("/")
        self._connection: SmtpConnection | None = None
        self._counts = LettersSent()

    def run(self) -> LettersSent:
        try:
            while due := self._due():
                for letter in due:
                    if not self._take(letter):
                        return self._counts
            return self._counts
        finally:
            self._close()

    def _due(self) -> tuple[Letter, ...]:
        with self._store.read() as tx:
            return tx.letters.due(self._clock(), _BATCH)

    def _take(self, letter: Letter) -> bool:
        """Bring one letter to an outcome; False to stop: the relay is away, or enough has left for this hour."""
        now = self._clock()
        if now >= letter.expires:
            return self._settle(letter, LetterState.REFUSED, "refused")
        with self._store.begin() as tx:
            reader = tx.subscribers.get(letter.address, letter.edition)
            stopped = tx.suppressions.get(letter.address) is not None
            limit = self._config.subscribers.letters_per_hour
            if not stopped and not tx.rates.take("letters sent", "all", now, limit=limit, span=_HOUR):
                return False
        member = reader is not None and reader.status is SubscriberStatus.CONFIRMED
        if stopped or (letter.kind is not LetterKind.SIGN_UP and reader is None):
            return self._settle(letter, LetterState.DROPPED, "dropped")
        kind = "known" if letter.kind is LetterKind.SIGN_UP and member else letter.kind.value
        if kind == "known" and reader is not None:
            link = f"{self._public}/preferences/{token(reader.id, self._secret, purpose='preferences')}"
        else:
            path = {LetterKind.SIGN_UP: "confirm", LetterKind.DATA: "data", LetterKind.ERASE: "erase"}[letter.kind]
            link = f"{self._public}/{path}/{token(letter.id, self._secret, purpose=letter.kind.value)}"
        return self._send(letter, self._message(letter, kind, link, now))

    def _message(self, letter: Letter, kind: str, link: str, now: datetime) -> bytes | None:
        config = self._config
        edition = config.edition(letter.edition)
        parts = set_letter(
            kind,
            title=edition.title,
            language=letter.language,
            time_zone=edition.time_zone,
            link=link,
            until=letter.expires,
            where=self._public,
            address_of_publisher=", ".join(one for one in (config.publisher.name, config.publisher.postal) if one),
        )
        try:
            return letter_message(
                parts,
                name=config.mail.from_name,
                sender=config.mail.from_address,
                to=letter.address,
                date=now,
                message_id=f"<letter.{letter.id}@{config.mail.from_address.rpartition('@')[2]}>",
                language=letter.language,
                signers=self._signers,
            )
        except (DeliveryError, SubscriberError):
            return None

    def _send(self, letter: Letter, message: bytes | None) -> bool:
        if message is None:
            return self._settle(letter, LetterState.REFUSED, "refused")
        under_way = replace(letter, state=LetterState.SENDING, attempts=letter.attempts + 1, next_try=None)
        dotted = False

        def before_dot() -> None:
            nonlocal dotted
            with self._store.begin() as tx:
                tx.letters.put(under_way)
            dotted = True

        sender = self._config.mail.bounce_address or self._config.mail.from_address
        try:
            self._open().hand_over(sender, letter.address, message, before_dot=before_dot)
        except DeliveryDeferredError:
            return self._later(under_way)
        except RelayUnavailableError as error:
            self._close()
            if getattr(error, "uncertain", dotted):
                return self._settle(under_way, LetterState.SENT, "sent")  # it may be there: the reader may ask again
            self._later(under_way)
            return False
        except (DeliveryError, SubscriberError):
            return self._settle(under_way, LetterState.REFUSED, "refused")
        return self._settle(under_way, LetterState.SENT, "sent")

    def _later(self, letter: Letter) -> bool:
        if letter.attempts > len(_RETRY):
            return self._settle(letter, LetterState.REFUSED, "refused")
        due = self._clock() + _RETRY[letter.attempts - 1]
        return self._settle(replace(letter, next_try=due), LetterState.WAITING, "waiting")

    def _settle(self, letter: Letter, state: LetterState, count: str) -> bool:
        with self._store.begin() as tx:
            tx.letters.put(replace(letter, state=state))
        self._counts = replace(self._counts, **{count: getattr(self._counts, count) + 1})
        return True

    def _open(self) -> SmtpConnection:
        if self._connection is None:
            self._connection = relay_connection(self._config)
            self._connection.open()
        return self._connection

    def _close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()
