"""Reporting clauses inside the marks: « A, reconnaît X. B. »."""

import re

from bouclage.records import StatementKind
from bouclage.statements.adjuncts import pronoun, skip_adjuncts
from bouclage.statements.cues import cues
from bouclage.statements.drafts import Draft, Span
from bouclage.statements.phrases import phrase_right
from bouclage.statements.units import Token, Unit
from bouclage.statements.units import tokens as cut
from bouclage.statements.words import Lexicon

_LETTERS = re.compile(r"[^\W\d_]+")
_BEFORE = frozenset(",!?–—-")
_BEHIND = frozenset(",.!?:;–—-")


def intra_quote(text: str, unit: Unit, lex: Lexicon) -> list[Draft]:
    """Return statements whose reporting clause stands inside the marks: « A, reconnaît X. B. »."""
    drafts = []
    for token in unit.tokens:
        if token.quote is None or token.end - token.start < 25:
            continue
        inner = _inside(text, token, lex)
        if inner is not None:
            drafts.append(inner)
    return drafts


def _inside(text: str, token: Token, lex: Lexicon) -> Draft | None:
    quote = token.quote
    if quote is None or lex.forms.keys().isdisjoint(_LETTERS.findall(token.text.lower())):
        return None  # no reporting verb: most quotations are not taken apart
    inner = cut(text, quote.inner_start, quote.inner_end, [], lex.language)
    for cue in cues(inner, lex):
        if cue.first < 1 or inner[cue.first - 1].text not in _BEFORE or cue.kind == "gerund":
            continue
        if "quote" not in cue.verb.takes:
            continue
        if cue.pronoun is not None:
            if inner[cue.pronoun].low.rsplit("-", 1)[-1] in {"on", "je", "nous", "vous"}:
                continue
            phrase: Span | None = (cue.pronoun, cue.pronoun + 1)
        else:
            phrase = phrase_right(inner, skip_adjuncts(inner, cue.last, lex), lex)
        if phrase is None:
            continue
        behind = skip_adjuncts(inner, max(phrase[1], cue.last), lex)
        named = (
            cue.pronoun is not None
            or any(inner[k].capital for k in range(*phrase))
            or inner[phrase[0]].low in lex["determiners"]
        )
        follows = inner[behind] if behind < len(inner) else None
        if not named or (
            follows is not None
            and follows.text not in _BEHIND
            and follows.low not in lex["relative"] | lex["prepositions"]
        ):
            continue
        if pronoun(inner[phrase[0]], lex) and cue.pronoun is None and lex.language == "fr":
            continue
        speaker = inner[phrase[0]].start, inner[phrase[1] - 1].end
        words = text[speaker[0] : speaker[1]]
        if words.startswith("-"):
            speaker = speaker[0] + (3 if words.startswith("-t-") else 1), speaker[1]
        end = quote.inner_end
        while end > quote.inner_start and text[end - 1] in ".,;: ":
            end -= 1
        return Draft(
            start=quote.inner_start,
            end=end,
            kind=StatementKind.DIRECT,
            verb=text[inner[cue.first].start : inner[cue.last - 1].end],
            verb_class=cue.class_for("quote", text[end - 1] == "?"),
            speaker=speaker,
        )
    return None
