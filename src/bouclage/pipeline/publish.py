"""Publish: a closed edition as files: page, mail, text, and the records behind them."""

import json
from datetime import datetime
from pathlib import Path

from bouclage.config import Config
from bouclage.edition import ledger_without
from bouclage.errors import StoreError
from bouclage.pipeline.send import preview_message
from bouclage.pipeline.withdrawn import as_shown, gone_since, withdrawn_items
from bouclage.records import Edition, Ledger, to_plain
from bouclage.render import ledger_page, plain_text, web_page
from bouclage.store import Store


def publish(
    store: Store, config: Config, edition: Edition, folder: Path, *, secret: str, now: datetime | None = None
) -> tuple[Path, ...]:
    """Write an edition's files to `folder` and return their paths; each appears whole or not at all.

    What was withdrawn since, and what rights no longer allow `now` (when it closed, if not given), is left out.

    Raises StoreError naming the file that cannot be written.
    """
    files = files_of(store, edition, now=now)
    shown = _shown(store, edition, now=now)[0]
    files = {"mail.txt" if name == "edition.txt" else name: data for name, data in files.items()}
    files["mail.eml"] = preview_message(config, shown, secret=secret)
    written = []
    for name, data in files.items():
        path = folder / name
        part = path.with_name(name + ".part")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            part.write_bytes(data)
            part.replace(path)
        except OSError as error:
            raise StoreError(f"cannot be written: {error.strerror}", path=str(path)) from error
        written.append(path)
    return tuple(written)


def files_of(store: Store, edition: Edition, *, now: datetime | None = None) -> dict[str, bytes]:
    """Return the files of an edition that need nothing but a browser, by name."""
    shown, ledger = _shown(store, edition, now=now)
    return {
        "index.html": web_page(shown, ledger_href="ledger.html").encode(),
        "ledger.html": ledger_page(shown, ledger, edition_href="index.html").encode(),
        "edition.txt": plain_text(shown).encode(),
        "edition.json": _json(shown),
        "ledger.json": _json(ledger),
    }


def _shown(store: Store, edition: Edition, *, now: datetime | None) -> tuple[Edition, Ledger]:
    with store.read() as tx:
        ledger = tx.editions.ledger(edition.name, edition.day)
        gone = gone_since(tx, edition, now or edition.closed)
        refused = withdrawn_items(tx, {entry.item for entry in ledger.entries})
    return as_shown(edition, gone, instead=""), ledger_without(ledger, refused)


def _json(record: object) -> bytes:
    return (json.dumps(to_plain(record), ensure_ascii=False, indent=1) + "\n").encode()
