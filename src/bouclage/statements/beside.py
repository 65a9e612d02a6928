"""A quotation with a verb beside it that no lexicon lists: « … », énumère Sandra Rochaix; “…,” Smith quipped."""

from bouclage.records import StatementKind, VerbClass
from bouclage.statements.adjuncts import is_time, skip_adjuncts, starts_phrase
from bouclage.statements.drafts import Draft, Span
from bouclage.statements.phrases import phrase_right
from bouclage.statements.units import PUNCT, QUOTE, WORD, Token, Unit
from bouclage.statements.words import Lexicon

_LEAST_WORDS = 3


def beside_quotation(text: str, unit: Unit, drafts: list[Draft], lex: Lexicon) -> list[Draft]:
    """Return statements of quotations that nothing else has explained, if verb and speaker stand right behind them."""
    tokens = unit.tokens
    found: list[Draft] = []
    for at, token in enumerate(tokens):
        quote = token.quote
        if quote is None or token.text.count(" ") + 1 < _LEAST_WORDS:
            continue
        if any(one.start < quote.inner_end and quote.inner_start < one.end for one in drafts):
            continue
        if at > 0 and not (tokens[at - 1].kind == PUNCT and tokens[at - 1].text in ".:;"):
            continue
        start = at + 1
        inner = text[quote.inner_end - 1 : quote.inner_end]
        if start < len(tokens) and tokens[start].text == ",":
            start += 1
        elif inner not in ",?!…":
            continue
        clause = _clause(tokens, start, lex)
        if clause is None:
            continue
        verb, speaker = clause
        end = quote.inner_end
        while end > quote.inner_start and text[end - 1] in ".,;: ":
            end -= 1
        found.append(
            Draft(
                start=quote.inner_start,
                end=end,
                kind=StatementKind.DIRECT,
                verb=text[tokens[verb[0]].start : tokens[verb[1] - 1].end],
                verb_class=VerbClass.ASSERTS,
                speaker=(tokens[speaker[0]].start, tokens[speaker[1] - 1].end),
                open_end=not any(one.kind == QUOTE for one in tokens[at + 1 :]),
            )
        )
    return found


def _clause(tokens: list[Token], at: int, lex: Lexicon) -> tuple[Span, Span] | None:
    """Return verb and speaker of the reporting clause at `at`: VERB SPEAKER, or in English also SPEAKER VERB."""
    if lex.language == "en" and starts_phrase(tokens, at, lex):
        phrase = phrase_right(tokens, at, lex)
        if phrase is None or phrase[1] - phrase[0] < 1:
            return None
        last = phrase[1] - 1
        # the phrase may have swallowed the verb ("Smith quipped")
        verb = last if last > at and not tokens[last].capital and tokens[last].low.endswith(("ed", "s")) else phrase[1]
        if verb >= len(tokens) or tokens[verb].kind != WORD or not _ends(tokens, verb + 1, lex):
            return None
        if not tokens[verb].low.endswith(("ed", "s")) or tokens[verb].capital or verb <= at:
            return None
        return (verb, verb + 1), (at, verb)
    verb = at
    while (
        verb < len(tokens) and tokens[verb].low in lex["auxiliary"] | lex["reflexive"] | lex["clitics"] | lex["being"]
    ):
        verb += 1
    if verb >= len(tokens) or tokens[verb].kind != WORD or tokens[verb].capital or not _verbal(tokens[verb].low, lex):
        return None
    behind = verb + 1
    if behind < len(tokens) and tokens[behind].low.startswith("-") and verb == at:
        return None  # a pronoun behind an unlisted verb says too little
    behind = skip_adjuncts(tokens, behind, lex)
    if not starts_phrase(tokens, behind, lex):
        return None
    phrase = phrase_right(tokens, behind, lex)
    if phrase is None or not _ends(tokens, phrase[1], lex):
        return None
    words = tokens[phrase[0] : phrase[1]]
    if not any(word.capital for word in words) and not any(word.low in lex["roles"] for word in words):
        return None
    return (at, verb + 1), phrase


def _verbal(low: str, lex: Lexicon) -> bool:
    ends = {
        "fr": ("e", "é", "ie", "it", "ait", "ent", "a", "d", "t", "u"), "it": ("a", "e", "ò", "to", "so", "ono", "ano"),
        "de": ("t", "te", "ten", "ert"), "en": ("ed", "s"),
    }[lex.language]  # fmt: skip
    closed = (
        lex["prepositions"]
        | lex["and"]
        | lex["but"]
        | lex["relative"]
        | lex["determiners"]
        | lex["adverbs"]
        | lex["that"]
    )
    return low.endswith(ends) and low not in closed


def _ends(tokens: list[Token], at: int, lex: Lexicon) -> bool:
    if at >= len(tokens):
        return True
    token = tokens[at]
    return (
        token.kind in {PUNCT, QUOTE} or token.low in lex["prepositions"] | lex["relative"] or is_time(tokens, at, lex)
    )
