"""The bundled days, run once as a user runs them: `bouclage demo` in a process of its own."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bouclage.records import Edition, Ledger, from_plain
from bouclage.store import Store, open_store

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Bundled:
    """What the demo left behind."""

    folder: Path
    printed: dict[str, Any]  # what --json printed
    gold: dict[str, dict[str, Any]]  # by item id of the sample
    store: Store

    def edition(self, day: str) -> Edition:
        """Return the edition of a day as its file holds it."""
        return from_plain(Edition, self._file(day, "edition.json"))

    def ledger(self, day: str) -> Ledger:
        """Return the ledger of a day as its file holds it."""
        return from_plain(Ledger, self._file(day, "ledger.json"))

    def gold_of(self, day: str) -> list[dict[str, Any]]:
        """Return the gold items published on a day."""
        return [item for item in self.gold.values() if item["day"] == day]

    def _file(self, day: str, name: str) -> dict[str, Any]:
        folder = self.folder if day == "2026-09-08" else self.folder / day
        plain: dict[str, Any] = json.loads((folder / name).read_text(encoding="utf-8"))
        return plain


@pytest.fixture(scope="session")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Run the demo once for all tests that look at what it leaves."""
    folder = tmp_path_factory.mktemp("bundled") / "edition"
    done = subprocess.run(
        [sys.executable, "-m", "bouclage", "demo", "--out", str(folder), "--json"],
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    gold = json.loads((ROOT / "sample" / "gold.json").read_text(encoding="utf-8"))["items"]
    with open_store(f"sqlite:///{folder / 'demo.db'}") as store:
        yield Bundled(
            folder=folder, printed=json.loads(done.stdout), gold={item["id"]: item for item in gold}, store=store
        )
