"""Words: what the desk says, one TOML table a language."""

from collections.abc import Mapping

from bouclage.web.words import LANGUAGES, table_for

__all__ = ["LANGUAGES", "words_for"]


def words_for(language: str) -> Mapping[str, str]:
    """Return the desk's table for a BCP 47 language."""
    return table_for(__name__, language)
