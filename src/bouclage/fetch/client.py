"""One address to its answer: turns, redirects, bounds; every failure becomes a FetchError that names the address."""

import os
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from aiohttp import (
    ClientConnectorDNSError,
    ClientConnectorError,
    ClientError,
    ClientPayloadError,
    ClientResponse,
    ClientResponseError,
    ClientSession,
    ClientSSLError,
    ClientTimeout,
    DummyCookieJar,
    InvalidURL,
    TCPConnector,
)
from aiohttp.abc import AbstractResolver
from yarl import URL

from bouclage.errors import (
    FetchConnectError,
    FetchError,
    FetchForbiddenError,
    FetchLaterError,
    FetchTimeoutError,
    FetchTooLargeError,
)
from bouclage.fetch.body import ACCEPT_ENCODING, TooLargeError, UnpackError, read_body
from bouclage.fetch.gate import Gate
from bouclage.fetch.guard import checked_url, guarded_socket
from bouclage.fetch.resolver import GuardedResolver, SystemResolver
from bouclage.fetch.settings import FetchSettings

# A long Content-Security-Policy is 10 KB and more on real news sites; aiohttp's default of 8 KB would lose them.
MAX_HEADER_BYTES = 32 * 1024
MAX_HEADERS = 200

_PERMANENT = frozenset({301, 308})
_REDIRECT = frozenset({301, 302, 303, 307, 308})

E = TypeVar("E", bound=FetchError)
OnHop = Callable[[URL], Awaitable[None]]


@dataclass(slots=True)
class Trail:
    """What was asked and where it led, for error messages."""

    source_id: str
    asked: str
    hops: list[URL] = field(default_factory=list)

    def error(self, kind: type[E], message: str, *, status: int | None = None) -> E:
        """Return an error of `kind` that names what was asked and the last hop, where that is another address."""
        problem = kind(message + self.detour(), url=self.asked, status=status)
        problem.source_id = self.source_id
        return problem

    def detour(self) -> str:
        """Name the redirect's target, if there was one."""
        return f" (redirected to {self.hops[-1]})" if len(self.hops) > 1 else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server said at the end of its redirects. The body is read for a 200 or 203 only."""

    status: int
    headers: Mapping[str, str]
    url: URL
    permanent: bool  # at least one redirect, all of them 301 or 308
    body: bytes = field(repr=False)


class Client:
    """A guarded, polite HTTP client for reading; open it with `async with`."""

    def __init__(self, settings: FetchSettings, *, resolver: AbstractResolver | None = None) -> None:
        self._settings = settings
        self._resolver = resolver
        self._session: ClientSession | None = None
        self.gate = Gate(settings)

    async def open(self) -> None:
        """Start the session; needs a running loop."""
        settings = self._settings
        resolver = GuardedResolver(
            self._resolver or SystemResolver(settings.max_concurrent),
            hosts=settings.hosts,
            allow_loopback=settings.allow_loopback,
        )
        self._session = ClientSession(
            connector=TCPConnector(
                resolver=resolver,
                socket_factory=guarded_socket(allow_loopback=settings.allow_loopback),
                limit=0,  # the gate counts
            ),
            timeout=ClientTimeout(total=settings.total_s, connect=settings.connect_s, sock_read=settings.read_s),
            headers={"User-Agent": settings.user_agent, "Accept-Encoding": ACCEPT_ENCODING},
            cookie_jar=DummyCookieJar(),
            trust_env=False,
            auto_decompress=False,
            max_line_size=MAX_HEADER_BYTES,
            max_field_size=MAX_HEADER_BYTES,
            max_headers=MAX_HEADERS,
        )

    async def close(self) -> None:
        """Close all connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def follow(
        self,
        trail: Trail,
        headers: Mapping[str, str],
        *,
        limit: int,
        cut: bool = False,
        on_hop: OnHop | None = None,
    ) -> Answer:
        """Ask `trail.asked` and follow its redirects to an answer of any status.

        `on_hop` may refuse each address before it is asked. A body over `limit` is refused, or shortened if `cut`.
        """
        target: str | URL = trail.asked
        permanent = True
        while True:
            url = checked_url(
                target,
                allow_loopback=self._settings.allow_loopback,
                asked=trail.asked,
                source_id=trail.source_id,
            )
            if url in trail.hops:
                trail.hops.append(url)
                raise trail.error(FetchError, "its redirects go round in a circle")
            if len(trail.hops) > self._settings.max_redirects:
                raise trail.error(FetchError, f"more than {self._settings.max_redirects} redirects")
            trail.hops.append(url)
            self._refuse_resting(url, trail)
            if on_hop is not None:
                await on_hop(url)
            async with self._asked(url, headers, trail) as response:
                if response.status not in _REDIRECT:
                    return Answer(
                        status=response.status,
                        headers=response.headers,
                        url=url,
                        permanent=permanent and len(trail.hops) > 1,
                        body=await self._body(response, limit, trail, cut=cut),
                    )
                target = _target(response, url, trail)
                permanent = permanent and response.status in _PERMANENT

    @asynccontextmanager
    async def _asked(self, url: URL, headers: Mapping[str, str], trail: Trail) -> AsyncIterator[ClientResponse]:
        if self._session is None:
            raise RuntimeError("the fetcher is not open: use it with `async with`")
        async with self.gate.turn(url.host or ""):
            self._refuse_resting(url, trail)  # the host may have asked for rest while we waited
            try:
                async with self._session.get(url, headers=headers, allow_redirects=False) as response:
                    yield response
            except FetchError:
                raise
            except (ClientError, OSError, ssl.SSLError, ValueError) as error:
                raise _named(error, trail) from error

    def _refuse_resting(self, url: URL, trail: Trail) -> None:
        wait = self.gate.resting_s(url.host or "")
        if wait > 0:
            problem = trail.error(FetchLaterError, f"{url.host} asked to be left alone for {wait:.0f} s more")
            problem.retry_after_s = wait
            raise problem

    async def _body(self, response: ClientResponse, limit: int, trail: Trail, *, cut: bool) -> bytes:
        if response.status not in (200, 203):
            return b""
        if not cut and (response.content_length or 0) > limit:
            raise trail.error(FetchTooLargeError, f"over the limit of {limit} bytes", status=response.status)
        try:
            return await read_body(response, limit)
        except TooLargeError as error:
            if cut:
                return error.kept
            message = f"over the limit of {limit} bytes"
            raise trail.error(FetchTooLargeError, message, status=response.status) from error
        except UnpackError as error:
            raise trail.error(FetchError, f"cannot be unpacked: {error}", status=response.status) from error


def _target(response: ClientResponse, url: URL, trail: Trail) -> URL:
    location = response.headers.get("Location", "").strip()
    if not location:
        raise trail.error(FetchError, "a redirect without a target", status=response.status)
    try:
        return url.join(URL(location))
    except ValueError as error:
        message = f"a redirect to what is not an address: {location[:200]!r}"
        raise trail.error(FetchError, message, status=response.status) from error


# What the HTTP library raises -> what we raise, in what words. The first that fits counts.
_NAMES: tuple[tuple[type[Exception], type[FetchError], str], ...] = (
    (TimeoutError, FetchTimeoutError, "no full answer in time"),
    (ClientSSLError, FetchConnectError, "TLS failed"),
    (ClientConnectorDNSError, FetchConnectError, "its host has no address"),
    (ClientConnectorError, FetchConnectError, "no connection"),
    (InvalidURL, FetchForbiddenError, "refused: not an address of the public web"),
    (ClientPayloadError, FetchConnectError, "the answer broke off"),
    (ClientResponseError, FetchError, "the answer is not proper HTTP"),
    (ssl.SSLError, FetchConnectError, "TLS failed"),
    (ClientError, FetchConnectError, "the connection broke"),
    (OSError, FetchConnectError, "the connection broke"),
    (ValueError, FetchError, "could not be asked"),
)


def _named(error: Exception, trail: Trail) -> FetchError:
    """Return the FetchError for what the HTTP library raised."""
    cause = error.os_error if isinstance(error, ClientConnectorError) else error
    if isinstance(cause, FetchForbiddenError):  # raised by our own guard inside the library
        return trail.error(FetchForbiddenError, str(cause).removesuffix(f": {cause.url}"))
    kind, words = next((kind, words) for raised, kind, words in _NAMES if isinstance(error, raised))
    if isinstance(error, ClientResponseError):
        detail = _line(error.message)
    elif isinstance(cause, OSError) and cause.errno and cause.errno > 0 and not isinstance(cause, ssl.SSLError):
        detail = os.strerror(cause.errno).lower()  # without numbers and our own addresses
    else:
        detail = _line(str(cause))
    return trail.error(kind, f"{words} ({detail})" if detail else words)


def _line(text: str) -> str:
    return " ".join(text.split())[:200]
