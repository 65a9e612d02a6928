"""`bouclage mail`: the keys that sign it."""

import os
from pathlib import Path
from typing import Annotated

import typer

from bouclage.cli.context import JsonFlag, out, say, session
from bouclage.deliver import Signer, load_key, new_key
from bouclage.deliver.dns import wanted
from bouclage.errors import ConfigError

app = typer.Typer(help="Keys that sign the mail.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Keep `keys` a command of a group."""


@app.command("keys")
def keys(
    out_dir: Annotated[Path, typer.Option("--out", help="Folder for the key files.")] = Path("var"),
    selector: Annotated[str, typer.Option(help="Name of the keys in the DNS; a new one for new keys.")] = "bouclage",
    json_out: JsonFlag = False,
) -> None:
    """Make a DKIM key pair of each kind, RSA and Ed25519, and say what belongs into the DNS and the configuration.

    To change keys without a gap: make new ones under a new selector, publish their records, wait a day, put them into
    the configuration, and leave the old records in the DNS for a week.
    """
    domain = session.config().dkim.domain or session.config().mail.from_address.rpartition("@")[2]
    made = []
    for kind, name in (("rsa", selector), ("ed25519", f"{selector}-ed")):
        file = out_dir / f"dkim-{name}.pem"
        made.append((file, Signer(domain=domain, selector=name, key=load_key(_written(file, kind), str(file)))))
    signers = [signer for _, signer in made]
    records = [{"name": name, "type": type_, "value": value} for name, type_, value in wanted(domain, signers)]
    files = [str(file) for file, _ in made]

    def human() -> None:
        out.print("For the DNS:")
        for record in records:
            out.print(f'  {record["name"]}. IN {record["type"]} "{record["value"]}"', soft_wrap=True, highlight=False)
        out.print("For bouclage.toml:")
        for line in (
            "[dkim]", f'selector = "{selector}"', f'key_file = "{files[0]}"', f'second_selector = "{selector}-ed"',
            f'second_key_file = "{files[1]}"',
        ):  # fmt: skip
            out.print(f"  {line}", markup=False, soft_wrap=True, highlight=False)

    say({"files": files, "records": records}, as_json=json_out, human=human)


def _written(file: Path, kind: str) -> bytes:
    """Write a new key for its owner's eyes alone; one that is there already is never replaced."""
    file.parent.mkdir(parents=True, exist_ok=True)
    pem = new_key(kind)
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise ConfigError("there is a key already; choose another --selector", key=str(file), origin="--out") from error
    with os.fdopen(handle, "wb") as opened:
        opened.write(pem)
    return pem
