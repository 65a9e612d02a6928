"""What a document is, by its first bytes; what the server calls it is not believed."""

import re
from enum import StrEnum


class Format(StrEnum):
    """The formats read."""

    FEED = "feed"  # RSS, RDF, Atom
    SITEMAP = "sitemap"
    NEWSML_G2 = "newsml_g2"
    NITF = "nitf"
    JSON = "json"  # JSON Feed or ninjs
    HTML = "html"
    MAIL = "mail"
    WARC = "warc"
    PLAIN = "plain"
    BINARY = "binary"


_PROLOGUE = re.compile(
    rb"^(?:\xef\xbb\xbf)?(?:\s+|<\?.{0,2000}?\?>|<!--.{0,20000}?-->|<!DOCTYPE\s[^\[>]{0,500}(?:\[.{0,20000}?\])?\s*>)*",
    re.DOTALL | re.IGNORECASE,
)
_ROOT = re.compile(rb"<(?:([\w.-]+):)?([\w.-]+)")
_ROOTS = {
    b"rss": Format.FEED,
    b"feed": Format.FEED,
    b"rdf": Format.FEED,
    b"channel": Format.FEED,
    b"entry": Format.FEED,
    b"urlset": Format.SITEMAP,
    b"sitemapindex": Format.SITEMAP,
    b"newsitem": Format.NEWSML_G2,
    b"newsmessage": Format.NEWSML_G2,
    b"packageitem": Format.NEWSML_G2,
    b"conceptitem": Format.NEWSML_G2,
    b"knowledgeitem": Format.NEWSML_G2,
    b"planningitem": Format.NEWSML_G2,
    b"catalogitem": Format.NEWSML_G2,
    b"newsml": Format.NEWSML_G2,
    b"contentset": Format.NEWSML_G2,
    b"groupset": Format.NEWSML_G2,
    b"contentmeta": Format.NEWSML_G2,
    b"nitf": Format.NITF,
    b"html": Format.HTML,
}
_MAIL = re.compile(rb"^(?:[A-Za-z-]{2,40}:[^\n]{0,2000}\r?\n(?:[ \t][^\n]{0,2000}\r?\n)*){2,}")
_MAIL_FIELD = re.compile(rb"^(?:from|subject|received|message-id|mime-version):", re.IGNORECASE | re.MULTILINE)
_HTML = re.compile(rb"<(?:!doctype html|html|head|body|article|div|p|h1|meta|title|section|main)\b", re.IGNORECASE)
_WIDE = (b"\xff\xfe", b"\xfe\xff")


def sniff(body: bytes) -> Format:
    """Return the format of `body`."""
    head = body[:60_000]
    if head.startswith(_WIDE):
        head = head.decode("utf-16", "ignore").encode()
    if head.startswith(b"WARC/"):
        return Format.WARC
    if (
        head.startswith((b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"PK\x03\x04", b"GIF8", b"\x7fELF"))
        or b"\x00\x00\x00" in head[:200]
    ):
        return Format.BINARY
    rest = head[(_PROLOGUE.match(head) or re.match(b"", head)).end() :]  # type: ignore[union-attr]
    if rest[:1] in (b"{", b"["):
        return Format.JSON
    root = _ROOT.match(rest)
    if root is not None:
        found = _ROOTS.get(root[2].lower())
        if found is not None:
            return found
        if head.lstrip()[:5] == b"<?xml" and not _HTML.match(rest):
            return Format.FEED  # feedparser knows more roots than we do, and says so when it is none
    if _HTML.search(head[:20_000]):
        return Format.HTML
    if _MAIL.match(head) and _MAIL_FIELD.search(head[:4000]):
        return Format.MAIL
    return Format.PLAIN
