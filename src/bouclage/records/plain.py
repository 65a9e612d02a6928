"""Records as plain JSON values and back, exactly: for the store, for files, for `--json`."""

from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

R = TypeVar("R")
Convert = Callable[[Any], Any]


def to_plain(value: Any) -> Any:
    """Return dicts, lists, strings and numbers for a record; times as ISO 8601 with "Z", bytes as base64."""
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, tuple | list):
        return [to_plain(part) for part in value]
    if isinstance(value, dict):
        return {key: to_plain(part) for key, part in value.items()}
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return b64encode(value).decode("ascii")
    return value


def from_plain(kind: type[R], plain: dict[str, Any]) -> R:
    """Return the record of class `kind` that `to_plain` turned into `plain`; missing fields take their default."""
    given = {
        name: plain[name] if convert is None or plain[name] is None else convert(plain[name])
        for name, convert in _readers(kind)  # type: ignore[arg-type]
        if name in plain
    }
    return kind(**given)


@cache
def _readers(kind: type[Any]) -> tuple[tuple[str, Convert | None], ...]:
    """Return the fields of a record that JSON may give, each with what turns its value; None where JSON has it."""
    hints = _hints(kind)  # type: ignore[arg-type]
    return tuple(
        (f.name, None if _is_json(hints[f.name]) else _converter(hints[f.name])) for f in fields(kind) if f.init
    )


def _is_json(hint: Any) -> bool:
    parts = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    return all(part in (str, int, bool, type(None)) for part in parts)


@cache
def _hints(kind: type[Any]) -> dict[str, Any]:
    return get_type_hints(kind)


def _converter(hint: Any) -> Convert:
    """Return what turns JSON into a value of a hint; looked up once a field, as a list of readers is long."""
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        inner = next(arg for arg in get_args(hint) if arg is not type(None))
        return _or_none(_converter(inner))
    if origin is tuple:
        each = _or_none(_converter(get_args(hint)[0]))
        return lambda plain: tuple(map(each, plain))
    if not isinstance(hint, type):
        return _as_it_is
    if is_dataclass(hint):
        return lambda plain: from_plain(hint, plain)
    if issubclass(hint, datetime):
        return lambda plain: datetime.fromisoformat(plain).astimezone(UTC)
    if issubclass(hint, date):
        return date.fromisoformat
    if issubclass(hint, StrEnum):
        return _member(hint)
    if hint is float:
        return float
    if hint is bytes:
        return lambda plain: b64decode(plain, validate=True)
    return _as_it_is


def _member(kind: type[StrEnum]) -> Convert:
    """Return what finds a member by its value; the class's own call takes ten times as long."""
    members = {member.value: member for member in kind}
    return lambda plain: members.get(plain) or kind(plain)


def _or_none(convert: Convert) -> Convert:
    return lambda plain: None if plain is None else convert(plain)


def _as_it_is(plain: Any) -> Any:
    return plain
