"""Dates in running text, resolved from the day of publication: "jeudi", "8./9. September", "in the coming days".

Takes a sentence (or any text), its language and the local moment of publication; gives spans with first and last day.
Patterns and words are data (`fr.toml`, `de.toml`, `it.toml`, `en.toml`), values are calendar arithmetic.
Never reads the clock; a language without data gives no dates.
"""

from bouclage.text.dates.resolve import FoundDate, find_dates
from bouclage.text.dates.words import LANGUAGES

__all__ = ["LANGUAGES", "FoundDate", "find_dates"]
