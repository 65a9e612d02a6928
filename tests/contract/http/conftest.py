"""Servers on this machine to fetch from, well-behaved and hostile."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver
from multidict import CIMultiDict

from bouclage.fetch import Fetcher, FetchSettings

NOW = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Site:
    """A web server on 127.0.0.1 that knows one page a path and remembers who asked for what."""

    port: int = 0
    pages: dict[str, Handler] = field(default_factory=dict)
    asked: list[tuple[str, CIMultiDict[str]]] = field(default_factory=list)

    def url(self, path: str, host: str = "rivage.localhost") -> str:
        """Return the address of `path` under a name of this machine."""
        return f"http://{host}:{self.port}{path}"

    def put(self, path: str, body: bytes = b"hello", status: int = 200, **headers: str) -> str:
        """Answer `path` with this; underscores in header names are hyphens. Return its address."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}

        async def page(_: web.Request) -> web.Response:
            return web.Response(body=body, status=status, headers=given)

        self.pages[path] = page
        return self.url(path)

    def paths(self) -> list[str]:
        """Return the paths asked for, in order."""
        return [path for path, _ in self.asked]

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Remember the request and answer it; 404 for what is not there."""
        self.asked.append((request.path, CIMultiDict(request.headers)))
        handler = self.pages.get(request.path)
        return await handler(request) if handler else web.Response(status=404)


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    """A site of the test's own."""
    site = Site()
    runner = web.ServerRunner(web.Server(site.answer), shutdown_timeout=0.1)
    await runner.setup()
    tcp = web.TCPSite(runner, "127.0.0.1", 0)
    await tcp.start()
    site.port = runner.addresses[0][1]
    yield site
    await runner.cleanup()


@pytest.fixture
async def raw() -> AsyncIterator[Callable[[Talk], Awaitable[str]]]:
    """Start servers that say any bytes whatever; give a function from what one says to its address."""
    async with AsyncExitStack() as stack:
        talks: set[asyncio.Task[None]] = set()

        async def start(talk: Talk) -> str:
            async def served(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
                task = asyncio.current_task()
                assert task is not None
                talks.add(task)
                try:
                    await reader.readuntil(b"\r\n\r\n")
                    await talk(reader, writer)
                except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
                    pass  # the client has seen enough
                finally:
                    writer.close()

            server = await asyncio.start_server(served, "127.0.0.1", 0)
            stack.callback(server.close)
            return f"http://raw.localhost:{server.sockets[0].getsockname()[1]}/feed"

        yield start
        for task in talks:
            task.cancel()
        await asyncio.gather(*talks, return_exceptions=True)


Opened = Callable[..., AbstractAsyncContextManager[Fetcher]]


@pytest.fixture
def opened() -> Opened:
    """Open a fetcher for this machine, without pauses: `async with opened(max_bytes=10) as fetcher`."""

    @asynccontextmanager
    async def make(*, resolver: AbstractResolver | None = None, **changes: Any) -> AsyncIterator[Fetcher]:
        usual: dict[str, Any] = {"allow_loopback": True, "min_delay_s": 0.0, "total_s": 10.0}
        settings = FetchSettings(**usual | changes)
        async with Fetcher(settings, clock=lambda: NOW, resolver=resolver) as fetcher:
            yield fetcher

    return make


@pytest.fixture
async def fetcher(opened: Opened) -> AsyncIterator[Fetcher]:
    """A fetcher with the usual settings."""
    async with opened() as fetcher:
        yield fetcher
