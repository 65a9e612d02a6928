"""Words: what the small pages say to readers, one TOML table a language; and the way to any such folder of tables."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from bouclage.render.words import FALLBACK, LANGUAGES

__all__ = ["LANGUAGES", "table_for", "words_for"]


def words_for(language: str) -> Mapping[str, str]:
    """Return the small pages' table for a BCP 47 language."""
    return table_for(__name__, language)


def table_for(package: str, language: str) -> Mapping[str, str]:
    """Return a package's table for a BCP 47 language; a language we have no words for speaks English.

    Its word "language" is the one it speaks.
    """
    base = language.split("-", maxsplit=1)[0].lower()
    return _table(package, base if base in LANGUAGES else FALLBACK)


@cache
def _table(package: str, language: str) -> Mapping[str, str]:
    text = files(package).joinpath(f"{language}.toml").read_text(encoding="utf-8")
    return MappingProxyType({"language": language, **tomllib.loads(text)})
