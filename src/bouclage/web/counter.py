"""Counter: pages just given out, given out again without asking anybody.

A crowd at closing time asks for the same few pages. What was answered within the last second is answered again from
memory, before routing, threads and store; a write in this process empties the counter at once, so that a withdrawal is
obeyed at the next request, and one by another process within that second.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_KEEP = timedelta(seconds=1)
_MOST = 256  # answers; a page is 10 to 300 KB
_ASKED = (b"accept-encoding", b"accept-language", b"if-none-match")  # all that an answer of ours depends on
_LONGEST = 400  # bytes of those; a longer header is nobody's reader


@dataclass(frozen=True, slots=True)
class _Given:
    """An answer, and what was true when it was given."""

    at: datetime
    changes: int
    start: Message
    body: Message


class Counter:
    """ASGI middleware over everything else: it keeps whole public answers, with all their headers."""

    def __init__(self, app: ASGIApp, *, changes: Callable[[], int], clock: Callable[[], datetime]) -> None:
        self._app = app
        self._changes = changes
        self._clock = clock
        self._given: dict[tuple[object, ...], _Given] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from memory, or pass the request on and remember what came back."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        asked = tuple(sorted(pair for pair in scope["headers"] if pair[0] in _ASKED))
        name = (scope["path"], scope["query_string"], asked)
        found = self._given.get(name)
        if found is not None and found.changes == self._changes() and self._is_fresh(found.at):
            await send(found.start)
            await send(found.body)
            return
        if sum(len(value) for _, value in asked) > _LONGEST:
            await self._app(scope, receive, send)
            return
        changes = self._changes()  # before the answer is made: a write meanwhile must not be missed
        starts: list[Message] = []

        async def remembering(message: Message) -> None:
            if message["type"] == "http.response.start":
                starts.append(message)
            elif starts and not message.get("more_body", False):
                self._keep(name, changes, starts[0], message)
            else:
                starts.clear()  # in pieces: no page of ours
            await send(message)

        await self._app(scope, receive, remembering)

    def _is_fresh(self, at: datetime) -> bool:
        return timedelta(0) <= self._clock() - at < _KEEP  # a clock set back must not keep a page

    def _keep(self, name: tuple[object, ...], changes: int, start: Message, body: Message) -> None:
        headers = {key.lower(): value for key, value in start["headers"]}
        if start["status"] not in {200, 304} or not headers.get(b"cache-control", b"").startswith(b"public"):
            return
        if b"set-cookie" in headers:
            return
        self._given.pop(name, None)
        while len(self._given) >= _MOST:
            del self._given[next(iter(self._given))]
        self._given[name] = _Given(self._clock(), changes, start, body)
