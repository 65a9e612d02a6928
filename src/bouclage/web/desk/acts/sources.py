"""Sources: looked at before they are added, added, changed, taken out."""

import asyncio
from dataclasses import dataclass, replace

from bouclage.errors import DeskError
from bouclage.fetch import Fetcher
from bouclage.read import read_source
from bouclage.records import Rights, Source, SourceKind, TextRight, User
from bouclage.sources import discover, name_from, parse_opml, source_id_from, to_opml
from bouclage.store import Store
from bouclage.web.desk.house import House

_FEED_MARKS = (b"<rss", b"<feed", b"<rdf:RDF", b"<urlset", b"<newsMessage", b"<newsItem", b"<nitf", b"jsonfeed.org")


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What stands at an address."""

    url: str  # what would be polled
    kind: SourceKind
    name: str
    headlines: tuple[str, ...]  # of its newest items
    others: tuple[str, ...]  # more feeds the page announces
    complaint: str | None  # what is wrong with it


def look(house: House, url: str) -> Looked:
    """Visit an address and say what would be read there; nothing is kept. Raises FetchError, DeskError."""
    return asyncio.run(_look(house, _address(url)))


async def _look(house: House, url: str) -> Looked:
    async with Fetcher(house.config.fetch, clock=house.clock) as fetcher:
        document = await fetcher.get("new", url, kind="feed")
        others: tuple[str, ...] = ()
        kind = SourceKind.FEED
        if not any(mark in document.body[:4000] for mark in _FEED_MARKS):
            announced = discover(document.body, document.final_url)
            if announced:
                url, others = announced[0], announced[1:]
                document = await fetcher.get("new", url, kind="feed")
            else:
                kind = SourceKind.PAGES
    source = Source(id="new", name=name_from(url), url=url, kind=kind)
    listing = read_source(document, source)
    titles = [one.headline or one.url or "" for one in listing.entries]
    titles += [one.headline or one.url for one in listing.articles]
    shown = tuple(title for title in (*titles, *listing.links) if title)[:8]
    return Looked(url=url, kind=kind, name=source.name, headlines=shown, others=others, complaint=listing.complaint)


def add(
    house: House,
    user: User,
    url: str,
    *,
    name: str = "",
    kind: SourceKind = SourceKind.FEED,
    section: str = "",
    language: str = "",
) -> Source:
    """Add a source. Raises SourceExistsError where it is known already."""
    url = _address(url)
    with house.store.read() as tx:
        taken = {one.id for one in tx.sources.all()}
    source = Source(
        id=source_id_from(url, taken),
        name=_short(name) or name_from(url),
        url=url,
        kind=kind,
        section=_short(section) or None,
        language=_short(language) or None,
    )
    with house.doing(user.name, "source.add", source.id, url) as tx:
        tx.sources.add(source)
    return source


def add_list(house: House, user: User, data: bytes) -> tuple[int, int]:
    """Add the sources of an OPML list; return how many were added and how many were known. Raises ReadError."""
    found = parse_opml(data)
    return add_all(house, user.name, found)


def add_all(house: House, by: str, found: tuple[Source, ...]) -> tuple[int, int]:
    """Add those sources that are not known; return how many were new, and how many known."""
    added = 0
    with house.doing(by, "source.import", f"{len(found)} sources") as tx:
        for source in found:
            if tx.sources.find(source.id) is None and tx.sources.find(source.url) is None:
                tx.sources.add(source)
                added += 1
    return added, len(found) - added


def change(house: House, user: User, source_id: str, given: dict[str, str]) -> Source:
    """Change what is set for a source: name, section, language, weight and rights. Raises SourceNotFoundError."""
    with house.store.read() as tx:
        before = tx.sources.get(source_id)
    try:
        rights = Rights(
            text=TextRight(given.get("text", before.rights.text.value)),
            excerpt_chars=_between(given.get("excerpt_chars", str(before.rights.excerpt_chars)), 0, 100_000),
            photo=given.get("photo", "yes" if before.rights.photo else "no") == "yes",
            expires_days=before.rights.expires_days,
        )
        weight = float(given.get("weight", before.weight))
    except ValueError as error:
        raise DeskError(str(error), word="bad_value") from error
    if not 0 < weight <= 10:
        raise DeskError("a weight is above 0 and at most 10", word="bad_value")
    made = replace(
        before,
        name=_short(given.get("name", before.name)) or before.name,
        section=_short(given.get("section", before.section or "")) or None,
        language=_short(given.get("language", before.language or "")) or None,
        weight=weight,
        agency=given.get("agency", "yes" if before.agency else "no") == "yes",
        rights=rights,
    )
    with house.doing(user.name, "source.change", source_id, _changed(before, made)) as tx:
        tx.sources.replace(made)
    return made


def remove(house: House, user: User, source_id: str) -> None:
    """Take a source out of the catalogue; what was read from it stays. Raises SourceNotFoundError."""
    with house.doing(user.name, "source.remove", source_id) as tx:
        tx.sources.remove(source_id)


def as_list(store: Store) -> bytes:
    """Return the catalogue as OPML."""
    with store.read() as tx:
        return to_opml(tx.sources.all())


def _changed(before: Source, after: Source) -> str:
    names = ("name", "section", "language", "weight", "agency", "rights")
    return ", ".join(name for name in names if getattr(before, name) != getattr(after, name)) or "nothing"


def _address(text: str) -> str:
    text = text.strip()
    if text and "://" not in text:
        text = f"https://{text}"
    if not text or len(text) > 2000 or not text.isprintable() or " " in text:
        raise DeskError("not an address of the web", word="bad_address")
    if not text.lower().startswith(("http://", "https://")):
        raise DeskError("only http and https are read", word="bad_address")
    return text


def _short(text: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())[:200]


def _between(text: str, least: int, most: int) -> int:
    number = int(text)
    if not least <= number <= most:
        raise ValueError(f"between {least} and {most}, not {number}")
    return number
