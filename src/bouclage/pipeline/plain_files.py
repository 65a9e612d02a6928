"""Plain files: closed editions as pages and JSON that open without this program, in any browser, in twenty years.

FOLDER/README.txt                     what is here and how it is read
FOLDER/NAME/index.html                every edition of that name by date
FOLDER/NAME/2026-09-08/index.html     the edition; ledger.html, edition.txt, edition.json, ledger.json
FOLDER/NAME/2026-09-08/SHA256SUMS     what each of them was when it was written
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from bouclage.config import Config
from bouclage.errors import StoreError
from bouclage.pipeline.publish import files_of
from bouclage.render import ArchiveDay, archive_page
from bouclage.store import Store

_FRESH_DAYS = 45  # so long after closing a report may well be withdrawn or corrected: written again each day
_EXPIRY_DAYS = 7  # and so long around the day on which rights run out
_README = """\
Editions of a newspaper, as they were closed
============================================

Open NAME/index.html in any browser: nothing here needs a network, a server or a program of its own.

NAME/DATE/index.html   the edition
NAME/DATE/ledger.html  what became of every item read for it
NAME/DATE/edition.txt  the edition as plain text
NAME/DATE/*.json       both as data: UTF-8 JSON; times in ISO 8601; unknown is null
NAME/DATE/SHA256SUMS   check with: sha256sum -c SHA256SUMS

In edition.json every sentence shown stands as {"text", "article_id", "start", "end", "outlet", "url"}: who
published it, where, and at which characters of the report's text. "copy_of" names the outlet whose text a report
prints. In ledger.json each item has a "fate": printed, merged, held or refused, with the reason.

What publishers withdrew, and texts whose rights have run out, are left out.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesKept:
    """How many editions were written, and how many stood there as they should."""

    written: int = 0
    unchanged: int = 0


def keep_files(
    store: Store,
    config: Config,
    folder: Path,
    name: str,
    *,
    now: datetime,
    days: Iterable[date],
    progress: Callable[[int], None] = lambda _done: None,
) -> FilesKept:
    """Write the closed editions called `name` of these days, and the list of all; what stands there is left alone.

    What was withdrawn since, or may no longer be shown `now`, is left out, from files written before too.
    Raises StoreError naming the file that cannot be written.
    """
    written = unchanged = 0
    changed = _put(folder / "README.txt", _README.encode())
    for done, day in enumerate(sorted(set(days))):
        progress(done)
        with store.read() as tx:
            edition = tx.editions.get(name, day)
        files = files_of(store, edition, now=now)
        sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {file}\n" for file, data in files.items())
        place = folder / name / day.isoformat()
        if _is_as(place / "SHA256SUMS", sums.encode()):
            unchanged += 1
            continue
        for file, data in files.items():
            _put(place / file, data)
        _put(place / "SHA256SUMS", sums.encode())  # the last: an edition half written is written again
        written += 1
    if written or changed or not (folder / name / "index.html").exists():
        _put(folder / name / "index.html", _list(store, config, name).encode())
    return FilesKept(written=written, unchanged=unchanged)


def days_to_write(store: Store, folder: Path, name: str, *, today: date) -> tuple[date, ...]:
    """Return the days whose files are missing or may have to change: all of them on the first of a month."""
    with store.read() as tx:
        days = tx.editions.days(name)
        rights = {source.rights.expires_days for source in tx.sources.all()} - {None}

    def may_change(day: date) -> bool:
        age = (today - day).days
        return age <= _FRESH_DAYS or any(0 <= age - (run_out or 0) <= _EXPIRY_DAYS for run_out in rights)

    every = today.day == 1
    return tuple(
        day for day in days if every or may_change(day) or not (folder / name / day.isoformat() / "SHA256SUMS").exists()
    )


def _list(store: Store, config: Config, name: str) -> str:
    with store.read() as tx:
        days = tx.editions.days(name)
        leads = tx.search.leads(name, days[-1], days[0]) if days else {}
        last = tx.editions.latest(name)
    listed = []
    for day in days:
        stories, lead = leads.get(day, (0, None))
        listed.append(
            ArchiveDay(
                day=day,
                href=f"{day.isoformat()}/index.html",
                stories=stories,
                lead=lead.text if lead else None,
                language=lead.language if lead else None,
            )
        )
    settings = config.edition()
    title, language = (last.title, last.language) if last else (settings.title, settings.language)
    return archive_page(listed, title=title, language=language)


def _is_as(path: Path, data: bytes) -> bool:
    try:
        return path.read_bytes() == data
    except FileNotFoundError:
        return False
    except OSError as error:
        raise StoreError(f"cannot be read: {error.strerror}", path=str(path)) from error


def _put(path: Path, data: bytes) -> bool:
    """Write a file whole, unless it stands there so; say whether it was written."""
    if _is_as(path, data):
        return False
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(data)
        part.replace(path)
    except OSError as error:
        raise StoreError(f"cannot be written: {error.strerror}", path=str(path)) from error
    return True
