"""WARC archives: the web pages in them, one after another, in flat memory."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import BinaryIO

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from bouclage.read.dates import parse_date
from bouclage.read.settings import SETTINGS
from bouclage.records import Document

_MOST_RECORDS = 10_000_000  # of one archive: Common Crawl's have some 100,000


def pages(document: Document) -> Iterator[Document]:
    """Give each HTML response of an archive held in memory as a document of its own."""
    yield from pages_of(BytesIO(document.body), document)


def pages_of(stream: BinaryIO, archive: Document) -> Iterator[Document]:
    """Give each HTML response of an archive, compressed or not, read as it is asked for; `archive` gives the rest.

    Records that are no web page are passed over; what comes after damage that cannot be read past is lost.
    """
    try:
        records = ArchiveIterator(stream, record_types=WarcRecordType.response, quirks_mode=True, parse_http=True)
        for number, record in enumerate(records):
            if number >= _MOST_RECORDS:
                return
            if (page := _page(record, archive)) is not None:
                yield page
    except (OSError, ValueError, EOFError, RuntimeError):
        return


def _page(record: WarcRecord, archive: Document) -> Document | None:
    http = record.http_headers
    if not record.is_http or http is None or http.status_code != 200:
        return None
    kind = http.get("Content-Type", "") or ""
    if "html" not in kind.lower():
        return None
    body = record.reader.read(SETTINGS.max_bytes + 1)
    if "chunked" in (http.get("Transfer-Encoding", "") or "").lower():
        body = _unchunk(body)
    url = (record.headers.get("WARC-Target-URI", "") or "").strip("<> ")
    fetched = parse_date(record.headers.get("WARC-Date", "")) or archive.fetched
    return replace(archive, url=url, final_url=url, content_type=kind, body=body, fetched=fetched)


def _unchunk(body: bytes) -> bytes:
    """Join the chunks of a transfer; a body that is not chunked after all stays as it is."""
    parts: list[bytes] = []
    at = 0
    while (end := body.find(b"\n", at, at + 200)) >= 0:
        size_text = body[at:end].split(b";")[0].strip()
        if not size_text:
            at = end + 1
            continue
        try:
            size = int(size_text, 16)
        except ValueError:
            break
        if size <= 0:
            return b"".join(parts)
        parts.append(body[end + 1 : end + 1 + size])
        at = end + 1 + size
    return b"".join(parts) or body
