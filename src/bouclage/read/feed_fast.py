"""Well-formed feeds in RSS 0.9 to 2.0, RDF and Atom, straight from the XML tree: the fast way.

Which element means what follows feedparser's conformance suite, so that both ways give one answer; a document whose
root is none of these, or that holds no items where they belong, is left to the slow way.
"""

import base64
import binascii
import re
from collections.abc import Callable, Iterator

from lxml import etree

from bouclage.read.feed_item import FeedItem
from bouclage.read.settings import SETTINGS
from bouclage.read.xml import inner_html, local

# Namespace address -> the prefix its elements are known by here; "" = the feed formats' own.
_NAMESPACES = {
    "": "",
    "http://backend.userland.com/rss2": "",
    "http://backend.userland.com/rss": "",
    "http://blogs.law.harvard.edu/tech/rss": "",
    "http://purl.org/rss/1.0/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://example.com/newformat#": "",
    "http://example.com/necho": "",
    "http://purl.org/echo/": "",
    "uri/of/echo/namespace#": "",
    "http://purl.org/pie/": "",
    "http://purl.org/atom/ns#": "",
    "http://www.w3.org/2005/atom": "",
    "http://purl.org/rss/1.0/modules/rss091#": "",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://search.yahoo.com/mrss": "media",
    "http://search.yahoo.com/mrss/": "media",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://example.com/dtds/podcast-1.0.dtd": "itunes",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://www.w3.org/1999/xhtml": "xhtml",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
}
_FIELDS = {
    "title": "title", "dc_title": "title", "media_title": "caption",
    "link": "link", "guid": "id", "id": "id", "feedburner_origlink": "original_link", "enclosure": "enclosure",
    "description": "summary", "summary": "summary", "abstract": "summary", "dc_description": "summary",
    "itunes_summary": "other_summary", "itunes_subtitle": "other_summary", "media_description": "caption",
    "content": "content", "content_encoded": "content", "fullitem": "content", "body": "content",
    "xhtml_body": "content", "xhtml_div": "content",
    "pubdate": "published", "published": "published", "issued": "published", "dcterms_issued": "published",
    "created": "created", "dcterms_created": "created",
    "updated": "updated", "modified": "updated", "dc_date": "updated", "dcterms_modified": "updated",
    "lastbuilddate": "updated",
    "author": "author", "dc_creator": "author", "dc_author": "author", "itunes_author": "author",
    "category": "tag", "keywords": "tag", "dc_subject": "tag", "media_category": "tag", "itunes_category": "tag",
    "dc_language": "language", "language": "language",
    "media_content": "picture", "media_thumbnail": "thumbnail", "media_credit": "credit", "media_group": "group",
}  # fmt: skip
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_MAILED = re.compile(r"^\s*(?:mailto:)?[^\s@<>()]+@[^\s@<>()]+\s*\(([^()]+)\)\s*$|^\s*([^<>@]+?)\s*<[^<>]+@[^<>]+>\s*$")
_ROOTS = frozenset(("rss", "rdf", "feed"))

Quick = tuple[list[FeedItem], str | None]
Names = Callable[[etree._Element], str]


def parse_quickly(data: bytes, *, recover: bool = False) -> Quick | None:
    """Return (items, language) of a well-formed feed, or None where the slow way must look.

    `recover`: of one that is not, what comes before its fault. Raise etree.XMLSyntaxError for what is not well-formed.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, encoding="utf-8",
        remove_comments=True, remove_pis=True, collect_ids=False, recover=recover,
    )  # fmt: skip
    root = etree.fromstring(data, parser)
    if root is None:
        return None
    names = _namer()
    if names(root).rpartition("_")[2] not in _ROOTS:
        return None
    atom = names(root) == "feed"
    items: list[FeedItem] = []
    channel: etree._Element | None = None
    loose: list[etree._Element] = []
    for node in root:
        name = names(node)
        if name == "channel":
            channel = node
            loose += [each for each in node if names(each) in {"item", "entry"}]
        elif name in {"item", "entry"}:
            loose.append(node)
    for node in loose[: SETTINGS.max_items]:
        items.append(_item(node, names, atom=atom))
    if not items and ((channel is None and not atom) or _has_hidden_items(root, names)):
        return None
    return items, _language(root, channel, names)


def _namer() -> Names:
    """Return a function from an element to its name with the usual prefix, in lower case: "dc_creator"."""
    known: dict[tuple[str, str | None], str] = {}

    def name(node: etree._Element) -> str:
        tag = node.tag
        if not isinstance(tag, str):
            return ""
        key = (tag, node.prefix)
        found = known.get(key)
        if found is None:
            space, _, local = tag.rpartition("}")
            space = space[1:].strip().lower()
            if "backend.userland.com/rss" in space:
                space = "http://backend.userland.com/rss"
            # a namespace nobody knows: its prefix is taken at its word ("media:content" with a mistyped address)
            prefix = _NAMESPACES.get(space, (node.prefix or "").lower())
            found = known[key] = f"{prefix}_{local.lower()}" if prefix else local.lower()
        return found

    return name


def _has_hidden_items(root: etree._Element, names: Names) -> bool:
    """Whether items stand where they do not belong."""
    return any(names(node) in {"item", "entry"} for node in root.iter())


def _language(root: etree._Element, channel: etree._Element | None, names: Names) -> str | None:
    for node in (channel, root):
        if node is None:
            continue
        if lang := node.get(_LANG):
            return lang
        for child in node:
            if names(child) in {"language", "dc_language"} and child.text and child.text.strip():
                return child.text.strip()
    return None


def _item(node: etree._Element, names: Names, *, atom: bool) -> FeedItem:
    item = FeedItem(language=node.get(_LANG) or "")
    kept: dict[str, str] = {}
    about = node.get(_ABOUT) or ""
    for child, name in _children(node, names):
        field = _FIELDS.get(name)
        if field is None:
            continue
        if field in {"title", "summary", "content"}:
            _text_field(item, child, name, field, atom=atom)
        elif field == "link":
            _link(item, child)
        elif field in {"picture", "thumbnail", "enclosure"}:
            _picture(item, child, field)
        elif field == "author":
            item.authors += _author(child, names)
        elif field == "tag":
            item.tags.append(child.get("label") or child.get("term") or _text(child))
        elif field == "id":
            item.id = _text(child)
            item.id_is_link = name == "guid" and (child.get("isPermaLink") or "true").lower() == "true"
        elif text := _text(child):
            if field in {"caption", "credit", "other_summary"}:
                kept.setdefault(field if name != "media_title" else "title", text)
            else:
                kept[field] = text
    item.id = item.id or about
    item.title = item.title or kept.get("title", "")
    item.summary = item.summary or kept.get("other_summary", "")
    item.original_link = kept.get("original_link", "")
    item.published = tuple(kept[name] for name in ("published", "created") if name in kept)
    item.updated = (kept["updated"],) if "updated" in kept else ()
    item.language = kept.get("language", item.language)
    item.caption = kept.get("caption") or kept.get("title", "")
    item.credit = kept.get("credit", "")
    item.pictures.sort(key=lambda picture: ("content", "thumbnail", "enclosure").index(picture[2]))
    return item


def _children(node: etree._Element, names: Names) -> Iterator[tuple[etree._Element, str]]:
    """Give an item's elements, those of a Media RSS group (and of its contents) among them."""
    for child in node:
        name = names(child)
        yield child, name
        if name in {"media_group", "media_content"}:
            for inner in child:
                inner_name = names(inner)
                yield inner, inner_name
                if inner_name == "media_content":
                    yield from ((deep, names(deep)) for deep in inner)


def _text(node: etree._Element) -> str:
    text = node.text or ""
    if len(node):
        text = "".join(str(part) for part in node.itertext())
    return text.strip()


def _text_field(item: FeedItem, node: etree._Element, name: str, field: str, *, atom: bool) -> None:
    value = _marked_up(node, atom=atom)
    if not value:
        return
    if not item.language and field == "title" and (lang := node.get(_LANG)):
        item.language = lang
    if field == "title":
        item.title = item.title or value
    elif field == "content":
        item.contents.append(value)
    elif field == "summary" and not item.summary:
        item.summary = value
    elif field == "summary" and not item.contents and name != "dc_description":
        item.contents.append(value)  # a second description holds the text


def _marked_up(node: etree._Element, *, atom: bool) -> str:
    """Return an element's text as markup: what is written as text is markup, what is an element is written out."""
    text = node.text or ""
    if len(node):
        inner = node
        if (
            atom
            and len(node) == 1
            and not text.strip()
            and local(node[0]) == "div"
            and not (node[0].tail or "").strip()
        ):
            inner = node[0]  # Atom wraps XHTML in one div that is not part of it
        return inner_html(inner).strip()
    if node.get("mode") == "base64" or _packed(node):
        try:
            return base64.b64decode(text.encode("ascii")).decode("utf-8").strip()
        except (binascii.Error, UnicodeError):
            return "" if _packed(node) else text.strip()  # a picture, or some other file
    return text.strip()


def _packed(node: etree._Element) -> bool:
    """Whether an element's type means that its text is base64 (RFC 4287, 4.1.3.3)."""
    kind = (node.get("type") or "").lower()
    return "/" in kind and not kind.startswith("text/") and not kind.endswith(("+xml", "/xml"))


def _link(item: FeedItem, node: etree._Element) -> None:
    href = node.get("href") or node.get("url") or node.get("uri") or _text(node)
    if href:
        item.links.append((node.get("rel") or "alternate", node.get("type") or "", href))


def _picture(item: FeedItem, node: etree._Element, field: str) -> None:
    address = node.get("url") or node.get("href") or (_text(node) if field == "thumbnail" else "")
    if address:
        kind = f"{node.get('type') or ''} {node.get('medium') or ''}"
        item.pictures.append((address, kind, "content" if field == "picture" else field))


def _author(node: etree._Element, names: Names) -> list[str]:
    """Return the name in an author: Atom's person, or RSS's address with the name in brackets."""
    if len(node):
        return [text for child in node if names(child).rpartition("_")[2] == "name" and (text := _text(child))]
    text = _text(node)
    if "@" in text and (match := _MAILED.match(text)):
        text = match[1] or match[2]
    return [text] if text else []
