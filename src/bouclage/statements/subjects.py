"""The subject before a reporting verb."""

from bouclage.statements.adjuncts import is_time, prepositional, pronoun, starts_phrase
from bouclage.statements.phrases import LONGEST, Span, joins
from bouclage.statements.units import NUMBER, PUNCT, QUOTE, WORD, Token
from bouclage.statements.words import Lexicon

_TRAILING = frozenset({"on", "in", "after", "during", "late", "early"})
_FAR = 40  # tokens to look back for the subject


def phrase_left(tokens: list[Token], verb: int, lex: Lexicon, floor: int = 0) -> Span | None:
    """Return the subject before the verb at `verb`, not looking beyond token `floor`."""
    end = verb
    while (
        end > floor
        and tokens[end - 1].kind == WORD
        and (
            tokens[end - 1].low in lex["adverbs"]
            or (tokens[end - 1].low in lex["clitics"] and lex.language in {"fr", "it"})
            or tokens[end - 1].low in lex["negation_first"]
        )
    ):
        if pronoun(tokens[end - 1], lex):
            break
        end -= 1
    if end <= floor:
        return None
    tail = end
    if tokens[end - 1].text == ",":  # a parenthesis before the verb: relative clause or apposition
        opening = _opening_comma(tokens, end - 1, floor)
        if opening is None:
            return None
        inner = tokens[opening + 1]
        keep = (
            inner.kind == WORD
            and (lex.language == "de" or inner.low not in lex["relative"])
            and inner.low not in lex["prepositions"]
            and inner.kind == WORD
            and not inner.low.endswith(("ant", "ing", "ando", "endo", "é", "ée", "és", "ées", "ato", "ata"))
            and _verbless(tokens, opening + 1, end - 1, lex)
        )
        tail = end - 1 if keep else opening
        end = opening
    if end - 2 > floor and tokens[end - 1].kind == NUMBER and tokens[end - 2].text == ",":
        end -= 2  # "Ms Keller, 52, who …, said"
        tail = end
    start = _subject_start(tokens, end, floor, lex)
    start = _drop_lead(tokens, start, end, lex)
    if start >= end:
        return None
    cut = next(
        (
            k
            for k in range(start + 1, end)
            if tokens[k].low in lex["relative"] - lex["determiners"] - {"that"}
            or (tokens[k].low in {"in", "à", "a"} and k + 2 == end and tokens[k + 1].capital and lex.language != "de")
            or (lex.language == "en" and tokens[k].low in _TRAILING and _trails(tokens, k, end, lex))
        ),
        None,
    )
    if cut is not None:
        end = tail = cut
    first = tokens[start]
    if first.low in lex["not_speakers"] and end - start == 1:
        return None
    if not starts_phrase(tokens, start, lex) and not (first.kind == WORD and lex.language in {"en", "de"}):
        return None
    if tail - start > LONGEST + 8:
        return None
    return start, tail


def _verbless(tokens: list[Token], start: int, end: int, lex: Lexicon) -> bool:
    words = [tokens[k] for k in range(start, end)]
    if lex.language == "de" and words and not words[-1].capital:
        return False
    return not any(one.low in lex["being"] or one.low in lex["auxiliary"] for one in words)


def _opening_comma(tokens: list[Token], closing: int, floor: int) -> int | None:
    for k in range(closing - 1, max(floor - 1, closing - _FAR), -1):
        if tokens[k].text == ",":
            return k
        if tokens[k].kind == PUNCT and tokens[k].text in ":;.":
            return None
    return None


def _subject_start(tokens: list[Token], end: int, floor: int, lex: Lexicon) -> int:
    at = end
    while at > floor and end - at < _FAR:
        token = tokens[at - 1]
        low = token.low
        if token.kind == QUOTE:
            break
        if token.kind == PUNCT and not (token.text in "'&/" or (token.text == "." and at < end)):
            break
        if low in lex["that"] or low in lex["but"] or low in lex["subordinators"] or low in lex["whether"]:
            break
        if low in lex["relative"] - lex["determiners"] and at < end and starts_phrase(tokens, at, lex):
            break  # "an inquiry, which its spokesman said …"
        if low in lex["and"] and not (at < end and at - 2 >= floor and joins(tokens, at - 1, max(floor, at - 4), lex)):
            break
        at -= 1
    return at


def _drop_lead(tokens: list[Token], start: int, end: int, lex: Lexicon) -> int:
    """Drop what stands before the subject: adverbs, times, prepositional phrases without a comma."""
    while start < end:
        token = tokens[start]
        if token.low in lex["of"] and lex.language != "de":
            return end
        if token.kind == WORD and token.low in lex["prepositions"]:
            after = prepositional(tokens, start, lex)
            start = max(after, start + 1)
        elif is_time(tokens, start, lex) or token.low in lex["and_verb"]:
            start += 1
        else:
            break
    return start


def _trails(tokens: list[Token], at: int, end: int, lex: Lexicon) -> bool:
    """Whether a time or place ends the phrase: "the minister on Tuesday"."""
    return all(is_time(tokens, k, lex) or k == at or tokens[k].capital for k in range(at, end))
