"""Sentences of a text as character spans.

The splitting is sentencex's (rules by language, 50 MB/s, see docs/design/dependencies.md). What it misses in French
and Italian news (courtesy titles, ordinals before a month, initials) is joined again here.
"""

import re

from sentencex import get_sentence_boundaries

# Always before more of the sentence: titles and initials.
_JOIN = re.compile(
    r"""(?:^|[\s(«“"'’])(?:
        MM?|Mmes?|Mlles?|Me|Dr|Pr|St|Ste|av|env|éd|
        dott|dott\.ssa|sig|sigg|sig\.ra|avv|ing|prof|arch|gen|
        Hr|Fr|bzw|ca|etc|evtl|inkl|usw|vgl|sog|resp|Mio|Mrd|z|d|u|o|bspw|Kt|lic|iur|phil|
        Mr|Mrs|Ms|Jr|Sr|Gen|Sen|Rep|Gov|Lt|Col|Sgt|Rev|Hon|Jan|Feb|Aug|Sept|Oct|Nov|Dec|
        [A-ZÀ-Ü]|[DRI]-[A-Z][a-z]{0,3}
    )\.\s*$""",
    re.VERBOSE,
)
# Only before a number: "art. 12" is a reference, "le marché de l’art." and "she said no." end a sentence.
_JOIN_NUMBER = re.compile(
    r"""(?:^|[\s(«“"'’])(?:
        art|al|chap|vol|no|n[ro]s?|pp?|cf|cap|col|fig|Art|Abs|Nr|No|
        janv|févr?|avr|juill?|sept|oct|nov|déc|gen|febbr|giu|lug|ago|sett|ott|dic|Okt|Dez
    )\.\s*$""",
    re.VERBOSE,
)
_ONOREVOLE = re.compile(r"(?:^|[\s(«“\"'’])on\.\s*$", re.IGNORECASE)  # Italian only: "the show goes on." is English
_ORDINAL = re.compile(r"(?:^|\s)\d{1,2}\.\s*$")
# German: "im 16. Jahrhundert", "die 2. und 3. Runde" go on with a noun; "am 3. Das Gericht …" is another sentence.
_GERMAN_ORDINAL = re.compile(
    r"""(?:^|[\s(«„“"'’/])(?:
        (?:[Ii]m|[Aa]m|[Vv]om|[Zz]um|[Zz]ur|[Bb]eim|[Ii]ns|[Aa]ns|[Dd](?:er|ie|as|en|em|es)|
           (?:ein|kein|mein|dein|sein|ihr|Ihr|unser|dies|jed|jen)(?:e[nrms]?)?)\ \d{1,3}
        |\d{1,3}\.(?:\ (?:und|oder|bis|auf|sowie)\ |/|[-–])(?:(?:den|der|die|das|zum)\ )?\d{1,3}
    )\.\s*$""",
    re.VERBOSE,
)
_COUNTED = re.compile(
    r"(?:Jahrhundert|Weltkrieg|Mal\b|Stock\b|Obergeschoss|Etage|Minute|Runde|Quartal|Halbjahr|Semester|Liga\b|Bundesliga"
    r"|Geburtstag|Jahrestag|Todestag|Jubiläum|Auflage|Ausgabe|Lebensjahr|Spieltag|Tag\b|Jahrtausend|Klasse\b|Etappe|Säule\b)"
)
_OPENS = re.compile(
    r"(?:D(?:er|ie|as|en|em|es|ann|a|ort|anach|abei|afür|amit|avon|azu|aher|iese[rsnm]?|och|agegen|araufhin|avor|eren|essen)"
    r"|Ei(?:n|ne[rsnm]?|nige)|Kein\w*|Er|Sie|Es|Wir|Ich|Ihr\w{0,2}|Sein\w{0,2}|Man|Was|Wer|Wo|Wie|Wann|Warum|Wenn|Weil|Als|Ob|Bei\w{0,1}"
    r"|I[mn]|A[mnb]|Auf|Aus|Auch|Aber|Und|Oder|Zu[mr]?|Vo[nmr]|Für|Mit|Nach|Nur|Noch|Nun|Seit|Unter|Über|Um|Gegen|Durch|Ohne"
    r"|So|Sogar|Schon|Bis|Während|Trotz\w*|Zwar|Zwei|Drei|Vier|Viele|Alle[ns]?|Andere|Allerdings|Jetzt|Jede[rsn]?|Heute|Hier|Gestern|Damals"
    r"|Nicht|Nachdem|Denn|Ebenso|Zudem|Zuvor|Später|Dennoch|Trotzdem|Laut|Gemäss|Gemäß|Insgesamt|Rund|Etwa|Weitere|Beide|Letzte\w|Wegen)\b"
)
_MONTH_NEXT = re.compile(
    r"(?:jan|feb|fév|mär|mar|apr|avr|mai|mag|may|jun|jui|giu|lug|jul|aug|aoû|ago|sep|set|okt|oct|ott|nov|déc|dez|dic|dec)",
    re.IGNORECASE,
)
_HOUR = re.compile(r"\d ?[ap]\.m\.\s*$")
_HOUR_NEXT = re.compile(r"(?:[A-Z]\w+ time|[A-Z]{2,4}|Mon|Tues?|Wednes|Thurs?|Fri|Satur|Sun)(?:day)?\b")
_LOWER_NEXT = re.compile(r"[a-zà-ÿ(,;:–—]")
_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?![^\S\n]*\n)[^\n]+)*")  # a line of blanks is a blank line
_TAIL = 24  # characters; longer than the longest abbreviation above
_LONGEST = 20_000  # characters without a paragraph end; beyond it is no prose and is split bluntly


def sentences(text: str, language: str | None) -> tuple[tuple[int, int], ...]:
    """Return (start, end) of each sentence of `text`, blanks trimmed, never across a blank line."""
    spans: list[tuple[int, int]] = []
    for paragraph in _PARAGRAPH.finditer(text):
        for start in range(paragraph.start(), paragraph.end(), _LONGEST):
            end = min(start + _LONGEST, paragraph.end())
            split = [(start + a, start + b) for a, b in _split(text[start:end], language)]
            spans += _joined(text, split, language)
    return tuple(trimmed for span in spans if (trimmed := _trim(text, *span)) is not None)


def _split(paragraph: str, language: str | None) -> list[tuple[int, int]]:
    found = get_sentence_boundaries((language or "en").split("-")[0], paragraph)
    return [(boundary["start_index"], boundary["end_index"]) for boundary in found]


def _joined(text: str, spans: list[tuple[int, int]], language: str | None) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined:
            # its last word decides: looking at all of it again for each joining would take the square of the length
            before = _trimmed_tail(text, *joined[-1])
            after = text[start : start + _TAIL].lstrip()
            if (
                _JOIN.search(before)
                or (_JOIN_NUMBER.search(before) and after[:1].isdigit())
                or ((language or "").startswith("it") and _ONOREVOLE.search(before))
                or (_ORDINAL.search(before) and _MONTH_NEXT.match(after))
                or (_HOUR.search(before) and _HOUR_NEXT.match(after))
                or ((language or "").startswith("de") and _goes_on(before, after))
                or (before[-1:] in ".»”“" and _LOWER_NEXT.match(after))
            ):
                joined[-1] = (joined[-1][0], end)
                continue
        joined.append((start, end))
    return joined


def _goes_on(before: str, after: str) -> bool:
    """Whether a German number with a full stop counts the noun that follows."""
    if not before[-2:-1].isdigit() or not after[:1].isupper():
        return False
    counted = bool(_ORDINAL.search(before)) and bool(_COUNTED.match(after))
    return counted or (bool(_GERMAN_ORDINAL.search(before)) and not _OPENS.match(after))


def _trimmed_tail(text: str, start: int, end: int) -> str:
    while end > start and text[end - 1].isspace():
        end -= 1
    return text[max(start, end - _TAIL) : end]


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if end > start else None
