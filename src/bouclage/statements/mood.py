"""German reported speech by mood alone: a sentence in the subjunctive goes on reporting without saying so."""

from bouclage.statements.units import NUMBER, PUNCT, QUOTE, Token, Unit
from bouclage.statements.words import Lexicon, listed

_SURE = listed("sei seien habe werde müsse könne wolle solle dürfe gebe gehe komme bleibe stehe lasse möge wisse")
# forms that are the past of the subjunctive: the article itself may say "es wäre möglich"
_PAST = listed(
    "würde würden wäre wären hätte hätten müssten könnte könnten dürften sollten stünden stünde käme kämen "
    "gäbe gäben bliebe blieben ginge gingen liesse liessen fände fänden nähme nähmen ließe bräuchte bräuchten "
    "wüsste wüssten brächte brächten dächte"
)
_SUBJECTS = listed("er es sie man niemand das dies dieser diese dieses jeder jemand")
NO_VERBS = listed(
    "heute gerne beinahe lange ohne alle viele diese eine keine seine ihre solche beide ganze neue gleiche eigene "
    "andere ende mitte erste letzte nächste kommende laufende ware wie die sie je nahe rasche meine unsere welche "
    "sowie gerade alleine mehrere wenige viele bisherige sonstige etliche einige"
)


def _adjective(tokens: list[Token], at: int) -> bool:
    """Whether the word behind "das", "diese", "jeder" leads to a noun: "Das menschliche Immunsystem"."""
    if tokens[at - 1].low not in {"das", "dies", "dieser", "diese", "dieses", "jeder", "sie"} or at + 1 >= len(tokens):
        return False
    following = tokens[at + 1]
    return following.capital or following.low.endswith(("e", "en", "er", "es"))


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
            and not _adjective(tokens, at)
        ):
            return token.low not in NO_VERBS  # "Es verzögere", "Man sammle"
        if at == first + 1 and tokens[first].low in _SUBJECTS and token.low.endswith(("te", "ten")) and (
            token.low not in lex["subjunctive"]
        ):  # fmt: skip
            return False  # "Sie bedankte sich"
        if token.low in lex["subjunctive"]:
            if (
                tokens[at - 1].low == "man"
                and at + 1 < len(tokens)
                and tokens[at + 1].low in {"sich", "nur", "an", "also"}
            ):
                return False  # "Man stelle sich vor", "man denke nur an"
            if any(one.low in {"ich", "wir"} for one in tokens[max(first, at - 1) : at + 2]):
                return False
            return at > first and (
                not sure or token.low in _SURE or (token.low in lex["subjunctive"] and token.low not in _PAST)
            )
        if token.low in lex["indicative"]:
            return False
        if (
            not sure and at > first and tokens[at - 1].capital and token.low.endswith("e")
            and (not token.low.endswith("te") or token.low in {"erwarte", "beachte", "leiste", "koste", "arbeite"})
            and token.low not in NO_VERBS and at + 1 < len(tokens) and not tokens[at + 1].capital
        ):  # fmt: skip
            return True  # "Die Möglichkeit wirke auf die Preise"
        if any(form.kind == "finite" for form in lex.forms.get(token.low, ())):
            return token.low.endswith("e") and not token.low.endswith("te") and not sure
    return False
