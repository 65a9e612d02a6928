"""Read the configuration from TOML, environment and secret files; every error names the setting and its origin."""

import math
import os
import tomllib
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfoNotFoundError

from bouclage.config.house import house_file
from bouclage.config.rows import SECRETS
from bouclage.config.sections import EditionConfig, StoreConfig
from bouclage.config.whole import Config
from bouclage.errors import ConfigError

PREFIX = "BOUCLAGE_"
DEFAULT_FILE = Path("bouclage.toml")


def load(file: Path | None, environment: Mapping[str, str] | None = None) -> Config:
    """Read the configuration; `file` None means bouclage.toml here, if there is one."""
    environment = os.environ if environment is None else environment
    chosen = file or (Path(named) if (named := environment.get(PREFIX + "CONFIG")) else None)
    if chosen is not None and not chosen.exists():
        raise ConfigError("there is no such file", key=str(chosen), origin="the command or BOUCLAGE_CONFIG")
    chosen = chosen or (DEFAULT_FILE if DEFAULT_FILE.exists() else None)
    values: dict[str, tuple[Any, str]] = {}
    if chosen is not None:
        values |= _from_toml(chosen)
    values |= _from_environment(environment)
    return _config(_from_first_start(values) | values)


def _from_first_start(values: Mapping[str, tuple[Any, str]]) -> dict[str, tuple[Any, str]]:
    """Return what was chosen at the first start; none of its editions where a person wrote some."""
    store_url = str(values.get("store.url", (StoreConfig().url, ""))[0])
    file = house_file(store_url)
    if not file.is_file():
        return {}
    written = any(key.startswith("editions.") for key in values)
    return {key: one for key, one in _from_toml(file).items() if not (written and key.startswith("editions."))}


def _from_toml(file: Path) -> dict[str, tuple[Any, str]]:
    try:
        with file.open("rb") as opened:
            tables = tomllib.load(opened)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"is not valid TOML: {error}", key=str(file), origin=str(file)) from error
    except UnicodeDecodeError as error:
        raise ConfigError("is not UTF-8 text", key=str(file), origin=str(file)) from error
    except OSError as error:
        raise ConfigError(f"cannot be read: {error.strerror}", key=str(file), origin=str(file)) from error
    values: dict[str, tuple[Any, str]] = {}
    for section, table in tables.items():
        if not isinstance(table, dict):
            raise ConfigError("stands outside of any [section]", key=section, origin=str(file))
        if section == "editions":
            for name, settings in table.items():
                if not isinstance(settings, dict):
                    raise ConfigError("must be a table: [editions.evening]", key=f"editions.{name}", origin=str(file))
                values |= _settings(f"editions.{name}", settings, file)
        else:
            values |= _settings(section, table, file)
    return values


def _settings(section: str, table: dict[str, Any], file: Path) -> dict[str, tuple[Any, str]]:
    """Return a table's settings; an empty table as itself, so that an edition of defaults alone is one."""
    if not table:
        return {section: ({}, str(file))}
    return {f"{section}.{key}": (value, str(file)) for key, value in table.items()}


def _from_environment(environment: Mapping[str, str]) -> dict[str, tuple[Any, str]]:
    values: dict[str, tuple[Any, str]] = {}
    for name, value in sorted(environment.items()):
        if not name.startswith(PREFIX) or name == PREFIX + "CONFIG":
            continue
        if "__" not in name:
            raise ConfigError("section and name are parted by two underscores", key=name, origin="environment")
        key = name.removeprefix(PREFIX).lower().replace("__", ".")
        if key.endswith("_file"):
            try:
                values[key.removesuffix("_file")] = (Path(value).read_text(encoding="utf-8").strip(), name)
            except OSError as error:
                raise ConfigError(f"cannot read {value}: {error.strerror}", key=name, origin="environment") from error
            except UnicodeDecodeError as error:
                raise ConfigError(f"{value} is not UTF-8 text", key=name, origin="environment") from error
        else:
            values[key] = (value, name)
    return values


def _config(values: Mapping[str, tuple[Any, str]]) -> Config:
    config = Config()
    sections: dict[str, dict[str, Any]] = {}
    editions: dict[str, dict[str, Any]] = {}
    for key, (value, origin) in values.items():
        section, _, name = key.partition(".")
        if section == "editions":
            edition, _, name = name.partition(".")
            kind, table = EditionConfig, editions.setdefault(edition, {})
        elif section in {f.name for f in fields(Config)} - {"editions", "origins"}:
            kind, table = type(getattr(config, section)), sections.setdefault(section, {})
        else:
            raise ConfigError("there is no such section", key=key, origin=origin)
        if name or value != {}:
            table[name] = _value(kind, name, value, key=key, origin=origin)
    made = {section: _section(getattr(config, section), table, section, values) for section, table in sections.items()}
    if editions:
        made["editions"] = tuple(_edition(name, table, values) for name, table in editions.items())
    whole = replace(config, **made, origins={key: origin for key, (_, origin) in values.items()})
    if whole.weather.place and not (whole.fetch.contact or whole.fetch.about_url):
        raise ConfigError(
            "must be set: a weather service asks to know whom it may write to",
            key="fetch.contact",
            origin=whole.origins["weather.place"],
        )
    return whole


T = TypeVar("T")


def _section(default: T, table: dict[str, Any], section: str, values: Mapping[str, tuple[Any, str]]) -> T:
    try:
        return replace(default, **table)  # type: ignore[type-var]
    except ValueError as error:
        origin = next(origin for key, (_, origin) in values.items() if key.startswith(f"{section}."))
        raise ConfigError(str(error), key=section, origin=origin) from error


def _edition(name: str, table: dict[str, Any], values: Mapping[str, tuple[Any, str]]) -> EditionConfig:
    edition = EditionConfig(name=name, **table)

    def origin(key: str) -> str:
        return values[f"editions.{name}.{key}"][1]

    try:
        edition.closing_time  # noqa: B018 - asked for its error
    except ValueError as error:
        raise ConfigError(
            f"must be HH:MM, not {edition.closes!r}", key=f"editions.{name}.closes", origin=origin("closes")
        ) from error
    try:
        edition.zone  # noqa: B018 - asked for its error
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:  # OSError: "Europe" is a folder
        raise ConfigError(
            f"no time zone is called {edition.time_zone!r}",
            key=f"editions.{name}.time_zone",
            origin=origin("time_zone"),
        ) from error
    return edition


def _value(kind: type, name: str, value: Any, *, key: str, origin: str) -> Any:
    known = {f.name: f for f in fields(kind)}
    if name not in known or (kind is EditionConfig and name == "name"):
        raise ConfigError("there is no such setting", key=key, origin=origin)
    hint = get_type_hints(kind)[name]
    try:
        return _converted(hint, value, known[name].default)
    except (TypeError, ValueError) as error:
        shown = "what it is" if key in SECRETS else repr(value)
        raise ConfigError(f"cannot be {shown}: {error}", key=key, origin=origin) from error


def _converted(hint: Any, value: Any, default: Any) -> Any:
    plain = [arg for arg in get_args(hint) if isinstance(arg, type) and arg is not type(None)]  # of "float | None"
    kind = hint if isinstance(hint, type) else plain[0] if plain and get_origin(hint) is UnionType else type(default)
    if kind is bool:
        if isinstance(value, bool):
            return value
        if str(value).lower() in {"1", "true", "yes", "on"}:
            return True
        if str(value).lower() in {"0", "false", "no", "off"}:
            return False
        raise ValueError("it must be true or false")
    if kind in (int, float):
        return _number(kind, value)
    if get_origin(hint) is Mapping:
        if not isinstance(value, dict):
            raise ValueError("it must be a table")
        return {str(name): str(part) for name, part in value.items()}
    if isinstance(value, dict | list | bool):
        raise TypeError("it must be text")
    return str(value)


def _number(kind: type[int | float], value: Any) -> int | float:
    if isinstance(value, bool) or (kind is int and isinstance(value, float)):
        raise ValueError("it must be a whole number" if kind is int else "it must be a number")
    number = kind(value)
    if not math.isfinite(number):
        raise ValueError("it must be a finite number")
    return number
