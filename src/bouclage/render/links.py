"""Links: which addresses may stand on a page, and how to point at words."""

import re
from urllib.parse import quote

from bouclage.text.urls import absolute

# Allowed in an address as they are; anything else ASCII is percent-encoded, so that no address can leave its attribute
# or its line of plain text.
_UNSAFE = re.compile(r"[\x00-\x20\x7f\"<>\\^`{|}]")
_EDGE_WORDS = 5  # words that mark the beginning and the end of a longer passage; enough to be unique in an article


def safe(url: str | None) -> str | None:
    """Return an http(s) address fit for a page, or None: other schemes and broken addresses are dropped."""
    whole = absolute("", url.strip() if url else None)
    return _UNSAFE.sub(lambda match: quote(match[0]), whole) if whole else None


def to_words(url: str | None, text: str) -> str | None:
    """Return a link that opens a source at these very words, by a text fragment (WICG scroll-to-text).

    A browser that does not know fragments, or a page that changed, opens at the top.
    """
    link = safe(url)
    if link is None:
        return None
    words = text.split()
    long = len(words) > 2 * _EDGE_WORDS
    edges = [" ".join(words[:_EDGE_WORDS]), " ".join(words[-_EDGE_WORDS:])] if long else [" ".join(words)]
    # "-" and "," have a meaning of their own in a text directive
    coded = ",".join(quote(edge, safe="").replace("-", "%2D") for edge in edges)
    return f"{link}{'' if '#' in link else '#'}:~:text={coded}"


def slug(name: str) -> str:
    """Return the fragment name of a section."""
    return re.sub(r"[^0-9A-Za-z_-]", "", name) or "section"


def anchor(identity: str) -> str:
    """Return the fragment name of a story on its edition's page."""
    return "s" + re.sub(r"[^0-9A-Za-z]", "", identity)[:10]
