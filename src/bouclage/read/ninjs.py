"""ninjs 1.x, 2.x and 3.x: an item, an array of items, or {"items": […]}."""

from collections.abc import Iterable
from datetime import UTC, datetime

from bouclage.read.assemble import Parts, article
from bouclage.read.dates import parse_date
from bouclage.read.fragment import blocks_of
from bouclage.read.listing import Listing
from bouclage.read.people import names_of
from bouclage.read.photos import split_credit
from bouclage.read.settings import SETTINGS
from bouclage.read.structured import Json
from bouclage.read.wire_item import embargo, provider_name, pub_status, refuse, signal, urgency, version
from bouclage.records import Article, Block, Document, Photo, PubStatus, Refusal, RefusalReason, Source
from bouclage.text.clean import clean, clean_or_none, unescape
from bouclage.text.urls import absolute

_TEXTLESS = frozenset(
    (
        "picture",
        "photo",
        "image",
        "video",
        "audio",
        "graphic",
        "animation",
        "event",
        "planning",
        "component",
        "package",
        "composite",
    )
)
_KEYS = frozenset(
    (
        "headline",
        "headlines",
        "body_xhtml",
        "body_html",
        "body_text",
        "bodies",
        "versioncreated",
        "versionCreated",
        "pubStatus",
        "pubstatus",
        "description_text",
        "descriptions",
    )
)


def is_ninjs(value: object) -> bool:
    """Whether a JSON value is a ninjs item or a list of such."""
    items = list(_items(value))
    return bool(items) and any(isinstance(item, dict) and "uri" in item for item in items[:20])


def _items(value: object) -> Iterable[object]:
    if isinstance(value, list):
        return value
    if isinstance(value, dict):
        for key in ("items", "_items", "newsItems"):
            inner = value.get(key)
            if isinstance(inner, list) and not _KEYS & set(value):
                return inner
        return (value,)
    return ()


def read_ninjs(value: object, document: Document, source: Source) -> Listing:
    """Read every item: an article, or a refusal that says why it is none."""
    articles: list[Article] = []
    refusals: list[Refusal] = []
    for number, item in enumerate(_items(value)):
        if number >= SETTINGS.max_items:
            break
        made = read_item(item, document, source)
        if isinstance(made, Refusal):
            refusals.append(made)
        else:
            articles.append(made)
    return Listing(articles=tuple(articles), refusals=tuple(refusals))


def _pick(item: Json, *names: str) -> object:
    """Return the first value under any of these names; 1.x and 2.x write them all in small letters."""
    for name in names:
        for key in (name, name.lower()):
            if item.get(key) not in (None, ""):
                return item[key]
    return None


def _string(item: Json, *names: str) -> str | None:
    value = _pick(item, *names)
    return clean_or_none(unescape(value)) if isinstance(value, str) else None


def _by_role(item: Json, plural: str, *roles: str) -> str | None:
    """Return the value with one of the roles in a 2.x/3.x list; "" stands for a value without role."""
    listed = item.get(plural)
    values = [entry for entry in listed if isinstance(entry, dict)] if isinstance(listed, list) else []
    for role in roles:
        for entry in values:
            if (
                str(entry.get("role") or "").lower() == role
                and isinstance(entry.get("value"), str)
                and entry["value"].strip()
            ):
                return str(entry["value"])
    return None


def _any(item: Json, plural: str) -> str | None:
    values = item.get(plural)
    for entry in values if isinstance(values, list) else ():
        if isinstance(entry, dict) and isinstance(entry.get("value"), str) and entry["value"].strip():
            return str(entry["value"])
    return None


def read_item(item: object, document: Document, source: Source) -> Article | Refusal:
    """Read one item."""
    base = document.final_url or document.url
    if not isinstance(item, dict):
        return refuse(base, source.id, base, RefusalReason.UNREADABLE, "not an object: no ninjs item")
    guid = _string(item, "uri")
    if guid is None:
        return refuse(
            base,
            source.id,
            base,
            RefusalReason.UNREADABLE,
            "a ninjs item without uri: it has no identity",
            headline=_string(item, "headline"),
        )
    url = absolute(base, _string(item, "url", "canonical") or _link(item)) or (
        guid if guid.startswith("http") else base
    )
    status = pub_status(_pick(item, "pubStatus"))
    headline = _headline(item)
    kind = str(item.get("type") or "text").lower()
    lead = unescape(_lead(item)) or None
    body = _body(item, headline, lead)
    if status is PubStatus.USABLE and (kind in _TEXTLESS or not (body or (headline and lead))):
        why = f"an item of type {kind}, not a text" if kind in _TEXTLESS else "no text in this item"
        if kind not in {"composite", "component"} or not body:
            return refuse(guid, source.id, url, RefusalReason.UNREADABLE, why, headline=headline)
    until, unreadable = embargo(_pick(item, "embargoedUntil", "embargoed"))
    byline = _string(item, "by", "byline")
    notes = _string(item, "edNote", "ednote")
    provider = provider_name(_provider(item))
    return article(
        Parts(
            kicker=_string(item, "kicker")
            or clean_or_none(_by_role(item, "headlines", "kicker", "drol:kicker", "overline", "topline") or ""),
            headline=headline,
            lead=lead,
            body=body,
            byline=byline,
            authors=names_of(byline) if byline else (),
            dateline=_string(item, "dateline"),
            agency=provider,
            photo=_photo(item, base),
            published=_date(item, "firstCreated", "contentCreated", "versionCreated"),
            updated=_date(item, "versionCreated"),
            section=_subject(item),
            keywords=_keywords(item),
            language=_string(item, "language"),
            version=version(item.get("version")),
            signal=signal(_pick(item, "signal", "signals"), notes if notes and len(notes) < 300 else None),
            ed_note=None if _nonpublic(item) else notes,
            pub_status=status,
            embargoed=until,
            embargo_unreadable=unreadable,
            urgency=urgency(item.get("urgency")),
        ),
        source,
        seen=document.fetched,
        url=url,
        guid=guid,
    )


def _nonpublic(item: Json) -> bool:
    """Notes to editors alone hold people's telephone numbers; they are not kept."""
    constraint = str(_pick(item, "edNoteConstraint", "pubConstraint") or "").lower()
    return (
        "nonpublic" in constraint
        or "private" in constraint
        or "not for publication" in (_string(item, "edNote") or "").lower()
    )


def _link(item: Json) -> str | None:
    """Return the item's page: a rendition that is HTML, else an alternative id that is an address."""
    renditions = item.get("renditions")
    listed = renditions.values() if isinstance(renditions, dict) else renditions if isinstance(renditions, list) else ()
    for rendition in listed:
        if isinstance(rendition, dict) and "html" in str(_pick(rendition, "contentType") or rendition.get("mimetype")):
            address = rendition.get("href")
            if isinstance(address, str):
                return address
    urls = item.get("altids") or item.get("altIds")
    if isinstance(urls, list):
        for entry in urls:
            if isinstance(entry, dict) and str(entry.get("value") or "").startswith("http"):
                return str(entry["value"])
    return None


def _headline(item: Json) -> str | None:
    found = _by_role(item, "headlines", "main", "drol:main", "headline", "", "long", "medium") or _any(
        item, "headlines"
    )
    return clean_or_none(unescape(found)) or _string(item, "headline", "title", "name")


def _lead(item: Json) -> str | None:
    found = _by_role(
        item,
        "descriptions",
        "lead",
        "summary",
        "drol:summary",
        "drol:lead",
        "teaser",
        "abstract",
        "main",
        "",
        "text",
        "plain",
        "short",
    )
    return found or _string(item, "description_text", "description_xhtml", "teaser")


def _body(item: Json, headline: str | None, lead: str | None) -> tuple[Block, ...]:
    values = item.get("bodies")
    texts = (
        [entry for entry in values if isinstance(entry, dict) and isinstance(entry.get("value"), str)]
        if isinstance(values, list)
        else []
    )
    texts.sort(
        key=lambda entry: (
            "html" not in f"{entry.get('role')}{entry.get('contentType')}{entry.get('contenttype')}".lower()
        )
    )
    candidates = [str(entry["value"]) for entry in texts]
    candidates += [
        str(item[key])
        for key in ("body_xhtml", "body_html", "article_html", "body_richtext", "body_text")
        if isinstance(item.get(key), str)
    ]
    for text in candidates:
        if found := blocks_of(text, drop=(headline, lead)):
            return found
    return ()


def _provider(item: Json) -> str | None:
    for key in (
        "provider",
        "source",
        "creditline",
        "creditLine",
        "infoSources",
        "infosource",
        "copyrightHolder",
        "copyrightholder",
    ):
        value = item.get(key)
        for entry in value if isinstance(value, list) else [value]:
            name = entry.get("name") or entry.get("literal") if isinstance(entry, dict) else entry
            if isinstance(name, str) and name.strip():
                return name
    return None


def _date(item: Json, *names: str) -> datetime | None:
    for name in names:
        if (found := parse_date(_pick(item, name), UTC)) is not None:
            return found
    return None


def _subject(item: Json) -> str | None:
    for key in ("sections", "section", "genres", "subjects", "subject"):
        if key.startswith("genre"):
            continue
        value = item.get(key)
        for entry in value if isinstance(value, list) else [value]:
            name = entry.get("name") if isinstance(entry, dict) else entry
            if isinstance(name, str) and 1 < len(name.strip()) < 80:
                return clean(name)
    return None


def _keywords(item: Json) -> tuple[str, ...]:
    value = item.get("keywords")
    if isinstance(value, str):
        value = value.split(",")
    names = (
        [entry.get("name") if isinstance(entry, dict) else entry for entry in value] if isinstance(value, list) else []
    )
    return tuple(clean(name) for name in names if isinstance(name, str) and name.strip())[:30]


def _photo(item: Json, base: str) -> Photo | None:
    linked = item.get("associations")
    values = list(linked.values()) if isinstance(linked, dict) else linked if isinstance(linked, list) else []
    for picture in values:
        if not isinstance(picture, dict) or str(picture.get("type") or "").lower() not in {"picture", "photo", "image"}:
            continue
        renditions = picture.get("renditions")
        options = (
            list(renditions.values())
            if isinstance(renditions, dict)
            else renditions
            if isinstance(renditions, list)
            else []
        )
        for rendition in options:
            address = absolute(base, str(rendition.get("href") or "")) if isinstance(rendition, dict) else None
            if address:
                caption, credit = split_credit(unescape(_lead(picture)))
                said = _string(picture, "creditline", "creditLine", "by", "byline", "copyrightHolder")
                return Photo(url=address, caption=caption, credit=said or credit)
    return None
