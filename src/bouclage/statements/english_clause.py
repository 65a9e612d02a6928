"""What makes an English stretch a clause, where nothing but its verb shows it."""

from bouclage.statements.units import QUOTE, WORD, Token
from bouclage.statements.words import Lexicon, listed

FINITE_ENGLISH = listed(
    "is are was were will would has have had could can must may might should do does did isn't aren't wasn't "
    "weren't won't wouldn't hasn't haven't hadn't couldn't can't cannot shall needs goes came went took made got "
    "gave began led fell rose lost won met ran saw sold spent stood broke brought built bought caught chose drew drove "
    "fought flew forgot grew knew meant became left held kept paid sent thought felt found began rose struck taught"
)
# endings of what follows "to" where it is no infinitive: "to constitutional limits"
NO_INFINITIVE = ("ional", "ical", "ous", "ful", "ing", "ed", "less", "ists", "ers", "ment", "tion")
_SECOND_VERBS = FINITE_ENGLISH - listed("is are was were will would has have had could can may might should")
_BEFORE_IS = frozenset({"he", "she", "it", "that", "there", "what", "who", "this", "here"})
PARTICLES = frozenset({"up", "off", "out", "down", "on", "back", "together", "in", "away"})
_NO_SUBJECT = frozenset({"which", "who", "that", "whose"})


def finite(tokens: list[Token], first: int, last: int, lex: Lexicon, *, strict: bool = False) -> bool:
    """Whether an English stretch without "that" can be a clause: it has a finite verb that is not its first word."""
    for at in range(first + 1, min(last, first + 18)):
        token = tokens[at]
        if token.kind == QUOTE and not strict:
            return True
        if strict and (
            token.low in _NO_SUBJECT
            or (token.low in lex["and"] and at + 1 < last and _verbal(tokens[at + 1]))
            or (token.low in {"and", "but"} and at + 1 < last and tokens[at + 1].low in _SECOND_VERBS)
        ):
            return False  # a noun and what is said of it, or a second verb of the same subject
        if token.low == "'s" and tokens[at - 1].low in _BEFORE_IS:
            return True
        if (
            token.low in FINITE_ENGLISH
            or token.low in lex["being"] | lex["auxiliary"] | lex["modals"]
            or token.low.endswith(("n't", "'ll", "'ve", "'re"))
        ):
            return True
        if token.kind == WORD and token.low.endswith("ed") and len(token.low) > 4 and not token.capital:
            behind = tokens[at + 1].low if at + 1 < last else ""
            if not (
                strict and (behind in lex["prepositions"] | lex["of"] | {"to", "as"} or tokens[at - 1].kind != WORD)
            ):
                return True
        if token.kind == WORD and any(
            form.kind == "finite" and (form.verb.head != token.low or tokens[at - 1].low in lex["plural"])
            for form in lex.forms.get(token.low, ())
        ):
            return True
    return tokens[first].low in {"he", "she", "they", "it", "we", "there"} and last - first > 2


def _verbal(token: Token) -> bool:
    return token.kind == WORD and not token.capital and token.low.endswith("ed")


def subordinate_end(tokens: list[Token], first: int, cue: int, lex: Lexicon) -> int | None:
    """Return where reported words end if their reporting verb itself stands in a subordinate clause, else None.

    "Though officials say A, critics claim B"; "the senator, who said A, will have to …".
    """
    leads = tokens[0].low in lex["subordinators"] - {"if"} | {"as"} and not any(
        tokens[k].text == "," for k in range(cue)
    )
    relative = cue > 1 and _relative_at(tokens, cue, lex)
    if not leads and not relative:
        return None
    for at in range(first + 2, len(tokens) - 1):
        if tokens[at].kind == QUOTE and relative and _goes_on(tokens[at + 1], lex):
            return at + 1
        if tokens[at].text != ",":
            continue
        if relative and _goes_on(tokens[at + 1], lex):
            return at
        if leads and tokens[at + 1].low not in lex["and"] | lex["but"] | lex["relative"]:
            return at
    return None


def _relative_at(tokens: list[Token], cue: int, lex: Lexicon) -> bool:
    at = cue - 1
    while at > 1 and (tokens[at].low in lex["adverbs"] or tokens[at].low in lex["auxiliary"]):
        at -= 1
    return tokens[at].low in {"who", "which", "that"}


def _goes_on(token: Token, lex: Lexicon) -> bool:
    return token.low in lex["being"] | lex["auxiliary"] | lex["modals"] or token.low in FINITE_ENGLISH
