"""Hand a message to a relay in phases, so that the caller can commit between the body and the final dot."""

import smtplib
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path
from typing import Self

from bouclage.deliver import fields
from bouclage.deliver.settings import Timeouts
from bouclage.errors import DeliveryDeferredError, DeliveryError, RecipientRefusedError, RelayUnavailableError

_LONGEST_ANSWER = 500  # characters kept of a server's words
_DONE, _GO_ON = range(200, 300), range(354, 355)


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


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said: code and words, on one line."""

    code: int
    text: str

    def __str__(self) -> str:
        return f"{self.code} {self.text}"


class SmtpConnection:
    """One connection to a relay; hands over one message after the other.

    Any error that leaves the conversation in doubt closes it: the next hand-over then raises RelayUnavailableError,
    and the caller opens a new one.
    """

    def __init__(self, relay: Relay) -> None:
        self._relay = relay
        self._wait = Timeouts() if relay.timeout_s is None else Timeouts.all(relay.timeout_s)
        self._smtp: smtplib.SMTP | None = None
        self._dotted = False  # whether the final dot of this message may have reached the server

    def open(self) -> Self:
        """Connect, greet, protect and log in; do nothing if open. RelayUnavailableError names the server and why."""
        if self._smtp is not None:
            return self
        relay = self._relay
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
            answer = _answer(error.smtp_code, error.smtp_error)
            raise RelayUnavailableError(f"{self._name}: {answer}", code=answer.code) from error
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
        data = _stuffed(message)
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
            answer = self._hear()
            if answer.code < 400 and answer.code not in _DONE:
                raise self._lost(f"no answer to a message: {answer}")
            usable = True
        finally:
            if not usable:
                self.abort()
        if answer.code >= 400:
            raise _refusal(answer, envelope)
        return answer

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
        answer = self._say(f"MAIL FROM:<{mail_from}>{option}", self._wait.command_s)
        if answer.code >= 500 and answer.code != 552:  # 552: this message is too large
            # It is us, not the reader, whom the relay refuses: no delivery must be lost by that.
            raise self._lost(f"the sender {mail_from} is refused: {answer}", code=answer.code)
        self._expect(answer, _DONE, rcpt)
        self._expect(self._say(f"RCPT TO:<{rcpt}>", self._wait.command_s), _DONE, rcpt)
        self._expect(self._say("DATA", self._wait.data_s), _GO_ON, rcpt)

    def _expect(self, answer: Answer, codes: range, rcpt: str) -> None:
        """Raise the refusal that `answer` is, unless it is one of `codes`."""
        if answer.code >= 400:
            raise _refusal(answer, rcpt)
        if answer.code not in codes:
            raise self._lost(f"answered out of turn: {answer}", code=answer.code)

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
            sock.settimeout(timeout_s)  # holds for the answer too
            sock.sendall(data)
        except OSError as error:
            raise self._lost(_why(error)) from error

    def _hear(self) -> Answer:
        if self._smtp is None:
            raise self._lost("the connection is closed")
        try:
            answer = _answer(*self._smtp.getreply())
        except OSError as error:
            raise self._lost(_why(error)) from error
        if answer.code == 421:
            self.abort()  # the server is closing; what it answers to so is not done, not even after the dot
            raise _unavailable(f"{self._name}: {answer}", uncertain=False, code=421)
        if not 200 <= answer.code < 600:
            raise self._lost(f"no SMTP answer: {answer}")
        return answer

    def _lost(self, why: str, *, code: int | None = None) -> RelayUnavailableError:
        self.abort()
        return _unavailable(f"{self._name}: {why}", uncertain=self._dotted, code=code)


def _unavailable(message: str, *, uncertain: bool, code: int | None) -> RelayUnavailableError:
    error = RelayUnavailableError(message, code=code)
    error.uncertain = uncertain
    return error


def _refusal(answer: Answer, rcpt: str) -> DeliveryError:
    kind = RecipientRefusedError if answer.code >= 500 else DeliveryDeferredError
    return kind(str(answer), recipient=rcpt, code=answer.code)


def _answer(code: int, words: bytes | str) -> Answer:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    line = " ".join(text.split())
    return Answer(code, "".join(char for char in line if char.isprintable())[:_LONGEST_ANSWER])


def _why(error: OSError | UnicodeError) -> str:
    """Return an error in words; some come with none."""
    if isinstance(error, TimeoutError):
        return "timed out"
    return " ".join(str(error).split())[:_LONGEST_ANSWER] or type(error).__name__


def _stuffed(message: bytes) -> bytes:
    """Return the message as DATA wants it but for the final dot: ending in CRLF, leading dots doubled.

    A bare CR or LF raises DeliveryError: servers disagree about it, and behind one the end of a message can be faked.
    """
    if not message.count(b"\r\n") == message.count(b"\n") == message.count(b"\r"):
        raise DeliveryError("message: a bare CR or LF")
    if not message.endswith(b"\r\n"):
        message += b"\r\n"
    doubled = message.replace(b"\r\n.", b"\r\n..")
    return b"." + doubled if doubled.startswith(b".") else doubled


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
