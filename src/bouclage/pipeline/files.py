"""Files: pages, feeds, wire files and archives from disk → articles, saved batch by batch.

The folder becomes a source of kind FOLDER; the outlet of each article is what its page says. Reading the same folder
again changes nothing, so an interrupted run is simply run again.
"""

import mimetypes
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from bouclage.errors import SourceError, SourceExistsError
from bouclage.read import pages_of, read_file
from bouclage.records import Article, Document, Refusal, RefusalReason, Source, SourceKind, item_id
from bouclage.sources import source_id_from
from bouclage.store import Store

_BATCH = 50  # files a transaction: a kill costs at most so many readings, never an article
_MOST_OUTCOMES = 200  # articles a transaction: an archive holds thousands
_SKIPPED_NAMES = frozenset({"meta.info", "gold.json", "LICENSE", "README.md", "Thumbs.db", ".DS_Store"})
_READABLE = frozenset(
    {".html", ".htm", ".xhtml", ".xml", ".rss", ".atom", ".json", ".txt", ".eml", ".warc", ".nitf", ".g2", ".ninjs", ""}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesRead:
    """What reading files brought."""

    files: int
    articles: int  # found
    new: int  # not in the store before
    refused: tuple[Refusal, ...]
    skipped: tuple[str, ...]  # files of a kind that is no news


def files_under(paths: Iterable[Path]) -> list[tuple[Path, Path]]:
    """Return (root, file) for every file given or under a folder given, in a stable order.

    Raises SourceError naming the first path that does not exist.
    """
    found: list[tuple[Path, Path]] = []
    for path in paths:
        if path.is_dir():
            found += [(path, file) for file in sorted(path.rglob("*")) if file.is_file()]
        elif path.is_file():
            found.append((path.parent, path))
        else:
            raise SourceError(f"there is no file or folder {path}")
    return found


def collect_files(
    store: Store,
    paths: Iterable[Path],
    *,
    now: datetime,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> FilesRead:
    """Read all files under `paths` and save what they hold. Raises SourceError for a missing path, StoreError."""
    return collect_named(store, files_under(paths), now=now, progress=progress)


def collect_named(
    store: Store,
    found: Sequence[tuple[Path, Path]],
    *,
    now: datetime,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> FilesRead:
    """Read (root, file) pairs and save what they hold, batch by batch. Raises StoreError."""
    roots = {root: _folder_source(root) for root, _ in found}
    for source in roots.values():
        # two workers may read one folder: whoever comes second finds it there
        with suppress(SourceExistsError), store.begin() as tx:
            if tx.sources.find(source.id) is None:
                tx.sources.add(source)
    readable = [(root, file) for root, file in found if _is_readable(file)]
    articles = new = 0
    refused: list[Refusal] = []
    for start in range(0, len(readable), _BATCH):
        outcomes: list[Article | Refusal] = []
        for index, (root, file) in enumerate(readable[start : start + _BATCH], start=start + 1):
            for one in _read(file, root, roots[root].id, now):
                outcomes.append(one)
                if len(outcomes) >= _MOST_OUTCOMES:  # an archive: what was read is saved before the rest is
                    new += _save(store, outcomes, now)
                    articles += sum(isinstance(one, Article) for one in outcomes)
                    refused += [one for one in outcomes if isinstance(one, Refusal)]
                    outcomes = []
            progress(index, len(readable))
        new += _save(store, outcomes, now)
        articles += sum(isinstance(one, Article) for one in outcomes)
        refused += [one for one in outcomes if isinstance(one, Refusal)]
    skipped = tuple(str(file) for root, file in found if not _is_readable(file))
    return FilesRead(files=len(readable), articles=articles, new=new, refused=tuple(refused), skipped=skipped)


def _save(store: Store, outcomes: Iterable[Article | Refusal], now: datetime) -> int:
    """Save what was read; return how many articles were new."""
    made = list(outcomes)
    with store.begin() as tx:
        new = tx.articles.add([one for one in made if isinstance(one, Article)])
        tx.articles.add_refusals([one for one in made if isinstance(one, Refusal)], now)
    return len(new)


def document_of(file: Path, *, name: str, source_id: str, now: datetime) -> Document:
    """Return a file's bytes as a Document; `name` stands for its address. Raises OSError."""
    return Document(
        source_id=source_id,
        url=name,
        final_url=name,
        fetched=now,
        content_type=mimetypes.guess_type(file.name)[0],
        body=file.read_bytes(),
    )


def _is_readable(file: Path) -> bool:
    if file.name in _SKIPPED_NAMES or file.name.startswith("."):
        return False
    suffixes = [suffix.lower() for suffix in file.suffixes]
    if suffixes and suffixes[-1] == ".gz":
        suffixes.pop()
    return (suffixes[-1] if suffixes else "") in _READABLE


def _folder_source(root: Path) -> Source:
    name = root.resolve().name or "files"
    return Source(id=source_id_from(name), name=name, url=f"folder:{name}", kind=SourceKind.FOLDER)


def _read(file: Path, root: Path, source_id: str, now: datetime) -> Iterator[Article | Refusal]:
    name = file.relative_to(root).as_posix()
    try:
        if _is_archive(file):
            with file.open("rb") as stream:
                yield from _read_archive(stream, Document(source_id=source_id, url=name, final_url=name, fetched=now))
            return
        document = document_of(file, name=name, source_id=source_id, now=now)
    except OSError as error:
        refusal = Refusal(
            item=item_id(source_id, name),
            source_id=source_id,
            url=name,
            reason=RefusalReason.UNREADABLE,
            detail=f"the file cannot be opened: {error.strerror}",
        )
        yield refusal
        return
    yield from read_file(document)


def _is_archive(file: Path) -> bool:
    return file.name.lower().endswith((".warc", ".warc.gz"))


def _read_archive(stream: BinaryIO, archive: Document) -> Iterator[Article | Refusal]:
    """Read an archive's pages one by one: it may be larger than memory."""
    found = False
    for page in pages_of(stream, archive):
        found = True
        yield from read_file(page, archived=True)
    if not found:
        yield Refusal(
            item=item_id(archive.source_id, archive.url),
            source_id=archive.source_id,
            url=archive.url,
            reason=RefusalReason.EMPTY,
            detail="no web page in this archive, or it is damaged from the start",
        )
