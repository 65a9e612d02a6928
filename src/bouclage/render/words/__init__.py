"""Words: what Bouclage itself says to readers, one TOML table a language.

Everything else on a page is quoted. A key holds a sentence with {places}, or one for each of two plural forms.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

LANGUAGES = ("fr", "de", "it", "en")
FALLBACK = "en"


@dataclass(frozen=True, slots=True)
class Words:
    """One language's table."""

    language: str
    texts: Mapping[str, str]
    plurals: Mapping[str, Mapping[str, str]]
    sections: Mapping[str, str]


@cache
def words_of(language: str) -> Words:
    """Return the table of a language in `LANGUAGES`."""
    table = tomllib.loads(files(__package__).joinpath(f"{language}.toml").read_text(encoding="utf-8"))
    sections = table.pop("sections")
    return Words(
        language,
        texts=MappingProxyType({key: value for key, value in table.items() if isinstance(value, str)}),
        plurals=MappingProxyType({key: value for key, value in table.items() if isinstance(value, dict)}),
        sections=MappingProxyType(sections),
    )
