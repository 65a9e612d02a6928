"""A mail server that delivers to a folder: for the demo, and to try sending without a reader."""

import asyncio
import os
import socket
import ssl
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from threading import Condition
from types import TracebackType
from typing import Any, Self

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from bouclage.deliver.bound import BoundController, started

_HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Received:
    """One message in the sink: its envelope and where it lies, byte for byte as it was sent."""

    mail_from: str
    rcpt: tuple[str, ...]
    path: Path

    @property
    def content(self) -> bytes:
        """The message as it came."""
        return self.path.read_bytes()


class MailSink:
    """Take mail on this machine's loopback and put each message into `folder` as one .eml file.

    `port` 0 takes any free port; read `port` after the start. With `starttls` or `tls` (from the first byte) it
    speaks TLS, with `login` (user, password; over STARTTLS only) it wants that. It can be told to behave badly
    towards single recipients.
    """

    def __init__(
        self,
        folder: Path,
        *,
        port: int = 0,
        starttls: ssl.SSLContext | None = None,
        tls: ssl.SSLContext | None = None,
        login: tuple[str, str] | None = None,
    ) -> None:
        if login is not None and starttls is None:
            raise ValueError("a sink with a login needs starttls")
        self.folder = folder
        self.port = port
        self.received: list[Received] = []
        self.delay_s = 0.0  # before each answer to a message
        self.close_after: int | None = None  # close a connection after so many messages, as busy relays do
        self.connections = 0
        self._starttls = starttls
        self._tls = tls
        self._login = login
        self._at_rcpt: dict[str, str | None] = {}  # recipient -> answer; None = hang up
        self._at_dot: dict[str, str | None] = {}
        self._taken: Counter[Session] = Counter()
        self._controller: _Controller | None = None
        self._arrival = Condition()

    @property
    def host(self) -> str:
        """The address it listens on."""
        return _HOST

    @property
    def count(self) -> int:
        """How many messages it took."""
        return len(self.received)

    def refuse(self, recipient: str, answer: str, *, at_dot: bool = False) -> None:
        """Answer `recipient` so ("550 5.1.1 unknown", "451 later", "421 closing"), after RCPT or after the message."""
        (self._at_dot if at_dot else self._at_rcpt)[recipient] = answer

    def hang_up(self, recipient: str, *, at_dot: bool = False) -> None:
        """Break the connection at `recipient`: at RCPT, or having taken the message without a word."""
        (self._at_dot if at_dot else self._at_rcpt)[recipient] = None

    def behave(self, recipient: str) -> None:
        """Forget what was said about `recipient`."""
        self._at_rcpt.pop(recipient, None)
        self._at_dot.pop(recipient, None)

    def wait_for(self, count: int, timeout_s: float) -> bool:
        """Wait until the sink has `count` messages; return whether it came to that in time."""
        with self._arrival:
            return self._arrival.wait_for(lambda: self.count >= count, timeout_s)

    def start(self) -> Self:
        """Listen; raises OSError if the port is taken."""
        self.folder.mkdir(parents=True, exist_ok=True)
        ways: dict[str, Any] = {"starttls": self._starttls, "tls": self._tls, "login": self._login}
        self._controller = started((_HOST, self.port), lambda bound: _Controller(self, bound, **ways))
        self.port = self._controller.bound_port
        self.connections = 0  # the controller's own trial connection does not count
        return self

    def stop(self) -> None:
        """Stop listening; the files stay."""
        controller, self._controller = self._controller, None
        if controller is not None:
            controller.stop()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.stop()

    async def handle_RCPT(  # noqa: N802  (aiosmtpd calls it by this name)
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take a recipient, or not."""
        if address in self._at_rcpt:
            return self._bad(server, self._at_rcpt[address])
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take a message, or not."""
        if self.delay_s:
            await asyncio.sleep(self.delay_s)
        bad = next((rcpt for rcpt in envelope.rcpt_tos if rcpt in self._at_dot), None)
        if bad is not None and self._at_dot[bad] is not None:
            return self._bad(server, self._at_dot[bad])
        received = self._keep(envelope)
        if bad is not None:
            return self._bad(server, None)
        self._taken[session] += 1
        if self._taken[session] == self.close_after:
            # not transport.close(): the answer has to leave first
            asyncio.get_running_loop().call_soon(_close, server)
        return f"250 2.0.0 OK: queued as {received.path.stem}"

    def _keep(self, envelope: Envelope) -> Received:
        """Write the message under a name that appears only when it is complete."""
        content = envelope.original_content or b""
        path = self.folder / f"{self.count + 1:06d}.eml"
        part = path.with_suffix(".part")
        part.write_bytes(content)
        os.replace(part, path)  # noqa: PTH105  (says that it is the atomic one)
        received = Received(envelope.mail_from or "", tuple(envelope.rcpt_tos), path)
        with self._arrival:
            self.received.append(received)
            self._arrival.notify_all()
        return received

    def _bad(self, server: SMTP, answer: str | None) -> str:
        if answer is None:
            if isinstance(server.transport, asyncio.Transport):
                server.transport.abort()
            return "421 gone"  # nobody hears it
        if answer.startswith("421"):
            asyncio.get_running_loop().call_soon(_close, server)
        return answer


class _Controller(BoundController):
    def __init__(
        self,
        sink: MailSink,
        bound: socket.socket,
        *,
        starttls: ssl.SSLContext | None,
        tls: ssl.SSLContext | None,
        login: tuple[str, str] | None,
    ) -> None:
        parameters: dict[str, Any] = {"tls_context": starttls, "require_starttls": starttls is not None}
        if login is not None:
            parameters |= {"authenticator": _authenticator(login), "auth_required": True}
        super().__init__(sink, bound, ssl_context=tls, server_hostname=_HOST, **parameters)
        self._sink = sink

    def factory(self) -> SMTP:
        self._sink.connections += 1
        return SMTP(self.handler, **self.SMTP_kwargs)


def _authenticator(login: tuple[str, str]) -> Any:
    def check(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any) -> AuthResult:
        given = (data.login.decode(), data.password.decode()) if isinstance(data, LoginPassword) else None
        return AuthResult(success=given == login, handled=False)  # not handled: aiosmtpd says the 535

    return check


def _close(server: SMTP) -> None:
    if server.transport is not None:
        server.transport.close()
