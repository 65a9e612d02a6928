"""Reporting verbs of German: separable ones, those at the end of their clause, and nouns that look like them."""

from bouclage.statements.cue import Cue, low_at
from bouclage.statements.units import PUNCT, QUOTE, Token
from bouclage.statements.words import Form, Lexicon, listed

# verbs that govern an infinitive
_GOVERN = listed(
    "will wollte wollten soll sollte sollten muss musste mussten müsste kann konnte konnten könnte könnten darf durfte "
    "dürfte mag mochte möchte möchten wird werde werden würde würden lässt liess ließ lassen liessen ließen zu und "
    "oder um ohne statt"
)
_GERMAN_REACH = 25  # a German participle or particle stands at the end of its clause


def german_cue(tokens: list[Token], index: int, forms: tuple[Form, ...], lex: Lexicon) -> Cue | None:
    """Return the reporting verb at `index` as it stands in a German clause, or None where it reports nothing."""
    token = tokens[index]
    if token.capital and index > 0 and not (tokens[index - 1].kind == PUNCT and tokens[index - 1].text in ":."):
        return None  # a noun: Angaben, Fragen, Sprechen
    options: list[Cue] = []
    for form in forms:
        if form.kind == "finite":
            cue = _german_finite(tokens, index, form, lex)
        elif form.kind in {"participle", "infinitive"}:
            cue = _german_end(tokens, index, form, lex)
        else:
            cue = Cue(index, index + 1, form.verb, "joined") if _ends_clause(tokens, index, lex) else None
        if cue is not None:
            options.append(cue)
    if not options:
        return None
    # A verb with its particle says more than the same word without.
    return max(
        options, key=lambda cue: (bool(cue.verb.particle), cue.kind == "perfect", cue.withheld, len(cue.verb.takes))
    )


def _ends_clause(tokens: list[Token], index: int, lex: Lexicon) -> bool:
    after = low_at(tokens, index + 1)
    if index + 1 >= len(tokens) or tokens[index + 1].kind in {PUNCT, QUOTE}:
        return True
    return after in lex["auxiliary"] or after in {"und", "wird", "wurde", "wurden"}


def _german_finite(tokens: list[Token], index: int, form: Form, lex: Lexicon) -> Cue | None:
    verb = form.verb
    particle = None
    if verb.particle:
        particle = _particle(tokens, index + 1, verb.particle)
        if particle is None:
            return None
    before = low_at(tokens, index - 1)
    if before in lex["determiners"] - {
        "das",
        "dies",
        "die",
        "alle",
        "viele",
        "beide",
        "mehrere",
        "einige",
        "diese",
        "der",
    }:
        return None
    if before in {"zu", "ge"} or before in lex["prepositions"]:
        return None
    if low_at(tokens, index + 1) in {"werden", "worden", "wurde", "wurden", "wird"}:
        return None  # a passive
    if low_at(tokens, index - 1) in {"was", "worüber", "wovon", "wofür", "warum", "welche", "welches"}:
        return None
    if _passive(tokens, index, lex):
        return None
    if tokens[index].low == verb.head and not _plural_subject(tokens, index):
        return None  # an infinitive
    if verb.rest and _rest_german(tokens, index, verb.rest) is None:
        return None
    negated = (
        any(
            low_at(tokens, at) == "nicht"
            for at in range(index + 1, min(index + 4, len(tokens)))
            if tokens[at].kind == "w"
        )
        and "noun" in verb.takes
    )
    negated = negated or (low_at(tokens, index + 1) == "nicht")
    return Cue(index, index + 1, verb, "finite", negated=negated, particle=particle)


def _passive(tokens: list[Token], index: int, lex: Lexicon) -> bool:
    """Whether a form that is a participle as well ends a passive clause: "es wurde vermutet, dass …"."""
    if not any(form.kind == "participle" for form in lex.forms.get(tokens[index].low, ())):
        return False
    for at in range(index - 1, max(-1, index - _GERMAN_REACH), -1):
        token = tokens[at]
        if token.kind == QUOTE or (token.kind == PUNCT and token.text in ",;:."):
            return False
        if token.low in {"wurde", "wurden", "wird", "werden", "worden", "werde"}:
            return True
    return False


def _opens_clause(tokens: list[Token], index: int) -> bool:
    """Whether the verb is second in a main clause that begins the sentence: "Forschende warnen, dass …"."""
    return index <= 8 and not any(
        token.kind in {PUNCT, QUOTE} or token.low in _GOVERN or token.low in {"dass", "ob", "wie", "was", "wer", "weil"}
        for token in tokens[:index]
    )


def _plural_subject(tokens: list[Token], index: int) -> bool:
    """Whether the plural of the present can be meant, which in German looks like the infinitive."""
    ends = index + 1 >= len(tokens) or (tokens[index + 1].kind == PUNCT and tokens[index + 1].text in ".,")
    first = index == 0 or tokens[index - 1].kind in {PUNCT, QUOTE}
    if first and not ends:
        return True
    goes_on = index + 2 < len(tokens) and tokens[index + 1].text == ","
    if ends and not (goes_on and tokens[0].capital and _opens_clause(tokens, index)):
        return index < 12 and any(low_at(tokens, at) in {"wie"} for at in range(index))
    for at in range(index - 1, max(-1, index - _GERMAN_REACH), -1):
        token = tokens[at]
        if token.kind == QUOTE or (token.kind == PUNCT and token.text in ",;:."):
            break
        if token.low in _GOVERN or token.low.endswith(("wollen", "sollen", "müssen", "können", "dürfen")):
            return False
    return tokens[index - 1].capital or tokens[index - 1].low in {"sie", "andere", "viele", "einige", "manche", "alle"}


def _particle(tokens: list[Token], start: int, particle: str) -> int | None:
    for at in range(start, min(start + _GERMAN_REACH, len(tokens))):
        token = tokens[at]
        if token.low == particle and (
            at + 1 >= len(tokens) or tokens[at + 1].kind in {PUNCT, QUOTE} or tokens[at + 1].low in {"und", "oder"}
        ):
            return at
        if token.kind == QUOTE or (token.kind == PUNCT and token.text in ".;:"):
            return None
    return None


def _rest_german(tokens: list[Token], index: int, rest: tuple[str, ...]) -> int | None:
    for at in range(index + 1, min(index + _GERMAN_REACH, len(tokens))):
        if tokens[at].low == rest[0]:
            return at
    return None


def _german_end(tokens: list[Token], index: int, form: Form, lex: Lexicon) -> Cue | None:
    """A participle or infinitive with its auxiliary: "hat … bestätigt", "wollte … nicht bestätigen"."""
    if form.verb.rest:
        return None
    if form.verb.particle and not tokens[index].low.startswith(form.verb.particle):
        return None  # "hat dazu geführt" is no "angeführt"
    negated = False
    for at in range(index - 1, max(-1, index - _GERMAN_REACH), -1):
        token = tokens[at]
        low = token.low
        if low in lex["negators"]:
            negated = True
        elif token.kind == PUNCT and token.text in ",;:.":
            break
        elif low in lex["being"] and form.kind == "participle":
            return None
        elif low in lex["auxiliary"] and form.kind == "participle":
            if low in {"habe", "hätte", "hätten"}:
                return None  # itself reported
            return Cue(at, at + 1, form.verb, "perfect", negated=negated, particle=index)
        elif low in lex["will_forms"] and form.kind == "infinitive":
            if negated and form.verb.head in lex["withhold_verbs"]:
                return Cue(at, at + 1, form.verb, "perfect", withheld=True, particle=index)
            return None
    after = low_at(tokens, index + 1)
    if form.kind == "participle" and after in {"hat", "habe", "haben", "hatte", "hatten"}:
        return Cue(index, index + 2, form.verb, "joined", negated=negated)
    if form.kind == "participle" and _ends_clause(tokens, index, lex) and tokens[index].low.endswith(("t", "te")):
        # erklärt, bestätigt: also a finite form at the end of a "wie" clause
        return None
    return None
