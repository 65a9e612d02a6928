"""Where reported words end in English because somebody else is said to speak."""

from bouclage.statements.adjuncts import skip_adjuncts, starts_phrase
from bouclage.statements.cue import Cue
from bouclage.statements.phrases import phrase_right
from bouclage.statements.subjects import phrase_left
from bouclage.statements.units import Token
from bouclage.statements.words import Lexicon


def english_tail(tokens: list[Token], cue: Cue, first: int, lex: Lexicon) -> int | None:
    """Return the comma before ", said Lopez." or ", its ministry said." at the end of a sentence."""
    behind = skip_adjuncts(tokens, cue.last, lex)
    if tokens[cue.first - 1].text == "," and starts_phrase(tokens, behind, lex):
        phrase = phrase_right(tokens, behind, lex)
        behind = skip_adjuncts(tokens, phrase[1], lex) if phrase else behind
        start = cue.first
    else:
        subject = phrase_left(tokens, cue.first, lex, first)
        if subject is None:
            return None
        start = subject[0]
    if start - 1 <= first + 1 or tokens[start - 1].text != ",":
        return None
    return start - 1 if behind >= len(tokens) or tokens[behind].text in ".," else None


def told_by_another(tokens: list[Token], cue: Cue, first: int, lex: Lexicon) -> int | None:
    """Return the comma before ", but the mayor said …": what another says is no longer what the first one reports."""
    if cue.kind == "gerund" or not {"clause", "quote"} & cue.verb.takes.keys():
        return None
    subject = phrase_left(tokens, cue.first, lex, first)
    if subject is None or subject[0] - 2 <= first + 1:
        return None
    joint = subject[0] - 1
    return joint - 1 if tokens[joint].low in lex["but"] | {"and"} and tokens[joint - 1].text == "," else None


def before_another(  # noqa: PLR0917 - the state of the reading, always given in full
    tokens: list[Token], first: int, last: int, cues: list[Cue], own: Cue, lex: Lexicon
) -> int | None:
    """Return the comma before a further reporting clause: "after X announced a four-day week, Y said that …"."""
    for cue in cues:
        if cue is own or not first < cue.first < last or cue.kind == "gerund":
            continue
        subject = phrase_left(tokens, cue.first, lex, first)
        if subject is not None and subject[0] - 1 > first and tokens[subject[0] - 1].text == ",":
            return subject[0] - 1
    return None
