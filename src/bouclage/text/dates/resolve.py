"""Find date expressions in a text and resolve them."""

import re
from dataclasses import dataclass, replace
from datetime import date, time
from functools import lru_cache

from bouclage.text.dates.parts import Parts, Way, which
from bouclage.text.dates.values import SHAPES
from bouclage.text.dates.words import LANGUAGES, DateWords, date_words

# Where a clause ends for tense: the verb of another clause says nothing about this date.
_BREAK = re.compile(r"[,;:–—«»“”„\"()]|\.\s")
# "le lundi", "every Monday", "ein Montag": no day of the calendar; searched right before a weekday
_REPEATED = {
    language: re.compile(rf"\b(?:{words})\s+\Z", re.IGNORECASE)
    for language, words in {
        "fr": "tous les|chaque|le|un|les",
        "it": "ogni|tutti i|tutte le|il|la|un|una",
        "en": "every|each|that|a|black|good|easter|super|ash|palm|cyber|holy|maundy|shrove",
        "de": "jeden|jedem|jeweils|ein|einem|einen",
    }.items()
}
_SINCE = re.compile(
    r"\b(?:(?:depuis|since|seit|(?<!partire )da|dallo? scors[oa])(?: le| la| l['’])?"
    r"|seit [^.,;:]{3,40} (?:am|im|vom))\s*\Z"
)
_OF = re.compile(r"\b(?:de|du|of|vom|von|di)\s*\Z")
_POSSESSIVE = re.compile(r"['’]s\b")
_NOUN_NEXT = re.compile(
    r"(?:['’]s)? (?!to\b|and\b|or\b|in\b|at\b|for\b|with\b|until\b|as\b|when\b|after\b|on\b|by\b|from\b|is\b|was\b|"
    r"will\b|before\b|that\b|but\b|because\b|if\b|while\b|of\b)[a-z]+"
)
_AHEAD_OF = re.compile(r"\b(?:ahead of|before|for|until|by|in time for|prepar\w+ for)(?: the)? \Z")
# what is held on a day that was fixed before: "Thursday's meeting is the third" is to come unless a verb says it was
_SET_DAY = re.compile(
    r"(?:['’]s)? (?:\w+ )?(?:meetings?|votes?|games?|match|matches|debates?|elections?|hearings?|summit|talks|race"
    r"|finals?|referendum|ballot|deadline|launch|ceremony|concert|session|runoff|run-off|opener|auction|conference)\b"
)
_WILL = re.compile(
    r"\b(?:will|would|due|scheduled|plans?|expected|meets|opens|begins|starts|resumes|hosts|faces|plays|travels"
    r"|takes place)\b"
)
_TODAY = frozenset({"aujourd'hui", "heute", "oggi", "today"})
# what makes "today" the present age: "bis heute", "than today", "già oggi", "contre 34 aujourd'hui"
_TIMES = re.compile(
    r"\b(?:bis|als|schon|noch|still|even|than|(?<!, )until|già|ad|fino ad|ancora|déjà|encore|jusqu['’]|de nos jours"
    r"|(?:contre|gegenüber|against|contro) \d[\d.,’' ]*)(?: à)?\s*\Z",
    re.IGNORECASE,
)
_AGED = re.compile(r"\s\d+(?:-jährig| Jahre alt| ans\b| anni\b)")
# "the sixth minister in eight years", "zum ersten Mal in zehn Jahren": how long, not when
_BEST_IN = re.compile(
    r"\b(?:first|second|third|(?:four|fif|six|seven|eigh|nin|ten)th|only|worst|best|most|\w{3,}est|times?|prima|volta"
    r"|erste[nrsm]?|zweite[nrsm]?|dritte[nrsm]?|einzige[nrsm]?|Mal|mal)\b[^.,;:]*\Z"
)
_WORDS = re.compile(r"\w{2,}")
_SENTENCE_END = re.compile(r"[.!?…]\s")
_FAR = 250  # characters around a date in which a verb may point
_TOUCH = 40  # characters right before a date in which a participle stands
_LONGEST = 5000  # characters searched at once; a date is never cut there by more than chance
_ZONES = {
    "gmt": 0, "utc": 0, "tu": 0, "cet": 60, "mez": 60, "cest": 120, "mesz": 120, "bst": 60,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDate:
    """A date expression: where it stands and the days it means, both inclusive, on the publisher's calendar."""

    start: int
    end: int
    first: date
    last: date
    clock: time | None = None
    offset_minutes: int | None = None  # of a named zone

    @property
    def from_(self) -> str:
        """First day, as YYYY-MM-DD or with the time: YYYY-MM-DDTHH:MM(+HH:MM)."""
        return self._iso(self.first)

    @property
    def to(self) -> str:
        """Last day, written like `from_`."""
        return self._iso(self.last)

    def _iso(self, day: date) -> str:
        if self.clock is None or self.first != self.last:
            return day.isoformat()
        zone = ""
        if self.offset_minutes is not None:
            zone = f"+{self.offset_minutes // 60:02d}:{self.offset_minutes % 60:02d}"
        return f"{day.isoformat()}T{self.clock:%H:%M}{zone}"


@dataclass(slots=True)
class _Candidate:
    start: int
    end: int
    shape: str
    match: re.Match[str]


def find_dates(text: str, language: str | None, published: date, *, start: int = 0) -> tuple[FoundDate, ...]:
    """Return the dates of `text` in order, resolved from the local day of publication.

    `start` is added to every span, for a sentence cut out of a text. A language without data gives none.
    """
    short = (language or "").split("-")[0].lower()
    if short not in LANGUAGES:
        return ()
    day = date(published.year, published.month, published.day)
    found: list[FoundDate] = []
    for at in range(0, max(len(text), 1), _LONGEST):
        behind = start + at
        for one in _in_piece(text[at : at + _LONGEST], short, day):
            found.append(replace(one, start=one.start + behind, end=one.end + behind) if behind else one)
    return tuple(found)


@lru_cache(maxsize=4096)  # a closing asks for most sentences twice: for its timeline and for its statements
def _in_piece(text: str, language: str, day: date) -> tuple[FoundDate, ...]:
    words = date_words(language)
    start = 0
    kinds = {match.lastgroup for match in words.trigger.finditer(text)}
    if not kinds:
        return ()
    candidates = [
        _Candidate(match.start(), match.end(), pattern.shape, match)
        for pattern in words.patterns
        if pattern.needs <= kinds
        for match in pattern.regex.finditer(text)
    ]
    # The longer text wins, then the earlier pattern (sorting is stable).
    candidates.sort(key=lambda one: one.start - one.end)
    taken: list[tuple[int, int]] = []
    found: list[FoundDate] = []
    for one in candidates:
        if any(one.start < end and begin < one.end for begin, end in taken):
            continue
        made = _resolved(one, text, words, day, start)
        if made is not None:
            taken.append((one.start, one.end))
            found.append(made)
    return tuple(sorted(found, key=lambda one: one.start))


def _resolved(one: _Candidate, text: str, words: DateWords, day: date, start: int) -> FoundDate | None:
    parts: dict[str, str] = {}
    for name, value in one.match.groupdict().items():
        if value:
            parts.setdefault(name.split("__")[0], value)
    alone = one.shape == "weekday" and not {"last", "next", "this"} & parts.keys()
    if alone and _REPEATED[words.language].search(text[max(0, one.start - 12) : one.start]):
        return None
    if one.shape == "relative" and parts.keys() == {"relative"} and _nowadays(text, one.start, one.end, words):
        return None
    if one.shape == "ahead" and _BEST_IN.search(text[max(0, one.start - 60) : one.start]):
        return None
    way = points(text, one.start, one.end, words)
    try:
        first, last = SHAPES[one.shape](Parts(parts, words, day, way, _present(text, one.start, one.end)))
    except (LookupError, OverflowError):
        return None
    clock = _clock(parts, words)
    zone = _ZONES.get((parts.get("zone") or "").lower())
    begin, end = one.start, one.end
    while end > begin and text[end - 1] in " ,":
        end -= 1
    while begin < end and text[begin] in " ,":
        begin += 1
    if text[begin : begin + 2].lower() in {"l'", "l’"}:
        begin += 2
    return FoundDate(
        start=start + begin,
        end=start + end,
        first=first,
        last=last,
        clock=clock,
        offset_minutes=zone if clock else None,
    )


def _nowadays(text: str, start: int, end: int, words: DateWords) -> bool:
    """Whether "today" means these times: "bis heute", "than today", "Elle dépasse aujourd'hui de quatre mètres"."""
    if text[start:end].lower().replace("’", "'") not in _TODAY:
        return False
    before, after = text[max(0, start - _FAR) : start], text[end : end + _FAR]
    if _TIMES.search(before) or _AGED.match(after):
        return True
    if before.rfind("«") > before.rfind("»") or max(before.rfind("“"), before.rfind("„")) > before.rfind("”"):
        return False  # who is quoted speaks of the day
    if before.count('"') % 2:
        return False
    breaks = [match.end() for match in _BREAK.finditer(before)]
    stop = _BREAK.search(after)
    clause = before[breaks[-1] if breaks else 0 :].lower(), after[: stop.start() if stop else None].lower()
    if not _WORDS.search(clause[1]):
        return False  # "Il arrive aujourd'hui": at the end of its clause it is the day
    return _nearest_verb(*clause, words) is Way.UNKNOWN


def _present(text: str, start: int, end: int) -> bool:
    """Whether a date stands in a sentence rather than in a scrap: then a verb we do not know is of the present."""
    around = text[max(0, start - _FAR) : start] + " " + text[end : end + _FAR]
    return len(_WORDS.findall(around)) > 1


def _clock(parts: dict[str, str], words: DateWords) -> time | None:
    if "noon" in parts:
        return time(12, int(parts.get("minute") or 0))
    if "hour_word" in parts:  # "à huit heures et demie", "um halb sechs", "half past five"
        hour = which(words.numbers, parts["hour_word"]) + 1 - ("half_before" in parts)
        return time(hour, 30 if {"half", "half_before"} & parts.keys() else 0) if hour < 24 else None
    if "hour" not in parts:
        return None
    hour, minute = int(parts["hour"]), int(parts.get("minute") or 0)
    half_day = (parts.get("half_day") or "").lower()
    if half_day.startswith("p") and hour < 12:
        hour += 12
    if half_day.startswith("a") and hour == 12:
        hour = 0
    return time(hour, minute) if hour < 24 and minute < 60 else None


def points(text: str, start: int, end: int, words: DateWords) -> Way:
    """Return where the sentence around a date points: the nearest verb of its clause, else of the sentence."""
    low = max(0, start - _FAR)
    before, after = text[low:start].lower(), text[end : end + _FAR].lower()
    breaks = [match.end() for match in _BREAK.finditer(before)]
    left = breaks[-1] if breaks else 0
    first_break = _BREAK.search(after)
    right = first_break.start() if first_break else len(after)
    sentence = max((match.end() for match in _SENTENCE_END.finditer(before)), default=0)
    stop = _SENTENCE_END.search(after)
    rest = after[: stop.start() if stop else None]
    # its own clause, else what is said before it in the sentence, else after
    if _SINCE.search(before):
        return Way.BACK
    if words.language == "en" and _NOUN_NEXT.match(text[end : end + 30]):
        if _AHEAD_OF.search(before):
            return Way.AHEAD
        if (_POSSESSIVE.match(text[end : end + 3]) or before.endswith(("the ", "a ", "an "))) and not _WILL.search(
            before[left:] + after[:right]
        ):
            set_day = _SET_DAY.match(after) and not words.past.search(before[left:] + after[:right])
            return Way.AHEAD if set_day else Way.BACK
    tail = before[-_TOUCH:]
    if _around(tail, after[:_TOUCH], words):
        return Way.BACK  # "a lundi annoncé", "è stato lunedì arrestato"
    if words.touch_ahead.search(tail):
        return Way.AHEAD
    if words.touch_past.search(tail) and _nearest_verb(before[left:], "", words) is not Way.AHEAD:
        return Way.BACK
    if _OF.search(before) and _nearest_verb(before[left:], after[:right], words) is not Way.AHEAD:
        return Way.BACK  # "the storm of Saturday", "l'accident de samedi"
    for a, b in ((before[left:], after[:right]), (before[sentence:], ""), ("", rest)):
        way = _nearest_verb(a, b, words)
        if way is not Way.UNKNOWN:
            return way
    return Way.AHEAD if words.weak.search(before) else Way.UNKNOWN


def _around(before: str, after: str, words: DateWords) -> bool:
    """Whether a date stands inside a verb of the past, between its auxiliary and its participle."""
    head = before.rstrip(" ,")
    joined = f"{head} {after.lstrip(' ,')}"
    return any(match.start() < len(head) < match.end() for match in words.past.finditer(joined))


def _nearest_verb(before: str, after: str, words: DateWords) -> Way:
    best, way = 10**9, Way.UNKNOWN
    for pattern, sign in ((words.ahead, Way.AHEAD), (words.past, Way.BACK)):
        for match in pattern.finditer(before):
            distance = len(before) - match.end()
            if distance < best:
                best, way = distance, sign
        hit = pattern.search(after)
        # What follows is a little farther: the verb mostly comes first.
        if hit and hit.start() + 3 < best:
            best, way = hit.start() + 3, sign
    return way
