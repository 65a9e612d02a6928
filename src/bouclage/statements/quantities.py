"""Counted things in a text: "at least 12 injured" as a range with what is counted."""

import re
from dataclasses import dataclass

from bouclage.statements.concepts import counted_kind, topic_of
from bouclage.statements.number_words import pattern
from bouclage.statements.number_words import value as spelt_value
from bouclage.statements.vocabulary import things_in
from bouclage.statements.words import listed
from bouclage.text.words import stems

_NUMBER = r"(?P<number>\d{1,3}(?:[.,'’\u00a0\u202f]\d{3})+(?!\d)|\d+(?:[.,]\d{1,2})?)"
_COUNT = re.compile(rf"(?<![\w.,'’:-]){_NUMBER}(?![\w:-]|[.,]\d)", re.IGNORECASE)
_NOBODY = re.compile(
    r"\b(?:no one|nobody|none|no|niemand|kein(?:e[rmns]?)?|personne|aucune?|nessun[oa]?)\b"
    r"(?! (?:longer|doubt|more than))",
    re.I,
)
# "the two dead", "leurs deux enfants", "three of the five": known ones or a part, not a count
_KNOWN = re.compile(
    r"(?:\b(?:les|ces|ses|leurs|nos|des|aux|the|these|his|her|their|its|our|die|der|den|diese[rn]?|beiden|ihre[rn]?|seine[rn]?"
    r"|i|gli|le|dei|degli|delle|questi|queste|suoi|loro|nei|dont|parmi|darunter|davon|including|tra cui|fra cui|di cui"
    r"|of the|premiers?|autres|other|another|further|weitere|altri|altre|first|last|letzten|ersten)\s+)$",
    re.I,
)
_PART = re.compile(
    r"\s*(?:d['’]entre|of (?:the|them|those)|der (?:Verletzten|Toten)|des (?:bless|mort)|dei|delle|von ihnen)", re.I
)
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
_AN_HOUR_SHORT = re.compile(r"[\s\u00a0\u202f]*(?:km/h|km/std|kmh|mph)\b", re.IGNORECASE)
_ALLOWED = re.compile(
    r"(?:limit\w*|autoris\w+|permi[st]\w*|maxim\w+|allowed|permitted|erlaubt\w*|zulässig\w*|g[ai]lt|gälte\w*|höchst\w*|consentit\w+"
    r"|massim\w+|zone|zona)[^.;:]{0,30}\Z",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"[\s\u00a0\u202f]*(?:%|pour cent|per cent\b|percent|Prozent|per cento)", re.IGNORECASE)
_LEVEL = re.compile(
    r"(?:\bdegré|\bniveau|\bgrado|\blivello|stufe|\blevel|\bgrade|magnitude?|magnitudo)(?: de| of| von| di)? *\Z",
    re.IGNORECASE,
)
_SPAN = re.compile(
    r"[\s\u00a0\u202f]*(?P<unit>an(?:née|no|ni)?s?\b|years?\b|Jahre?n?\b|mois\b|months?\b|Monate?n?\b|mes[ei]\b|semaines?\b|weeks?\b|Wochen?\b"
    r"|settiman[ae]\b|jours?\b|days?\b|Tage?n?\b|giorn[io]\b|heures?\b|hours?\b|Stunden?\b|or[ae]\b)(?! ago|-old| old)",
    re.IGNORECASE,
)
_UNITS = {"a": 365.0, "y": 365.0, "j": 365.0, "mo": 30.0, "me": 30.0, "s": 7.0, "w": 7.0}
_DAYS = ("jour", "day", "tag", "giorn")
_HOURS = ("heure", "hour", "stund", "or")
_LASTS = re.compile(
    r"(?:\bdur\w+|\blast\w*|\btak(?:e|es|ing)|\btook|\bprend\w*|dauer\w*|\bpendant|\bwährend|\bin Anspruch|\bfor"
    r"|\bprison\w*|Haft\w*|\bcarcere)\b[^.;:!?]{0,24}\Z",
    re.IGNORECASE,
)
_BRACKET = re.compile(r"\([^\w)]{0,5}\Z")
_LIVES = re.compile(
    r"[^.;:!?«»]{0,40}\b(?:ums Leben (?:ge)?k[oa]m\w*|perdu la vie|perdent la vie|péri"
    r"|trouvé la mort|pers[oa] la vita|trovato la morte"
    r"|los[te]\w* (?:their|his|her) li(?:ves|fe)|perished|mour\w+|starben|gestorben|umgekommen|umkamen)"
)
_SPELT = frozenset({"fr", "de", "it", "en"})
_HEAD = re.compile(r"(?:[\s\u00a0\u202f]*[^\W\d_][\w’'-]*){1,3}")
_REACH = 6  # words behind a number in which the counted thing stands


@dataclass(frozen=True, slots=True)
class Quantity:
    """So many of something: between `low` and `high`."""

    low: float
    high: float
    kind: str
    toll: bool
    start: int
    end: int
    names: frozenset[str] = frozenset()  # what the words behind it name, comparable over languages


def quantities(text: str, language: str) -> tuple[Quantity, ...]:
    """Return the counted things of a text: of a known kind (concepts.toml), else by the stem of the noun behind."""
    found = _nobody(text)
    for match in (*_COUNT.finditer(text), *(pattern(language).finditer(text) if language in _SPELT else ())):
        written = match.re is _COUNT
        spelt = None if written else spelt_value(match[0], language)
        if not written and spelt is None:
            continue
        value = _value(match["number"]) if written else float(spelt or 0)
        end = match.end()
        times = _TIMES.match(text, end)
        multiplied = times is not None and times["word"].lower() in _MULTIPLIERS
        if times is not None and multiplied:
            value *= _MULTIPLIERS[times["word"].lower()]
            end = times.end()
        kind = (
            _measured(text, match.start(), end)
            or _kind(text, end)
            or _kind_before(text, match.start())
            or _noun(text, end, language, multiplied=multiplied)
        )
        if kind is None or (1900 <= value <= 2100 and len(match[0]) == 4 and kind[2] > 1):
            continue
        if _BRACKET.search(text, max(0, match.start() - 6), match.start()):
            continue  # "1 million dollars (1.52 million francs)" is one sum
        if kind[0] == "duration":
            value *= _days(text, end)
        before = text[max(0, match.start() - 40) : match.start()]
        if (kind[1] or kind[0] == "people") and (_KNOWN.search(before) or _PART.match(text, end)):
            continue
        if kind[0] == "speed" and _ALLOWED.search(before):
            kind = ("speed allowed", False, kind[2])  # how fast one may go is not how fast one went
        low, high = value, value
        if _LEAST.search(before):
            high = float("inf")
        elif _MOST.search(before):
            low = 0.0
        elif _ABOUT.search(before):
            low, high = value * 0.88, value * 1.12
        behind = _HEAD.match(text, end)
        names = frozenset[str]().union(*things_in(behind[0], language)) if ":" in kind[0] and behind else frozenset()
        found.append(Quantity(low, high, kind[0], kind[1], match.start(), match.end(), names))
    return tuple(found)


def _nobody(text: str) -> list[Quantity]:
    """ "nobody was arrested", "kein Toter": a count of none, of tolls alone."""
    found = []
    for match in _NOBODY.finditer(text):
        kind = _kind(text, match.end())
        if kind is not None and kind[1]:
            found.append(Quantity(0, 0, kind[0], True, match.start(), match.end()))
    return found


def _measured(text: str, start: int, end: int) -> tuple[str, bool, int] | None:
    """A share, a level, or how long something lasts."""
    if _PERCENT.match(text, end):
        return "share", False, 0
    before = text[max(0, start - 45) : start]
    if _LEVEL.search(before):
        return "level", False, 0
    if _SPAN.match(text, end) and _LASTS.search(before):
        return "duration", False, 0
    return None


def _days(text: str, at: int) -> float:
    """Return how many days the unit of time at a place has."""
    match = _SPAN.match(text, at)
    unit = match["unit"].lower() if match else ""
    if unit.startswith(_DAYS):
        return 1.0
    if unit.startswith(_HOURS):
        return 1 / 24
    return next(
        (days for start, days in sorted(_UNITS.items(), key=lambda one: -len(one[0])) if unit.startswith(start)), 1.0
    )


def _kind(text: str, at: int) -> tuple[str, bool, int] | None:
    people: tuple[str, bool, int] | None = None
    if _AN_HOUR_SHORT.match(text, at):
        return "speed", False, 0
    for steps, match in enumerate(_NEXT.finditer(text, at, at + 60)):
        if steps >= _REACH or any(mark in text[at : match.start()] for mark in ".;:!?,()«»"):
            return people
        if (found := counted_kind(match[0])) is not None:
            if found[0] == "length" and _AN_HOUR.match(text, match.end()):
                return "speed", False, steps
            if found[0] != "people":
                return (*found, steps)
            if _LIVES.match(text, match.end()):
                return "dead", True, steps
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
    things = things_in(match[0], language)
    listed = sorted(key for keys in things for key in keys if key[0] in "vc")
    if listed:
        return f"thing:{listed[0]}", False, 0
    found = stems(match[0], language)
    return (f"{language}:{found[0]}", False, 0) if found else None


def _kind_before(text: str, at: int) -> tuple[str, bool, int] | None:
    """ "the number of injured rose to 20", "die Zahl der Toten stieg auf 5"."""
    words = list(_NEXT.finditer(text, max(0, at - 45), at))[-4:]
    if not words or any(mark in ".;:!?,0123456789" for mark in text[words[0].start() : at]):
        return None
    for steps, match in enumerate(reversed(words)):
        if (found := counted_kind(match[0])) is not None and 1 <= steps <= 3:
            return (*found, steps)
    return None
