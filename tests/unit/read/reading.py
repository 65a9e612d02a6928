"""Documents and sources for the tests of reading."""

from datetime import UTC, datetime

from bouclage.read import read_file, read_page, read_source
from bouclage.read.listing import Listing
from bouclage.records import Article, Document, Entry, Refusal, Source, SourceKind

NOW = datetime(2026, 9, 8, 14, 30, tzinfo=UTC)


def document(body: str | bytes, url: str = "https://lerivage.example/a/b", **facts: object) -> Document:
    """Make a document of a text."""
    data = body if isinstance(body, bytes) else body.encode()
    return Document(source_id="le-rivage", url=url, final_url=url, fetched=NOW, body=data, **facts)  # type: ignore[arg-type]


def source(**facts: object) -> Source:
    """Make a source."""
    values: dict[str, object] = {"id": "le-rivage", "name": "Le Rivage", "url": "https://lerivage.example/"} | facts
    return Source(**values)  # type: ignore[arg-type]


def page(html: str | bytes, entry: Entry | None = None, **facts: object) -> Article:
    """Read a page that must be an article."""
    found = read_page(document(html, **facts), source(), entry)  # type: ignore[arg-type]
    assert isinstance(found, Article), found
    return found


def refused(html: str | bytes, **facts: object) -> Refusal:
    """Read a page that must be refused."""
    found = read_page(document(html, **facts), source(), None)  # type: ignore[arg-type]
    assert isinstance(found, Refusal), found
    return found


def listing(body: str | bytes, **facts: object) -> Listing:
    """Read what a source answered."""
    return read_source(document(body), source(**facts))


def front(body: str) -> Listing:
    """Read a front page."""
    return read_source(document(body, url="https://lerivage.example/"), source(kind=SourceKind.PAGES))


def file(body: str | bytes, name: str = "file.txt") -> tuple[Article | Refusal, ...]:
    """Read a file from disk."""
    return read_file(
        Document(
            source_id="", url=name, final_url=name, fetched=NOW, body=body if isinstance(body, bytes) else body.encode()
        )
    )
