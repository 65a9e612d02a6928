"""Read a body without being drowned: the limit counts unpacked bytes, and no more is ever unpacked."""

import zlib
from typing import Protocol

from aiohttp import ClientResponse

CHUNK = 64 * 1024
MAX_MEMBERS = 100  # gzip members in one body; real ones have one, a hostile one half a million empty ones
ACCEPT_ENCODING = "gzip, deflate"  # both are in the standard library; others would need a bound of their own


class TooLargeError(Exception):
    """The limit was passed; the first bytes up to it are kept."""

    def __init__(self, kept: bytes) -> None:
        super().__init__("too large")
        self.kept = kept


class UnpackError(Exception):
    """The body is not what its Content-Encoding says."""


class _Inflater(Protocol):
    """What zlib's decompressobj offers."""

    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    @property
    def unconsumed_tail(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = ..., /) -> bytes: ...


async def read_body(response: ClientResponse, limit: int) -> bytes:
    """Return the decompressed body of `response`; raise TooLargeError or UnpackError.

    The session must not decompress by itself.
    """
    unpacker = Unpacker(response.headers.get("Content-Encoding", ""), limit)
    arrived = 0
    async for chunk in response.content.iter_chunked(CHUNK):
        arrived += len(chunk)
        unpacker.feed(chunk)
        if arrived > limit:  # packed bytes that unpack to nothing still cost time
            raise TooLargeError(unpacker.finish(complete=False))
    return unpacker.finish()


class Unpacker:
    """Undo a Content-Encoding, never holding more than `limit` bytes and one."""

    def __init__(self, encoding: str, limit: int) -> None:
        self._encoding = encoding.strip().lower()
        if self._encoding not in ("", "identity", "gzip", "x-gzip", "deflate"):
            raise UnpackError(f"sent as {self._encoding[:40]!r}, which was not asked for")
        self._limit = limit
        self._out = bytearray()
        self._start = b""  # held back until two bytes tell what is there
        self._inflater: _Inflater | None = None
        self._plain = self._encoding in ("", "identity")
        self._members = 0

    def feed(self, data: bytes) -> None:
        """Take the next bytes of the body."""
        if not self._plain and self._inflater is None:
            data, self._start = self._start + data, b""
            if len(data) < 2:
                self._start = data
                return
            self._begin(data)
        if self._plain:
            self._keep(data[: self._room()])
        else:
            self._inflate(data)

    def finish(self, *, complete: bool = True) -> bytes:
        """Return all that was unpacked; a packed body that breaks off is refused, unless not `complete`."""
        if complete and self._inflater is not None and not self._inflater.eof:
            raise UnpackError(f"its {self._encoding} data breaks off")
        return bytes(self._out or (self._start if self._inflater is None else b""))

    def _begin(self, data: bytes) -> None:
        if self._encoding == "deflate":
            # RFC 9110 means zlib's format; some servers send the bare stream.
            wrapped = data[0] & 0x0F == 8 and (data[0] << 8 | data[1]) % 31 == 0
            self._inflater = zlib.decompressobj(zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS)
        elif data[:2] == b"\x1f\x8b":
            self._inflater = zlib.decompressobj(zlib.MAX_WBITS | 16)
        else:
            self._plain = True  # announced as gzip by a proxy that has unpacked it already

    def _inflate(self, data: bytes) -> None:
        while data and self._inflater is not None:
            if self._inflater.eof:  # trailing bytes: another member, or padding
                data, self._start = self._start + data, b""
                if len(data) < 2:
                    self._start = data
                    return
                if data[:2] != b"\x1f\x8b" or self._encoding == "deflate":
                    return
                self._members += 1
                if self._members >= MAX_MEMBERS:
                    raise UnpackError("its gzip data has too many members")
                self._inflater = zlib.decompressobj(zlib.MAX_WBITS | 16)
            try:
                self._keep(self._inflater.decompress(data, self._room()))
            except zlib.error as error:
                raise UnpackError(f"its {self._encoding} data is damaged ({error})") from error
            data = self._inflater.unused_data if self._inflater.eof else self._inflater.unconsumed_tail

    def _room(self) -> int:
        return self._limit + 1 - len(self._out)

    def _keep(self, data: bytes) -> None:
        self._out += data
        if len(self._out) > self._limit:
            raise TooLargeError(bytes(self._out[: self._limit]))
