"""Processes of the real command line against the bundled sites, to be killed at any moment."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bouclage.store import open_store
from bouclage.web.sample_site import SampleSite
from tests.postgresql import chosen


@dataclass
class Newsroom:
    """A configured newsroom in a folder of its own, run by `bouclage` in processes of their own."""

    folder: Path
    site: SampleSite
    environment: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.environment = {
            **os.environ,
            "BOUCLAGE_STORE__URL": chosen(f"sqlite:///{self.database}"),
            "BOUCLAGE_WEB__SECRET": "s" * 32,
            "BOUCLAGE_FETCH__ALLOW_LOOPBACK": "true",
            "BOUCLAGE_FETCH__MIN_DELAY_S": "0",
        }
        with open_store(chosen(f"sqlite:///{self.database}")) as store, store.begin() as tx:
            for source in self.site.sources():
                tx.sources.add(source)

    @property
    def database(self) -> Path:
        """The store's file."""
        return self.folder / "bouclage.db"

    def start(self, *command: str, more: Mapping[str, str] | None = None) -> "subprocess.Popen[str]":
        """Start `bouclage` in its own process group."""
        return subprocess.Popen(
            [sys.executable, "-m", "bouclage", *command],
            env=self.environment | dict(more or {}),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self, *command: str, more: Mapping[str, str] | None = None) -> str:
        """Run `bouclage` to its end; it must succeed. Return what it printed."""
        process = self.start(*command, more=more)
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
        return out

    def killed(self, *command: str, after_s: float, more: Mapping[str, str] | None = None) -> bool:
        """Run `bouclage` and kill -9 it after so many seconds; return whether it was still at work."""
        process = self.start(*command, more=more)
        until = time.monotonic() + after_s
        while time.monotonic() < until and process.poll() is None:
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=max(0.001, until - time.monotonic()))
        alive = process.poll() is None
        if alive:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=30)
        return alive


@pytest.fixture(scope="module")
def site() -> Iterator[SampleSite]:
    """The bundled sites as they are on Tuesday at 16:25."""
    with SampleSite(layer=3) as served:
        yield served


@pytest.fixture(scope="session")
def kills(request: pytest.FixtureRequest) -> int:
    """How many kills a test does at each stage: a few in every run, `--kills 100` at full size."""
    return int(request.config.getoption("--kills"))
