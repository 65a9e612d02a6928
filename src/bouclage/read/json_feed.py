"""JSON Feed 1.0 and 1.1."""

from datetime import UTC

from bouclage.read.checked import check_dates
from bouclage.read.dates import parse_date
from bouclage.read.listing import Listing
from bouclage.read.people import names_of
from bouclage.read.settings import SETTINGS
from bouclage.read.structured import Json
from bouclage.records import Document, Entry, Photo, Refusal, RefusalReason, Source, item_id
from bouclage.text.clean import clean, unescape
from bouclage.text.urls import absolute


def is_json_feed(value: object) -> bool:
    """Whether a JSON value is a JSON Feed."""
    if not isinstance(value, dict):
        return False
    version = value.get("version")
    named = isinstance(version, str) and "jsonfeed.org" in version
    return named or (isinstance(value.get("items"), list) and ("home_page_url" in value or "feed_url" in value))


def read_json_feed(value: Json, document: Document, source: Source) -> Listing:
    """Read a feed's entries."""
    base = document.final_url or document.url
    language = value.get("language")
    made: list[Entry] = []
    refusals: list[Refusal] = []
    items = value.get("items")
    for item in items[: SETTINGS.max_items] if isinstance(items, list) else ():
        entry = (
            _entry(item, source, base, language if isinstance(language, str) else None)
            if isinstance(item, dict)
            else None
        )
        if entry is not None:
            made.append(entry)
            continue
        refusals.append(
            Refusal(
                item=item_id(source.id, base), source_id=source.id, url=base, reason=RefusalReason.EMPTY,
                detail="an item of the feed has no id, no title and no text",
            )
        )  # fmt: skip
    checked = check_dates(made, document.fetched)
    complaint = None if isinstance(items, list) else "a JSON Feed without a list of items"
    return Listing(entries=checked.entries, refusals=tuple(refusals), complaint=complaint or checked.complaint)


def _entry(item: Json, source: Source, base: str, language: str | None) -> Entry | None:
    def string(*keys: str) -> str | None:
        return next((value for key in keys if isinstance(value := item.get(key), str) and value.strip()), None)

    url = absolute(base, string("url", "external_url"))
    identity = item.get("id")
    guid = clean(str(identity)) if isinstance(identity, str | int | float) else url
    headline = unescape(string("title")) or None
    content = string("content_html")
    if content is None and (plain := string("content_text")):
        content = "".join(f"<p>{_escape(part)}</p>" for part in plain.split("\n") if part.strip())
    lead = unescape(string("summary")) or None
    if not guid or not (headline or content or lead or url):
        return None
    authors = item.get("authors") if isinstance(item.get("authors"), list) else [item.get("author")]
    names = [author.get("name") for author in authors if isinstance(author, dict)] if isinstance(authors, list) else []
    image = absolute(base, string("image", "banner_image"))
    tags = item.get("tags")
    return Entry(
        source_id=source.id,
        guid=guid,
        url=url,
        headline=headline,
        lead=lead,
        body_html=content,
        published=parse_date(item.get("date_published"), UTC),
        updated=parse_date(item.get("date_modified"), UTC),
        authors=tuple(name for line in names if isinstance(line, str) for name in names_of(unescape(line))),
        section=next((clean(tag) for tag in tags if isinstance(tag, str) and tag.strip()), None)
        if isinstance(tags, list)
        else None,
        language=string("language") or language,
        photo=Photo(url=image) if image else None,
    )


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
