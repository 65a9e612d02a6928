"""Drafts: statements while they are being found, in tokens of one unit; and the ends of what is reported."""

import re
from dataclasses import dataclass

from bouclage.records import StatementKind, VerbClass
from bouclage.statements.adjuncts import infinitive, is_time, skip_adjuncts, starts_phrase
from bouclage.statements.cue import Cue
from bouclage.statements.english_clause import FINITE_ENGLISH, NO_INFINITIVE, PARTICLES, finite, subordinate_end
from bouclage.statements.english_ends import before_another, english_tail, told_by_another
from bouclage.statements.phrases import phrase_right
from bouclage.statements.units import NUMBER, PUNCT, QUOTE, WORD, Token
from bouclage.statements.words import Lexicon, listed

Span = tuple[int, int]
_ABOUT = frozenset({"sur", "on", "about", "su", "sul", "sulla", "sui", "sulle"})
_SAID_THINGS = listed("so nothing little no yes goodbye more much anything something sorry farewell thank thanks hello")
_TRIM_END = ".,;:–—- ("
_TRIM_START = ",;:–—. "


@dataclass(slots=True)
class Draft:
    """A statement in the making; spans are characters of the article's text."""

    start: int
    end: int
    kind: StatementKind
    verb: str | None
    verb_class: VerbClass
    speaker: Span | None
    inherits: bool = False  # the speaker is that of the statement before
    open_end: bool = False  # nothing but the reporting clause follows: a bare quotation may go on with it
    unit: int = 0
    quoted: Span | None = None  # the quotation a following one may join


@dataclass(slots=True)
class Found:
    """What a reporting verb takes: tokens `first` to `last`."""

    take: str
    first: int
    last: int


def clause_end(tokens: list[Token], first: int, cues: list[Cue], own: Cue, lex: Lexicon) -> int:  # noqa: PLR0912 - one branch a construction
    """Return where reported words that begin at `first` end: before a coordinated reporting clause or a semicolon."""
    for cue in cues:
        if cue.first <= first or cue is own:
            continue
        before = cue.first - 1
        while before > first and (tokens[before].low in lex["adverbs"] or tokens[before].low in lex["clitics"]):
            before -= 1
        if tokens[before].kind == WORD and tokens[before].low in lex["and_verb"]:
            return before
        if (
            tokens[before].kind == WORD
            and tokens[before].low in lex["subject_pronouns"]
            and before - 1 > first
            and tokens[before - 1].low in lex["and_verb"]
            and cue.pronoun is None
        ):
            return before - 1
        if cue.kind == "gerund" and tokens[before].text == ",":
            return before
        if cue.kind == "gerund" and tokens[before].low == "while" and tokens[before - 1].text == ",":
            return before - 1
        if lex.language == "en":
            stop = english_tail(tokens, cue, first, lex) or told_by_another(tokens, cue, first, lex)
            if stop is not None:
                return stop
        if (
            lex.language in {"fr", "it"}
            and tokens[before].text == ","
            and "insert" in cue.verb.takes
            and before > first + 1
        ):
            behind = skip_adjuncts(tokens, cue.last, lex)
            if cue.pronoun is not None or (starts_phrase(tokens, behind, lex) and before == cue.first - 1):
                return before  # "…, précise le communiqué" is the article's, not the speaker's
    if lex.language == "en" and (stop := subordinate_end(tokens, first, own.first, lex)) is not None:
        return stop
    for at in range(first, len(tokens)):
        if tokens[at].text == ";":
            return at
    return len(tokens)


def what_follows(  # noqa: PLR0912, PLR0915, PLR0917 - one branch a construction
    tokens: list[Token], at: int, cue: Cue, cues: list[Cue], lex: Lexicon, again: bool = True
) -> Found | None:
    """Return what a reporting verb takes to its right, beginning to look at token `at`."""
    if at + 1 < len(tokens) and tokens[at].low in {"nor", "ni", "né", "or"} and tokens[at + 1].low in lex.forms:
        at += 2  # neither confirmed nor denied
    while (
        at < len(tokens)
        and tokens[at].kind == WORD
        and (tokens[at].low in lex["negators"] - lex["determiners"] or tokens[at].low in lex["adverbs"])
    ):
        at += 1
    if cue.withheld and cue.verb.head == "comment" and lex.language == "en":
        return None  # "declined to comment on the ruling" says nothing of it
    if cue.withheld and at + 1 < len(tokens) and tokens[at].low in _ABOUT and starts_phrase(tokens, at + 1, lex):
        return Found("noun", at + 1, _noun_end(tokens, at + 1, cues, cue, lex))
    takes = cue.verb.takes
    if lex.language == "en" and "infinitive" in takes:  # "to" is a preposition too
        behind = at
        while behind < len(tokens) and is_time(tokens, behind, lex):
            behind += 1
        if (
            behind < len(tokens)
            and tokens[behind].low == "to"
            and (found := _infinitive(tokens, behind, cues, cue, lex))
        ):
            return found
    at = skip_adjuncts(tokens, at, lex)
    if at >= len(tokens):
        return None
    token = tokens[at]
    if token.text == "," and again:
        closing = next((k for k in range(at + 1, min(at + 25, len(tokens))) if tokens[k].text == ","), None)
        if closing is not None and closing + 1 < len(tokens):
            after = tokens[closing + 1]
            if after.low in lex["that"] or (after.kind == QUOTE and "quote" in takes):
                return what_follows(tokens, closing + 1, cue, cues, lex, again=False)
        if at + 1 < len(tokens) and tokens[at + 1].kind == QUOTE and lex.language in {"en", "de"}:
            return _quote(tokens, at + 1, lex)
        return None
    if token.low in lex["that"] and ("clause" in takes or cue.withheld):
        end = clause_end(tokens, at + 1, cues, cue, lex)
        if end - at > 1:
            return Found("clause", at + 1, end)
        return None
    if (
        lex.language == "it"
        and token.low == "come"
        and "clause" in takes
        and "insert" in takes
        and at == cue.last
        and starts_phrase(tokens, at + 1, lex)
    ):
        return Found("clause", at + 1, clause_end(tokens, at + 1, cues, cue, lex))  # "ha ricordato come la legge sia"
    if token.low in lex["whether"] and ("whether" in takes or cue.withheld or cue.negated):
        return Found("whether", at + 1, clause_end(tokens, at + 1, cues, cue, lex))
    if token.text == ":":
        if at + 1 < len(tokens) and tokens[at + 1].kind == QUOTE:
            return Found("quote", at + 1, at + 2)
        if at + 4 < len(tokens) and "quote" in takes:
            return Found("clause", at + 1, clause_end(tokens, at + 1, cues, cue, lex))
        return None
    if token.kind == QUOTE and ("quote" in takes or "clause" in takes):
        if (at > cue.last and tokens[at - 1].low in lex["prepositions"]) or title_case(token.text, lex):
            return None  # "respond to “any crisis”", "declared “Best of the Bench”"
        if lex.language == "en" and cue.verb.head in {"call", "describe"} and token.text.count(" ") < 3:
            return None  # "routes called “segments”"
        return _quote(tokens, at, lex)
    if "quote" in takes and (found := _quote_in_phrase(tokens, at, lex)):
        return found
    if "infinitive" in takes and (found := _infinitive(tokens, at, cues, cue, lex)):
        return found
    if "gerund" in takes and token.low.endswith("ing"):
        return Found("gerund", at, clause_end(tokens, at, cues, cue, lex))
    if "addressee_infinitive" in takes and lex.language == "en":
        to = next(
            (
                k
                for k in range(at, min(at + 12, len(tokens)))
                if tokens[k].low in FINITE_ENGLISH | lex["that"] | {"to"} or tokens[k].kind == PUNCT
            ),
            None,
        )
        if (
            to is not None
            and tokens[to].low == "to"
            and to > at
            and to + 1 < len(tokens)
            and tokens[to + 1].kind == WORD
            and not tokens[to + 1].low.endswith(NO_INFINITIVE)
            and tokens[to + 1].low not in lex["determiners"]
        ):
            to -= tokens[to - 1].low == "not"
            return Found("addressee_infinitive", to, clause_end(tokens, to, cues, cue, lex))
    asked = lex.language == "en" or "clause" in takes or _asks_somebody(cue)
    if again and asked and starts_phrase(tokens, at, lex) and ("infinitive" in takes or "clause" in takes):
        phrase = phrase_right(tokens, at, lex)
        if phrase is not None and phrase[1] < len(tokens):
            following = (
                tokens[skip_adjuncts(tokens, phrase[1], lex)]
                if skip_adjuncts(tokens, phrase[1], lex) < len(tokens)
                else None
            )
            if following is not None and (
                (
                    following.low in lex["that"]
                    and ("noun" not in takes or lex.language == "en")
                    and lex.language != "it"
                )
                or (following.low in lex["link"] and "infinitive" in takes and "noun" not in takes)
                or (following.low in lex["whether"] and "whether" in takes)
                or (following.text == ":" and "quote" in takes)
            ):
                found = what_follows(tokens, phrase[1], cue, cues, lex, again=False)
                if found is not None:
                    return found
    if lex.language == "en" and "clause" in takes and token.kind != PUNCT and not cue.withheld:
        start = _after_addressee(tokens, at, cue, lex)
        if start < len(tokens) and start > at and tokens[start].text == ",":
            return what_follows(tokens, start, cue, cues, lex)
        if start < len(tokens) and tokens[start].low in lex["subordinators"] | lex["prepositions"] | lex["relative"] - {
            "that"
        }:
            return None
        end = clause_end(tokens, start, cues, cue, lex)
        if start < end and tokens[start].low in lex["that"]:
            return Found("clause", start + 1, end)
        if start < end and tokens[start].kind == QUOTE:
            return _quote(tokens, start, lex)
        if cue.verb.head == "add" and tokens[start].kind == NUMBER:
            return None
        if start >= len(tokens) or tokens[start].low in lex["of"] | PARTICLES | lex["and"]:
            return None  # "said of the plan"
        comma = before_another(tokens, start, end, cues, cue, lex)
        if comma is not None and not finite(tokens, start, comma, lex, strict=True):
            return Found("noun", start, comma) if "noun" in takes else None
        if (
            start < end
            and tokens[start].kind != PUNCT
            and (
                finite(tokens, start, end, lex, strict=cue.verb.head not in lex["bare_clause"])
                or (cue.verb.head == "say" and end - start > 3 and tokens[start].low not in _SAID_THINGS)
            )
        ):
            return Found("clause", start, end)
    if ("noun" in takes or cue.withheld) and (
        starts_phrase(tokens, at, lex)
        or (
            token.kind == WORD
            and lex.language in {"en", "it"}
            and token.low not in lex["link"] | lex["of"] | lex["and_verb"]
        )
    ):
        if token.kind == WORD and token.low in lex["being"] | lex["auxiliary"]:
            return None
        return Found("noun", at, _noun_end(tokens, at, cues, cue, lex))
    return None


def _after_addressee(tokens: list[Token], at: int, cue: Cue, lex: Lexicon) -> int:
    """ "told reporters (in Geneva) …": the words after whom it was told to."""
    if cue.verb.head not in lex["addressed"]:
        return at
    phrase = phrase_right(tokens, at, lex)
    behind = tokens[phrase[1]].low if phrase and phrase[1] < len(tokens) else ""
    if cue.verb.head != "tell" and behind in lex["being"] | lex["auxiliary"] | lex["modals"]:
        return at  # "warn the glacier could be gone": nobody is warned
    end = phrase[1] if phrase and not (tokens[at].low in lex["determiners"] and phrase[1] - at > 4) else at + 1
    return skip_adjuncts(tokens, end, lex)


def _quote(tokens: list[Token], at: int, lex: Lexicon) -> Found:
    last = at + 1
    # «…» et «…»; “…” and that “…”
    while last + 1 < len(tokens) and tokens[last].low in lex["and"] | {","} and tokens[last + 1].kind == QUOTE:
        last += 2
    return Found("quote", at, last)


_WORDS = re.compile(r"[^\W\d_]{4,}")


def title_case(quoted: str, lex: Lexicon) -> bool:
    """Whether every longer word has a capital: “Best of the Bench” is a title, nobody's words."""
    if lex.language == "de":
        return False
    words = _WORDS.findall(quoted)
    return len(words) > 1 and all(word[0].isupper() for word in words)


def _quote_in_phrase(tokens: list[Token], at: int, lex: Lexicon) -> Found | None:
    """ "salue une « excellente nouvelle »", "parla di «colpa collettiva»", "spoke of “a fiasco”"."""
    for k in range(at, min(at + 4, len(tokens))):
        token = tokens[k]
        if token.kind == QUOTE:
            if title_case(token.text, lex):
                return None
            if lex.language == "en" and " " not in token.text and k + 1 < len(tokens) and tokens[k + 1].kind == WORD:
                return None  # "described “inimical” forces"
            of = tokens[at].low in lex["of"]
            return Found("quote", at + 1 if of else at, k + 1) if k > at else None
        if k == at and token.low in {"it", "him", "her", "them", "this", "that"} and lex.language == "en":
            if k + 1 < len(tokens) and tokens[k + 1].kind == QUOTE and not title_case(tokens[k + 1].text, lex):
                return Found("quote", k + 1, k + 2)  # called it “the worst night of my life”
            return None
        if token.kind != WORD or not (token.low in lex["of"] | lex["determiners"] or (k > at and not token.capital)):
            return None
    return None


def _infinitive(tokens: list[Token], at: int, cues: list[Cue], cue: Cue, lex: Lexicon) -> Found | None:
    for k in range(at, min(at + 9, len(tokens) - 1)):
        token = tokens[k]
        if token.kind in {PUNCT, QUOTE}:
            return None
        if token.low in lex["link"]:
            following = tokens[k + 1]
            if lex.language == "en":
                if following.kind == WORD and following.low not in lex["determiners"] and not following.capital:
                    return Found("infinitive", k, clause_end(tokens, k, cues, cue, lex)) if k == at else None
                return None
            probe = k + 1
            while probe < len(tokens) - 1 and (
                tokens[probe].low in lex["clitics"] or tokens[probe].low in lex["negation_first"] | lex["negators"]
            ):
                probe += 1
            if infinitive(tokens[probe], lex):
                return Found("infinitive", k + 1, clause_end(tokens, k + 1, cues, cue, lex))
        if k == at and token.low in lex["determiners"] and not _asks_somebody(cue):
            return None  # "prévoit la possibilité d'appliquer": the infinitive is the noun's
    return None


def _asks_somebody(cue: Cue) -> bool:
    """Whether the verb may have an object before its infinitive: "invite la population à rester chez elle"."""
    return "noun" not in cue.verb.takes and next(iter(cue.verb.takes.values())) is VerbClass.DEMANDS


def _noun_end(tokens: list[Token], at: int, cues: list[Cue], cue: Cue, lex: Lexicon) -> int:
    end = clause_end(tokens, at, cues, cue, lex)
    for k in range(at, end):
        token = tokens[k]
        if token.kind == PUNCT and token.text in ",:.(–—":
            if 0 < k < end - 1 and tokens[k - 1].kind == NUMBER == tokens[k + 1].kind:
                continue  # "by 7–10%"
            return k
        if (
            token.low in lex["and_verb"]
            and k + 1 < end
            and (
                tokens[k + 1].low in lex["auxiliary"]
                or tokens[k + 1].low in lex["being"]
                or tokens[k + 1].low in lex["subject_pronouns"]
                or (lex.language == "en" and k > at and tokens[k + 1].low in FINITE_ENGLISH)
            )
        ):
            return k
    return end


def span_of(text: str, tokens: list[Token], first: int, last: int) -> Span | None:
    """Return the characters of tokens `first` to `last` without outer marks and final stops; None if none is left."""
    while first < last and tokens[first].kind == PUNCT and tokens[first].text in _TRIM_START:
        first += 1
    while (
        first < last
        and tokens[last - 1].kind == PUNCT
        and (tokens[last - 1].text in _TRIM_END or _unopened(tokens, first, last))
    ):
        last -= 1
    if first >= last:
        return None
    start, end = tokens[first].start, max(tokens[last - 1].end, tokens[last - 1].tail)
    opening, closing = tokens[first].quote, tokens[last - 1].quote
    if opening is not None:
        start = opening.inner_start
    if closing is not None and end == tokens[last - 1].end:
        end = closing.inner_end
    while end > start and text[end - 1] in ".,;: \u00a0\u202f\n":
        if text[end - 1] == "." and text[end - 3 : end] == "...":
            break
        end -= 1
    return (start, end) if start < end else None


def _unopened(tokens: list[Token], first: int, last: int) -> bool:
    return tokens[last - 1].text == ")" and not any(tokens[k].text == "(" for k in range(first, last - 1))


def kind_of(tokens: list[Token], start: int, end: int) -> StatementKind:
    """Return direct if more than half of the characters are quoted, else indirect."""
    inside = [token.quote for token in tokens if token.quote is not None]
    if any(q.inner_start == start for q in inside) and any(0 <= q.inner_end - end <= 1 for q in inside):
        return StatementKind.DIRECT  # a quotation with its reporting clause in the middle
    quoted = 0
    for token in tokens:
        if token.start >= end:
            break
        if token.quote is not None:
            quoted += max(0, min(end, token.quote.inner_end) - max(start, token.quote.inner_start))
    return StatementKind.DIRECT if quoted * 2 > end - start else StatementKind.INDIRECT
