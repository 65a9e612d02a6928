"""Why reports are together: said by grouping in plain English, and read back part by part to be told in any language.

The words are kept with each membership as grouping said them, for programs and for the command line. Whoever shows them
to readers asks `parts` what they say.
"""

import re
from types import MappingProxyType

from bouclage.records.told import Told

_AND = "; "
_PHRASES = MappingProxyType(
    {
        "first_report": "first report",
        "same_name": "same name: {}",
        "same_names": "same names: {}",
        "same_figure": "same figure: {}",
        "same_figures": "same figures: {}",
        "same_day": "same day",
        "day_apart": "a day apart",
        "days_apart": "{} days apart",
        "shared_terms_across": "{}% shared terms across languages",
        "shared_terms": "{}% shared terms",
        "of_series": "one of a series made by machine: {}",
        "same_text": "prints the same text as {}",
        "same_item": "another version of the same item",
        "by_others": "printed by others of this story",
        "became_one": "its story became one with this one",
        "split": "split off by {}",
        "merge": "merged into this story by {}",
        "pin": "pinned to this story by {}",
    }
)
CODES = tuple(_PHRASES)
# What these name is another's text and may hold anything.
_NAMING = frozenset({"of_series", "same_text", "split", "merge", "pin"})
_READ = {code: re.compile(re.escape(phrase).replace(r"\{\}", "(.+)"), re.DOTALL) for code, phrase in _PHRASES.items()}


def phrase(code: str, value: str = "") -> str:
    """Return one reason in words; `value` is what it names."""
    return _PHRASES[code].format(value)


def reason_of(*phrases: str) -> str:
    """Return several phrases as one reason."""
    return _AND.join(phrases)


def parts(reason: str) -> tuple[Told, ...]:
    """Return what a reason says, part by part; () where it holds words that grouping does not use."""
    for code in _NAMING:
        if found := _READ[code].fullmatch(reason):
            return (Told(code=code, values=found.groups()),)
    told = [_part(words) for words in reason.split(_AND)]
    return tuple(one for one in told if one is not None) if None not in told else ()


def _part(words: str) -> Told | None:
    for code, pattern in _READ.items():
        if found := pattern.fullmatch(words):
            return Told(code=code, values=found.groups())
    return None
