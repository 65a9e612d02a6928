"""The date words and patterns of a language, read from its data file and compiled once."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("de", "en", "fr", "it")
YEAR = r"(?:1[5-9]|20)\d\d"
_PLACE = re.compile(r"\{([a-z_]+?)(\d?)\}")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way of writing a date."""

    shape: str
    regex: re.Pattern[str]
    needs: frozenset[str]  # kinds of trigger words without which it cannot match


@dataclass(frozen=True, slots=True)
class DateWords:
    """All a language knows about dates."""

    language: str
    patterns: tuple[Pattern, ...]
    trigger: re.Pattern[str]  # its groups name the kinds of words that a text has
    weekdays: tuple[re.Pattern[str], ...]
    months: tuple[re.Pattern[str], ...]
    numbers: tuple[re.Pattern[str], ...]
    tens: tuple[re.Pattern[str], ...]
    ordinals: tuple[re.Pattern[str], ...]
    units: tuple[tuple[str, re.Pattern[str]], ...]
    seasons: tuple[tuple[str, re.Pattern[str]], ...]
    relative: tuple[tuple[int, re.Pattern[str]], ...]
    past: re.Pattern[str]
    ahead: re.Pattern[str]
    weak: re.Pattern[str]
    touch_past: re.Pattern[str]  # right before a date
    touch_ahead: re.Pattern[str]


@cache
def date_words(language: str) -> DateWords:
    """Return the words of a language; KeyError if there is no data for it."""
    if language not in LANGUAGES:
        raise KeyError(language)
    data = tomllib.loads((files("bouclage.text.dates") / f"{language}.toml").read_text(encoding="utf-8"))
    flags = re.IGNORECASE if data["ignore_case"] else re.NOFLAG
    places = _places(data)
    patterns = tuple(_pattern(given, places, flags) for given in data["pattern"])
    return DateWords(
        language=language,
        patterns=patterns,
        trigger=_trigger(places, flags),
        weekdays=_exact(data["weekdays"]),
        months=_exact(data["months"]),
        numbers=_exact(data["numbers"]),
        tens=_exact(data["tens"]),
        ordinals=_exact(data["ordinals"]),
        units=tuple(zip(data["units"], _exact(data["units"].values()), strict=True)),
        seasons=tuple(zip(data["seasons"], _exact(data["seasons"].values()), strict=True)),
        relative=tuple(zip(data["relative"].values(), _exact(data["relative"]), strict=True)),
        past=re.compile(rf"(?<!\w)(?:{data['tense']['past']})(?!\w)"),
        ahead=re.compile(rf"(?<!\w)(?:{data['tense']['ahead']})(?!\w)"),
        touch_past=_touching(data["tense"], "touch_past"),
        touch_ahead=_touching(data["tense"], "touch_ahead"),
        weak=re.compile(rf"(?<!\w)(?:{data['tense'].get('weak', '(?!)')})(?!\w)"),
    )


def _touching(tense: dict[str, str], name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{tense.get(name, '(?!)')})(?: (?:on|le|ce|cette|am|il|nella|nel|dans la|de))?\s*\Z")


def _places(data: dict[str, Any]) -> dict[str, str]:
    mark = data["ordinal_mark"]
    day = rf"(?:[12]\d|3[01]|0?[1-9])(?!\d){mark}?"
    joint = rf" ?(?:,|-|–|/|(?:{data['and']}|{data['to']})(?= )) ?(?:le |il |the |den |dem |l[’'])?"
    return {
        "wd": _any(data["weekdays"]),
        "mon": _any(data["months"]),
        "year": YEAR,
        "day": rf"(?<!\d)(?<!\d[.,:]){day}",
        "days": rf"(?<!\d)(?<!\d[.,:]){day}(?:{joint}{day})*",
        "n": rf"\d{{1,3}}|{_any(data['tens'])}|{_any(data['numbers'])}",
        "unit": _any(data["units"].values()),
        "season": _any(data["seasons"].values()),
        "relative": _any(data["relative"]),
        "quarter": _any(data["ordinals"]),
        "half": _any(data["ordinals"]),
        "next": data["next"],
        "last": data["last"],
        "this": data["this"],
        "part": data["part"],
        "clock": data["clock"],
        "hour_word": _any(data["numbers"]),
        "day_suffix": data.get("day_suffix", ""),
    }


def _pattern(given: dict[str, str], places: dict[str, str], flags: re.RegexFlag) -> Pattern:
    used: dict[str, int] = {}
    needs: set[str] = set()

    def fill(match: re.Match[str]) -> str:
        name, number = match[1], match[2]
        if name == "clock" and number:  # its inner groups are named once only
            return f"(?:{re.sub(r'[?]P<[a-z_]+>', '?:', places[name])})"
        if name == "day_suffix":
            return places[name]
        used[name + number] = used.get(name + number, 0) + 1
        times = used[name + number]
        group = name + number + (f"__{times}" if times > 1 else "")
        return f"(?P<{group}>{places[name]})"

    source = given["match"]
    for kind in ("wd", "mon", "relative"):
        if f"{{{kind}}}" in source and f"(?:{{{kind}}}" not in source:
            needs.add(kind)
    body = _PLACE.sub(fill, source).replace(" ", r"[\s ]")
    return Pattern(given["shape"], re.compile(rf"(?<![\w.])(?:{body})(?!\w)", flags), frozenset(needs))


def _trigger(places: dict[str, str], flags: re.RegexFlag) -> re.Pattern[str]:
    kinds = {name: places[name] for name in ("wd", "mon", "relative", "unit", "season")}
    kinds["year"] = rf"{YEAR}|\d{{1,2}}[./]\d{{1,2}}[./]"
    words = {
        "other": "trimestre|quarter|quartal|vierteljahr|semestre|halbjahr|semester|half|jahreshälfte|week-?end|"
        r"wochenende|fine settimana|fin de semaine|nuit|notte|night|overnight|nacht|stanotte|heuer|vorjahr|\w*jahren?|"
        "années|anni|year-end"
    }
    groups = "|".join(f"(?P<{name}>{regex})" for name, regex in kinds.items())
    return re.compile(rf"(?<!\w)(?:{groups}|(?P<other>(?i:{words['other']})))", flags)


def _any(words: Any) -> str:
    return "|".join(words)


def _exact(words: Any) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rf"(?:{word})\Z", re.IGNORECASE) for word in words)
