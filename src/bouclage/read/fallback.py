"""The slow way to a body, for pages whose structure says nothing: trafilatura."""

import logging

from lxml import etree
from lxml.html import HTMLParser, document_fromstring

from bouclage.read.furniture import is_furniture
from bouclage.read.settings import SETTINGS
from bouclage.records import Block, BlockKind
from bouclage.text.clean import clean, letters

_KINDS = {"head": BlockKind.CROSSHEAD, "quote": BlockKind.QUOTE, "item": BlockKind.LIST}


def slow_body(html: str, *, drop: frozenset[str] = frozenset()) -> tuple[Block, ...]:
    """Return the body that trafilatura's fast mode finds; nothing where it finds none or fails."""
    # Imported here: it takes half a second, and most runs never come this way.
    from trafilatura import bare_extraction  # noqa: PLC0415

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        tree = document_fromstring(
            html.encode("utf-8", "replace")[: SETTINGS.max_bytes],
            parser=HTMLParser(encoding="utf-8", huge_tree=False, no_network=True, remove_comments=True),
        )
        found = bare_extraction(tree, fast=True, include_comments=False, include_tables=False, with_metadata=False)
    except (etree.LxmlError, ValueError, TypeError, AttributeError, RecursionError):
        return ()  # a page it cannot read has no body for us either
    body = getattr(found, "body", None)
    if body is None:
        return ()
    blocks: list[Block] = []
    for node in body.iter("p", "head", "quote", "item"):
        if node.tag in {"quote", "item"} and node.find("p") is not None:
            continue
        text = clean("".join(node.itertext()))
        if text and not is_furniture(text) and letters(text) not in drop:
            blocks.append(Block(kind=_KINDS.get(node.tag, BlockKind.PARAGRAPH), text=text))
    return tuple(blocks)
