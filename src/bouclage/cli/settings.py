"""`bouclage init` and `bouclage config show`."""

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from bouclage.cli.context import JsonFlag, out, say, session
from bouclage.config import DEFAULT_FILE, config_rows, load
from bouclage.errors import ConfigError

app = typer.Typer(help="Settings.", no_args_is_help=True)

_TITLES = {"fr": "Édition du soir", "de": "Abendausgabe", "it": "Edizione della sera", "en": "Evening edition"}

_TEMPLATE = """\
# Bouclage. Everything left out has a default; `bouclage config show` tells where each value came from.
# Any value can come from the environment too: BOUCLAGE_MAIL__HOST, BOUCLAGE_MAIL__PASSWORD_FILE (a file that holds it).

[store]
url = "sqlite:///var/bouclage.db"

[publisher]
name = "{name}"
postal = ""            # printed at the foot of each mail; the law of many countries asks for it

[editions.evening]
title = "{title}"
language = "{language}"
time_zone = "{time_zone}"
closes = "16:30"

[fetch]
#contact = "news@example.org"              # shown to the sites we read, as is about_url

[mail]
host = "localhost"
port = 25
tls = "none"           # none | starttls | tls
from_name = "{name}"
from_address = "edition@localhost.localdomain"
list_id = "evening.localhost.localdomain"

[web]
public_url = "http://127.0.0.1:8470"
"""


def init(
    name: Annotated[str, typer.Option(help="Who publishes.")] = "Bouclage",
    title: Annotated[str | None, typer.Option(help="The edition's title; one in its language if not given.")] = None,
    language: Annotated[str, typer.Option(help="fr, de, it or en.")] = "fr",
    time_zone: Annotated[str, typer.Option(help="Where it is 16:30.")] = "Europe/Zurich",
    file: Annotated[Path, typer.Option(help="Where to write.")] = DEFAULT_FILE,
) -> None:
    """Write a configuration file and make the store. Nothing that exists is overwritten."""
    if file.exists():
        raise ConfigError("exists already; edit it, or give another --file", key=str(file), origin="the command")
    values = {"name": name, "title": title or _TITLES.get(language, "Bouclage"), "language": language}
    safe = {key: _quoted(value, key) for key, value in (values | {"time_zone": time_zone}).items()}
    part = file.with_name(file.name + ".part")
    part.write_text(_TEMPLATE.format(**safe), encoding="utf-8")
    try:
        load(part)  # a setting that cannot be used is told before anything is left behind
    except ConfigError:
        part.unlink()
        raise
    part.replace(file)
    session.config_file = file
    with session.store():
        pass
    session.secret()
    out.print(f"{file} written, store ready. Next: bouclage sources add URL, then bouclage serve", highlight=False)


def _quoted(value: str, key: str) -> str:
    if not value.isprintable():
        raise ConfigError("has control characters", key=f"--{key.replace('_', '-')}", origin="the command")
    return value.replace("\\", "\\\\").replace('"', '\\"')


@app.command("show")
def show(json_out: JsonFlag = False) -> None:
    """Print every setting, its value and where it came from; secrets masked."""
    rows = config_rows(session.config())
    data = [{"key": key, "value": value, "origin": origin} for key, value, origin in rows]

    def human() -> None:
        table = Table("setting", "value", "from", box=None, header_style="dim")
        for row in rows:
            table.add_row(*row)
        out.print(table)

    say(data, as_json=json_out, human=human)
