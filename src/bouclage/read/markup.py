"""HTML to pieces: one walk over a tree that turns it into the texts a reader would see as blocks."""

import re
from dataclasses import dataclass, field
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bouclage.read.roles import role_of_text
from bouclage.read.settings import SETTINGS
from bouclage.text.clean import clean

SKIP: Final = frozenset(
    """
    script style noscript template svg button input select textarea iframe nav footer aside figure figcaption
    audio video object embed canvas dialog menu map picture time-zone option label head link meta source math
    amp-ad amp-social-share amp-iframe amp-embed amp-carousel
    """.split()  # noqa: SIM905 -- a list of words reads as words
)
BLOCK: Final = frozenset(
    """
    html body address article blockquote center dd details div dl dt fieldset form h1 h2 h3 h4 h5 h6 header
    hgroup hr li main ol p pre section summary table tbody tfoot thead tr ul
    """.split()  # noqa: SIM905 -- a list of words reads as words
)
HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_RUNNING: Final = 450  # characters in paragraphs from which an element holds running text
_SHARE: Final = 0.2  # share of a page's paragraphs that its running text has at least
_PARAGRAPHS: Final = 40  # paragraphs looked at in one element
_SENTENCES: Final = 160  # characters from which a paragraph is one whatever it is called
_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*)(?:[^<>]{0,4000}>)?")
# Elements that have no end or that end where the next begins: they do not add up to depth.
_UNCLOSED: Final = frozenset(
    """
    area base br col embed hr img input link meta param source track wbr p li td tr th dt dd option
    """.split()  # noqa: SIM905 -- a list of words reads as words
)
_FRAMES: Final = frozenset(("body", "html", "main", "article", "blockquote"))  # never left out for their names
# Taken off the page, or said to screen readers alone: ", opens new tab" behind a link.
_UNSEEN: Final = re.compile(r"display\s*:\s*none|clip\s*:\s*rect\(\s*[01](?:px)?[\s,]", re.IGNORECASE)
_EMPHASIS: Final = frozenset(("b", "strong"))


@dataclass(slots=True)
class Piece:
    """One block of text as it stands on the page."""

    tag: str  # the block element it stands in: "p", "h2", "li", "div", "blockquote", ...
    text: str
    link_chars: int  # how many of its characters are link texts
    strong_chars: int
    path: tuple[int, ...]  # ids of the elements around it, outermost first
    tags: tuple[str, ...]  # their tags
    labels: tuple[str, ...]  # their class words
    label: str  # class words of the block element
    row: int  # place in the walk

    @property
    def link_share(self) -> float:
        """How much of the text is links, 0 to 1."""
        return self.link_chars / max(1, len(self.text))


@dataclass(slots=True)
class _Open:
    """A block of text being gathered."""

    parts: list[str] = field(default_factory=list)
    link_chars: int = 0
    strong_chars: int = 0


@dataclass(slots=True)
class Walk:
    """All pieces of a tree in order, and what the elements around them are called."""

    pieces: list[Piece] = field(default_factory=list)
    labels: dict[int, str] = field(default_factory=dict)  # element id → its class words
    marked: dict[int, str] = field(default_factory=dict)  # element id → "articleBody" where marked up as such


def parse(html: str) -> LexborHTMLParser:
    """Parse HTML as a browser would; nothing is fetched, no entity is expanded beyond HTML's own."""
    data = html.encode("utf-8", "replace")[: SETTINGS.max_bytes]
    if data.count(b"<") - 2 * data.count(b"</") >= SETTINGS.max_open:
        data = _shallow(html).encode("utf-8", "replace")[: SETTINGS.max_bytes]
    return LexborHTMLParser(data)


def _shallow(html: str) -> str:
    """Drop the opening tags beyond a depth no page has: parsing takes time in the square of it."""
    depth = 0

    def keep(match: re.Match[str]) -> str:
        nonlocal depth
        if match[1]:
            depth = max(0, depth - 1)
        elif match[2].lower() not in _UNCLOSED:
            depth += 1
            if depth > SETTINGS.max_open:
                return ""
        return match[0]

    return _TAG.sub(keep, html)


def text_of(node: LexborNode | None) -> str:
    """Return an element's text on one line; scripts and styles in it left out."""
    if node is None or (only := node.first_child) is None:
        return ""
    if only.is_text_node and only.next is None:
        return clean(only.text_content)
    if node.css_first("script, style, noscript, svg, button, [hidden]") is None:
        return clean(node.text(separator=" ") if node.css_first("br, p, div, span") else node.text())
    parts = [
        child.text_content or ""
        for child in node.traverse(include_text=True)
        if child.is_text_node
        and (child.parent is None or child.parent.tag not in {"script", "style", "noscript", "button"})
        and (child.parent is None or child.parent.mem_id == node.mem_id or "hidden" not in child.parent.attributes)
    ]
    return clean(" ".join(parts))


def _in_sentence(node: LexborNode) -> bool:
    """Whether an inline element stands between words: a link to a topic's page, not a box."""
    return all(
        beside is not None and beside.is_text_node and bool((beside.text_content or "").strip())
        for beside in (node.prev, node.next)
    )


def _furniture_names(label: str) -> list[str]:
    return [name for name in label.split() if role_of_text(name).furniture]


def _runs(node: LexborNode, least: float) -> bool:
    """Whether an element holds running text after all: a wrapper named after the paywall or the adverts in it."""
    size = 0
    for paragraph in node.css("p")[:_PARAGRAPHS]:
        size += len(paragraph.text()) if paragraph.css_first("a") is None else len(paragraph.text()) // 2
        if size > least:
            return True
    return False


class _Walker:
    """The walk itself: iterative, so that no nesting can exhaust the stack."""

    def __init__(self, root: LexborNode, keep: frozenset[int], *, strict: bool, soft: bool) -> None:
        self.walk = Walk()
        self.keep = keep
        self.strict = strict
        self.soft = soft
        self.root = root
        self.layout: tuple[str, ...] = ()
        self.least: float | None = None
        self.path: list[int] = []  # ids of the block elements around, with their tags and class words beside
        self.tags: list[str] = []
        self.labels: list[str] = []
        self.open = _Open()
        self.links = 0
        self.strongs = 0
        self.breaks = 0

    def run(self) -> Walk:
        root = self.root
        node: LexborNode | None = root
        visited = 0
        while node is not None and visited < SETTINGS.max_nodes:
            visited += 1
            entered = False
            if node.is_text_node:
                self._text(node.text_content or "")
            elif node.is_element_node:
                entered = self._enter(node)
            if entered and (child := node.first_child) is not None:
                node = child
                continue
            if entered:
                self._leave(node)
            while node is not None:
                if node.mem_id == root.mem_id:
                    node = None
                    break
                following = node.next
                if following is not None:
                    node = following
                    break
                node = node.parent
                if node is not None:
                    self._leave(node)
        self._flush()
        return self.walk

    def _text(self, text: str) -> None:
        if not text or (not self.open.parts and text.isspace()):
            return
        if self.breaks and not text.isspace():
            if self.breaks > 1:
                self._flush()
            self.breaks = 0
        self.open.parts.append(text)
        if self.links or self.strongs:
            size = len(text.strip())
            self.open.link_chars += size if self.links else 0
            self.open.strong_chars += size if self.strongs else 0

    def _enter(self, node: LexborNode) -> bool:
        tag = node.tag or ""
        if tag == "br":
            self.breaks += 1
            self.open.parts.append(" ")
            return False
        attributes = node.attributes
        label = ""
        if attributes:
            label = " ".join([value for key in ("class", "id", "data-testid") if (value := attributes.get(key))])
        me = node.mem_id
        if me in self.keep:
            if tag not in _FRAMES and role_of_text(label).furniture:
                self._cleared(label)
        elif self._skipped(node, tag, label, attributes):
            return False
        block = tag in BLOCK or "-" in tag  # elements a site made up are boxes
        if block:
            self._flush()
            self.walk.labels[me] = label
            if len(self.path) < SETTINGS.max_depth:
                self.path.append(me)
                self.tags.append(tag)
                self.labels.append(label)
            if attributes.get("itemprop") == "articleBody" or attributes.get("property") == "articleBody":
                self.walk.marked[me] = "articleBody"
        elif tag in {"td", "th"}:
            self.open.parts.append(" ")  # a table's row is read as one line
        elif tag == "a":
            self.links += 1
        elif tag in _EMPHASIS:
            self.strongs += 1
        return True

    def _skipped(self, node: LexborNode, tag: str, label: str, attributes: dict[str, str | None]) -> bool:
        if tag in SKIP:
            return True
        if not self.strict or not attributes:
            return False
        if "hidden" in attributes or attributes.get("aria-hidden") == "true":
            return True
        style = attributes.get("style")
        if style and _UNSEEN.search(style):
            return True
        if "newsletter" in (attributes.get("aria-label") or "").lower() and not _runs(node, self._least()):
            return True
        if not label or tag in _FRAMES:
            return False
        role = role_of_text(label)
        if not role.furniture or role.hard or not self.soft:
            return role.hard
        if tag not in BLOCK and _in_sentence(node):
            return False
        if tag == "p":
            return len(node.text()) <= _SENTENCES
        names = _furniture_names(label)
        if names and self.layout and all(name.startswith(self.layout) for name in names):
            return False
        if not _runs(node, self._least()):
            return True
        self._cleared(label)
        return False

    def _cleared(self, label: str) -> None:
        """Remember the names of a wrapper of the text: "sidebar-grid__part" inside a "sidebar-grid" is text too."""
        self.layout = (*self.layout, *(name + mark for name in _furniture_names(label) for mark in "-_"))

    def _least(self) -> float:
        """Characters in paragraphs from which an element holds the page's running text, not a box beside it."""
        if self.least is None:
            sizes = [len(paragraph.text()) for paragraph in self.root.css("p")[: 10 * _PARAGRAPHS]]
            self.least = max(_RUNNING, _SHARE * sum(sizes))
        return self.least

    def _leave(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag == "a":
            self.links = max(0, self.links - 1)
        elif tag in _EMPHASIS:
            self.strongs = max(0, self.strongs - 1)
        elif tag in BLOCK or "-" in tag:
            self._flush()
            if self.path and self.path[-1] == node.mem_id:
                self.path.pop()
                self.tags.pop()
                self.labels.pop()

    def _flush(self) -> None:
        self.breaks = 0
        if not self.open.parts:
            return
        gathered, self.open = self.open, _Open()
        text = clean("".join(gathered.parts))
        if not text:
            return
        tag, label = (self.tags[-1], self.labels[-1]) if self.tags else ("", "")
        self.walk.pieces.append(
            Piece(
                tag=tag,
                text=text,
                link_chars=gathered.link_chars,
                strong_chars=gathered.strong_chars,
                path=tuple(self.path),
                tags=tuple(self.tags),
                labels=tuple(self.labels),
                label=label,
                row=len(self.walk.pieces),
            )
        )


def walk(root: LexborNode, *, keep: frozenset[int] = frozenset(), strict: bool = True, soft: bool = True) -> Walk:
    """Return the pieces of `root`; elements in `keep` (by id) are entered whatever they are called.

    With `strict` off only elements that can hold no text are left out: for markup that is an article already.
    With `soft` off names that may mislead ("sidebar", "video") leave nothing out.
    """
    return _Walker(root, keep, strict=strict, soft=soft).run()
