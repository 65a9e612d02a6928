"""XML, read safely: no entities, no network, no outside DTD, no huge trees."""

import re
from html import escape

from lxml import etree

from bouclage.read.decode import decode
from bouclage.read.prologue import without_prologue
from bouclage.text.clean import clean

_VOID = frozenset(("br", "hr", "img", "input", "wbr", "col", "source"))
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def parse_xml(body: bytes, content_type: str | None = None) -> tuple[etree._Element | None, str | None]:
    """Return (root, complaint): the root of what could be read, and one line on what was wrong."""
    decoded = decode(body, content_type)
    text, _ = without_prologue(decoded.text)
    text = _CONTROL.sub("", text)
    data = text.encode("utf-8", "replace")
    complaint = decoded.complaint
    for recover in (False, True):
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=recover, encoding="utf-8",
            remove_comments=True, remove_pis=True,
        )  # fmt: skip
        try:
            return etree.fromstring(data, parser), complaint
        except etree.XMLSyntaxError as error:
            ends = (
                error.lineno is not None
                and error.lineno >= text.count("\n") + 1
                and ("Premature end" in str(error) or "EndTag" in str(error))
            )
            complaint = complaint or (
                "truncated: the XML ends in the middle" if ends else f"not well-formed XML: {clean(str(error))[:120]}"
            )
        except ValueError:
            break
    return None, complaint


def local(node: etree._Element) -> str:
    """Return an element's name without namespace, in lower case."""
    return str(node.tag).rpartition("}")[2].lower()


def inner_html(node: etree._Element) -> str:
    """Write out what an element holds as HTML, its names without namespaces. The parser bounds the depth to 256."""
    parts: list[str] = []
    _write(node, parts)
    return "".join(parts)


def _write(node: etree._Element, parts: list[str]) -> None:
    parts.append(escape(node.text or "", quote=False))
    for child in node:
        if isinstance(child.tag, str):
            name = local(child)
            given = [(str(key).rpartition("}")[2], str(value)) for key, value in child.attrib.items()]
            attributes = "".join(f' {key}="{escape(value)}"' for key, value in given)
            parts.append(f"<{name}{attributes}>")
            if name not in _VOID:
                _write(child, parts)
                parts.append(f"</{name}>")
        parts.append(escape(child.tail or "", quote=False))


def flat(node: etree._Element | None) -> str:
    """Return all text in an element, on one line."""
    return clean("".join(str(part) for part in node.itertext())) if node is not None else ""
