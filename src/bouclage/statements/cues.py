"""Cues: the reporting verbs of a unit, with their auxiliaries, negation and, in French, the pronoun behind them."""

from bouclage.statements.cue import Cue, low_at
from bouclage.statements.german_cues import german_cue
from bouclage.statements.units import PUNCT, QUOTE, Token
from bouclage.statements.words import Form, Lexicon, Verb, listed

_LY_NOUNS = listed("family assembly anomaly monopoly supply butterfly friendly deadly ugly costly homily")
_OPENS_TEXT = frozenset({"nel", "nella", "nell'", "dal", "dalla", "dall'"})  # "nel rapporto si sottolinea"
_REACH = 5  # words between an auxiliary and its participle
_MODALS = listed(
    "would will could can may might should must shall to 'll cannot can't let müssen muss müsste sollte soll "
    "sollten dürfte dürfen könnte könnten möchte würde würden wird werden kann"
)


def cues(tokens: list[Token], lex: Lexicon) -> list[Cue]:
    """Return the cues of a unit in order."""
    found: list[Cue] = []
    done = -1
    for index, token in enumerate(tokens):
        if index <= done or token.kind != "w":
            continue
        forms = lex.forms.get(token.low)
        if forms is None or (token.capital and index and lex.language != "de"):
            continue  # a capital: "the United States", "Code"
        cue = german_cue(tokens, index, forms, lex) if lex.language == "de" else _romance(tokens, index, forms, lex)
        if cue is not None:
            found.append(cue)
            done = cue.last - 1
    return found


def _rest(tokens: list[Token], index: int, rest: tuple[str, ...], lex: Lexicon) -> int | None:
    """Return the index behind the words that must follow a verb, adverbs allowed between; None if they do not."""
    at = index
    for word in rest:
        skipped = 0
        while (
            skipped < 3
            and low_at(tokens, at) != word
            and (
                low_at(tokens, at) in lex["adverbs"]
                or low_at(tokens, at).startswith("-")
                or lex.language == "de"
                or (
                    lex.language == "en"
                    and (manner(low_at(tokens, at)) or low_at(tokens, at) in {"it", "this", "that"})
                )
            )
        ):
            at += 1
            skipped += 1
        if low_at(tokens, at) != word:
            return None
        at += 1
    return at


def _romance(tokens: list[Token], index: int, forms: tuple[Form, ...], lex: Lexicon) -> Cue | None:
    best: Cue | None = None
    for form in forms:
        cue = _try(tokens, index, form, lex)
        if cue is None:
            continue
        if best is None or len(form.verb.rest) + form.verb.reflexive > len(best.verb.rest) + best.verb.reflexive:
            best = cue
        elif best.verb.lemma != form.verb.lemma and best.kind == cue.kind and not form.verb.reflexive:
            continue
    return best


def _try(tokens: list[Token], index: int, form: Form, lex: Lexicon) -> Cue | None:
    last = index + 1
    pronoun = None
    if low_at(tokens, last).startswith("-") and low_at(tokens, last).rsplit("-", 1)[-1] in lex["subject_pronouns"]:
        pronoun, last = last, last + 1
    if form.verb.rest:
        after = _rest(tokens, last, form.verb.rest, lex)
        if after is None:
            return None
        last = after
    if form.kind == "finite":
        cue = _finite(tokens, index, last, form.verb, pronoun, lex)
        if cue is not None:
            return cue
        return _perfect(tokens, index, last, form.verb, lex) if _also_participle(tokens, index, lex) else None
    if form.kind == "participle":
        return _perfect(tokens, index, last, form.verb, lex)
    if form.kind == "gerund":
        before = low_at(tokens, index - 1)
        if form.verb.reflexive or before in lex["being"] or before in lex["determiners"] or before in lex["of"]:
            return None
        return Cue(index, last, form.verb, "gerund")
    if lex.language == "fr" and low_at(tokens, index - 1) in {"d'", "de"} and low_at(tokens, index - 2) == "et":
        return Cue(index - 1, last, form.verb, "finite")  # "Et d'ajouter : « … »"
    return _withheld(tokens, index, last, form.verb, lex)


def _also_participle(tokens: list[Token], index: int, lex: Lexicon) -> bool:
    """Whether a form that may be either follows an auxiliary ("a dit", "has put")."""
    return any(low_at(tokens, at) in lex["auxiliary"] for at in range(max(0, index - 3), index))


def _finite(tokens: list[Token], index: int, last: int, verb: Verb, pronoun: int | None, lex: Lexicon) -> Cue | None:  # noqa: PLR0912, PLR0917 - one branch a construction
    first = index
    negated = False
    at = index - 1
    reflexive = False
    while at >= 0 and tokens[at].kind == "w" and index - at < 6:
        low = tokens[at].low
        if low in lex["reflexive"]:
            reflexive = True
        elif low in lex["negation_first"] or (
            lex.language in {"en", "it"} and low in {"not", "never", "non", "didn't"}
        ):
            negated = True
        elif low == "neither":
            return Cue(at, last, verb, "finite", withheld=True)
        elif low in {"did", "does", "do", "didn't", "doesn't", "don't"} and lex.language == "en":
            negated = negated or low.endswith("n't")
            first = at
            break
        elif (
            (lex.language == "fr" and low in lex["clitics"] and low not in {"le", "la", "les", "l'"})
            or (lex.language == "it" and low in lex["clitics"] and low not in {"le", "la", "gli", "l'", "lo"})
            or (lex.language == "en" and (low in lex["adverbs"] or manner(low)) and not tokens[at].capital)
        ):
            pass
        else:
            break
        first = at
        at -= 1
    before = low_at(tokens, first - 1)
    if before in {"nor", "ni", "né"}:
        return None
    if lex.language == "en" and _governs(tokens, index, first - 1, lex):
        return None  # "rejected claims that …"
    impersonal = (
        lex.language == "it" and reflexive and low_at(tokens, 0) in {"nel", "nella", "nell'", "dal", "dalla", "dall'"}
    )
    if verb.reflexive != reflexive and (verb.reflexive or lex.language in {"fr", "it"}) and not impersonal:
        return None  # also "si prevede": nobody says it
    if lex.language == "fr" and negated and not _negator_after(tokens, last, lex):
        negated = False
    if before in _MODALS and lex.language == "en":
        if before in {"would", "could", "will"} and negated:
            return Cue(first - 1, last, verb, "finite", withheld=True)
        return None
    if before == "to" or before in lex["prepositions"] or before in lex["of"]:
        return None
    if (before.startswith("-") and len(before) > 1) or (
        before in lex["auxiliary"] | lex["being"] and not tokens[first - 1].capital
    ):
        return None  # a capital: "il Consiglio di Stato esclude"
    if lex.language == "fr" and before in {"que", "qu'", "dont", "où"} and pronoun is None:
        return None  # "une erreur que redoute X"
    if (
        before in lex["determiners"]
        and pronoun is None
        and not (
            before in {"l'", "le", "la", "lo", "les"} and low_at(tokens, first - 2) in {"comme", "come", "que", "qu'"}
        )
        and not (lex.language == "en" and before in {"all", "both", "many", "most", "some", "several", "that", "this"})
    ):
        return None
    if (
        lex.language == "en"
        and verb.head == "call"
        and any(t.low in {"what", "so"} for t in tokens[max(0, index - 9) : index])
    ):
        return None  # "what it calls “digital terrorism”" gives a name
    if lex.language == "en" and (before == "'s" or not _agrees(tokens, index, first, verb, lex)):
        return None
    return Cue(first, last, verb, "finite", negated=negated, pronoun=pronoun)


def _governs(tokens: list[Token], index: int, before: int, lex: Lexicon) -> bool:
    """Whether the word before is a verb of which this one is the object: "rejected claims", not "the report says"."""
    low = low_at(tokens, before)
    forms = [form for form in lex.forms.get(low, ()) if form.kind in {"finite", "participle"}]
    if not forms:
        return False
    base = any(form.verb.head == low for form in forms)  # a noun as well: "report", "order"
    return not base and (low not in lex["plurals"] or tokens[index].low in lex["plurals"])


def _agrees(tokens: list[Token], index: int, first: int, verb: Verb, lex: Lexicon) -> bool:
    """Whether an English form that is also an infinitive or a noun has a plural before it: "they say", no "say"."""
    if tokens[index].low in lex["plurals"] and first and tokens[first - 1].kind == "w":
        return _somebody(tokens[first - 1], lex)
    if tokens[index].low != verb.head or first == 0 or (first < index and tokens[first].low in {"did", "do", "does"}):
        return True
    before = tokens[first - 1]
    if any(form.kind == "participle" for form in lex.forms[tokens[index].low]) or before.kind == QUOTE:
        return True
    if before.kind != "w":  # ", say critics"; not "federal, state and local"
        return low_at(tokens, index + 1) not in lex["and"] and before.text in ",–—!?"
    low = before.low
    if low in lex["singular"]:
        return False
    if low in lex["plural"] or low in lex["plural_people"] or low in lex["and"]:
        return True
    if low.endswith("s") and not low.endswith(("ss", "us", "is", "'s")):
        return True
    if _plural_head(tokens, first, lex):
        return True  # "officials in the capital say"
    determiners = lex["determiners"] | {"'s"}
    return before.capital and not any(low_at(tokens, at) in determiners for at in range(first - 5, first))


def _plural_head(tokens: list[Token], verb: int, lex: Lexicon) -> bool:
    """Whether the subject of the verb has a plural before the preposition that leads to the word beside the verb."""
    for at in range(verb - 1, max(0, verb - 9), -1):
        token = tokens[at]
        if token.kind != "w":
            return False
        if token.low in lex["prepositions"] | lex["of"] and token.low != "to":
            head = tokens[at - 1]
            low = head.low
            people = low in lex["plural_people"] or low in {"people", "men", "women", "police", "families"}
            return people or low.endswith(("ers", "ors", "ists", "ians", "ants", "ees")) or low[:-1] in lex["roles"]
    return False


def _somebody(token: Token, lex: Lexicon) -> bool:
    """Whether a word can end the subject of "states" or "claims" as verbs: no adjective, no number."""
    heads = lex["subject_pronouns"] | lex["roles"] | lex["lower_institutions"] | lex["documents"] | lex["relative"]
    return (
        (token.capital and "-" not in token.text)
        or token.low in heads | lex["and"]
        or token.low.endswith(("man", "woman", "ist", "er", "or"))
    )


def manner(low: str) -> bool:
    """Whether an English word is an adverb in -ly, not a noun like "family"."""
    return low.endswith("ly") and len(low) > 5 and low not in _LY_NOUNS


def _negator_after(tokens: list[Token], last: int, lex: Lexicon) -> bool:
    return any(low_at(tokens, at) in lex["negators"] for at in range(last, min(last + 3, len(tokens)))) or (
        low_at(tokens, last) == "ni"
    )


def _perfect(tokens: list[Token], index: int, last: int, verb: Verb, lex: Lexicon) -> Cue | None:  # noqa: PLR0912 - one branch a construction
    """A participle with its auxiliary before it; passives ("a été annoncé", "was said") are none."""
    at = index - 1
    negated = False
    pronoun = None
    between = 0
    while at >= 0 and between <= _REACH:
        low = tokens[at].low
        if low in lex["auxiliary"]:
            break
        if low in lex["being"]:
            if low in {"été", "been", "stato", "stata", "stati", "state", "être", "being"}:
                return None
            break
        if low in lex["negators"] or low == "ni":
            negated = True
        elif low.startswith("-") and low.rsplit("-", 1)[-1] in lex["subject_pronouns"]:
            pronoun = at
        elif not (
            low in lex["adverbs"]
            or low.endswith(("ment", "mente", "ly"))
            or low in {"tout", "d'", "ore", "per", "en", "il", "la"}
        ):
            return None
        at -= 1
        between += 1
    else:
        return None
    if at < 0:
        return None
    being = tokens[at].low in lex["being"] and tokens[at].low not in lex["auxiliary"]
    first = at
    reflexive = False
    while first > 0 and tokens[first - 1].kind == "w":
        low = tokens[first - 1].low
        if low in lex["reflexive"]:
            reflexive = True
        elif low in lex["negation_first"] or (lex.language == "it" and low == "non"):
            negated = negated or lex.language == "it"
        elif (low in lex["clitics"] and low != "l'") or (
            low == "l'" and low_at(tokens, first - 2) in {"comme", "come"}
        ):
            pass
        else:
            break
        first -= 1
    if being and not reflexive:
        return None
    if verb.reflexive != reflexive and lex.language in {"fr", "it"}:
        return None
    if lex.language == "en" and low_at(tokens, at - 1) in _MODALS:
        return None
    return Cue(first, last, verb, "perfect", negated=negated, pronoun=pronoun)


def _withheld(tokens: list[Token], index: int, last: int, verb: Verb, lex: Lexicon) -> Cue | None:
    """ "did not confirm", "n'a pas voulu confirmer", "declined to say", "ha rifiutato di confermare"."""
    if verb.head not in lex["withhold_verbs"]:
        return None
    at = index - 1
    negated = False
    reached = None
    for at in range(index - 1, max(-1, index - 9), -1):
        low = tokens[at].low
        if low in lex["refuse_forms"]:
            reached = at
            negated = True
            break
        if low in lex["will_forms"]:
            reached = at
            break
        if low in {"did", "does", "didn't", "doesn't", "wouldn't", "couldn't", "do", "don't"}:
            reached = at
            negated = negated or low.endswith("n't")
            break
        if low in lex["negators"] or low in {"neither", "ni"}:
            negated = True
        elif tokens[at].kind == PUNCT or tokens[at].kind == QUOTE or at < index - 8:
            return None
    if reached is None:
        return None
    first = reached
    while first > 0 and tokens[first - 1].kind == "w":
        low = tokens[first - 1].low
        if low in lex["negators"] or low in lex["negation_first"]:
            negated = True
        elif not (low in lex["auxiliary"] or low in lex["clitics"] or low in lex["being"]):
            break
        first -= 1
    return Cue(first, last, verb, "finite", withheld=True) if negated else None
