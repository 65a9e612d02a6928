"""Scores of feed readers against feedparser's conformance suite: each case says in its head what it expects.

A case counts where everything it expects is the title, link, id, date or text of an item, as a plain equality. Texts
are compared by their words, without tags and spaces, and links once resolved: what is measured is reading, not the
shape of an interface. The suite's groups on sanitising, base addresses, languages and places test other things.
"""

import ast
import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

from bouclage.read import read_source
from bouclage.records import Document, Source
from tests.gates.read.reading_score import DATA

ROOT = DATA / "feeds" / "feedparser" / "tests" / "wellformed"
LEFT_OUT = frozenset(("sanitize", "base", "lang", "cdf", "geo", "psc", "media-rss", "http"))
BASE = "https://feeds.example/"
NOW = datetime(2026, 9, 8, tzinfo=UTC)
KINDS = ("title", "link", "id", "date", "text")
_FIELDS = {
    "title": "title", "link": "link", "id": "id", "guid": "id",
    "published_parsed": "published", "created_parsed": "published", "date_parsed": "updated",
    "updated_parsed": "updated", "modified_parsed": "updated", "issued_parsed": "published",
    "summary": "text", "description": "text",
}  # fmt: skip


@dataclass(frozen=True)
class Expected:
    """One thing a case expects: of which item, which field, which value."""

    row: int
    field: str
    value: str | datetime


@dataclass(frozen=True)
class Case:
    """One file of the suite."""

    name: str
    body: bytes
    expected: tuple[Expected, ...]

    @property
    def kinds(self) -> set[str]:
        """Which of KINDS it asks for."""
        return {"date" if one.field in {"published", "updated"} else one.field for one in self.expected}


@dataclass
class Item:
    """An item as some reader gives it; `texts` are all its summaries and contents."""

    title: str | None = None
    link: str | None = None
    id: str | None = None
    published: datetime | None = None
    updated: datetime | None = None
    texts: list[str] = field(default_factory=list)


Reader = Callable[[bytes], list[Item]]


def cases() -> list[Case]:
    """Load the cases that ask for nothing but an item's title, link, id, dates and text."""
    found = []
    for path in sorted(ROOT.rglob("*.xml")):
        if path.parent.name in LEFT_OUT:
            continue
        body = path.read_bytes()
        expected = _expected(_text(body))
        if expected:
            found.append(Case(f"{path.parent.name}/{path.stem}", body, expected))
    return found


def everything() -> list[tuple[str, bytes]]:
    """Load every file of the suite, the broken ones too."""
    root = ROOT.parent
    return [(str(path.relative_to(root)), path.read_bytes()) for path in sorted(root.rglob("*.*")) if path.is_file()]


def _text(body: bytes) -> str:
    for encoding in ("utf-8", "utf-16"):
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    return body.decode("latin-1")


def _expected(text: str) -> tuple[Expected, ...]:
    match = re.search(r"Expect:\s*(.*?)\s*(?:\n|-->)", text, re.DOTALL)
    if match is None:
        return ()
    try:
        tree = ast.parse(match[1], mode="eval").body
    except SyntaxError:
        return ()
    parts = tree.values if isinstance(tree, ast.BoolOp) and isinstance(tree.op, ast.And) else [tree]
    found = []
    for part in parts:
        if ast.unparse(part) in {"not bozo", "bozo"}:
            continue
        one = _one(part)
        if one is None:
            return ()
        found.append(one)
    return tuple(found)


def _one(part: ast.expr) -> Expected | None:
    """Read `entries[0]['title'] == 'Example'`."""
    if not (isinstance(part, ast.Compare) and len(part.ops) == 1 and isinstance(part.ops[0], ast.Eq)):
        return None
    try:
        value: Any = ast.literal_eval(part.comparators[0])
    except ValueError:
        return None
    match = re.fullmatch(r"entries\[(\d)\]((?:\['\w+'\]|\[\d\])+)", ast.unparse(part.left))
    if match is None:
        return None
    keys = re.findall(r"\w+", match[2])
    if keys[0] == "content" and keys[-1] == "value":
        name = "text"
    elif len(keys) == 2 and keys[1] == "value" and keys[0] in {"title_detail", "summary_detail"}:
        name = {"title_detail": "title", "summary_detail": "text"}[keys[0]]
    elif len(keys) == 1 and keys[0] in _FIELDS:
        name = _FIELDS[keys[0]]
    else:
        return None
    if name in {"published", "updated"}:
        if not (isinstance(value, tuple) and len(value) == 9):
            return None
        return Expected(int(match[1]), name, datetime(*value[:6], tzinfo=UTC))
    return Expected(int(match[1]), name, value) if isinstance(value, str) else None


def words(text: str | None) -> str:
    """Return a text without tags, references and spaces."""
    plain = re.sub(r"<(?:/?[a-zA-Z]|!)[^<>]*>", "", text or "")
    plain = re.sub(r"<(?:/?[a-zA-Z]|!)[^<>]*>", "", html.unescape(plain))
    return re.sub(r"\s+", "", html.unescape(plain))


def right(case: Case, items: list[Item]) -> bool:
    """Whether a reader found all that a case expects."""
    return all(one.row < len(items) and _meets(one, items[one.row]) for one in case.expected)


def _meets(one: Expected, item: Item) -> bool:
    if isinstance(one.value, datetime):
        return getattr(item, one.field) == one.value
    if one.field == "text":
        return words(one.value) in {words(text) for text in item.texts} | ({""} if not words(one.value) else set())
    if one.field == "link":
        return urljoin(BASE, item.link or "") == urljoin(BASE, one.value)
    if one.field == "id":
        return (item.id or "") in {one.value, urljoin(BASE, one.value)}
    return words(item.title) == words(one.value)


def ours(body: bytes) -> list[Item]:
    """Read by our own reader, through its front door."""
    document = Document(source_id="gate", url=BASE, final_url=BASE, fetched=NOW, body=body)
    found = read_source(document, Source(id="gate", name="Gate", url=BASE))
    return [
        Item(
            title=entry.headline,
            link=entry.url,
            id=entry.guid,
            published=entry.published,
            updated=entry.updated,
            texts=[text for text in (entry.lead, entry.body_html) if text],
        )
        for entry in found.entries
    ]
