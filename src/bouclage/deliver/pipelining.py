"""Hand many messages to a relay without waiting for each answer: PIPELINING (RFC 2920) and BDAT (RFC 3030).

Where a server offers neither, every command waits for its answer. The line between the library and us: smtplib opens
the connection, greets, does STARTTLS and AUTH (small, and full of cases); the messages are ours, as smtplib copies and
scans each body and waits four times for each.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from bouclage.deliver.answers import DONE, GO_ON, Answer, refusal, stuffed
from bouclage.deliver.settings import Timeouts
from bouclage.errors import DeliveryError, RecipientRefusedError, RelayUnavailableError

DEPTH = 8  # messages on the way before the first is answered: more gains nothing measurable, and all may be in doubt


@dataclass(frozen=True, slots=True)
class Envelope:
    """One message and whom it is for. The addresses as they go on the wire.

    The message may come in pieces: what they share with others' is then never copied on its way to the socket.
    """

    mail_from: str
    rcpt: str
    message: bytes | tuple[bytes, ...]

    @property
    def pieces(self) -> tuple[bytes, ...]:
        """The message as it is sent, one piece after the other."""
        return (self.message,) if isinstance(self.message, bytes) else self.message

    @property
    def size(self) -> int:
        """How many octets the message has."""
        return len(self.message) if isinstance(self.message, bytes) else sum(map(len, self.message))

    @property
    def stuffed(self) -> bytes:
        """The message as DATA wants it but for the final dot."""
        return stuffed(b"".join(self.pieces))


Fate = Answer | DeliveryError
"""What became of an envelope: the server's yes; or its no, or the loss of the connection, as the error it is."""


class Line(Protocol):
    """An open connection as a conversation needs it."""

    def offers(self, extension: str) -> str | None:
        """Return what the server says after an extension's name, None if it does not offer it."""

    def send(self, data: Iterable[bytes], timeout_s: float) -> None:
        """Send all of it. On failure the line stays: answers may still be waiting to be heard."""

    def hear(self, timeout_s: float) -> Answer:
        """Wait for the next answer; where none comes, or 421, the line is closed."""


def converse(line: Line, envelopes: Iterable[Envelope], wait: Timeouts, *, depth: int = DEPTH) -> Iterator[Fate]:
    """Hand over one after the other and give each one's fate, in their order.

    Envelopes are asked for while earlier ones are on the way, so making them costs no waiting. When the connection is
    lost every one asked for so far gets a RelayUnavailableError, `uncertain` where its end may have reached the server,
    and no further one is asked for: the caller closes the line and begins again with the rest.
    """
    talk = _Talk(line, wait)
    if depth > 1 and line.offers("pipelining") is not None:
        if line.offers("chunking") is not None:
            return talk.by_chunks(iter(envelopes), depth)
        return talk.by_groups(iter(envelopes))
    return talk.one_by_one(iter(envelopes))


class _Talk:
    def __init__(self, line: Line, wait: Timeouts) -> None:
        self._line = line
        self._wait = wait
        self._size = line.offers("size")
        self._most = int(self._size) if self._size and self._size.isdigit() else 0
        self._utf8 = line.offers("smtputf8") is not None
        self._over: RelayUnavailableError | None = None  # how the connection ended
        self._stop = False  # ask for no more

    def by_chunks(self, envelopes: Iterator[Envelope], depth: int) -> Iterator[Fate]:
        """BDAT: nothing waits; each begins with RSET, as after a refused chunk the state is anybody's guess."""
        on_the_way: deque[Envelope | DeliveryError] = deque()
        for envelope in envelopes:
            on_the_way.append(self._unfit(envelope) or self._chunk(envelope))
            if len(on_the_way) >= depth:
                yield self._chunk_answer(on_the_way.popleft())
            if self._stop:
                break
        while on_the_way:
            yield self._chunk_answer(on_the_way.popleft())

    def _chunk(self, envelope: Envelope) -> Envelope | DeliveryError:
        size = envelope.size
        head = b"RSET\r\n%bBDAT %d LAST\r\n" % (self._begin(envelope, size), size)
        try:
            self._line.send((head, *envelope.pieces), self._wait.block_s)
        except RelayUnavailableError as error:
            self._stop = True
            return _sure(error)  # its last byte did not leave, so the server cannot have it
        return envelope

    def _chunk_answer(self, envelope: Envelope | DeliveryError) -> Fate:
        if isinstance(envelope, DeliveryError):
            return envelope
        if self._over is None:
            try:
                self._line.hear(self._wait.command_s)
                answers = [self._line.hear(self._wait.command_s) for _ in range(2)]
                last = self._line.hear(self._wait.dot_s)
                no = self._first_no(envelope, answers)
                if isinstance(no, RelayUnavailableError) and last.code in DONE:
                    return _doubt(no)
                return no or self._end(envelope, last)
            except RelayUnavailableError as error:
                self._over = error
                self._stop = True
        return self._lost()

    def by_groups(self, envelopes: Iterator[Envelope]) -> Iterator[Fate]:
        """DATA: the end of one goes with the beginning of the next, one wait for each."""
        envelope = next(envelopes, None)
        begun = False  # whether the beginning of `envelope` is sent
        while envelope is not None:
            unfit = self._unfit(envelope)
            if unfit is not None:
                yield unfit
                envelope = next(envelopes, None)
                continue
            no, go_on = self._group(envelope, begun=begun)
            fate: Fate | None = no
            following = None if self._stop else next(envelopes, None)
            begun = following is not None and self._unfit(following) is None
            after = self._group_head(following) if begun and following is not None else b""
            if not self._stop:
                fate = self._group_end(envelope, no, after, go_on=go_on)
            yield fate or self._lost()
            if self._stop:
                if following is not None:
                    yield self._sure_lost()
                return
            envelope = following

    def _group_head(self, envelope: Envelope) -> bytes:
        return b"RSET\r\n%bDATA\r\n" % self._begin(envelope)

    def _group(self, envelope: Envelope, *, begun: bool) -> tuple[DeliveryError | None, bool]:
        """Hear the answers to RSET, MAIL, RCPT and DATA; return the refusal, and whether DATA was let through."""
        try:
            if not begun:
                self._line.send((self._group_head(envelope),), self._wait.command_s)
            self._line.hear(self._wait.command_s)
            answers = [self._line.hear(self._wait.command_s) for _ in range(2)]
            go_on = self._line.hear(self._wait.data_s)
        except RelayUnavailableError as error:
            self._over, self._stop = error, True
            return _sure(error), False
        no = self._first_no(envelope, answers)
        if go_on.code in GO_ON:
            return no, True
        return no or self._no(go_on, envelope), False

    def _group_end(self, envelope: Envelope, no: DeliveryError | None, after: bytes, *, go_on: bool) -> Fate:
        """Send the message and what comes after it, and hear what became of it."""
        ended = False
        try:
            if not go_on:
                if after:
                    self._line.send((after,), self._wait.command_s)
                return no or self._lost()
            # A server may say go on though it took no recipient: then the message is empty, and goes nowhere.
            ended = no is None
            body = envelope.stuffed if no is None else b""
            self._line.send((body, b".\r\n", after), self._wait.block_s)
            last = self._line.hear(self._wait.dot_s)
        except RelayUnavailableError as error:
            self._over, self._stop = error, True
            return no or (_doubt(error) if ended and error.code != 421 else _sure(error))
        return no or self._end(envelope, last)

    def _lost(self) -> RelayUnavailableError:
        """Return what the end of the connection means for one that was sent whole."""
        error = self._over or RelayUnavailableError("the connection is closed")
        return _sure(error) if error.code == 421 else _doubt(error)  # 421: what it answers so is not done

    def _sure_lost(self) -> RelayUnavailableError:
        return _sure(self._over or RelayUnavailableError("the connection is closed"))

    def one_by_one(self, envelopes: Iterator[Envelope]) -> Iterator[Fate]:
        """Each command waits for its answer."""
        for envelope in envelopes:
            yield self._unfit(envelope) or self._single(envelope)
            if self._stop:
                return

    def _single(self, envelope: Envelope) -> Fate:
        ended = False
        try:
            for number, command in enumerate((*self._begin(envelope).splitlines(keepends=True), b"DATA\r\n")):
                self._line.send((command,), self._wait.command_s)
                answer = self._line.hear(self._wait.data_s if number == 2 else self._wait.command_s)
                if answer.code not in (GO_ON if number == 2 else DONE):
                    no = self._no(answer, envelope, at_mail=number == 0)
                    self._reset()
                    return no
            body = envelope.stuffed
            ended = True
            self._line.send((body, b".\r\n"), self._wait.block_s)
            return self._end(envelope, self._line.hear(self._wait.dot_s))
        except RelayUnavailableError as error:
            self._over, self._stop = error, True
            return _doubt(error) if ended and error.code != 421 else _sure(error)

    def _reset(self) -> None:
        """Forget the transaction. If that fails the next one finds out; this one's answer stands."""
        try:
            self._line.send((b"RSET\r\n",), self._wait.command_s)
            self._line.hear(self._wait.command_s)
        except RelayUnavailableError as error:
            self._over = error

    def _unfit(self, envelope: Envelope) -> DeliveryError | None:
        """Return why a envelope cannot go to this server at all."""
        if self._most and self._most < envelope.size:
            words = f"the message has {envelope.size} bytes, the server takes {self._most}"
            return RecipientRefusedError(words, recipient=envelope.rcpt, code=552)
        if not envelope.rcpt.isascii() and not self._utf8:
            words = "the address needs SMTPUTF8, which the server does not offer"
            return RecipientRefusedError(words, recipient=envelope.rcpt, code=553)
        return None

    def _begin(self, envelope: Envelope, size: int | None = None) -> bytes:
        option = "" if self._size is None else f" SIZE={size or envelope.size}"
        if not envelope.rcpt.isascii():
            option += " SMTPUTF8"
        return f"MAIL FROM:<{envelope.mail_from}>{option}\r\nRCPT TO:<{envelope.rcpt}>\r\n".encode()

    def _first_no(self, envelope: Envelope, answers: list[Answer]) -> DeliveryError | None:
        """Return the refusal among the answers to MAIL and RCPT."""
        for number, answer in enumerate(answers):
            if answer.code not in DONE:
                return self._no(answer, envelope, at_mail=number == 0)
        return None

    def _end(self, envelope: Envelope, answer: Answer) -> Fate:
        if answer.code in DONE:
            return answer
        if answer.code < 400:
            self._stop = True
            return _doubt(RelayUnavailableError(f"no answer to a message: {answer}"))
        return refusal(answer, envelope.rcpt)

    def _no(self, answer: Answer, envelope: Envelope, *, at_mail: bool = False) -> DeliveryError:
        if at_mail and answer.code >= 500 and answer.code != 552:  # 552: this message is too large
            # It is us, not the reader, whom the relay refuses: no delivery must be lost by that.
            self._stop = True
            words = f"the sender {envelope.mail_from} is refused: {answer}"
            return RelayUnavailableError(words, code=answer.code)
        if answer.code < 400:
            self._stop = True
            return RelayUnavailableError(f"answered out of turn: {answer}", code=answer.code)
        return refusal(answer, envelope.rcpt)


def _doubt(error: RelayUnavailableError) -> RelayUnavailableError:
    return _said(error, uncertain=True)


def _sure(error: RelayUnavailableError) -> RelayUnavailableError:
    return _said(error, uncertain=False)


def _said(error: RelayUnavailableError, *, uncertain: bool) -> RelayUnavailableError:
    said = RelayUnavailableError(str(error), code=error.code)
    said.uncertain = uncertain
    return said
