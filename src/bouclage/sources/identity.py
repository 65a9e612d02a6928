"""Short, stable ids and readable names for sources nobody has named."""

import re
import unicodedata
from collections.abc import Container
from urllib.parse import urlsplit

from bouclage.records import digest

MAX_CHARS = 60

# First labels of a host that say what is served there, not who serves it.
_SERVICE = frozenset({"www", "www2", "feeds", "feed", "rss", "m", "amp", "api"})
# Second labels that belong to the country's ending: "co.uk", "gv.at".
_SECOND = frozenset({"co", "com", "org", "net", "ac", "gov", "gv", "gouv", "edu", "or"})
# Words of a path that say nothing about which feed it is.
_EMPTY_WORDS = frozenset(
    {"feed", "feeds", "rss", "rss2", "atom", "xml", "rdf", "json", "index", "rssfeed", "rssfeeds", "php", "html"}
)
_LETTERS = str.maketrans(
    {"ß": "ss", "œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ø": "o", "Ø": "o", "ł": "l", "đ": "d"}
)


def source_id_from(url_or_name: str, taken: Container[str] = ()) -> str:
    """Return an id like "le-rivage" for a name ("Le Rivage") or an address ("https://www.lerivage.example/feed").

    It depends on the address alone while no other source has it; where it is `taken`, words of the path are added, and
    at last a hash, so that the order of a list changes little.
    """
    text = url_or_name.strip()
    host, path = _parts(text)
    base = _slug(host or text) or f"source-{digest(text, kind='source')[:8]}"
    candidates = [base, f"{base}-{path}"[:MAX_CHARS].rstrip("-") if path else base]
    for candidate in candidates:
        if candidate not in taken:
            return candidate
    count = 0
    while True:
        hashed = f"{base[: MAX_CHARS - 9]}-{digest(text, str(count), kind='source')[:8]}"
        if hashed not in taken:
            return hashed
        count += 1


def name_from(url: str) -> str:
    """Return what readers may call a source of which only the address is known: its host without "www." or "feeds."."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        host = ""
    return ".".join(_telling(host.split("."))) or url


def _parts(text: str) -> tuple[str, str]:
    """Return the telling part of an address's host and a slug of its path; two empty strings for a mere name."""
    if "://" not in text:
        return "", ""
    try:
        parts = urlsplit(text)
        labels = (parts.hostname or "").strip(".").split(".")
    except ValueError:
        return "", ""
    if all(label.isdigit() for label in labels) or ":" in labels[0]:  # an IP address has no telling part
        return "-".join(labels), _path_slug(parts.path, parts.query)
    labels = _telling(labels)
    if len(labels) > 1:
        labels = labels[:-1]
    if len(labels) > 1 and labels[-1] in _SECOND:
        labels = labels[:-1]
    return "-".join(labels), _path_slug(parts.path, parts.query)


def _telling(labels: list[str]) -> list[str]:
    while len(labels) > 2 and labels[0] in _SERVICE:
        labels = labels[1:]
    return labels


def _path_slug(path: str, query: str) -> str:
    words = [word for word in _slug(f"{path} {query}", most=400).split("-") if word not in _EMPTY_WORDS]
    return "-".join(words)


def _slug(text: str, most: int = MAX_CHARS) -> str:
    """Return lower-case ASCII letters and digits joined by hyphens."""
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS)).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:most].rstrip("-")
