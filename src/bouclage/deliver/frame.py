"""Put the parts together once; per reader only fill the holes, and hash only what stands after the first of them."""

from binascii import b2a_base64
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from bouclage.deliver.body import Body, Hole
from bouclage.deliver.dkim import canonical_body


@dataclass(frozen=True, slots=True)
class Frame:
    """The body of one variant: literal bytes, and holes between them.

    `pieces` go on the wire, `canonical` are the same for the signature (relaxed); `holes` stand after each but the
    last. What a hole is filled with is its own relaxed form: it has no white space but its line ends.
    """

    mime: tuple[str, ...]  # the header fields that say how the body is to be read
    pieces: tuple[bytes, ...]
    canonical: tuple[bytes, ...]
    holes: tuple[Hole, ...]
    _begun: Any = field(repr=False)  # the hash after the first piece: the same for all

    def filled(self, links: Sequence[str], *, hashed: bool) -> tuple[list[bytes], bytes]:
        """Return one reader's body in pieces and, if `hashed`, its hash for the signature in base64 (else b"").

        In pieces, because most of them are the same for all: putting 60 KB together costs more than sending them.
        """
        known: dict[int, bytes] = {}
        filling = [known.get(id(hole)) or known.setdefault(id(hole), hole.filled(links)) for hole in self.holes]
        body = _woven(self.pieces, filling)
        if not hashed:
            return body, b""
        digest = self._begun.copy()
        for filled, piece in zip(filling, self.canonical[1:], strict=True):
            digest.update(filled)
            digest.update(piece)
        return body, b2a_base64(digest.digest(), newline=False)


def framed(text: Body, html: Body | None) -> Frame:
    """Return the frame of a multipart/alternative of these two, or of the text alone."""
    pieces: list[bytes] = [b""]
    holes: list[Hole] = []
    if html is None:
        mime = ("MIME-Version: 1.0", *text.head.decode().split("\r\n")[:2])
        _append(text, pieces, holes)
    else:
        boundary = _boundary(text, html)
        mime = ("MIME-Version: 1.0", f'Content-Type: multipart/alternative;\r\n boundary="{boundary}"')
        mark = f"--{boundary}".encode()
        for body in (text, html):
            pieces[-1] += b"%b\r\n%b" % (mark, body.head)
            _append(body, pieces, holes)
        pieces[-1] += mark + b"--\r\n"
    last = len(pieces) - 1
    canonical = tuple(canonical_body(piece, last=number == last) for number, piece in enumerate(pieces))
    return Frame(mime, tuple(pieces), canonical, tuple(holes), sha256(canonical[0]))


def _append(body: Body, pieces: list[bytes], holes: list[Hole]) -> None:
    for segment in body.segments:
        if isinstance(segment, Hole):
            holes.append(next((hole for hole in holes if hole == segment), segment))
            pieces.append(b"")
        else:
            pieces[-1] += segment
    pieces[-1] += b"\r\n"


def _woven(pieces: tuple[bytes, ...], filling: Sequence[bytes]) -> list[bytes]:
    woven = [b""] * (len(pieces) + len(filling))
    woven[::2], woven[1::2] = pieces, filling
    return woven


def _boundary(*bodies: Body) -> str:
    """Return a line that stands in no part: neither quoted-printable nor base64 can contain "=_"."""
    pieces = b"".join(piece for body in bodies for piece in body.pieces)
    return f"=_{sha256(pieces).hexdigest()[:32]}"
