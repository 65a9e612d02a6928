"""What stands around a headline: the elements before and after it, nearest first, as far as they are its article's."""

from collections.abc import Iterator

from selectolax.lexbor import LexborNode

_EDGES = frozenset(("article", "main", "body"))  # what stands outside these is another thing
_NOT_TEXT = frozenset(("script", "style", "noscript", "svg", "template", "form"))


def before(node: LexborNode, *, most: int, levels: int = 4) -> Iterator[LexborNode]:
    """Elements that stand before a headline in the boxes around it, nearest first."""
    at: LexborNode | None = node
    seen = 0
    for _ in range(levels):
        if at is None or at.tag in _EDGES:
            return
        sibling = at.prev
        while sibling is not None and seen < most:
            if sibling.is_element_node and sibling.tag not in _NOT_TEXT:
                seen += 1
                yield sibling
            sibling = sibling.prev
        at = at.parent


def after(node: LexborNode, *, most: int) -> Iterator[LexborNode]:
    """Elements that follow a headline in the boxes around it, in order; each is given whole, not its children."""
    at: LexborNode | None = node
    seen = 0
    while at is not None and at.tag not in _EDGES and seen < most:
        following = at.next
        if following is None:
            at = at.parent
            continue
        at = following
        if at.is_element_node and at.tag not in _NOT_TEXT:
            seen += 1
            yield at
