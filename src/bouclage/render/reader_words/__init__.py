"""Words of the pages and letters around subscribing, one TOML table a language."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from bouclage.render.words import FALLBACK, LANGUAGES


def reader_words(language: str) -> Mapping[str, str]:
    """Return the table for a BCP 47 language; a language we have no words for speaks English."""
    base = language.split("-", maxsplit=1)[0].lower()
    return _table(base if base in LANGUAGES else FALLBACK)


@cache
def _table(language: str) -> Mapping[str, str]:
    return MappingProxyType(tomllib.loads(files(__package__).joinpath(f"{language}.toml").read_text(encoding="utf-8")))
