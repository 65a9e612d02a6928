"""How far the words reach that a reporting clause is inserted in: where they begin, where they go on behind it."""

from bouclage.statements.cue import Cue
from bouclage.statements.drafts import Span
from bouclage.statements.english_clause import FINITE_ENGLISH, finite
from bouclage.statements.units import PUNCT, QUOTE, WORD, Token
from bouclage.statements.words import Lexicon, listed

_NO_ASIDE = listed(
    "before after adding and but avant après et mais ajoutant prima dopo e ma aggiungendo bevor und aber"
)
_GOES_ON = listed(
    "mais car si puisque parce sauf ma perché se però but because if unless and so aber wenn weil sofern und denn"
)


def left_start(tokens: list[Token], end: int, floor: int) -> int:
    """Return where the words before the reporting clause begin."""
    if tokens[end - 1].kind == QUOTE:
        at = end - 1
        if at == floor or tokens[at - 1].text == ":":
            return at
        # "« A » et « B », dit-il" begins with the first; a sentence before a colon is the article's own
        colon = next((k for k in range(at, floor, -1) if tokens[k - 1].text == ":" and tokens[k].kind == QUOTE), None)
        if colon is not None:
            return colon
        if (
            tokens[at - 1].kind == PUNCT
            and tokens[at - 1].text == ","
            and at - floor <= 8
            and _sentence_like(tokens[at])
        ):
            return at
    for k in range(end - 1, floor, -1):
        if tokens[k].text == ";" or (
            tokens[k].text == "." and tokens[k].kind == PUNCT and tokens[k + 1].capital and k + 2 < end
        ):
            return k + 1
    return floor


def resumed(tokens: list[Token], found: list[Cue], lex: Lexicon, content: Span, stop: int) -> tuple[int, bool]:
    """Return where the words end that go on behind the reporting clause, and whether nothing follows it."""
    first, end = content
    at = stop
    while (
        at < len(tokens) and not (tokens[at].kind == PUNCT and tokens[at].text in ",:;.–—") and tokens[at].kind != QUOTE
    ):
        at += 1
    mark = tokens[at].text if at < len(tokens) else ""
    behind = at + 1 if at < len(tokens) and tokens[at].kind == PUNCT else at
    if behind >= len(tokens):
        return end, True
    if tokens[behind].kind == QUOTE and (mark in ",:.–—;" or tokens[at].kind == QUOTE):
        return behind + 1, behind + 2 >= len(tokens)
    if (
        lex.language == "en"
        and mark == ","
        and not any(tokens[k].kind == QUOTE for k in range(first, end))
        and tokens[first].low in lex["prepositions"] | lex["subordinators"]
        and not finite(tokens, first, end, lex, strict=True)
    ):
        return len(tokens), False  # "Between place and politics, Cantrell said, it is …"
    if mark in ",–—" and not any(tokens[k].kind == QUOTE for k in range(first, end)) and end - first <= 7:
        verbs = lex["being"] | lex["auxiliary"]
        if not any(tokens[k].low in verbs for k in range(first, end)) and tokens[behind].kind == WORD and (
            tokens[behind].low not in lex["relative"] and tokens[behind].low not in lex["prepositions"]
            and not tokens[behind].low.endswith(("ant", "ing", "ando", "endo"))
        ):  # fmt: skip
            return len(tokens), False
    if (colon := quote_behind_relative(tokens, at)) is not None:
        return colon + 1, colon + 2 >= len(tokens)
    if mark in ",–—" and tokens[end - 1].low in lex["being"] | lex["auxiliary"] | lex["modals"]:
        return len(tokens), False  # "He had, he said, passed them on"
    told = tokens[end - 1].kind == QUOTE and _whole(tokens[end - 1])
    if told and not any(tokens[k].kind == QUOTE for k in range(behind, len(tokens))):
        return end, True  # "“We will pay,” she said, and the shares rose" is the narrator again
    if mark in ",–—" and (_verb_next(tokens, behind, lex) or _goes_on(tokens, behind, found)):
        stop_at = next((k for k in range(behind, len(tokens)) if tokens[k].text == ";"), len(tokens))
        return stop_at, False
    return end, not any(tokens[k].kind == QUOTE for k in range(behind, len(tokens)))


def _goes_on(tokens: list[Token], at: int, found: list[Cue]) -> bool:
    """Whether a conjunction leads back to what is reported: "…, he said, but …"."""
    low = tokens[at].low
    if low == "à" and at + 1 < len(tokens):
        return tokens[at + 1].low == "moins"
    if low in {"anche", "même", "even"} and at + 1 < len(tokens):
        low = tokens[at + 1].low
    if low not in _GOES_ON:
        return False
    return not any(cue.first in {at + 1, at + 2} for cue in found)


def _verb_next(tokens: list[Token], at: int, lex: Lexicon) -> bool:
    """Whether the sentence goes on with its verb: "The date, she argues, is a classic"."""
    low = tokens[at].low
    if low in lex["negation_first"] or (low in lex["clitics"] and lex.language == "it"):
        low = tokens[at + 1].low if at + 1 < len(tokens) else low
    return low in lex["being"] | lex["auxiliary"] or (lex.language == "en" and low in FINITE_ENGLISH)


def quote_behind_relative(tokens: list[Token], at: int) -> int | None:
    """The quotation in "…, said X, who took part in the study: “…”"."""
    if at + 1 >= len(tokens) or tokens[at].text != "," or tokens[at + 1].low in _NO_ASIDE:
        return None
    for k in range(at + 1, min(at + 25, len(tokens) - 1)):
        if tokens[k].kind == QUOTE:
            return None
        if tokens[k].text == "," and tokens[k + 1].kind == QUOTE and k > at + 1:
            return k + 1
        if tokens[k].text == ":":
            return k + 1 if tokens[k + 1].kind == QUOTE else None
    return None


def _whole(token: Token) -> bool:
    """Whether a quotation is a sentence by itself: it begins with a capital and ends with a mark."""
    inner = token.text.rstrip("»”“\"’' \u00a0\u202f")
    return _sentence_like(token) and token.text.count(" ") >= 2 and inner[-1:] in ",.!?…"


def _sentence_like(token: Token) -> bool:
    return token.quote is not None and token.text.lstrip("«„“\"‘‚' \u00a0\u202f")[:1].isupper()
