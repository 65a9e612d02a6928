"""Whether a phrase can be who speaks: a person, an institution, a document; never every noun with a capital."""

import itertools

from bouclage.statements.adjuncts import starts_phrase
from bouclage.statements.drafts import Span
from bouclage.statements.names import agentive, role_of
from bouclage.statements.phrases import phrase_right
from bouclage.statements.units import Token, Unit
from bouclage.statements.words import Lexicon, listed

_SAYINGS = listed(
    "arbeit augen aussage blick stimme gesicht hände antwort frage fazit botschaft motto kommentar satz "
    "worte karriere leben geschichte"
)


def giver(tokens: list[Token], phrase: Span | None, colon: int, lex: Lexicon) -> Span | None:
    """Return whose words a noun before the colon announces: "L'elogio di Trump: «…»"; None if it is none's."""
    if phrase is None or phrase[1] < colon - 1 or lex.language == "en":
        return None
    of = next((k for k in range(phrase[1] - 2, phrase[0], -1) if tokens[k].low in lex["of"]), None)
    if of is None or not all(tokens[k].capital for k in range(of + 1, phrase[1])):
        return None
    if any(role_of(tokens[k], lex) or tokens[k].low in lex["lower_institutions"] for k in range(phrase[0], of)):
        return None
    return tokens[of + 1].start, tokens[phrase[1] - 1].end


def can_speak(tokens: list[Token], phrase: Span | None, lex: Lexicon, names: frozenset[str]) -> bool:
    """Return whether the phrase can be who speaks; `names` are the words that are names elsewhere in the article."""
    if phrase is None:
        return False
    words = tokens[phrase[0] : phrase[1]]
    if words[0].low in lex["not_speakers"] or (
        words[0].low in lex["clitics"] and words[0].low not in lex["determiners"]
    ):
        return False
    if len(words) == 1 and phrase[0] == 0 and words[0].low.endswith(("c'", "ato", "ata")):
        return False
    if lex.language == "de":
        for k in range(2, len(words)):
            if words[k].low in {"der", "des", "von", "vom", "zum", "zur", "für"} and words[k - 1].capital:
                words = words[:k]  # "die Entscheidung des Präsidenten" says nothing
                break
        if words[-1].low in _SAYINGS and len(words) <= 2:
            return False  # "Ihre Arbeit …: «…»", "Seine Augen …: «…»"
        return (
            words[0].low in lex["subject_pronouns"]
            or any(_speaks(word, lex) for word in words)
            or _named(words, lex, names)
        )
    return (
        any(word.capital for word in words[(1 if phrase[0] == 0 else 0) :])
        or (words[0].capital and words[0].low not in lex["determiners"] and (words[0].low in names or phrase[0] > 0))
        or any(word.low in lex["roles"] or word.low in lex["lower_institutions"] for word in words)
        or (lex.language == "it" and any(word.low in lex["documents"] | lex["generic"] for word in words[:3]))
        or words[0].low in lex["subject_pronouns"]
    )


def _speaks(word: Token, lex: Lexicon) -> bool:
    """Whether a German noun is one for people or an institution: every noun has a capital, few can speak."""
    if not word.capital:
        return False
    heads = lex["lower_institutions"] | lex["plural_people"] | lex["documents"]
    return bool(role_of(word, lex)) or word.low.endswith(tuple(heads)) or agentive(word, lex)


def _named(words: list[Token], lex: Lexicon, names: frozenset[str]) -> bool:
    """Whether German words are a name: one that stands behind another capital somewhere, or two capitals running."""
    capitals = [word for word in words if word.capital]
    if len(capitals) == 1:
        return capitals[0].low in names and words[0].low not in lex["determiners"]
    if words[0].low not in lex["determiners"]:
        return bool(capitals) and all(word.capital for word in words[:2])
    return len(capitals) > 1 and words[-1].capital and words[-2].capital


def names_of(found: list[Unit], lex: Lexicon) -> frozenset[str]:
    """Words with a capital that their place does not explain: in German only what stands behind another capital."""
    names: set[str] = set()
    for unit in found:
        for before, token in itertools.pairwise(unit.tokens):
            if token.capital and (lex.language != "de" or before.capital):
                names.add(token.low)
    return frozenset(names)


def right_before(tokens: list[Token], colon: int, lex: Lexicon, names: frozenset[str]) -> Span | None:
    """Return the phrase that ends at a colon: "Di parere opposto la collega Bruni: «…»"."""
    for k in range(max(0, colon - 6), colon):
        phrase = phrase_right(tokens, k, lex) if starts_phrase(tokens, k, lex) else None
        if phrase is not None and phrase[1] == colon and can_speak(tokens, phrase, lex, names):
            return tokens[phrase[0]].start, tokens[colon - 1].end
    return None
