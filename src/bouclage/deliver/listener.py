"""A mail server of ours for what comes back: LMTP or SMTP, for the bounce address and nobody else."""

import socket
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Self

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session

from bouclage.deliver.bound import BoundController, started

_LARGEST = 2 << 20  # octets: a bounce may carry the whole edition back, and nothing more is looked at

Take = Callable[[bytes, Sequence[str]], None]
"""Takes a message with its recipients; an exception has the other side keep it and come again."""


class Listener:
    """Take mail for one address, with or without what is added to it; anything else is refused at RCPT."""

    def __init__(
        self,
        address: str,
        take: Take,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        lmtp: bool = True,
        delimiter: str = "+",
    ) -> None:
        self._local, _, self._domain = address.casefold().rpartition("@")
        self._take = take
        self._delimiter = delimiter
        self._where = (host, port)
        self._lmtp = lmtp
        self._controller: _Controller | None = None
        self.port = port  # the one it listens on, once started

    def start(self) -> Self:
        """Listen; raises OSError if the port is taken."""
        self._controller = started(self._where, lambda bound: _Controller(self, bound, lmtp=self._lmtp))
        self.port = self._controller.bound_port
        return self

    def stop(self) -> None:
        """Stop listening."""
        controller, self._controller = self._controller, None
        if controller is not None:
            controller.stop()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.stop()

    async def handle_RCPT(  # noqa: N802 - aiosmtpd calls it by this name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take the bounce address alone: this is no relay."""
        local, _, domain = address.casefold().rpartition("@")
        if domain != self._domain or not (local == self._local or local.startswith(self._local + self._delimiter)):
            return "550 5.1.1 not here"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take a message: it is stored before it is answered for."""
        content = envelope.original_content or b""
        try:
            self._take(content, tuple(envelope.rcpt_tos))
        except Exception:  # noqa: BLE001 - whatever it is, the other side keeps the message and comes again
            return "451 4.3.0 cannot be stored now"
        return "250 2.0.0 taken"


class _Controller(BoundController):
    def __init__(self, listener: Listener, bound: socket.socket, *, lmtp: bool) -> None:
        super().__init__(listener, bound, data_size_limit=_LARGEST, enable_SMTPUTF8=True, ident="returns")
        self._lmtp = lmtp

    def factory(self) -> SMTP:
        return (LMTP if self._lmtp else SMTP)(self.handler, **self.SMTP_kwargs)
