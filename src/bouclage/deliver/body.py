"""Encode a part of a message once; put each reader's link in when the reader is known."""

import re
from base64 import encodebytes
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from bouclage.errors import DeliveryError

_LINE = 76  # octets of an encoded line (RFC 2045 sections 6.7 and 6.8)
_SOFT = b"=\r\n"
_EASY_LINK = re.compile(r"https://[A-Za-z0-9.:/_-]+", re.ASCII)
_UNSAFE = re.compile(rb"[^\t\r\n !-<>-~]")
_EDGES = re.compile(rb"[\t ](?=\r\n|\Z)|^\.|^F(?=rom )", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Body:
    """One part, encoded but for the reader's links.

    `pieces` stand around the places of links: quoted-printable ready to send, or for base64 the raw text, as there a
    link shifts everything after it. `links` says which link (by its place among the placeholders) stands after each
    piece but the last.
    """

    subtype: str  # "plain" | "html"
    encoding: str  # "quoted-printable" | "base64"
    pieces: tuple[bytes, ...]
    links: tuple[int, ...]

    @property
    def head(self) -> bytes:
        """The part's own header fields and the blank line after them."""
        return (
            f"Content-Type: text/{self.subtype}; charset=utf-8\r\nContent-Transfer-Encoding: {self.encoding}\r\n\r\n"
        ).encode()

    @property
    def segments(self) -> tuple["bytes | Hole", ...]:
        """The part as what is the same for all and the holes between."""
        if self.encoding == "base64":
            return (Hole(self, None),)
        found: list[bytes | Hole] = [self.pieces[0]]
        for link, piece in zip(self.links, self.pieces[1:], strict=True):
            found += [Hole(self, link), piece]
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Hole:
    """A place that differs from reader to reader: one link of a part, or a whole part in base64 (`link` None)."""

    body: Body
    link: int | None

    def filled(self, links: Sequence[str]) -> bytes:
        """Return the encoded bytes for one reader's links (ASCII)."""
        html = self.body.subtype == "html"
        if self.link is not None:
            # Between soft breaks a link of any length can neither overflow a line nor disturb its neighbours.
            return _SOFT + _quoted_link(links[self.link], html=html) + _SOFT
        plain = [escape(link) if html else link for link in links]
        raw = self.body.pieces[0]
        for link, piece in zip(self.body.links, self.body.pieces[1:], strict=True):
            raw += plain[link].encode() + piece
        return encodebytes(raw).replace(b"\n", b"\r\n")


def encode(text: str, subtype: str, placeholders: Sequence[str]) -> Body:
    """Return `text` as utf-8, quoted-printable where that is shorter than base64; line ends become CRLF.

    Raises DeliveryError naming the part if the text cannot be utf-8.
    """
    try:
        raw = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n").encode()
    except UnicodeEncodeError as error:
        raise DeliveryError(f"{subtype}: lone surrogate at character {error.start}") from error
    known = [placeholder.encode() for placeholder in placeholders]
    parts = re.split(b"(" + b"|".join(map(re.escape, known)) + b")", raw) if known else [raw]
    pieces, links = tuple(parts[::2]), tuple(known.index(part) for part in parts[1::2])
    quoted = tuple(_quoted(piece) for piece in pieces)
    if sum(map(len, quoted)) * 3 > len(raw) * 4 + 300:
        return Body(subtype, "base64", pieces, links)
    return Body(subtype, "quoted-printable", quoted, links)


def _quoted_link(link: str, *, html: bool) -> bytes:
    """Return a link in quoted-printable; our own have nothing to escape, which spares most of the work."""
    raw = link.encode()
    lines = [raw[start : start + _LINE - 1] for start in range(0, len(raw), _LINE - 1)]
    if _EASY_LINK.fullmatch(link) and not any(line.startswith((b".", b"F")) for line in lines):
        return _SOFT.join(lines)
    return _quoted(escape(link).encode() if html else raw)


def _quoted(raw: bytes) -> bytes:
    r"""Return quoted-printable lines of at most 76 octets.

    A dot at a line's start is written =2E, so that no server can take it for the end of the message, and the F of
    "From " =46, so that no mailbox file puts a ">" before it.
    """
    safe = _EDGES.sub(_escape, _UNSAFE.sub(_escape, raw))
    return b"\r\n".join(_broken(line) for line in safe.split(b"\r\n"))


def _escape(match: re.Match[bytes]) -> bytes:
    return b"".join(b"=%02X" % octet for octet in match[0])


def _broken(line: bytes) -> bytes:
    """Return one encoded line with soft breaks, none of them inside an escape."""
    parts = []
    while len(line) >= _LINE:  # room is left for the "=" of a link's soft break at the end
        end = _LINE - 1
        cut = line.rfind(b"=", end - 2, end)
        if cut >= 0:
            end = cut
        parts.append(line[:end])
        line = _EDGES.sub(_escape, line[end:], count=1) if line[end:][:1] in b".F" else line[end:]
    return _SOFT.join((*parts, line))
