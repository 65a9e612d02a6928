"""Words: what the desk says, one TOML table a language."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

LANGUAGES = ("fr", "de", "it", "en")
_FALLBACK = "en"


def words_for(language: str) -> Mapping[str, str]:
    """Return the table for a BCP 47 language; a language we have no words for speaks English."""
    base = language.split("-", maxsplit=1)[0].lower()
    return _table(base if base in LANGUAGES else _FALLBACK)


@cache
def _table(language: str) -> Mapping[str, str]:
    text = files(__package__).joinpath(f"{language}.toml").read_text(encoding="utf-8")
    return MappingProxyType({"language": language, **tomllib.loads(text)})
