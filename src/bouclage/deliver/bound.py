"""Bound: a mail server in a thread, on a socket that is taken before, so that its port is known without a race."""

import socket
from collections.abc import Callable
from typing import Any, TypeVar

from aiosmtpd.controller import Controller


class BoundController(Controller):
    """aiosmtpd's controller over a socket that is bound already."""

    def __init__(self, handler: Any, bound: socket.socket, **parameters: Any) -> None:
        host, port = bound.getsockname()[:2]
        super().__init__(handler, hostname=host, port=port, **parameters)
        self._bound = bound

    @property
    def bound_port(self) -> int:
        """The port it listens on."""
        return int(self._bound.getsockname()[1])

    def _create_server(self) -> Any:
        return self.loop.create_server(self._factory_invoker, sock=self._bound, ssl=self.ssl_context)


C = TypeVar("C", bound=BoundController)


def started(where: tuple[str, int], make: Callable[[socket.socket], C]) -> C:
    """Return the controller that `make` puts on a socket at `where`, listening; OSError if the port is taken."""
    bound = socket.create_server(where)
    try:
        controller = make(bound)
        controller.start()
    except BaseException:
        bound.close()
        raise
    return controller
