"""Unpacking within bounds."""

import gzip
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bouclage.fetch.body import TooLargeError, Unpacker, UnpackError

LIMIT = 1_000_000


def _unpack(encoding: str, data: bytes, *, limit: int = LIMIT, step: int = 1000) -> bytes:
    unpacker = Unpacker(encoding, limit)
    for start in range(0, len(data), step):
        unpacker.feed(data[start : start + step])
    return unpacker.finish()


def _bare_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


@given(st.binary(max_size=3000), st.integers(1, 50))
def test_every_encoding_gives_the_bytes_back(data: bytes, step: int) -> None:
    """However the bytes arrive, gzip, several gzip members, both deflates and none give what was packed."""
    assert _unpack("gzip", gzip.compress(data), step=step) == data
    assert _unpack("X-GZip", gzip.compress(data) + gzip.compress(b"tail") + b"\0\0", step=step) == data + b"tail"
    assert _unpack("deflate", zlib.compress(data), step=step) == data
    assert _unpack("", data, step=step) == data


def test_bare_deflate_is_understood() -> None:
    """Some servers leave out zlib's header."""
    assert _unpack("deflate", _bare_deflate(b"<rss>" * 100)) == b"<rss>" * 100


def test_gzip_announced_but_already_undone_is_read() -> None:
    """A proxy unpacked the body and left the header."""
    assert _unpack("gzip", b"<rss/>") == b"<rss/>"
    assert _unpack("gzip", b"x") == b"x"
    assert _unpack("gzip", b"") == b""


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress, _bare_deflate])
def test_a_bomb_is_never_unpacked_beyond_the_limit(pack: object) -> None:
    """100 MB in 100 KB cost no more memory than the limit allows."""
    bomb = pack(bytes(100_000_000))  # type: ignore[operator]
    tracemalloc.start()
    with pytest.raises(TooLargeError) as caught:
        _unpack("gzip" if pack is gzip.compress else "deflate", bomb, step=65_536)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert caught.value.kept == bytes(LIMIT)
    assert peak < 5 * LIMIT


def test_a_bomb_of_empty_members_is_refused() -> None:
    """Half a million empty gzip members unpack to nothing, at length."""
    with pytest.raises(UnpackError, match="members"):
        _unpack("gzip", gzip.compress(b"") * 1000)


@pytest.mark.parametrize(
    ("encoding", "data"),
    [
        ("br", b"x"),
        ("gzip, gzip", b"x"),
        ("gzip", gzip.compress(b"abc" * 100)[:-12]),
        ("gzip", b"\x1f\x8b\x08" + b"\xff" * 50),
        ("deflate", b"\x78\x9c" + b"\xff" * 50),
    ],
)
def test_what_cannot_be_unpacked_says_so(encoding: str, data: bytes) -> None:
    """Unknown encodings, damage and a broken-off end are errors, not half a body."""
    with pytest.raises(UnpackError):
        _unpack(encoding, data)
