"""WARC archives: the web pages in them, one after another."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

from bouclage.read.dates import parse_date
from bouclage.read.settings import SETTINGS
from bouclage.records import Document

_FIELD = re.compile(rb"^([\w-]+):[ \t]*(.*?)\r?$", re.MULTILINE)
_MAX_TOTAL = 512_000_000  # unpacked bytes read from one archive


def pages(document: Document) -> Iterator[Document]:
    """Give each HTML response of the archive as a document of its own; damaged records are passed over."""
    data = _open(document.body)
    at = 0
    while (start := data.find(b"WARC/", at)) >= 0:
        end = data.find(b"\r\n\r\n", start)
        if end < 0:
            return
        fields = _fields(data[start:end])
        length = fields.get(b"content-length", b"")
        if not length.isdigit():
            at = start + 5
            continue
        block = data[end + 4 : end + 4 + int(length)]
        at = end + 4 + int(length)
        if (
            fields.get(b"warc-type", b"").lower() == b"response"
            and (made := _page(block, fields, document)) is not None
        ):
            yield made


def _fields(head: bytes) -> dict[bytes, bytes]:
    return {match[1].lower(): match[2].strip() for match in _FIELD.finditer(head)}


def _open(body: bytes) -> bytes:
    """Unpack an archive whose records are compressed one by one."""
    if body[:2] != b"\x1f\x8b":
        return body
    out = BytesIO()
    rest = body
    while rest[:2] == b"\x1f\x8b" and out.tell() < _MAX_TOTAL:
        unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        try:
            out.write(unpacker.decompress(rest, _MAX_TOTAL - out.tell()))
        except zlib.error:
            break
        rest = unpacker.unused_data
    return out.getvalue()


def _page(block: bytes, fields: dict[bytes, bytes], document: Document) -> Document | None:
    head, parted, body = block.partition(b"\r\n\r\n")
    status = re.match(rb"HTTP/\S+\s+(\d{3})", head)
    if not parted or status is None or int(status[1]) != 200:
        return None
    sent = _fields(head)
    kind = sent.get(b"content-type", b"").decode("latin-1")
    if "html" not in kind:
        return None
    if b"chunked" in sent.get(b"transfer-encoding", b"").lower():
        body = _unchunk(body)
    url = fields.get(b"warc-target-uri", b"").decode("utf-8", "replace").strip("<>")
    fetched = parse_date(fields.get(b"warc-date", b"").decode("latin-1")) or document.fetched
    return replace(
        document, url=url, final_url=url, content_type=kind, body=body[: SETTINGS.max_bytes], fetched=fetched
    )


def _unchunk(body: bytes) -> bytes:
    """Join the chunks of a transfer; a body that is not chunked after all stays as it is."""
    parts: list[bytes] = []
    at = 0
    while match := re.compile(rb"\s*([0-9a-fA-F]{1,8})[^\r\n]*\r\n").match(body, at):
        size = int(match[1], 16)
        if size == 0:
            return b"".join(parts)
        parts.append(body[match.end() : match.end() + size])
        at = match.end() + size
    return b"".join(parts) or body
