"""A piece of HTML that is an article's text already (a feed's content, a wire item's body) to blocks."""

from bouclage.read.body import blocks, tidy
from bouclage.read.markup import parse, walk
from bouclage.records import Block, BlockKind
from bouclage.text.clean import letters, paragraphs


def blocks_of_html(html: str, *, drop: tuple[str | None, ...] = ()) -> tuple[Block, ...]:
    """Return the blocks of a fragment; `drop` are texts known from elsewhere (the headline) that it may repeat."""
    tree = parse(html)
    if tree.body is None:
        return ()
    known = frozenset(letters(part) for part in drop if part)
    return blocks(tidy(walk(tree.body, strict=False).pieces, drop=known))


def blocks_of_text(text: str) -> tuple[Block, ...]:
    """Return the paragraphs of a plain text as blocks."""
    return tuple(Block(kind=BlockKind.PARAGRAPH, text=part) for part in paragraphs(text))


def blocks_of(text: str | None, *, drop: tuple[str | None, ...] = ()) -> tuple[Block, ...]:
    """Return the blocks of a text that may or may not be HTML."""
    if not text or not text.strip():
        return ()
    return blocks_of_html(text, drop=drop) if "<" in text and ">" in text else blocks_of_text(text)
