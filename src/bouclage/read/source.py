"""A source's document to its listing, whatever format it turns out to be in."""

from bouclage.read.decode import decode, unpack
from bouclage.read.feed import read_feed
from bouclage.read.front_page import read_front_page
from bouclage.read.json_feed import is_json_feed, read_json_feed
from bouclage.read.listing import Listing
from bouclage.read.newsml_g2 import read_newsml_g2
from bouclage.read.ninjs import is_ninjs, read_ninjs
from bouclage.read.nitf import read_nitf
from bouclage.read.sitemap import read_sitemap
from bouclage.read.sniff import Format, sniff
from bouclage.read.structured import load_json
from bouclage.records import Document, Source, SourceKind


def read_source(document: Document, source: Source) -> Listing:
    """Read what a source answered: its entries, articles or links, and what is wrong with it. Never raises on bytes."""
    body = unpack(document.body)
    if body is None:
        return Listing(complaint="larger than the limit, or damaged gzip")
    if not body.strip():
        return Listing(complaint=None if document.status == 304 else "empty: no bytes in the answer")
    kind = sniff(body)
    if kind is Format.FEED:
        return read_feed(body, document, source)
    if kind is Format.JSON:
        return _read_json(body, document, source)
    if kind is Format.SITEMAP:
        return read_sitemap(body, document, source)
    if kind is Format.NEWSML_G2:
        return read_newsml_g2(body, document, source)
    if kind is Format.NITF:
        return read_nitf(body, document, source)
    if source.kind is SourceKind.PAGES and kind is Format.HTML:
        return read_front_page(body, document)
    if kind is Format.HTML:
        return Listing(complaint="not a feed: the address answers with a web page")
    return Listing(complaint=f"not a feed: {'some binary file' if kind is Format.BINARY else 'plain text'}")


def _read_json(body: bytes, document: Document, source: Source) -> Listing:
    decoded = decode(body, document.content_type)
    value = load_json(decoded.text)
    if value is None:
        end = decoded.text.rstrip()[-1:]
        cut = end not in {"}", "]"}
        return Listing(complaint="truncated: the JSON ends in the middle" if cut else "not well-formed JSON")
    if isinstance(value, dict) and is_json_feed(value):
        return read_json_feed(value, document, source)
    if is_ninjs(value):
        return read_ninjs(value, document, source)
    return Listing(complaint="JSON, but neither a JSON Feed nor ninjs")
