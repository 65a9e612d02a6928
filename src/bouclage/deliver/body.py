"""Encode a part of a message once; put each reader's link in when the reader is known."""

import re
from base64 import encodebytes
from dataclasses import dataclass

from bouclage.errors import DeliveryError

_LINE = 76  # octets of an encoded line (RFC 2045 sections 6.7 and 6.8)
_SOFT = b"=\r\n"
_UNSAFE = re.compile(rb"[^\t\r\n !-<>-~]")
_EDGES = re.compile(rb"[\t ](?=\r\n|\Z)|^\.|^F(?=rom )", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Body:
    """One part, encoded but for the reader's link.

    `pieces` stand around the places of the link: quoted-printable ready to send, or for base64 the raw text, as
    there a link shifts everything after it.
    """

    subtype: str  # "plain" | "html"
    encoding: str  # "quoted-printable" | "base64"
    pieces: tuple[bytes, ...]

    @property
    def head(self) -> bytes:
        """The part's own header fields and the blank line after them."""
        return (
            f"Content-Type: text/{self.subtype}; charset=utf-8\r\nContent-Transfer-Encoding: {self.encoding}\r\n\r\n"
        ).encode()

    def with_link(self, link: str) -> bytes:
        """Return the encoded part with `link` (ASCII, as it stands in this kind of text) in its places."""
        if len(self.pieces) == 1 and self.encoding == "quoted-printable":
            return self.pieces[0]
        if self.encoding == "base64":
            return encodebytes(link.encode().join(self.pieces)).replace(b"\n", b"\r\n")
        # Between soft breaks a link of any length can neither overflow a line nor disturb its neighbours.
        return (_SOFT + _quoted(link.encode()) + _SOFT).join(self.pieces)


def encode(text: str, subtype: str, placeholder: str) -> Body:
    """Return `text` as utf-8, quoted-printable where that is shorter than base64; line ends become CRLF.

    Raises DeliveryError naming the part if the text cannot be utf-8.
    """
    try:
        raw = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n").encode()
    except UnicodeEncodeError as error:
        raise DeliveryError(f"{subtype}: lone surrogate at character {error.start}") from error
    pieces = tuple(raw.split(placeholder.encode()))
    quoted = tuple(_quoted(piece) for piece in pieces)
    if sum(map(len, quoted)) * 3 > len(raw) * 4 + 300:
        return Body(subtype, "base64", pieces)
    return Body(subtype, "quoted-printable", quoted)


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
        escape = line.rfind(b"=", end - 2, end)
        if escape >= 0:
            end = escape
        parts.append(line[:end])
        line = _EDGES.sub(_escape, line[end:], count=1) if line[end:][:1] in b".F" else line[end:]
    return _SOFT.join((*parts, line))
