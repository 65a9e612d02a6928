"""OPML: lists of feeds, in from anywhere and out for anywhere."""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar
from urllib.parse import urlsplit

from lxml import etree

from bouclage.errors import ReadError
from bouclage.records import Rights, Source, SourceKind, TextRight
from bouclage.sources.identity import name_from, source_id_from
from bouclage.sources.settings import DEFAULTS

NAMESPACE = "urn:bouclage:opml"  # our own attributes: what OPML has no word for
SEPARATOR = " | "  # between nested categories in one section's name
MAX_NAME = 200

# An ampersand that begins none of XML's own references: very common in addresses, and what a hostile entity needs.
_BARE_AMPERSAND = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});)")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

Number = TypeVar("Number", int, None)


def parse_opml(data: bytes, *, origin: str = "OPML") -> tuple[Source, ...]:
    """Return the feeds of an OPML list in its order, each address once; nested categories become the section.

    `origin` names the list in errors. Outlines without a web address are passed over.

    Raises
    ------
    ReadError
        Too large, not OPML, or it declares entities.
    """
    if len(data) > DEFAULTS.opml_bytes:
        raise ReadError(f"an OPML list over {DEFAULTS.opml_bytes} bytes", url=origin)
    body = _root(data, origin).find("{*}body")
    if body is None:
        raise ReadError("an OPML list without a body", url=origin)
    list_ = _Catalogue()
    for attributes, section in _outlines(body):
        list_.add(attributes, section)
    return tuple(list_.sources)


def to_opml(sources: Iterable[Source], *, title: str = "Bouclage") -> bytes:
    """Return `sources` as OPML 2.0, one category a section; reading it again gives the same sources.

    Folders of this machine are left out: their paths mean nothing elsewhere.
    """
    root = etree.Element("opml", {"version": "2.0"}, nsmap={"b": NAMESPACE})
    etree.SubElement(etree.SubElement(root, "head"), "title").text = _xml_text(title)
    body = etree.SubElement(root, "body")
    categories: dict[str, etree._Element] = {}
    for source in sources:
        if source.kind is SourceKind.FOLDER:
            continue
        parent = body
        if source.section:
            section = _xml_text(source.section)
            if section not in categories:
                categories[section] = etree.SubElement(body, "outline", {"text": section})
            parent = categories[section]
        etree.SubElement(parent, "outline", _attributes(source))
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)


def _root(data: bytes, origin: str) -> etree._Element:
    data = data.lstrip(b" \t\r\n")
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")):  # in UTF-16 an ampersand is two bytes
        data = _BARE_AMPERSAND.sub(b"&amp;", data)
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, recover=True, remove_comments=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ReadError(f"not an OPML list ({error.msg})", url=origin) from error
    if root is None or _local(root) != "opml":
        raise ReadError("not an OPML list", url=origin)
    dtd: Any = root.getroottree().docinfo.internalDTD
    if dtd is not None and dtd.entities():
        raise ReadError("an OPML list that declares entities, which are not accepted", url=origin)
    return root


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2].casefold()


def _outlines(body: etree._Element) -> Iterator[tuple[dict[str, str], str | None]]:
    """Give every outline's attributes (names in lower case) with the categories it stands under."""
    stack: list[tuple[etree._Element, tuple[str, ...]]] = [(child, ()) for child in reversed(body)]
    while stack:
        element, path = stack.pop()
        if not isinstance(element.tag, str) or _local(element) != "outline":
            continue
        attributes = {str(name).casefold(): str(value).strip() for name, value in element.attrib.items()}
        yield attributes, SEPARATOR.join(path)[:MAX_NAME] or None
        name = _name(attributes)
        inner = path if "xmlurl" in attributes or not name else (*path, name)
        stack.extend((child, inner) for child in reversed(element))


@dataclass(slots=True)
class _Catalogue:
    """Sources found so far."""

    sources: list[Source] = field(default_factory=list)
    _urls: set[str] = field(default_factory=set)
    _ids: set[str] = field(default_factory=set)

    def add(self, attributes: dict[str, str], section: str | None) -> None:
        """Take one outline, unless it is no feed or its address is known already."""
        url = _web_url(attributes.get("xmlurl", ""))
        if url is None or _same(url) in self._urls:
            return
        name = _name(attributes)
        if not name or "://" in name:
            name = name_from(url)
        wanted = _own(attributes, "id")
        if not _ID.fullmatch(wanted) or wanted in self._ids or len(wanted) > MAX_NAME:
            wanted = source_id_from(url, self._ids)
        language = attributes.get("language", "")
        plain = Source(
            id=wanted,
            name=name,
            url=url,
            section=section,
            language=language if _LANGUAGE.fullmatch(language) else None,
        )
        self.sources.append(_with_own(plain, attributes))
        self._urls.add(_same(url))
        self._ids.add(wanted)


def _name(attributes: dict[str, str]) -> str:
    text = html.unescape(attributes.get("title") or attributes.get("text") or "")
    return " ".join(text.split())[:MAX_NAME]


def _web_url(text: str) -> str | None:
    """Return an http(s) address, "feed:" undone, or None."""
    text = text.strip().replace("&amp;", "&")  # escaped twice; no other reference is undone: "&copy=1" is a query
    if text[:5].casefold() == "feed:":
        text = text[5:]
        text = f"http:{text}" if text.startswith("//") else text
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.username is None
    except ValueError:
        return None
    return text if usable and not re.search(r"\s", text) else None


def _same(url: str) -> str:
    """Return what two addresses of one feed share: scheme, "www." and a last slash do not tell them apart."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    port = "" if ":" not in parts.netloc.rpartition("]")[2] else parts.netloc.rpartition(":")[2]
    return f"{host}:{port}{parts.path.rstrip('/')}?{parts.query}"


def _own(attributes: dict[str, str], name: str) -> str:
    return attributes.get(f"{{{NAMESPACE}}}{name}".casefold(), "")


def _with_own(source: Source, attributes: dict[str, str]) -> Source:
    """Return `source` with what our own attributes say, where they say something possible."""
    kind = _own(attributes, "kind")
    text = _own(attributes, "text")
    rights = Rights(
        text=TextRight(text) if text in {right.value for right in TextRight} else Rights().text,
        excerpt_chars=_whole(_own(attributes, "excerpt"), Rights().excerpt_chars, 0, 100_000),
        photo=_own(attributes, "photo") == "true",
        tdm=_own(attributes, "tdm") == "true",
        expires_days=_whole(_own(attributes, "expires"), None, 1, 100_000),
    )
    return replace(
        source,
        kind=SourceKind.PAGES if kind == SourceKind.PAGES.value else SourceKind.FEED,
        agency=_own(attributes, "agency") == "true",
        weight=_weight(_own(attributes, "weight")),
        interval_s=_whole(_own(attributes, "interval"), source.interval_s, 60, 31 * 86_400),
        fetch_pages=_own(attributes, "pages") != "false",
        rights=rights,
    )


def _whole(text: str, default: Number, least: int, most: int) -> int | Number:
    if not re.fullmatch(r"[0-9]{1,9}", text):
        return default
    return min(max(int(text), least), most)


def _weight(text: str) -> float:
    return min(float(text), 100.0) if re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,6})?", text) else 1.0


def _attributes(source: Source) -> dict[str, str]:
    rights, usual = source.rights, Rights()
    own = {
        "id": source.id,
        "kind": source.kind.value if source.kind is not SourceKind.FEED else None,
        "agency": "true" if source.agency else None,
        "weight": str(source.weight) if source.weight != 1.0 else None,
        "interval": str(source.interval_s) if source.interval_s != 900 else None,
        "pages": None if source.fetch_pages else "false",
        "text": rights.text.value if rights.text != usual.text else None,
        "excerpt": str(rights.excerpt_chars) if rights.excerpt_chars != usual.excerpt_chars else None,
        "photo": "true" if rights.photo else None,
        "tdm": "true" if rights.tdm else None,
        "expires": str(rights.expires_days) if rights.expires_days is not None else None,
    }
    given = {"type": "rss", "text": source.name, "title": source.name, "xmlUrl": source.url}
    if source.language:
        given["language"] = source.language
    given |= {f"{{{NAMESPACE}}}{name}": value for name, value in own.items() if value is not None}
    return {name: _xml_text(value) for name, value in given.items()}


def _xml_text(text: str) -> str:
    """Return `text` without the characters XML cannot hold."""
    return re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)
