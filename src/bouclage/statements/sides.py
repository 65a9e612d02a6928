"""Sides: whether two claims are of one speaker, in one language or two."""

from bouclage.statements.claims import Claim
from bouclage.statements.vocabulary import is_name
from bouclage.text.words import fold


def same_side(one: Claim, other: Claim) -> bool:
    """Whether two claims are of one speaker, or of a speaker and those they speak for.

    Over languages: "cantonal police" is "die Kantonspolizei", "Norvalia's foreign ministry" is "das norwalische
    Aussenministerium", unless both print a name that the other has not.
    """
    if one.side == other.side:
        return True
    if one.side.startswith("=") or other.side.startswith("="):
        return False
    a, b = set(fold(one.side).split()), set(fold(other.side).split())
    if a <= b or b <= a:
        return True
    if one.language == other.language:
        return False
    names, others = ({key for key in claim.about if is_name(key)} for claim in (one, other))
    if names and others and not names & others:
        return False
    roles, other_roles = one.about - names, other.about - others
    return bool(roles & other_roles) and (bool(names & others) or roles <= other_roles or other_roles <= roles)
