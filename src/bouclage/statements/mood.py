"""German reported speech by mood alone: a sentence in the subjunctive goes on reporting without saying so."""

from bouclage.statements.units import NUMBER, PUNCT, QUOTE, Unit
from bouclage.statements.words import Lexicon, listed

_SURE = listed("sei seien habe werde müsse könne wolle solle dürfe gebe gehe komme bleibe stehe lasse möge wisse")
_SUBJECTS = listed("er es sie man niemand das dies dieser diese dieses jeder jemand")
_NO_VERBS = listed(
    "heute gerne beinahe lange ohne alle viele diese eine keine seine ihre solche beide ganze neue gleiche eigene "
    "andere ende mitte erste letzte nächste kommende laufende ware wie die sie je nahe rasche meine unsere welche"
)


def reported_speech_mood(unit: Unit, lex: Lexicon, *, first: int = 0, sure: bool = False) -> bool:
    """Whether the first finite verb from `first` is a subjunctive of reported speech; `sure`: can be nothing else."""
    tokens = unit.tokens
    for at in range(first, len(tokens)):
        token = tokens[at]
        if token.kind in {QUOTE, NUMBER, PUNCT} or token.capital:
            continue
        if (
            at == first + 1
            and tokens[first].low in _SUBJECTS
            and token.low.endswith("e")
            and not token.low.endswith("te")
        ):
            return token.low not in _NO_VERBS  # "Es verzögere", "Man sammle"
        if token.low in lex["subjunctive"]:
            return at > first and (not sure or token.low in _SURE)
        if token.low in lex["indicative"]:
            return False
        if (
            not sure and at > first and tokens[at - 1].capital and token.low.endswith("e")
            and (not token.low.endswith("te") or token.low in {"erwarte", "beachte", "leiste", "koste", "arbeite"})
            and token.low not in _NO_VERBS and at + 1 < len(tokens) and not tokens[at + 1].capital
        ):  # fmt: skip
            return True  # "Die Möglichkeit wirke auf die Preise"
        if any(form.kind == "finite" for form in lex.forms.get(token.low, ())):
            return token.low.endswith("e") and not token.low.endswith("te") and not sure
    return False
