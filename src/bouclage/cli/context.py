"""What every command needs: the configuration, the store, a way to speak to people or machines."""

import json
import secrets
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from bouclage.config import Config, load
from bouclage.errors import ConfigError
from bouclage.store import Store, open_store

JsonFlag = Annotated[bool, typer.Option("--json", help="Print one JSON document for machines.")]
EditionName = Annotated[str | None, typer.Option("--edition", help="Name of the edition; the first one if not given.")]

_LEAST_SECRET = 16

out = Console()
err = Console(stderr=True)


class Session:
    """The one place a command gets its means from."""

    config_file: Path | None = None
    _config: Config | None = None

    def config(self) -> Config:
        """Return the configuration, read once."""
        if self._config is None:
            self._config = load(self.config_file)
        return self._config

    def read_again(self) -> Config:
        """Read the configuration anew: something was written that it is made from."""
        self._config = None
        return self.config()

    @contextmanager
    def store(self) -> Iterator[Store]:
        """Open the store of the configuration, making its folder for a first start."""
        url = self.config().store.url
        if url.startswith("sqlite:///"):
            Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
        with open_store(url) as store:
            yield store

    def secret(self) -> str:
        """Return the key that signs links: from the configuration, else from a file beside the database, made once."""
        config = self.config()
        if config.web.secret:
            return config.web.secret
        if not config.store.url.startswith("sqlite:///"):
            raise ConfigError("must be set where the store is a PostgreSQL server", key="web.secret", origin="default")
        file = Path(config.store.url.removeprefix("sqlite:///")).parent / "secret"
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            part = file.with_name("secret.part")  # whole or not there: half a secret would break every link
            part.touch(mode=0o600)
            part.write_text(secrets.token_urlsafe(32), encoding="ascii")
            part.replace(file)
        secret = file.read_text(encoding="ascii").strip()
        if len(secret) < _LEAST_SECRET:
            raise ConfigError(
                "is too short to sign links; remove the file to have a new one", key=str(file), origin="file"
            )
        return secret


session = Session()


def day_of(text: str, *, key: str = "DATE") -> date:
    """Return the day a person typed; ConfigError if it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ConfigError(f"must be YYYY-MM-DD, not {text!r}", key=key, origin="the command") from error


def now() -> datetime:
    """Return the time: the one place in the command line that reads the clock."""
    return datetime.now(UTC)


def say(data: Any, *, as_json: bool, human: Callable[[], None]) -> None:
    """Print `data` as JSON for machines, or let `human` speak to people."""
    if as_json:
        sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=1) + "\n")
    else:
        human()


@contextmanager
def progress(title: str, *, total: int | None, quiet: bool) -> Iterator[Callable[[int, int | None], None]]:
    """Show a progress bar on the error stream; gives a function (done, total). Nothing is shown where `quiet`."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=err, transient=True, disable=quiet or not err.is_terminal) as bar:
        task = bar.add_task(title, total=total)

        def advance(done: int, of: int | None) -> None:
            bar.update(task, completed=done, total=of)

        yield advance
