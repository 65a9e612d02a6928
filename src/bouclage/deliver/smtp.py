"""Hand a message to a relay in phases, so that the caller can commit between the body and the final dot."""

import smtplib
import socket
import ssl
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from ipaddress import ip_address
from pathlib import Path
from typing import IO, Self

from bouclage.deliver import fields
from bouclage.deliver.answers import DONE, GO_ON, LONGEST_ANSWER, Answer, answer, refusal, stuffed
from bouclage.deliver.pipelining import DEPTH, Envelope, Fate, converse
from bouclage.deliver.settings import Timeouts
from bouclage.errors import DeliveryDeferredError, RecipientRefusedError, RelayUnavailableError

_MOST_LINES = 100  # of one answer
_LONGEST_LINE = 8192  # octets of one line of an answer; RFC 5321 allows 512


class Tls(StrEnum):
    """How the way to the relay is protected. The certificate is always verified."""

    NONE = "none"  # a relay on this machine or in a private network
    STARTTLS = "starttls"  # required, not merely tried; usual on port 587
    TLS = "tls"  # from the first byte; usual on port 465


@dataclass(frozen=True, slots=True, kw_only=True)
class Relay:
    """The server that takes our mail. Raises ValueError for settings that cannot work or would leak the password."""

    host: str
    port: int = 587
    tls: Tls = Tls.STARTTLS
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    timeout_s: float | None = None  # one patience for everything; None = the RFC's, by what was said last
    helo: str  # what we greet with: the name that the sending address resolves to, never an internal one
    ca_file: Path | None = None  # certificates to trust instead of the system's: a relay with one of its own

    def __post_init__(self) -> None:
        for name, value in (("host", self.host), ("helo", self.helo)):
            if not value or not value.isascii() or not value.isprintable() or " " in value:
                raise ValueError(f"relay {name} is no host name: {value!r}")
        if not 0 < self.port < 65536:
            raise ValueError(f"relay port is out of range: {self.port}")
        if (self.user is None) != (self.password is None):
            raise ValueError("relay user and password go together")
        if self.user is not None and self.tls is Tls.NONE and not _is_loopback(self.host):
            raise ValueError(f"relay {self.host}: credentials are sent over TLS only")
        if not (self.user or "").isascii() or not (self.password or "").isascii():
            raise ValueError("relay user and password must be ASCII")  # smtplib's own error would show a part of it
        if self.timeout_s is not None and self.timeout_s <= 0:
            raise ValueError(f"relay timeout must be above zero: {self.timeout_s}")


class SmtpConnection:
    """One connection to a relay; hands over one message after the other.

    Any error that leaves the conversation in doubt closes it: the next hand-over then raises RelayUnavailableError,
    and the caller opens a new one.
    """

    def __init__(self, relay: Relay) -> None:
        self._relay = relay
        self._wait = Timeouts() if relay.timeout_s is None else Timeouts.all(relay.timeout_s)
        self._smtp: smtplib.SMTP | None = None
        self._patience: float | None = None  # the socket's timeout as it is
        self._dotted = False  # whether the final dot of this message may have reached the server

    def open(self) -> Self:
        """Connect, greet, protect and log in; do nothing if open. RelayUnavailableError names the server and why."""
        if self._smtp is not None:
            return self
        relay = self._relay
        self._patience = None
        try:
            self._smtp = self._connected()
            if self._smtp.sock is not None:
                # The dot is a small packet of its own: without this it waits for the body's acknowledgement, which
                # servers delay by 40 ms.
                self._smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._smtp.ehlo_or_helo_if_needed()
            if relay.tls is Tls.STARTTLS:
                # smtplib forgets what it read and heard before TLS, so nothing can be slipped in ahead of it
                self._smtp.starttls(context=self._context())
                self._smtp.ehlo_or_helo_if_needed()
            if relay.user is not None and relay.password is not None:
                self._smtp.login(relay.user, relay.password)
        except smtplib.SMTPResponseException as error:
            self.abort()
            said = answer(error.smtp_code, error.smtp_error)
            raise RelayUnavailableError(f"{self._name}: {said}", code=said.code) from error
        except (OSError, UnicodeError) as error:  # smtplib's own errors are OSErrors; a bad name is a UnicodeError
            self.abort()
            raise RelayUnavailableError(f"{self._name}: {_why(error)}") from error
        except BaseException:
            self.abort()
            raise
        return self

    def hand_over(self, mail_from: str, rcpt: str, message: bytes, *, before_dot: Callable[[], None]) -> Answer:
        """Give one message for one recipient to the relay and return its acceptance.

        `before_dot` is called when the whole message is sent but for the final dot, before which no server delivers:
        there the caller commits "in flight". If it raises, the connection is dropped without the dot.

        Raises RecipientRefusedError (5xx), DeliveryDeferredError (4xx), DeliveryError (a message or address that must
        not go on the wire) and RelayUnavailableError (connection lost, time out, 421, a sender refused), whose
        `uncertain` is true if the relay may have taken the message: then only the relay knows.
        """
        data = stuffed(message)
        mail_from = fields.address(mail_from, "mail_from") if mail_from else ""
        envelope = fields.address(rcpt, "rcpt")
        self._dotted = False
        usable = False
        try:
            try:
                self._begin(mail_from, envelope, len(message))
            except (RecipientRefusedError, DeliveryDeferredError):
                usable = self._reset()
                raise
            self._send(data, self._wait.block_s)
            before_dot()
            self._dotted = True
            self._send(b".\r\n", self._wait.dot_s)
            said = self._hear()
            if said.code < 400 and said.code not in DONE:
                raise self._lost(f"no answer to a message: {said}")
            usable = True
        finally:
            if not usable:
                self.abort()
        if said.code >= 400:
            raise refusal(said, envelope)
        return said

    def hand_over_all(self, envelopes: Iterable[Envelope], *, depth: int = DEPTH) -> Iterator[Fate]:
        """Give many messages to the relay, several on the way at once where it allows that; see `converse`.

        Whoever asks must have committed "in flight" for each envelope before giving it. After a fate that is a
        RelayUnavailableError nothing more is sent; close, open, and go on with the rest.
        """
        return converse(self, envelopes, self._wait, depth=depth)

    def offers(self, extension: str) -> str | None:
        """Return what the server says after an extension's name, None if it does not offer it."""
        return None if self._smtp is None else self._smtp.esmtp_features.get(extension)

    def send(self, data: Iterable[bytes], timeout_s: float) -> None:
        """Send all of `data`; where that fails the connection stays, as answers may be waiting in it."""
        sock = None if self._smtp is None else self._smtp.sock
        if sock is None:
            raise _unavailable(f"{self._name}: the connection is closed", uncertain=False, code=None)
        buffers = [part for part in data if part]
        try:
            self._patient(sock, timeout_s)
            if isinstance(sock, ssl.SSLSocket):
                sock.sendall(b"".join(buffers))
            else:
                _send_buffers(sock, buffers)
        except OSError as error:
            raise _unavailable(f"{self._name}: {_why(error)}", uncertain=False, code=None) from error

    def hear(self, timeout_s: float) -> Answer:
        """Wait for the next answer."""
        if self._smtp is not None and self._smtp.sock is not None:
            self._patient(self._smtp.sock, timeout_s)
        return self._hear()

    def close(self) -> None:
        """Say goodbye and close; never fails."""
        if self._smtp is None:
            return
        try:
            self._say("QUIT", self._wait.quit_s)
        except RelayUnavailableError:
            pass  # it is gone already
        finally:
            self.abort()

    def abort(self) -> None:
        """Close without a word. In the middle of a message this makes the server forget it."""
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            smtp.close()

    def __enter__(self) -> Self:
        return self.open()

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def _name(self) -> str:
        return f"relay {self._relay.host}:{self._relay.port}"

    def _context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self._relay.ca_file)

    def _connected(self) -> smtplib.SMTP:
        relay, timeout = self._relay, self._wait.connect_s
        if relay.tls is Tls.TLS:
            context = self._context()
            return smtplib.SMTP_SSL(relay.host, relay.port, local_hostname=relay.helo, timeout=timeout, context=context)
        return smtplib.SMTP(relay.host, relay.port, local_hostname=relay.helo, timeout=timeout)

    def _begin(self, mail_from: str, rcpt: str, size: int) -> None:
        """Say MAIL, RCPT and DATA."""
        offered = "" if self._smtp is None else self._smtp.esmtp_features.get("size")
        if offered and offered.isdigit() and 0 < int(offered) < size:
            raise RecipientRefusedError(f"the message has {size} bytes, {self._name} takes {offered}", code=552)
        option = "" if offered is None else f" SIZE={size}"
        said = self._say(f"MAIL FROM:<{mail_from}>{option}", self._wait.command_s)
        if said.code >= 500 and said.code != 552:  # 552: this message is too large
            # It is us, not the reader, whom the relay refuses: no delivery must be lost by that.
            raise self._lost(f"the sender {mail_from} is refused: {said}", code=said.code)
        self._expect(said, DONE, rcpt)
        self._expect(self._say(f"RCPT TO:<{rcpt}>", self._wait.command_s), DONE, rcpt)
        self._expect(self._say("DATA", self._wait.data_s), GO_ON, rcpt)

    def _expect(self, said: Answer, codes: range, rcpt: str) -> None:
        """Raise the refusal that `said` is, unless it is one of `codes`."""
        if said.code >= 400:
            raise refusal(said, rcpt)
        if said.code not in codes:
            raise self._lost(f"answered out of turn: {said}", code=said.code)

    def _reset(self) -> bool:
        """Forget the transaction; return whether the connection can be used for the next."""
        try:
            return self._say("RSET", self._wait.command_s).code == 250
        except RelayUnavailableError:
            return False

    def _say(self, command: str, timeout_s: float) -> Answer:
        self._send(f"{command}\r\n".encode("ascii"), timeout_s)
        return self._hear()

    def _send(self, data: bytes, timeout_s: float) -> None:
        sock = None if self._smtp is None else self._smtp.sock
        if sock is None:
            raise self._lost("the connection is closed")
        try:
            self._patient(sock, timeout_s)  # holds for the answer too
            sock.sendall(data)
        except OSError as error:
            raise self._lost(_why(error)) from error

    def _hear(self) -> Answer:
        smtp = self._smtp
        if smtp is None:
            raise self._lost("the connection is closed")
        try:
            if smtp.file is None:
                smtp.file = smtp.sock.makefile("rb")  # type: ignore[union-attr]
            said = _read(smtp.file)
        except OSError as error:
            raise self._lost(_why(error)) from error
        if said.code == 421:
            self.abort()  # the server is closing; what it answers to so is not done, not even after the dot
            raise _unavailable(f"{self._name}: {said}", uncertain=False, code=421)
        if not 200 <= said.code < 600:
            raise self._lost(f"no SMTP answer: {said}")
        return said

    def _patient(self, sock: socket.socket, timeout_s: float) -> None:
        if self._patience != timeout_s:
            sock.settimeout(timeout_s)
            self._patience = timeout_s

    def _lost(self, why: str, *, code: int | None = None) -> RelayUnavailableError:
        self.abort()
        return _unavailable(f"{self._name}: {why}", uncertain=self._dotted, code=code)


def _unavailable(message: str, *, uncertain: bool, code: int | None) -> RelayUnavailableError:
    error = RelayUnavailableError(message, code=code)
    error.uncertain = uncertain
    return error


def _read(file: IO[bytes]) -> Answer:
    """Return the next answer, of one line or several. Raises OSError where there is none."""
    words: list[bytes] = []
    while True:
        line = file.readline(_LONGEST_LINE)
        if not line:
            raise ConnectionResetError("the connection was closed")
        if not line.endswith(b"\n"):
            raise ConnectionAbortedError("a line without end")
        words.append(line[4:])
        if line[3:4] != b"-" or len(words) > _MOST_LINES:
            break
    return _meaning(line, b" ".join(words))


@lru_cache(maxsize=64)  # a relay says the same three things for each message
def _meaning(last: bytes, words: bytes) -> Answer:
    code = int(last[:3]) if last[:3].isdigit() else 0
    return answer(code, words if code else last)


def _send_buffers(sock: socket.socket, buffers: list[bytes]) -> None:
    """Send buffers as they are, without putting them together first."""
    sent = sock.sendmsg(buffers)
    for position, buffer in enumerate(buffers):
        if sent < len(buffer):
            sock.sendall(memoryview(buffer)[sent:])
            for rest in buffers[position + 1 :]:
                sock.sendall(rest)
            return
        sent -= len(buffer)


def _why(error: OSError | UnicodeError) -> str:
    """Return an error in words; some come with none."""
    if isinstance(error, TimeoutError):
        return "timed out"
    return " ".join(str(error).split())[:LONGEST_ANSWER] or type(error).__name__


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
