"""What was chosen at the first start: a file beside the database, the lowest layer above the defaults.

It is written by the wizard of `bouclage serve`, and never over a file that a person wrote: what stands in
`bouclage.toml` or in the environment wins over it. `config show` names it as the origin of what comes from it.
"""

import json
from collections.abc import Mapping
from pathlib import Path

from bouclage.errors import ConfigError

HOUSE_FILE = "house.toml"


def house_file(store_url: str) -> Path:
    """Return where the choices of the first start stand: beside an SQLite file, else in `var`."""
    if store_url.startswith("sqlite:///"):
        return Path(store_url.removeprefix("sqlite:///")).parent / HOUSE_FILE
    return Path("var") / HOUSE_FILE


def write_house(file: Path, sections: Mapping[str, Mapping[str, str | int | bool]]) -> None:
    """Write the choices, for their owner's eyes alone: there may be a password among them. Raises ConfigError."""
    lines = ["# Chosen at the first start. bouclage.toml and the environment win over this file."]
    for name, settings in sections.items():
        lines += ["", f"[{name}]"]
        for key, value in settings.items():
            if isinstance(value, str) and not value.isprintable():
                raise ConfigError("has control characters", key=f"{name}.{key}", origin="the first start")
            # a JSON string of printable characters is a TOML string too
            lines.append(f"{key} = {json.dumps(value, ensure_ascii=False)}")
    part = file.with_name(file.name + ".part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        part.touch(mode=0o600)
        part.write_text("\n".join(lines) + "\n", encoding="utf-8")
        part.replace(file)
    except OSError as error:
        raise ConfigError(f"cannot be written: {error.strerror}", key=str(file), origin="the first start") from error
