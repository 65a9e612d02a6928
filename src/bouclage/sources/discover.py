"""Discovery: the feeds a page announces."""

from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from bouclage.sources.settings import DEFAULTS

_FEED_TYPES = frozenset(
    {
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/feed+json",
        "application/json",  # JSON Feed's type before it had its own
    }
)


def discover(html: bytes, url: str) -> tuple[str, ...]:
    """Return the feed addresses that the page at `url` announces in its links, in its order, each once.

    Feeds of reader comments come last: they are rarely what was meant.
    """
    tree = LexborHTMLParser(html[: DEFAULTS.discover_bytes])
    base_tag = tree.css_first("base[href]")
    base = _joined(url, (base_tag.attributes.get("href") or "") if base_tag else "") or url
    found: dict[str, bool] = {}  # address -> is it a feed of comments
    for link in tree.css("link[href]"):
        attributes = {name: value or "" for name, value in link.attributes.items()}
        rels = attributes.get("rel", "").casefold().split()
        kind = attributes.get("type", "").split(";")[0].strip().casefold()
        address = _joined(base, attributes["href"])
        if address is None or not _announces(rels, kind, address):
            continue
        comments = "/comments/" in address or "comment" in attributes.get("title", "").casefold()
        found.setdefault(address, comments)
    ordered = sorted(found, key=lambda address: found[address])
    return tuple(ordered[: DEFAULTS.discover_most])


def _announces(rels: list[str], kind: str, address: str) -> bool:
    if "alternate" not in rels and "feed" not in rels:
        return False
    if kind == "application/json" and "/wp-json" in address:  # an interface for programs, not a feed
        return False
    return kind in _FEED_TYPES or (not kind and "feed" in rels)


def _joined(base: str, href: str) -> str | None:
    """Return the absolute http(s) address of `href`, without its fragment, or None."""
    try:
        address = urljoin(base, href.strip()).partition("#")[0]
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in ("http", "https") and parts.hostname else None
