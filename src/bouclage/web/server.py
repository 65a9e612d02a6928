"""Server: the web server and the loops beside it, in one event loop, stopped by one signal."""

import asyncio
import signal
import socket
from collections.abc import Callable, Coroutine, Iterable, Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI

from bouclage.web.loops import Pause, pause_until

Loop = Callable[[Pause], Coroutine[None, None, None]]

_ASK_S = 0.2  # how often `until` is asked
_LEAVE_S = 10  # seconds that open connections get to finish
_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class _Server(uvicorn.Server):
    """A server that leaves signals to us: its own way of stopping would end the process before the loops are done."""

    def __init__(self, config: uvicorn.Config, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._tell_started = started

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer, and say so."""
        await super().startup(sockets=sockets)
        self._tell_started()


def run(
    app: FastAPI,
    *,
    host: str,
    port: int,
    loops: Iterable[Loop] = (),
    started: Callable[[str], None] | None = None,
    until: Callable[[], bool] | None = None,
) -> None:
    """Answer at `host` and `port` (0: any that is free) and run the loops until SIGTERM or SIGINT.

    `until` is asked now and then, and ends it as a signal does once it says yes. `started` hears where to look once
    answers begin. After the signal no new work begins, and work that has begun is finished. A second signal ends the
    process at once: what was in hand is taken up again at the next start.
    Raises OSError saying which address cannot be had.
    """
    with _listen(host, port) as listener:
        where = _address(host, listener.getsockname()[1])
        asyncio.run(_run(app, listener, loops, lambda: started(where) if started else None, until))


async def _run(
    app: FastAPI,
    listener: socket.socket,
    loops: Iterable[Loop],
    started: Callable[[], None],
    until: Callable[[], bool] | None,
) -> None:
    stop = asyncio.Event()
    config = uvicorn.Config(
        app,
        lifespan="off",
        ws="none",
        log_config=None,
        access_log=False,  # who reads is nobody's business, and addresses hold readers' own links
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=_LEAVE_S,
    )
    server = _Server(config, started)

    def leave() -> None:
        stop.set()
        server.should_exit = True

    with _on_signal(leave):
        async with asyncio.TaskGroup() as group:
            group.create_task(server.serve(sockets=[listener]))
            for loop in loops:
                group.create_task(loop(pause_until(stop)))
            pause = pause_until(stop)
            while until is not None and await pause(_ASK_S):
                if until():
                    leave()


def _listen(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise OSError(f"cannot listen on {host} port {port}: {error.strerror}") from error


def _address(host: str, port: int) -> str:
    """Return where a browser on this machine finds what listens at `host` and `port`."""
    near = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(host, host)  # noqa: S104 - compared, not bound
    return f"http://[{near}]:{port}/" if ":" in near else f"http://{near}:{port}/"


@contextmanager
def _on_signal(leave: Callable[[], None]) -> Iterator[None]:
    """Call `leave` at the first signal; the second has its usual effect."""
    loop = asyncio.get_running_loop()
    before = {number: signal.getsignal(number) for number in _SIGNALS}

    def first() -> None:
        for number in _SIGNALS:
            loop.remove_signal_handler(number)
            signal.signal(number, signal.SIG_DFL)
        leave()

    for number in _SIGNALS:
        loop.add_signal_handler(number, first)
    try:
        yield
    finally:
        for number, handler in before.items():
            loop.remove_signal_handler(number)
            signal.signal(number, handler)
