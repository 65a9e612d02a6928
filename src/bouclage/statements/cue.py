"""Cue: one reporting verb in a unit."""

from dataclasses import dataclass

from bouclage.records import VerbClass
from bouclage.statements.units import Token
from bouclage.statements.words import Verb

_NOT_EXCLUDED = frozenset({"exclure", "rule_out", "aus|schliessen", "aus|schließen", "escludere"})


@dataclass(slots=True)
class Cue:
    """One reporting verb: tokens `first` to `last` (exclusive)."""

    first: int
    last: int
    verb: Verb
    kind: str  # finite, perfect, gerund, joined (German subordinate clause)
    negated: bool = False
    withheld: bool = False  # did not want to, could not, refused to
    pronoun: int | None = None  # French inverted pronoun: dit-il, a-t-elle
    particle: int | None = None  # German separable part, where it stands

    def class_for(self, take: str, question: bool = False) -> VerbClass:
        """Return the class of the verb with what it takes here."""
        takes = self.verb.takes
        if question and "whether" in takes:
            return takes["whether"]
        own = takes.get(take) or takes.get("clause") or takes.get("quote") or next(iter(takes.values()))
        if self.withheld or (self.negated and own in {VerbClass.ASSERTS, VerbClass.DOES_NOT_CONFIRM}):
            return VerbClass.DOES_NOT_CONFIRM
        if self.negated and self.verb.lemma in _NOT_EXCLUDED:
            return VerbClass.DOES_NOT_CONFIRM
        if self.negated:
            return VerbClass.OTHER
        return own


def low_at(tokens: list[Token], index: int) -> str:
    """Return the token at `index` in lower case; "" outside."""
    return tokens[index].low if 0 <= index < len(tokens) else ""
