"""RSS, RDF and Atom: the fast way where a feed is well-formed or nearly so, feedparser for the rest."""

from collections.abc import Iterable

from lxml import etree

from bouclage.read.checked import check_dates
from bouclage.read.decode import decode
from bouclage.read.feed_fast import Quick, parse_quickly
from bouclage.read.feed_item import FeedItem, entry_of
from bouclage.read.feed_slow import parse_slowly
from bouclage.read.listing import Listing
from bouclage.read.mend import last_end, last_item_end, mend
from bouclage.read.prologue import with_entities, without_prologue
from bouclage.read.settings import SETTINGS
from bouclage.records import Document, Entry, Refusal, Source
from bouclage.text.clean import clean


def read_feed(body: bytes, document: Document, source: Source) -> Listing:
    """Read a feed's entries; a broken one gives what can be saved of it and a complaint."""
    decoded = decode(body, document.content_type)
    text = with_entities(*without_prologue(decoded.text))
    base = document.final_url or document.url
    items, language, complaint = _parse(text, base)
    made: list[Entry] = []
    refusals: list[Refusal] = []
    seen: set[str] = set()
    for item in items:
        entry = entry_of(item, source, base, language)
        if isinstance(entry, Refusal):
            refusals.append(entry)
        elif entry.guid not in seen:
            seen.add(entry.guid)
            made.append(entry)
    checked = check_dates(made, document.fetched)
    return Listing(
        entries=checked.entries,
        refusals=tuple(refusals),
        complaint=decoded.complaint or complaint or checked.complaint,
    )


def _parse(text: str, base: str) -> tuple[Iterable[FeedItem], str | None, str | None]:
    """Return the items, the feed's language, and one line on what is wrong with its XML."""
    try:
        found = parse_quickly(text.encode("utf-8", "replace"))
        problem = None
    except etree.XMLSyntaxError as error:
        problem = clean(str(error))[:120]
        found = _mended(text)
    whole = problem is None or last_end(text) is not None
    if found is None and text.count("<") > SETTINGS.max_slow_tags:
        found = _recovered(text)
        if found is None:
            return (), None, f"not well-formed XML ({problem}), and too large to be read all the same"
    if found is not None:
        items, language = found
        if problem is None:
            return items, language, None
        return items, language, _said(problem, len(items), whole=whole)
    slow = parse_slowly(text, base)
    if slow.failure is not None:
        return (), None, f"cannot be read as a feed: {slow.failure}"
    complaint = None
    if not slow.is_feed:
        complaint = "not a feed: no RSS, Atom or RDF in it"
    elif slow.problem is not None:
        complaint = _said(clean(slow.problem)[:120], len(slow.items), whole=whole)
    return slow.items, slow.language, complaint


def _said(problem: str, count: int, *, whole: bool) -> str:
    if not whole:
        return f"truncated: the XML ends in the middle; {count} items could be read"
    return f"not well-formed XML ({problem}); {count} items could be read"


def _mended(text: str) -> Quick | None:
    """Read a feed once the usual faults are mended; of one that breaks off, the items that are whole."""
    mended = mend(text)
    try:
        return parse_quickly(mended.encode("utf-8", "replace"))
    except etree.XMLSyntaxError:
        return _recovered(mended) if last_end(text) is None else None


def _recovered(text: str) -> Quick | None:
    """Read the items of a feed up to the last that is whole: half a headline or half an address is worse than none."""
    end = last_item_end(text)
    if end is None:
        return None
    try:
        return parse_quickly(text[:end].encode("utf-8", "replace"), recover=True)
    except etree.XMLSyntaxError:
        return None
