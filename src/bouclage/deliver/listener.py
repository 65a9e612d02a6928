"""A mail server of ours for what comes back: LMTP or SMTP, for the bounce address and nobody else."""

import socket
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session

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
        bound = socket.create_server(self._where)
        self.port = bound.getsockname()[1]
        try:
            self._controller = _Controller(self, lmtp=self._lmtp, bound=bound)
            self._controller.start()
        except BaseException:
            bound.close()
            raise
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


class _Controller(Controller):
    """aiosmtpd's controller over a socket that is bound already, so that the port is known."""

    def __init__(self, listener: Listener, *, lmtp: bool, bound: socket.socket) -> None:
        host, port = bound.getsockname()[:2]
        parameters: dict[str, Any] = {"data_size_limit": _LARGEST, "enable_SMTPUTF8": True, "ident": "returns"}
        super().__init__(listener, hostname=host, port=port, **parameters)
        self._lmtp = lmtp
        self._bound = bound

    def factory(self) -> SMTP:
        return (LMTP if self._lmtp else SMTP)(self.handler, **self.SMTP_kwargs)

    def _create_server(self) -> Any:
        return self.loop.create_server(self._factory_invoker, sock=self._bound)
