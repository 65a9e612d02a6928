"""Troubles: what is wrong with a source or an item, told in a reader's language.

The program records them in English, in words of its own (a server's answer, a feed's faults). `troubles.toml` holds
those words, with places for what changes, beside the same in the other languages. What it does not hold stays as it
was.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

_PLACE = re.compile(r"\{([abctu])\}")
_MOST = 800  # characters of a trouble that is looked up
_COLON = "\u202f: "  # French sets a thin space before it
_DEEP = 5  # troubles within one another
_ADDRESS = re.compile(r"(.+): (\S+://\S*)", re.DOTALL)
_DETOUR = re.compile(r"(.+) \(redirected to (\S+)\)", re.DOTALL)
_DETAIL = re.compile(r"(.+?) \((.+)\)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Row:
    english: re.Pattern[str]
    told: Mapping[str, str]
    open: bool  # begins with words that must stand in the table too


def trouble_in(language: str, trouble: str) -> str | None:
    """Return a recorded trouble in a language ("fr", "de-CH"); None where it cannot be told in it, or is English."""
    base = language.split("-", maxsplit=1)[0].lower()
    if base == "en" or len(trouble) > _MOST:
        return None
    return _told(trouble, base, _DEEP)


@lru_cache(maxsize=4096)
def _told(trouble: str, language: str, deep: int) -> str | None:
    if deep == 0:
        return None
    whole, rows = _table()
    if (known := whole.get(trouble)) is not None:
        return known.get(language)
    if (told := _with_address(trouble, language, deep) or _with_detour(trouble, language, deep)) is not None:
        return told
    for row in rows:
        if (match := row.english.fullmatch(trouble)) is None or language not in row.told:
            continue
        parts = match.groupdict()
        inner = {name: _told(parts[name], language, deep - 1) for name in ("t", "u") if name in parts}
        if row.open and inner["t"] is None:
            continue
        return row.told[language].format(**parts | {name: told for name, told in inner.items() if told})
    return _with_detail(trouble, language, deep)


def _with_address(trouble: str, language: str, deep: int) -> str | None:
    """Tell "no connection: https://…", as errors of fetching end."""
    match = _ADDRESS.fullmatch(trouble)
    told = _told(match[1], language, deep - 1) if match else None
    return f"{told}{_COLON if language == 'fr' else ': '}{match[2]}" if match and told else None


def _with_detour(trouble: str, language: str, deep: int) -> str | None:
    """Tell "not there (404) (redirected to https://…)": the answer is that of another address."""
    match = _DETOUR.fullmatch(trouble)
    told = _told(match[1], language, deep - 1) if match else None
    return f"{told} ({_table()[0]['redirected to'][language]} {match[2]})" if match and told else None


def _with_detail(trouble: str, language: str, deep: int) -> str | None:
    """Tell "no connection (connection refused)": the detail is the system's, known or not."""
    match = _DETAIL.fullmatch(trouble)
    told = _table()[0].get(match[1], {}).get(language) if match else None
    return f"{told} ({_told(match[2], language, deep - 1) or match[2]})" if match and told else None


@cache
def _table() -> tuple[Mapping[str, Mapping[str, str]], tuple[_Row, ...]]:
    """Return the troubles that are told as they stand, and those with places, those with most words ahead first."""
    rows = tomllib.loads(files(__package__).joinpath("troubles.toml").read_text(encoding="utf-8"))["trouble"]
    whole = {row["en"]: row for row in rows if not _PLACE.search(row["en"])}
    open_ = sorted((row for row in rows if row["en"] not in whole), key=_ahead)
    return whole, tuple(_Row(_pattern(row["en"]), row, row["en"].startswith("{t}")) for row in open_)


def _ahead(row: Mapping[str, str]) -> tuple[int, int]:
    return -len(_PLACE.split(row["en"])[0]), -len(_PLACE.sub("", row["en"]))


def _pattern(english: str) -> re.Pattern[str]:
    parts = _PLACE.split(english)
    return re.compile(
        "".join(f"(?P<{part}>.+?)" if row % 2 else re.escape(part) for row, part in enumerate(parts)), re.DOTALL
    )
