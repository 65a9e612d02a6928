"""Thousands of feeds on loopback, each on a host name of its own, served by one small server in a thread."""

import asyncio
import hashlib
import threading
from collections import Counter
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from types import TracebackType
from typing import Self

from bouclage.records import Source

ITEMS = 10
FIRST = datetime(2026, 9, 8, 8, tzinfo=UTC)


def feed(number: int, *, items: int = ITEMS) -> bytes:
    """Make the feed of one outlet: short items with a text of their own."""
    rows = []
    for row in range(items):
        when = format_datetime(FIRST + timedelta(minutes=row))
        text = f"Item {row} of outlet {number} says what happened in place {number * 7 + row}. " * 4
        rows.append(
            f"<item><title>Outlet {number} reports event {row}</title><link>http://outlet{number}.example/{row}</link>"
            f"<guid>http://outlet{number}.example/{row}</guid><pubDate>{when}</pubDate>"
            f"<description>{text}</description></item>"
        )
    channel = f"<channel><title>Outlet {number}</title>{''.join(rows)}</channel>"
    return f'<?xml version="1.0"?><rss version="2.0">{channel}</rss>'.encode()


class ManyFeeds:
    """The server; use it with `with`. Every feed has an ETag and answers 304 to it."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.answers: Counter[int] = Counter()
        self.port = 0
        self._ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)

    @property
    def hosts(self) -> dict[str, str]:
        """Every outlet's name, and this machine."""
        return {f"outlet{number}.example": "127.0.0.1" for number in range(self.count)}

    def sources(self) -> list[Source]:
        """One source an outlet; its items are read from the feed alone."""
        return [
            Source(
                id=f"outlet{number}",
                name=f"Outlet {number}",
                url=f"http://outlet{number}.example:{self.port}/{number}",
                fetch_pages=False,
            )
            for number in range(self.count)
        ]

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait(30)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(30)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", 0, backlog=512))
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        server.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            number = int(head.split(b" ", 2)[1].strip(b"/"))
            tag = b'"' + hashlib.sha1(b"%d" % number, usedforsecurity=False).hexdigest().encode() + b'"'
            same = tag in head
            body = b"" if same else feed(number)
            self.answers[304 if same else 200] += 1
            status = b"304 Not Modified" if same else b"200 OK"
            writer.write(
                b"HTTP/1.1 %s\r\nContent-Type: application/rss+xml\r\nETag: %s\r\nContent-Length: %d\r\n"
                b"Connection: close\r\n\r\n%s" % (status, tag, len(body), body)
            )
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError, ValueError):
            pass
        finally:
            writer.close()
