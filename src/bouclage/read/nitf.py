"""NITF, alone or inside NewsML-G2."""

from dataclasses import dataclass
from datetime import UTC

from lxml import etree

from bouclage.read.assemble import Parts, article
from bouclage.read.dates import parse_date
from bouclage.read.listing import Listing
from bouclage.read.people import names_of
from bouclage.read.photos import bare_credit
from bouclage.read.wire_item import embargo, provider_name, pub_status, refuse, signal, urgency, version
from bouclage.read.xml import flat, local, parse_xml
from bouclage.records import Block, BlockKind, Document, Photo, PubStatus, RefusalReason, Source
from bouclage.text.clean import clean, clean_or_none
from bouclage.text.urls import absolute

_KINDS = {
    "p": BlockKind.PARAGRAPH,
    "hl2": BlockKind.CROSSHEAD,
    "li": BlockKind.LIST,
    "h2": BlockKind.CROSSHEAD,
    "h3": BlockKind.CROSSHEAD,
    "bq": BlockKind.QUOTE,
    "blockquote": BlockKind.QUOTE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NitfText:
    """The parts of a NITF body."""

    kicker: str | None = None
    headline: str | None = None
    lead: str | None = None
    body: tuple[Block, ...] = ()
    byline: str | None = None
    dateline: str | None = None
    sign_off: str | None = None


def _all(node: etree._Element, name: str) -> list[etree._Element]:
    return [inner for inner in node.iter() if isinstance(inner.tag, str) and local(inner) == name]


def _one(node: etree._Element | None, *names: str) -> etree._Element | None:
    for name in names:
        if node is None:
            return None
        node = next(iter(_all(node, name)), None)
    return node


def nitf_text(root: etree._Element) -> NitfText:
    """Take the parts of a body out of a <nitf> element."""
    head, content, end = _one(root, "body.head"), _one(root, "body.content"), _one(root, "body.end")
    hedline = _one(head, "hedline")
    headline = flat(_one(hedline, "hl1")) or None
    kicker = None
    if hedline is not None:
        first = next((inner for inner in hedline if isinstance(inner.tag, str)), None)
        if first is not None and local(first) == "hl2" and headline:
            kicker = flat(first) or None  # a second line above the first is a kicker
    lead = flat(_one(head, "abstract")) or None
    blocks: list[Block] = []
    for node in content.iter() if content is not None else ():
        kind = _KINDS.get(local(node)) if isinstance(node.tag, str) else None
        if kind is None or any(
            isinstance(up.tag, str) and local(up) in {"media", "table", "bq", "blockquote", "li"}
            for up in node.iterancestors()
        ):
            continue
        text = flat(node)
        if not text:
            continue
        if lead is None and not blocks and (node.get("lede") or "") == "true":
            lead = text
            continue
        blocks.append(Block(kind=kind, text=text))
    byline = " ".join(filter(None, (clean(flat(node)) for node in _all(head, "byline")))) if head is not None else ""
    return NitfText(
        kicker=kicker,
        headline=headline,
        lead=lead,
        body=tuple(blocks),
        byline=byline or None,
        dateline=flat(_one(head, "dateline")) or None,
        sign_off=flat(_one(end, "tagline")) or None,
    )


def read_nitf(body: bytes, document: Document, source: Source) -> Listing:
    """Read a NITF document."""
    root, complaint = parse_xml(body, document.content_type)
    base = document.final_url or document.url
    if root is None:
        return Listing(complaint=complaint or "cannot be read as NITF")
    found = nitf_text(root)
    data = _one(root, "docdata")
    identity = _one(data, "doc-id")
    guid = clean(identity.get("id-string")) if identity is not None else ""
    guid = guid or clean_or_none(root.get("uno")) or base
    status = pub_status(data.get("management-status") if data is not None else None)
    if status is PubStatus.USABLE and not (found.body or (found.headline and found.lead)):
        refusal = refuse(
            guid, source.id, base, RefusalReason.UNREADABLE, "no text in this item", headline=found.headline
        )
        return Listing(refusals=(refusal,), complaint=complaint)

    def norm(name: str) -> str | None:
        node = _one(data, name)
        return (node.get("norm") or flat(node)) if node is not None else None

    held = data is not None and data.get("management-status") == "embargoed"
    until, unreadable = embargo(norm("date.release") or "") if held else (None, None)
    if held:
        status = PubStatus.USABLE
    key, urgent, notes = _one(data, "du-key"), _one(data, "urgency"), _all(data, "ed-msg") if data is not None else []
    made = article(
        Parts(
            kicker=found.kicker,
            headline=found.headline or flat(_one(root, "title")) or None,
            lead=found.lead,
            body=found.body,
            byline=found.byline,
            authors=names_of(found.byline) if found.byline else (),
            dateline=found.dateline,
            agency=provider_name(identity.get("regsrc") if identity is not None else None),
            sign_off=found.sign_off,
            photo=_photo(root, base),
            published=parse_date(norm("date.issue") or norm("date.release"), UTC),
            version=version(key.get("version") if key is not None else None),
            urgency=urgency(urgent.get("ed-urg") if urgent is not None else None),
            signal=signal("correction" if _one(data, "correction") is not None else None),
            ed_note=" ".join(
                clean(note.get("info")) for note in notes if (note.get("msg-type") or "").lower() in {"", "public"}
            )
            or None,
            pub_status=status,
            embargoed=until,
            embargo_unreadable=unreadable,
            language=root.get("{http://www.w3.org/XML/1998/namespace}lang"),
        ),
        source,
        seen=document.fetched,
        url=guid if guid.startswith("http") else base,
        guid=guid,
    )
    return Listing(articles=(made,), complaint=complaint)


def _photo(root: etree._Element, base: str) -> Photo | None:
    for media in _all(root, "media"):
        reference = _one(media, "media-reference")
        address = absolute(base, reference.get("source")) if reference is not None else None
        if address and (media.get("media-type") or "image") == "image":
            credit = flat(_one(media, "media-producer"))
            return Photo(
                url=address,
                caption=flat(_one(media, "media-caption")) or None,
                credit=bare_credit(credit) if credit else None,
            )
    return None
