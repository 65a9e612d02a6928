"""Names to addresses that may be connected to."""

import asyncio
import socket
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

from aiohttp.abc import AbstractResolver, ResolveResult

from bouclage.errors import FetchForbiddenError
from bouclage.fetch.guard import is_local_name, unsafe_because


class SystemResolver(AbstractResolver):
    """Ask the system's resolver in threads of our own.

    The loop's default pool has a handful of threads on a small machine: a few dead names would hold up all others
    past their time limit.
    """

    def __init__(self, threads: int) -> None:
        self._pool = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="resolve")

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Return the addresses of `host`; raise OSError where there is none."""
        loop = asyncio.get_running_loop()
        try:
            found = await loop.run_in_executor(self._pool, socket.getaddrinfo, host, port, family, socket.SOCK_STREAM)
        except UnicodeError as error:  # a label of more than 63 characters, from the idna codec
            raise OSError(None, f"not a host name: {host[:80]}") from error
        return [_result(host, str(address[0]), port) for _, _, _, _, address in found]

    async def close(self) -> None:
        """Let the threads end by themselves; one may still wait for a dead name."""
        self._pool.shutdown(wait=False, cancel_futures=True)


class GuardedResolver(AbstractResolver):
    """Resolve names as `inner` does, and give none but addresses that may be connected to."""

    def __init__(self, inner: AbstractResolver, *, hosts: Mapping[str, str], allow_loopback: bool) -> None:
        self._inner = inner
        self._hosts = {name.casefold(): address for name, address in hosts.items()}
        self._allow_loopback = allow_loopback

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Return the permitted addresses of `host`; raise FetchForbiddenError where there is none."""
        found = await self._found(host, port, family)
        reasons = {
            answer["host"]: unsafe_because(answer["host"], allow_loopback=self._allow_loopback) for answer in found
        }
        permitted = [answer for answer in found if reasons[answer["host"]] is None]
        if permitted or not found:
            return permitted
        address, reason = next(iter(reasons.items()))
        raise FetchForbiddenError(f"refused: {host} leads to {address}, no public address ({reason})", url=host)

    async def _found(self, host: str, port: int, family: socket.AddressFamily) -> list[ResolveResult]:
        name = host.rstrip(".").casefold()
        if is_local_name(name):
            return [_result(host, "127.0.0.1", port)] if self._allow_loopback else []
        if name in self._hosts:
            return [_result(host, self._hosts[name], port)]
        return await self._inner.resolve(host, port, family)

    async def close(self) -> None:
        """Close the resolver inside."""
        await self._inner.close()


def _result(host: str, address: str, port: int) -> ResolveResult:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    return ResolveResult(
        hostname=host,
        host=address,
        port=port,
        family=family,
        proto=socket.IPPROTO_TCP,
        flags=socket.AI_NUMERICHOST,
    )
