"""Servers that lie, trickle, flood and break off."""

import asyncio
import gzip
import shutil
import ssl
import subprocess
import tracemalloc
import zlib
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

from bouclage.errors import FetchConnectError, FetchError, FetchTimeoutError, FetchTooLargeError
from bouclage.fetch import Fetcher

HEAD = b"HTTP/1.1 200 OK\r\n"


async def _refused(fetcher: Fetcher, url: str, kind: type[FetchError]) -> FetchError:
    """Fetch `url`, which must fail with just this kind of error, naming it."""
    with pytest.raises(kind) as caught:
        await fetcher.get("s", url, kind="feed")
    assert type(caught.value) is kind
    assert (caught.value.url, caught.value.source_id) == (url, "s")
    assert url in str(caught.value)
    assert "\n" not in str(caught.value)
    return caught.value


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
async def test_a_bomb_goes_off_harmlessly(site: Any, fetcher: Fetcher, encoding: str) -> None:
    """300 MB packed into 300 KB stop at the limit, in memory too."""
    packer = zlib.compressobj(9, wbits=31 if encoding == "gzip" else 15)
    bomb = b"".join(packer.compress(bytes(10_000_000)) for _ in range(30)) + packer.flush()
    assert len(bomb) < 400_000
    url = site.put("/feed", bomb, Content_Encoding=encoding)
    tracemalloc.start()
    await _refused(fetcher, url, FetchTooLargeError)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 50_000_000


async def test_packed_bodies_arrive_unpacked(site: Any, fetcher: Fetcher) -> None:
    """gzip is asked for and undone; what was not asked for is an error, not rubbish to be read."""
    body = b"<rss>" * 1000
    assert (
        await fetcher.get("s", site.put("/a", gzip.compress(body), Content_Encoding="gzip"), kind="feed")
    ).body == body
    await _refused(fetcher, site.put("/b", b"\x0b\x02", Content_Encoding="br"), FetchError)
    await _refused(fetcher, site.put("/c", gzip.compress(body)[:-20], Content_Encoding="gzip"), FetchError)


async def test_the_size_limit_holds_for_honest_and_for_endless_bodies(site: Any, raw: Any, opened: Any) -> None:
    """A length over the limit is refused before reading; a body without a length, while reading."""

    async def endless(_: Any, writer: Any) -> None:
        writer.write(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
        while True:
            writer.write(b"400\r\n" + b"x" * 1024 + b"\r\n")
            await writer.drain()

    async with opened(max_bytes=100_000) as fetcher:
        await _refused(fetcher, site.put("/large", b"x" * 100_001), FetchTooLargeError)
        await _refused(fetcher, await raw(endless), FetchTooLargeError)
        assert len((await fetcher.get("s", site.put("/fits", b"x" * 100_000), kind="feed")).body) == 100_000


@pytest.mark.parametrize("packed", [False, True])
async def test_a_page_of_fifty_megabytes_is_refused(site: Any, fetcher: Fetcher, packed: bool) -> None:
    """With the settings as they come, and with no length announced: refused at the limit, not held in memory."""
    chunk = b"<p>Le lac monte encore.</p>\n" * 40_000

    async def page(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse(headers={"Content-Type": "text/html"})
        if packed:
            answer.enable_compression(web.ContentCoding.gzip)
        await answer.prepare(request)
        for _ in range(50_000_000 // len(chunk) + 1):
            await answer.write(chunk)
        return answer

    site.pages["/page"] = page
    with pytest.raises(FetchTooLargeError, match="10000000 bytes"):
        await fetcher.get("s", site.url("/page"), kind="page")


async def test_a_length_that_lies_is_found_out(raw: Any, fetcher: Fetcher) -> None:
    """A body shorter than promised is broken off, not a document."""

    async def talk(_: Any, writer: Any) -> None:
        writer.write(HEAD + b"Content-Length: 1000\r\n\r\nonly this")
        await writer.drain()

    await _refused(fetcher, await raw(talk), FetchConnectError)


async def test_a_server_that_trickles_is_left(raw: Any, opened: Any) -> None:
    """A byte now and then keeps no one busy beyond the total time, in the headers or the body."""

    async def body(reader: Any, writer: Any) -> None:
        writer.write(HEAD + b"\r\n")
        await _trickle(reader, writer)

    async def head(reader: Any, writer: Any) -> None:
        writer.write(HEAD + b"X: ")
        await _trickle(reader, writer)

    async def _trickle(reader: Any, writer: Any) -> None:
        while not reader.at_eof():
            writer.write(b"x")
            await writer.drain()
            await asyncio.wait([asyncio.ensure_future(reader.read(1))], timeout=0.05)

    async with opened(total_s=0.4, read_s=0.3) as fetcher:
        await _refused(fetcher, await raw(body), FetchTimeoutError)
        await _refused(fetcher, await raw(head), FetchTimeoutError)


async def test_a_server_that_says_nothing_is_left(raw: Any, opened: Any) -> None:
    """Silence costs no more than the time for reading."""

    async def talk(reader: Any, _: Any) -> None:
        await reader.read()

    async with opened(read_s=0.2) as fetcher:
        await _refused(fetcher, await raw(talk), FetchTimeoutError)


@pytest.mark.parametrize("line", [b"X-%d: " + b"y" * 1000 + b"\r\n", b"y" * 1000])
async def test_endless_headers_end(raw: Any, fetcher: Fetcher, line: bytes) -> None:
    """Headers without end, many or one, stop at a bound."""

    async def talk(_: Any, writer: Any) -> None:
        writer.write(HEAD)
        number = 0
        while True:
            number += 1
            writer.write(line % number if b"%d" in line else line)
            await writer.drain()

    await _refused(fetcher, await raw(talk), FetchError)


@pytest.mark.parametrize("answer", [b"", b"SSH-2.0-OpenSSH_9\r\n", b"HTTP/1.1 200", b"HTTP/1.1 9999 Odd\r\n\r\n"])
async def test_what_is_not_http_is_an_error(raw: Any, fetcher: Fetcher, answer: bytes) -> None:
    """Whatever a port says, it becomes an error that names the address."""

    async def talk(_: Any, writer: Any) -> None:
        writer.write(answer)
        await writer.drain()

    url = await raw(talk)
    with pytest.raises(FetchError) as caught:
        await fetcher.get("s", url, kind="feed")
    assert caught.value.url == url


async def test_a_reset_and_a_closed_port_are_connection_errors(raw: Any, fetcher: Fetcher) -> None:
    """Cut off in the middle, or nobody there."""

    async def talk(_: Any, writer: Any) -> None:
        writer.write(HEAD + b"Content-Length: 10\r\n\r\nx")
        await writer.drain()
        writer.transport.abort()

    await _refused(fetcher, await raw(talk), FetchConnectError)
    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()
    await _refused(fetcher, f"http://127.0.0.1:{port}/", FetchConnectError)


async def test_tls_that_is_none_is_a_connection_error(site: Any, fetcher: Fetcher) -> None:
    """A plain server behind https fails cleanly."""
    error = await _refused(fetcher, site.url("/feed").replace("http:", "https:"), FetchConnectError)
    assert "TLS" in str(error)


async def test_a_certificate_nobody_vouches_for_is_refused(fetcher: Fetcher, tmp_path: Path) -> None:
    """No one is believed on their own word."""
    if shutil.which("openssl") is None:
        pytest.skip("needs the openssl command to make a certificate")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1",
         "-subj", "/CN=rivage.localhost", "-keyout", key, "-out", certificate],
        check=True,
        capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)

    async def talk(_: Any, writer: Any) -> None:
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0, ssl=context)
    url = f"https://rivage.localhost:{server.sockets[0].getsockname()[1]}/feed"
    error = await _refused(fetcher, url, FetchConnectError)
    assert "TLS" in str(error)
    server.close()
    await server.wait_closed()


class Unknown(AbstractResolver):
    """DNS that knows no name."""

    async def resolve(self, host: str, port: int = 0, family: Any = 0) -> list[ResolveResult]:
        """Fail as the system does."""
        raise OSError(-2, "Name or service not known")

    async def close(self) -> None:
        """Nothing to close."""


@pytest.mark.parametrize("resolver", [Unknown(), None])
async def test_a_name_without_an_address_is_a_connection_error(opened: Any, resolver: Unknown | None) -> None:
    """Unknown names, and names too long to be asked for, end alike."""
    host = "nowhere.example" if resolver else "a" * 64 + ".example"
    async with opened(resolver=resolver) as fetcher:
        await _refused(fetcher, f"http://{host}/", FetchConnectError)


async def test_a_validator_from_a_damaged_store_sends_no_header_of_its_own(site: Any, fetcher: Fetcher) -> None:
    """A line break in a stored ETag smuggles nothing into the request."""
    with pytest.raises(FetchError):
        await fetcher.get("s", site.put("/feed"), etag='"a"\r\nX-Evil: 1', kind="feed")
    assert site.asked == []
