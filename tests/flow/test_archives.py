"""Archives: the same articles as from the files, saved as they are read, whatever is wrong further on."""

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bouclage.pipeline import FilesRead, collect_files
from bouclage.records import Article
from bouclage.store import open_store
from bouclage.web.sample_site import sample_folder
from tests.postgresql import chosen

NOW = datetime(2026, 9, 8, 14, 30, tzinfo=UTC)


def record(url: str, page: bytes) -> bytes:
    """Return a page as a record of a WARC archive."""
    answer = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n" % len(page) + page
    )
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2026-09-08T14:30:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:{abs(hash(url)):032x}>\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


def _pages() -> list[Path]:
    return sorted(path for path in (sample_folder() / "site").rglob("*.html") if path.name != "index.html")[:60]


def _read(tmp_path: Path, name: str, paths: list[Path]) -> tuple[FilesRead, list[Article]]:
    with open_store(chosen(f"sqlite:///{tmp_path}/{name}.db")) as store:
        found = collect_files(store, paths, now=NOW)
        with store.read() as tx:
            return found, list(tx.articles.in_window(datetime(2026, 1, 1, tzinfo=UTC), NOW))


@pytest.mark.parametrize("packed", [False, True], ids=["warc", "warc.gz"])
def test_an_archive_gives_the_same_articles_as_the_files(tmp_path: Path, packed: bool) -> None:
    """Sixty pages as files and as records of one archive: the same articles, word for word."""
    pages = _pages()
    records = [record(f"https://archive.example/{number}", page.read_bytes()) for number, page in enumerate(pages)]
    archive = tmp_path / ("a.warc.gz" if packed else "a.warc")
    archive.write_bytes(b"".join(map(gzip.compress, records)) if packed else b"".join(records))

    def said(articles: list[Article]) -> list[str]:
        return sorted(
            repr(
                (
                    one.kicker,
                    one.text,
                    one.byline,
                    one.agency,
                    one.published,
                    one.outlet,
                    one.photo and one.photo.credit,
                )
            )
            for one in articles
        )

    files, from_files = _read(tmp_path, "files", pages)
    warc, from_archive = _read(tmp_path, "archive", [archive])
    assert len(from_files) > 40
    assert said(from_archive) == said(from_files)
    assert (warc.articles, len(warc.refused)) == (files.articles, len(files.refused))


def test_what_comes_before_damage_is_kept(tmp_path: Path) -> None:
    """An archive that breaks off gives its whole pages; one without any is refused with the reason."""
    pages = _pages()[:5]
    data = b"".join(gzip.compress(record(f"https://a.example/{page.name}", page.read_bytes())) for page in pages)
    cut, empty = tmp_path / "cut.warc.gz", tmp_path / "empty.warc.gz"
    cut.write_bytes(data[:-2000])
    empty.write_bytes(b"\x1f\x8b" + b"no archive" * 30)
    found, articles = _read(tmp_path, "cut", [cut])
    assert 3 <= len(articles) <= 5
    refused, _ = _read(tmp_path, "empty", [empty])
    assert [one.detail for one in refused.refused] == ["no web page in this archive, or it is damaged from the start"]
    assert found.files == 1
