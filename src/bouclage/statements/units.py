"""Units: sentences cut so that no quotation is torn, as tokens in which a quotation is one token."""

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import Any

from bouclage.statements.quotes import Quotation, dash_speech, open_quotation, quotations
from bouclage.text.sentences import sentences

WORD, NUMBER, PUNCT, QUOTE = "w", "n", "p", "q"
_LONGEST_CROSSHEAD = 90
_LONGEST_ASIDE = 9  # tokens of a parenthesis that is left out
_LONGEST_UNIT = 6000  # characters; what is longer is no sentence and is read in pieces

_ELISION = (
    r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|un|dell|nell|sull|all|dall|quest|quell|gl|degl|agl|dev)"
    r"['’](?=[\w«“\"])"
)
_INVERTED = r"-t-(?:il|elle|on|ils|elles)\b|-(?:il|elle|on|ils|elles|je|nous|vous|ce)\b"
_TITLE = r"(?:MM?|Mrs?|Ms|Dr|Prof|Gen|Sen|Rep|Gov|St|sig|sig\.ra|dott|dott\.ssa|on|avv|Jan|Feb|Aug|Sept|Oct|Nov|Dec)\."
_ABBREVIATION = r"(?:[^\W\d_]\.){2,}"
_PLAIN = (
    r"\d+-[^\W\d_]\w+|[^\W\d_][^\W_]*(?:[-'’&.](?!(?:t-)?(?:il|elle|on|ils|elles|je|nous|ce)\b)(?=[^\W\d_])[^\W_]+)*"
)
_CONTRACTED = r"['’](?:s|ve|re|d|ll|m)\b"
_TOKENS = {
    "fr": re.compile(rf"(?P<w>aujourd['’]hui|{_ELISION}|{_INVERTED}|{_TITLE}|{_ABBREVIATION}|{_PLAIN})|"
                     r"(?P<n>\d(?:[\d.,'’:\u202f\u00a0](?=\d)|\d)*)|(?P<p>\S)", re.IGNORECASE),
    "en": re.compile(rf"(?P<w>{_CONTRACTED}|{_TITLE}|{_ABBREVIATION}"
                     rf"|\d+-[^\W\d_]\w+(?:-\w+)*|[^\W\d_](?:[^\W_]|[-&](?=\w)|(?!{_CONTRACTED})['’](?=\w))*)|"
                     r"(?P<n>\d(?:[\d.,:](?=\d)|\d)*)|(?P<p>\S)"),
}  # fmt: skip
_TOKENS["it"] = _TOKENS["fr"]
_TOKENS["de"] = re.compile(
    rf"(?P<w>{_TITLE}|{_ABBREVIATION}|\d+-[^\W\d_]\w+|[^\W\d_](?:[^\W_]|[-&'’](?=[^\W\d_]))*)|"
    r"(?P<n>\d{1,2}\.(?=\s+(?:Jan|Feb|März|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez)[a-z]*\b)"
    r"|\d(?:[\d.,'’:](?=\d)|\d)*)|(?P<p>\S)"
)
_BLANK = re.compile(r"\n[ \t]*\n\s*|\n")
# "Washington, 7 September. ", "GENÈVE (ATS) - ", "Bern, 7. Sept. (sda) – ": a place, then a date, an agency or a dash
_AGENCIES = r"(?i:dpa|afp|apa|sda|ats|awp|ap|reuters|rtr|ansa|adnkronos|agi|kna|epd|sid|efe|tass|pa|upi|belga|anp|cna)"
_DATELINE = re.compile(
    r"[A-ZÀ-Ü][\w'’/-]*(?: [A-ZÀ-Ü][\w'’/-]*){0,3}(?:"
    r", (?:le |den |li )?\d{1,2}\.?(?:er)? [^\W\d]{3,10}\.?(?: \d{4})?(?: ?\([\w/ -]{2,20}\))?\.?(?: ?[–—:-])?"
    r"|, [A-Z][a-z]{2,8}\.? \d{1,2}(?: ?\([\w/ -]{2,20}\))?\.?(?: ?[–—:-])?"
    # without a dash the parenthesis must be an agency: "Die Abgeordnete Eva Ott (SPD) sagte" is no dateline
    rf"| ?\((?:[\w/ -]{{2,20}}\)\.? ?[–—:-]|(?:{_AGENCIES}[/, -]*)+\)\.?)| [–—](?=\s+[A-ZÀ-Ü«„“\"]))\s+(?=\S)"
)
_OPENERS = "«„“\"‹‘‚'»"


@dataclass(slots=True)
class Token:
    """A word, number, punctuation mark or whole quotation."""

    start: int
    end: int
    kind: str
    text: str
    low: str
    quote: Quotation | None = None
    tail: int = 0  # end of a parenthesis left out behind it; 0 if there is none
    capital: bool = False  # a word that begins with a capital letter


@dataclass(slots=True)
class Unit:
    """One sentence or several that a quotation holds together."""

    start: int
    end: int
    paragraph: int  # number of the paragraph it begins in
    tokens: list[Token] = field(default_factory=list)
    sights: Any = None  # the names in it, once they have been looked for (mentions.py)

    @property
    def bare(self) -> Token | None:
        """The one quotation this unit is, if it is nothing else."""
        quotes = [one for one in self.tokens if one.kind == QUOTE]
        rest = [one for one in self.tokens if one.kind not in (QUOTE, PUNCT)]
        return quotes[0] if len(quotes) == 1 and not rest else None


def units(text: str, language: str, start: int = 0) -> list[Unit]:
    """Return the units of `text` from `start` on."""
    found: list[Unit] = []
    paragraphs = _paragraphs(text, start)
    for index, (begin, end) in enumerate(paragraphs[:3]):
        paragraphs[index] = (min(dateline_end(text, begin), end), end)
    at = 0
    number = 0
    while at < len(paragraphs):
        begin, end = paragraphs[at]
        quotes, left_open = quotations(text, begin, end, language)
        # A quotation that stays open runs on where the next paragraph opens its marks again.
        while left_open is not None:
            following = at + 1
            if following >= len(paragraphs) or text[paragraphs[following][0]] not in _OPENERS:
                if left_open < begin + 3 and end - left_open > 30:
                    quotes.append(open_quotation(text, left_open, end))
                break
            more, open_again = quotations(text, paragraphs[following][0] + 1, paragraphs[following][1], language)
            close = next(
                (p for p in range(paragraphs[following][0] + 1, paragraphs[following][1]) if text[p] in '»”“"'), None
            )
            at = following
            end = paragraphs[following][1]
            if close is None:
                if open_again is None and not more:
                    nxt = at + 1
                    if nxt < len(paragraphs) and text[paragraphs[nxt][0]] in _OPENERS:
                        continue
                    quotes.append(open_quotation(text, left_open, end))
                break
            quotes.append(open_quotation(text, left_open, close))
            quotes[-1] = Quotation(left_open, close + 1, quotes[-1].inner_start, quotes[-1].inner_end)
            rest, left_open = quotations(text, close + 1, end, language)
            quotes += rest
        dash = dash_speech(text, begin, end)
        found += _units(text, begin, end, quotes, language, number, dash)
        number += 1
        at += 1
    return found


def dateline_end(text: str, begin: int) -> int:
    """Return where the words begin behind a dateline; `begin` if there is none."""
    match = _DATELINE.match(text, begin)
    return match.end() if match else begin


def is_crosshead(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` is a paragraph of its own that is short and ends without any mark: a crosshead."""
    if text[end - 1] in '”“"»«’' and _quoting_crosshead(text, start, end):
        return True
    if end - start > _LONGEST_CROSSHEAD or text[end - 1] in ".!?…:;»”“\"’'›)":
        return False
    alone = (start == 0 or text[start - 1] == "\n") and (end == len(text) or text[end] == "\n")
    return alone and end < len(text)


def _quoting_crosshead(text: str, start: int, end: int) -> bool:
    """Whether a paragraph is "Critics of the plan: “Too slow, too late”": a colon, marks, and no full stop."""
    if end - start > _LONGEST_CROSSHEAD + 40 or text[end - 2] in ".!?…," or end >= len(text) or text[end] != "\n":
        return False
    colon = text.find(": ", start, end)
    alone = start > 0 and text[start - 1] == "\n"
    return alone and colon > 0 and text[colon + 2] in _OPENERS and not any(m in text[start:colon] for m in ".!?")


def _paragraphs(text: str, start: int) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    begin = start
    for gap in _BLANK.finditer(text, start):
        spans.append((begin, gap.start()))
        begin = gap.end()
    spans.append((begin, len(text)))
    trimmed = [_trim(text, *span) for span in spans]
    return [(a, b) for a, b in trimmed if a < b and not (a > start and is_crosshead(text, a, b))]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _units(  # noqa: PLR0917 - the state of the reading, always given in full
    text: str, begin: int, end: int, quotes: list[Quotation], language: str, number: int, dash: int | None
) -> list[Unit]:
    quotes.sort(key=lambda one: one.start)
    cuts = [begin + stop for _, stop in sentences(text[begin:end], language)][:-1]
    # A sentence also ends where a quotation that is a sentence does.
    for one in quotes:
        last = text[one.inner_end - 1 : one.inner_end]
        after = text[one.end : one.end + 3].lstrip()
        if last in ".!?…" and after and (after[0].isupper() or after[0] in _OPENERS or after[0].isdigit()):
            cuts.append(one.end)
    cuts = sorted({cut for cut in cuts if not any(one.start < cut < one.end for one in _near(quotes, cut))})
    found: list[Unit] = []
    starts = [dash if dash is not None else begin, *cuts]
    for a, b in zip(starts, [*cuts, end], strict=True):
        start, stop = _trim(text, a, b)
        for piece in range(start, stop, _LONGEST_UNIT):
            unit = Unit(piece, min(piece + _LONGEST_UNIT, stop), number)
            unit.tokens = _without_asides(
                tokens(text, unit.start, unit.end, _inside(quotes, unit.start, unit.end), language)
            )
            if unit.tokens:
                found.append(unit)
    return found


def _without_asides(made: list[Token]) -> list[Token]:
    """Leave out short parentheses: "la Banque nationale (BNS) a dit", "Hakeem Jeffries (D., N.Y.) said"."""
    kept: list[Token] = []
    at = 0
    while at < len(made):
        if made[at].text == "(" and kept:
            close = next((k for k in range(at + 1, min(at + _LONGEST_ASIDE, len(made))) if made[k].text in "()"), None)
            if close is not None and made[close].text == ")":
                kept[-1].tail = made[close].end
                at = close + 1
                continue
        kept.append(made[at])
        at += 1
    return kept


def _near(quotes: list[Quotation], cut: int) -> list[Quotation]:
    at = bisect_left(quotes, cut, key=_start)
    return quotes[max(0, at - 2) : at + 1]


def _inside(quotes: list[Quotation], start: int, end: int) -> list[Quotation]:
    first = bisect_left(quotes, start, key=_start)
    last = bisect_left(quotes, end, key=_start)
    return [one for one in quotes[first:last] if one.end <= end]


def _start(quote: Quotation) -> int:
    return quote.start


def tokens(text: str, start: int, end: int, quotes: list[Quotation], language: str) -> list[Token]:
    """Return the tokens of `text[start:end]`, each of `quotes` one token."""
    regex = _TOKENS[language]
    made: list[Token] = []
    at = start
    for one in [*quotes, None]:
        stop = one.start if one else end
        for match in regex.finditer(text, at, stop):
            word = match[0]
            low = word.lower()
            if match.lastgroup != WORD:
                made.append(Token(match.start(), match.end(), match.lastgroup or PUNCT, word, low.replace("’", "'")))
                continue
            capital = word[0].isupper() or (word[0].isdigit() and word[-1].isalpha() and low != word)
            if "’" in low:
                low = low.replace("’", "'")
            made.append(Token(match.start(), match.end(), WORD, word, low, None, 0, capital))
        if one:
            made.append(Token(one.start, one.end, QUOTE, text[one.start : one.end], "", one))
            at = one.end
    return made


def word_count(tokens: list[Token], first: int, last: int) -> int:
    """Return how many words a stretch has, those of quotations included."""
    count = 0
    for at in range(first, last):
        token = tokens[at]
        if token.kind == QUOTE:
            count += token.text.count(" ") + 1
        elif token.kind in {WORD, NUMBER}:
            count += 1
    return count
