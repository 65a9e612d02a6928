"""A file of any kind to its articles."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import replace

from bouclage.read.decode import decode, unpack
from bouclage.read.entry import article_from_entry
from bouclage.read.mail import read_mail
from bouclage.read.markup import parse
from bouclage.read.page import read_page
from bouclage.read.plain import read_plain
from bouclage.read.sniff import Format, sniff
from bouclage.read.source import read_source
from bouclage.read.structured import PageFacts, facts, text
from bouclage.read.warc import pages
from bouclage.records import Article, Document, Refusal, RefusalReason, Source, SourceKind, item_id
from bouclage.text.clean import clean
from bouclage.text.urls import absolute, canonical, host

_LISTS = frozenset((Format.FEED, Format.JSON, Format.SITEMAP, Format.NEWSML_G2, Format.NITF))


def read_file(document: Document, *, archived: bool = False) -> tuple[Article | Refusal, ...]:
    """Read a file as what its bytes say it is; the outlet is taken from it.

    `archived` = it is a page of an archive: an archive within an archive is refused, for nothing would bound them.
    """
    # WARC members are compressed one by one, so the archive as a whole is never unpacked at once.
    if document.body[:5] == b"WARC/" or (document.body[:2] == b"\x1f\x8b" and _is_warc(document.body)):
        if archived:
            return (_refuse(document, RefusalReason.UNREADABLE, "an archive within an archive"),)
        return tuple(item for page in pages(document) for item in read_file(page, archived=True))
    body = unpack(document.body)
    if body is None:
        return (_refuse(document, RefusalReason.TOO_LARGE, "larger than the limit, or damaged gzip"),)
    if not body.strip():
        return (_refuse(document, RefusalReason.EMPTY, "the file is empty"),)
    document = replace(document, body=body)
    kind = sniff(body)
    if kind is Format.HTML:
        return (_page(document),)
    if kind in _LISTS:
        return tuple(_listed(document, kind)) or (_refuse(document, RefusalReason.EMPTY, "no items in this file"),)
    if kind is Format.MAIL:
        return (read_mail(body, document, _source(document, None)),)
    if kind is Format.PLAIN:
        return (read_plain(decode(body, document.content_type).text, document, _source(document, None)),)
    return (_refuse(document, RefusalReason.UNREADABLE, "not text: some binary file"),)


def _is_warc(body: bytes) -> bool:
    try:
        return zlib.decompressobj(wbits=zlib.MAX_WBITS | 16).decompress(body[:4096], 64).startswith(b"WARC/")
    except zlib.error:
        return False


def _page(document: Document) -> Article | Refusal:
    html = decode(document.body, document.content_type).text
    url = document.final_url or document.url
    told = facts(parse(html), url)
    address = next(
        (found for claim in (told.canonical, told.first("og:url")) if (found := absolute(url, claim)) and host(found)),
        None,
    )
    if address is not None and not url.startswith("http"):
        document = replace(document, final_url=canonical(address))
    return read_page(document, _source(document, _outlet(told)))


def _outlet(told: PageFacts) -> str | None:
    publisher = told.resolve(told.article.get("publisher"))
    claims = (
        told.first("og:site_name"),
        text(publisher, "name"),
        *(told.first(name) for name in ("application-name", "twitter:site", "publisher")),
    )
    # The address of a page at a network is no name.
    names = (clean(claim).lstrip("@") for claim in claims if claim and "://" not in claim)
    return next((name for name in names if name), None)


def _source(document: Document, name: str | None, language: str | None = None) -> Source:
    """Make a source for a file that comes from none in the catalogue."""
    url = document.final_url or document.url
    site = host(url)
    return Source(
        id=document.source_id or site or "file",
        name=name or site or "file",
        url=url,
        kind=SourceKind.FOLDER,
        language=language,
    )


def _listed(document: Document, kind: Format) -> Iterator[Article | Refusal]:
    source = _source(document, _title(document.body, kind))
    listing = read_source(document, source)
    for article in listing.articles:
        # A wire item's outlet is the agency that sends it.
        yield replace(article, outlet=article.agency) if article.agency else article
    for entry in listing.entries:
        yield article_from_entry(entry, source, document.fetched)
    yield from listing.refusals
    if listing.complaint and not (listing.articles or listing.entries):
        yield _refuse(document, RefusalReason.UNREADABLE, listing.complaint)


def _title(body: bytes, kind: Format) -> str | None:
    """Return the name a feed gives itself."""
    head = decode(body[:20_000]).text
    pattern = (
        r'^\s*\{.{0,2000}?"title"\s*:\s*"((?:[^"\\]|\\.){1,200})"'
        if kind is Format.JSON
        else r"<title[^>]*>\s*(?:<!\[CDATA\[)?([^<\]]{1,200})"
    )
    match = re.search(pattern, head, re.DOTALL) if kind in {Format.FEED, Format.JSON} else None
    return clean(match[1]) or None if match else None


def _refuse(document: Document, reason: RefusalReason, detail: str) -> Refusal:
    return Refusal(
        item=item_id(document.source_id, document.url),
        source_id=document.source_id,
        url=document.url,
        reason=reason,
        detail=detail,
    )
