"""Counted things in a text: "at least 12 injured" as a range with what is counted."""

import re
from dataclasses import dataclass

from bouclage.statements.concepts import counted_kind, topic_of
from bouclage.statements.words import listed
from bouclage.text.words import stems

_NUMBER = r"(?P<number>\d{1,3}(?:[.,'’\u00a0\u202f]\d{3})+(?!\d)|\d+(?:[.,]\d{1,2})?)"
_WORDS = {
    "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7, "acht": 8, "neun": 9, "zehn": 10,
    "elf": 11, "zwölf": 12, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8,
    "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "two": 2, "three": 3, "four": 4, "five": 5, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "due": 2, "tre": 3, "quattro": 4, "cinque": 5,
    "sei": 6, "sette": 7, "otto": 8, "nove": 9, "dieci": 10, "undici": 11, "dodici": 12, "treize": 13,
    "quatorze": 14, "quinze": 15, "seize": 16, "vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50,
    "soixante": 60, "cent": 100, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "hundred": 100, "dreizehn": 13, "vierzehn": 14, "fünfzehn": 15, "sechzehn": 16, "siebzehn": 17, "achtzehn": 18,
    "neunzehn": 19, "zwanzig": 20, "dreissig": 30, "dreißig": 30, "vierzig": 40, "fünfzig": 50, "sechzig": 60,
    "hundert": 100, "tredici": 13, "quattordici": 14, "quindici": 15, "sedici": 16, "diciassette": 17,
    "diciotto": 18, "diciannove": 19, "venti": 20, "trenta": 30, "quaranta": 40, "cinquanta": 50, "sessanta": 60,
    "cento": 100,
}  # fmt: skip
_COUNT = re.compile(rf"(?<![\w.,'’:-])(?:{_NUMBER}|(?P<word>{'|'.join(_WORDS)}))(?![\w:-]|[.,]\d)", re.IGNORECASE)
_LEAST = re.compile(
    r"(?:au moins|plus de|at least|more than|over|mindestens|mehr als|über|almeno|più di|oltre)\s+(?:les |the |die )?$",
    re.I,
)
_MOST = re.compile(
    r"(?:moins de|au plus|up to|fewer than|less than|höchstens|weniger als|meno di|al massimo|jusqu['’]à|bis zu)\s+$",
    re.I,
)
_ABOUT = re.compile(
    r"(?:environ|quelque|près de|some|about|around|nearly|almost|roughly"
    r"|rund|etwa|gut|knapp|fast|circa|quasi|intorno a|une?|ca\.)\s+$",
    re.I,
)
_NEXT = re.compile(r"[^\W\d_][\w’'-]*")
_MULTIPLIERS = {
    "thousand": 1e3, "mille": 1e3, "mila": 1e3, "tausend": 1e3, "million": 1e6, "millions": 1e6, "millionen": 1e6,
    "mio": 1e6, "milioni": 1e6, "milione": 1e6, "milliard": 1e9, "milliards": 1e9, "milliarden": 1e9, "mrd": 1e9,
    "billion": 1e9, "billions": 1e9, "miliardi": 1e9, "miliardo": 1e9,
}  # fmt: skip
_TIMES = re.compile(r"[\s\u00a0]*(?P<word>[^\W\d_]+)\.?")
_CONJUNCTIONS = listed("e et and und ed y ou or oder o but mais aber ma")
_NOT_COUNTED = listed(
    "ans an jours jour heures heure minutes minute mois semaines semaine years year days day hours hour months "
    "month weeks week jahre jahren jahr tage tagen tag stunden stunde minuten monate monaten wochen uhr anni anno "
    "giorni giorno ore ora minuti mesi mese settimane janvier février mars avril mai juin juillet août septembre "
    "octobre novembre décembre january february march april may june july august september october november "
    "december januar februar märz juni juli oktober dezember gennaio febbraio marzo aprile maggio giugno luglio "
    "agosto settembre ottobre novembre dicembre"
)
_AN_HOUR = re.compile(r"[\s\u00a0]*(?:orari|all['’]ora|à l['’]heure|/h|an hour|per hour|pro Stunde)", re.IGNORECASE)
_REACH = 4  # words behind a number in which the counted thing stands


@dataclass(frozen=True, slots=True)
class Quantity:
    """So many of something: between `low` and `high`."""

    low: float
    high: float
    kind: str
    toll: bool
    start: int
    end: int


def quantities(text: str, language: str) -> tuple[Quantity, ...]:
    """Return the counted things of a text: of a known kind (concepts.toml), else by the stem of the noun behind."""
    found = []
    for match in _COUNT.finditer(text):
        value = _value(match["number"]) if match["number"] else float(_WORDS[match["word"].lower()])
        end = match.end()
        times = _TIMES.match(text, end)
        multiplied = times is not None and times["word"].lower() in _MULTIPLIERS
        if times is not None and multiplied:
            value *= _MULTIPLIERS[times["word"].lower()]
            end = times.end()
        kind = (
            _kind(text, end) or _kind_before(text, match.start()) or _noun(text, end, language, multiplied=multiplied)
        )
        if kind is None or (1900 <= value <= 2100 and match["number"] and len(match["number"]) == 4 and kind[2] > 1):
            continue
        before = text[max(0, match.start() - 24) : match.start()]
        low, high = value, value
        if _LEAST.search(before):
            high = float("inf")
        elif _MOST.search(before):
            low = 0.0
        elif _ABOUT.search(before):
            low, high = value * 0.88, value * 1.12
        found.append(Quantity(low, high, kind[0], kind[1], match.start(), match.end()))
    return tuple(found)


def _kind(text: str, at: int) -> tuple[str, bool, int] | None:
    people: tuple[str, bool, int] | None = None
    for steps, match in enumerate(_NEXT.finditer(text, at, at + 60)):
        if steps >= _REACH or any(mark in text[at : match.start()] for mark in ".;:!?,()«»"):
            return people
        if (found := counted_kind(match[0])) is not None:
            if found[0] == "length" and _AN_HOUR.match(text, match.end()):
                return "speed", False, steps
            if found[0] != "people":
                return (*found, steps)
            people = people or (*found, steps)  # "six people died" counts the dead
        if steps == 0 and match[0].lower() in _CONJUNCTIONS:
            return None
    return people


def _value(number: str) -> float:
    if re.fullmatch(r"\d+[.,]\d{1,2}", number):
        return float(number.replace(",", "."))
    return float(re.sub(r"\D", "", number))


def _noun(text: str, at: int, language: str, *, multiplied: bool) -> tuple[str, bool, int] | None:
    """A thing of no known kind: the noun right behind its number, by stem; "3.2 million" alone is a sum."""
    match = _NEXT.search(text, at, at + 30)
    if match is None or text[at : match.start()].strip(" \u00a0\u202f"):
        return ("money", False, 0) if multiplied else None
    word = match[0].lower()
    if word in _NOT_COUNTED:
        return None
    if len(word) < 4:
        return ("money", False, 0) if multiplied else None
    if (topic := topic_of(word)) is not None:
        return f"topic:{topic}", False, 0
    found = stems(match[0], language)
    return (f"{language}:{found[0]}", False, 0) if found else None


def _kind_before(text: str, at: int) -> tuple[str, bool, int] | None:
    """ "the number of injured rose to 20", "die Zahl der Toten stieg auf 5"."""
    words = list(_NEXT.finditer(text, max(0, at - 45), at))[-4:]
    if not words or any(mark in text[words[0].start() : at] for mark in ".;:!?,"):
        return None
    for steps, match in enumerate(reversed(words)):
        if (found := counted_kind(match[0])) is not None and 1 <= steps <= 3:
            return (*found, steps)
    return None
