"""Google News sitemaps."""

from datetime import UTC

from lxml import etree

from bouclage.read.checked import check_dates
from bouclage.read.dates import parse_date
from bouclage.read.listing import Listing
from bouclage.read.settings import SETTINGS
from bouclage.read.xml import local, parse_xml
from bouclage.records import Document, Entry, Photo, Source
from bouclage.text.clean import clean, unescape
from bouclage.text.urls import absolute


def read_sitemap(body: bytes, document: Document, source: Source) -> Listing:
    """Read the entries of a news sitemap; a sitemap of sitemaps has none and says so."""
    root, complaint = parse_xml(body, document.content_type)
    if root is None:
        return Listing(complaint=complaint or "cannot be read as a sitemap")
    if local(root) == "sitemapindex":
        return Listing(complaint="an index of sitemaps, not a news sitemap: take one of the addresses in it")
    base = document.final_url or document.url
    made: list[Entry] = []
    for node in root:
        if not isinstance(node.tag, str) or local(node) != "url" or len(made) >= SETTINGS.max_items:
            continue
        entry = _entry(node, source, base)
        if entry is not None:
            made.append(entry)
    checked = check_dates(made, document.fetched)
    return Listing(entries=checked.entries, complaint=complaint or checked.complaint)


def _entry(node: etree._Element, source: Source, base: str) -> Entry | None:
    facts: dict[str, str] = {}
    image = None
    for inner in node.iter():
        if not isinstance(inner.tag, str):
            continue
        name = local(inner)
        if name == "loc" and "image" in inner.tag.partition("}")[0]:
            image = image or absolute(base, clean(inner.text))
        elif inner.text and inner.text.strip():
            facts.setdefault(name, clean(inner.text))
    url = absolute(base, facts.get("loc"))
    if url is None:
        return None
    return Entry(
        source_id=source.id,
        guid=url,
        url=url,
        headline=unescape(facts.get("title")) or None,
        published=parse_date(facts.get("publication_date"), UTC),
        updated=parse_date(facts.get("lastmod"), UTC),
        language=facts.get("language"),
        photo=Photo(url=image) if image else None,
    )
