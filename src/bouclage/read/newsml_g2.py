"""NewsML-G2: newsItem, newsMessage, and what else it wraps."""

from datetime import UTC, datetime

from lxml import etree

from bouclage.read.assemble import Parts, article
from bouclage.read.dates import parse_date
from bouclage.read.fragment import blocks_of
from bouclage.read.listing import Listing
from bouclage.read.nitf import NitfText, nitf_text
from bouclage.read.people import names_of
from bouclage.read.photos import split_credit
from bouclage.read.settings import SETTINGS
from bouclage.read.wire_item import embargo, provider_name, pub_status, refuse, signal, urgency, version
from bouclage.read.xml import flat, inner_html, local, parse_xml
from bouclage.records import Article, Block, Document, Photo, PubStatus, Refusal, RefusalReason, Source
from bouclage.text.clean import clean, clean_or_none
from bouclage.text.urls import absolute

_OTHERS = {
    "packageitem": "a package: it lists items and holds no text",
    "conceptitem": "a concept, not a text",
    "knowledgeitem": "a list of concepts, not a text",
    "planningitem": "a plan of coverage, not a text",
    "catalogitem": "a catalogue of codes, not a text",
}
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_KICKER_ROLES = ("kicker", "overline", "dachzeile", "surtitre", "occhiello", "topline", "hld:kicker")
_LEAD_ROLES = ("summary", "lead", "teaser", "abstract", "intro", "standfirst")


def read_newsml_g2(body: bytes, document: Document, source: Source) -> Listing:
    """Read every item of a NewsML-G2 document."""
    root, complaint = parse_xml(body, document.content_type)
    if root is None:
        return Listing(complaint=complaint or "cannot be read as NewsML-G2")
    base = document.final_url or document.url
    wanted = {*_OTHERS, "newsitem"} if local(root) != "newsml" else set()
    items = [node for node in root.iter() if isinstance(node.tag, str) and local(node) in wanted]
    if not items:
        kind = "NewsML 1.x is not read" if local(root) == "newsml" else f"no item in {local(root)}"
        return Listing(refusals=(refuse(base, source.id, base, RefusalReason.UNREADABLE, kind),), complaint=complaint)
    made = [_item(node, document, source) for node in items[: SETTINGS.max_items]]
    return Listing(
        articles=tuple(item for item in made if isinstance(item, Article)),
        refusals=tuple(item for item in made if isinstance(item, Refusal)),
        complaint=complaint,
    )


def _child(node: etree._Element | None, *names: str) -> etree._Element | None:
    """Follow child names, whatever their namespace."""
    for name in names:
        if node is None:
            return None
        node = next((inner for inner in node if isinstance(inner.tag, str) and local(inner) == name), None)
    return node


def _children(node: etree._Element | None, name: str) -> list[etree._Element]:
    return [inner for inner in node if isinstance(inner.tag, str) and local(inner) == name] if node is not None else []


def _code(node: etree._Element | None) -> str | None:
    return (node.get("qcode") or node.get("uri") or node.get("literal")) if node is not None else None


def _name(node: etree._Element | None) -> str | None:
    if node is None:
        return None
    return clean_or_none(flat(_child(node, "name"))) or _code(node) or clean_or_none(node.text)


def _item(node: etree._Element, document: Document, source: Source) -> Article | Refusal:
    base = document.final_url or document.url
    guid = clean(node.get("guid"))
    meta, content = _child(node, "itemmeta"), _child(node, "contentmeta")
    headlines = _children(content, "headline")
    headline = _role(headlines, ("main", ""), exclude=_KICKER_ROLES) or flat(_child(meta, "title")) or None
    if not guid:
        return refuse(
            base,
            source.id,
            base,
            RefusalReason.UNREADABLE,
            "an item without guid: it has no identity",
            headline=headline,
        )
    if (why := _OTHERS.get(local(node))) is not None:
        return refuse(guid, source.id, base, RefusalReason.UNREADABLE, why, headline=headline)
    status = pub_status(_code(_child(meta, "pubstatus")))
    kind = (_code(_child(meta, "itemclass")) or "text").rpartition(":")[2]
    lead = _role(_children(content, "description"), (*_LEAD_ROLES, ""))
    found = _text(node, headline, lead)
    headline = headline or found.headline
    if status is PubStatus.USABLE and not (found.body or (kind == "text" and lead and headline)):
        why = f"an item of class {kind}, not a text" if kind != "text" else "no text in this item"
        return refuse(guid, source.id, base, RefusalReason.UNREADABLE, why, headline=headline)
    held = _child(meta, "embargoed")
    until, unreadable = embargo(held.text or "") if held is not None else (None, None)
    byline = flat(_child(content, "by")) or found.byline or _names(content, "creator")
    notes = [note for note in _children(meta, "ednote") if not _private(note)]
    said = [note for note in notes if "closing" not in (note.get("role") or "")]
    closing = next((flat(note) for note in notes if "closing" in (note.get("role") or "")), None)
    return article(
        Parts(
            kicker=_role(headlines, _KICKER_ROLES) or found.kicker,
            headline=headline,
            lead=lead or found.lead,
            body=found.body,
            byline=byline,
            authors=names_of(byline) if byline else (),
            dateline=flat(_child(content, "dateline")) or found.dateline,
            agency=_agency(meta, content, node),
            sign_off=closing or found.sign_off,
            photo=_photo(node, base),
            published=_date(_child(meta, "firstcreated"))
            or _date(_child(content, "contentcreated"))
            or _date(_child(meta, "versioncreated")),
            updated=_date(_child(content, "contentmodified")) or _date(_child(meta, "versioncreated")),
            section=next(
                (
                    name
                    for subject in _children(content, "subject")
                    if (name := clean_or_none(flat(_child(subject, "name"))))
                ),
                None,
            ),
            keywords=tuple(word for keyword in _children(content, "keyword") if (word := flat(keyword)))[:30],
            language=_language(node, content),
            version=version(node.get("version")),
            signal=signal(*(_code(mark) for mark in _children(meta, "signal")), *(note.get("role") for note in said)),
            ed_note=" ".join(filter(None, map(flat, said))) or None,
            pub_status=status,
            embargoed=until,
            embargo_unreadable=unreadable,
            urgency=urgency(flat(_child(content, "urgency"))),
        ),
        source,
        seen=document.fetched,
        url=_url(node, meta) or (guid if guid.startswith("http") else base),
        guid=guid,
    )


def _private(note: etree._Element) -> bool:
    """Notes to editors alone hold people's telephone numbers; they are not kept."""
    marks = " ".join((note.get("pubconstraint") or "", note.get("role") or "")).lower()
    return "nonpublic" in marks or "private" in marks or "notforpub" in marks or bool(note.get("pubconstraint"))


def _role(nodes: list[etree._Element], roles: tuple[str, ...], exclude: tuple[str, ...] = ()) -> str | None:
    """Return the text of the first element with one of the roles ("" = without role), else any not excluded."""
    named = [((node.get("role") or "").rpartition(":")[2].lower(), node) for node in nodes]
    for role in roles:
        for name, node in named:
            if name == role and (found := flat(node)):
                return found
    if "" in roles:
        return next((found for name, node in named if name not in exclude and (found := flat(node))), None)
    return None


def _names(content: etree._Element | None, kind: str) -> str | None:
    found = [flat(_child(node, "name")) for node in _children(content, kind)]
    return ", ".join(name for name in found if name) or None


def _agency(meta: etree._Element | None, content: etree._Element | None, node: etree._Element) -> str | None:
    line = flat(_child(content, "creditline"))
    provider = provider_name(_name(_child(meta, "provider")))
    holder = provider_name(_name(_child(_child(node, "rightsinfo"), "copyrightholder")))
    return provider or provider_name(line) or holder


def _language(node: etree._Element, content: etree._Element | None) -> str | None:
    found = _child(content, "language")
    return (found.get("tag") if found is not None else None) or node.get(_LANG)


def _date(node: etree._Element | None) -> datetime | None:
    return parse_date(flat(node), UTC) if node is not None else None


def _url(node: etree._Element, meta: etree._Element | None) -> str | None:
    for link in _children(meta, "link"):
        if "seealso" not in (link.get("rel") or "").lower() and (found := absolute("", link.get("href"))):
            return found
    for remote in _children(_child(node, "contentset"), "remotecontent"):
        if "html" in (remote.get("contenttype") or "") and (found := absolute("", remote.get("href"))):
            return found
    return None


def _text(node: etree._Element, headline: str | None, lead: str | None) -> NitfText:
    """Return the text of an item's contents: NITF, XHTML or plain."""
    for content in _children(node, "contentset"):
        for inner in content:
            if not isinstance(inner.tag, str):
                continue
            kind = local(inner)
            if kind == "inlinexml":
                nitf = next(
                    (deep for deep in inner.iter() if isinstance(deep.tag, str) and local(deep) == "nitf"), None
                )
                found = nitf_text(nitf) if nitf is not None else NitfText(body=_xhtml(inner, headline, lead))
            elif kind == "inlinedata" and "text" in (inner.get("contenttype") or "text"):
                found = NitfText(body=blocks_of("".join(str(part) for part in inner.itertext()), drop=(headline, lead)))
            else:
                continue
            if found.body:
                return found
    return NitfText()


def _xhtml(inner: etree._Element, headline: str | None, lead: str | None) -> tuple[Block, ...]:
    if not any(isinstance(deep.tag, str) and local(deep) in {"p", "body", "div"} for deep in inner.iter()):
        return ()  # SportsML, tables of figures: no running text
    body = next((deep for deep in inner.iter() if isinstance(deep.tag, str) and local(deep) == "body"), inner)
    return blocks_of(inner_html(body), drop=(headline, lead))


def _photo(node: etree._Element, base: str) -> Photo | None:
    for remote in (deep for deep in node.iter() if isinstance(deep.tag, str) and local(deep) == "remotecontent"):
        if "image" in (remote.get("contenttype") or "") and (address := absolute(base, remote.get("href"))):
            content = _child(node, "contentmeta")
            caption, credit = split_credit(_role(_children(content, "description"), ("caption",)) or "")
            return Photo(url=address, caption=caption, credit=credit)
    return None
