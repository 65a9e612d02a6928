"""Bytes to text: which encoding is declared, which is true."""

import codecs
import re
import zlib
from dataclasses import dataclass

from bouclage.read.settings import SETTINGS

_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)[\"']", re.IGNORECASE)
_META = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Publishers who say these mean their Windows supersets; so do browsers (WHATWG encoding standard).
_SUPERSET = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030"}
_HEAD_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Decoded:
    """A document's text; `complaint` says where its declaration was wrong."""

    text: str
    encoding: str
    complaint: str | None = None


def decode(body: bytes, content_type: str | None = None) -> Decoded:
    """Decode `body`: byte order mark, then what is declared, then UTF-8, then windows-1252. Never raises."""
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return Decoded(body.decode(encoding, "replace").lstrip("\ufeff"), encoding)
    declared = _declared(body, content_type)
    if declared not in {None, "utf-8"} and not body.isascii():
        try:  # what reads as UTF-8 is UTF-8: no other encoding's text does so by chance
            return Decoded(body.decode("utf-8"), "utf-8", f"declares {declared} but its bytes are utf-8")
        except UnicodeDecodeError:
            pass
    if declared is None:
        for encoding in ("utf-8", "cp1252"):
            try:
                return Decoded(body.decode(encoding), encoding)
            except UnicodeDecodeError:
                continue
        return Decoded(body.decode("cp1252", "replace"), "cp1252")
    try:
        return Decoded(body.decode(declared), declared)
    except UnicodeDecodeError as error:
        return _mistaken(body, declared, error)
    except ValueError:  # codecs of the "utf-16 without mark" kind
        return Decoded(body.decode("utf-8", "replace"), "utf-8", f"cannot be decoded as {declared}")


def _declared(body: bytes, content_type: str | None) -> str | None:
    head = body[:_HEAD_BYTES]
    found: list[str] = []
    if content_type and (header := _HEADER.search(content_type)):
        found.append(header[1])
    for pattern in (_XML, _META):
        if match := pattern.search(head):
            found.append(match[1].decode("ascii"))
    for name in found:
        try:
            codec = codecs.lookup(name)
        except LookupError:
            continue
        if not getattr(codec, "_is_text_encoding", True) or codec.name.startswith(("utf-16", "utf-32", "utf-7")):
            continue  # a wide encoding without its mark cannot have been read this far as ASCII
        return _SUPERSET.get(codec.name, codec.name)
    return None


def _mistaken(body: bytes, declared: str, error: UnicodeDecodeError) -> Decoded:
    """Find out what bytes are that are not what they were declared as."""
    if declared != "utf-8":
        return Decoded(body.decode(declared, "replace"), declared, f"has bytes that are not {declared}")
    replaced = body.decode("utf-8", "replace")
    bad = replaced.count("\ufffd")
    good = sum(1 for char in replaced if "\u00c0" <= char <= "\u024f")
    cut = error.start >= len(body) - 4
    if cut or good > 4 * bad:  # stray bytes in a text that is UTF-8 all the same
        return Decoded(replaced, "utf-8", None if cut else f"has {bad} bytes that are not utf-8")
    return Decoded(body.decode("cp1252", "replace"), "cp1252", "declares utf-8 but its bytes are windows-1252")


def unpack(body: bytes) -> bytes | None:
    """Return `body`, decompressed where it is gzip; None when it grows over the limit or is damaged."""
    limit = SETTINGS.max_bytes
    if body[:2] != b"\x1f\x8b":
        return body if len(body) <= limit else None
    opened = b""
    rest = body
    while rest[:2] == b"\x1f\x8b" and len(opened) <= limit:  # a gzip file may have several members
        unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        try:
            opened += unpacker.decompress(rest, limit + 1 - len(opened))
        except zlib.error:
            return opened or None
        rest = unpacker.unused_data
    return opened if len(opened) <= limit else None
