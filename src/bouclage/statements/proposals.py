"""Proposals: the pairs of claims of a story that may clash, and as what; `judgement.py` tells which do."""

from collections.abc import Iterator
from dataclasses import dataclass

from bouclage.records import DisputeKind, VerbClass
from bouclage.statements.claims import Claim
from bouclage.statements.figures import figure_measures, figures_apart
from bouclage.statements.likeness import Likeness
from bouclage.statements.pairing import days_meet, measures
from bouclage.statements.quantities import Quantity
from bouclage.statements.settings import StatementSettings
from bouclage.statements.sides import same_side

_SAYS = frozenset({VerbClass.ASSERTS, VerbClass.ANNOUNCES, VerbClass.DENIES, VerbClass.OTHER})
_FEW_WORDS = 12  # characters below which the same words are no retelling
_CLOSE = 3  # statements back that "this" can mean


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two claims that may clash, and what is measured of them."""

    kind: DisputeKind
    matter: str  # an event, its day, or a count of something
    left: Claim
    right: Claim
    measured: dict[str, float]
    figures: tuple[Quantity, Quantity] | None = None
    meant: bool = False  # one side only says "this", and the other is what was said before it

    @property
    def learned_as(self) -> str:
        """By which weights it is judged."""
        return "day" if self.matter == "day" else str(self.kind)


def proposals(made: list[Claim], alike: Likeness, settings: StatementSettings) -> Iterator[Proposal]:
    """Yield the pairs that may clash: by two speakers, about something both name, and one against the other."""
    for index, one in enumerate(made):
        for other in made[index + 1 :]:
            if (one.own and other.own) or not _touch(one, other) or same_side(one, other) or _retold(one, other):
                continue
            if one.positive is None or other.positive is None:
                yield from _withheld(one, other, alike)
            elif {one.statement.verb_class, other.statement.verb_class} <= _SAYS:
                yield from _opposed(one, other, alike)
                yield from _counted(one, other, alike, settings)
        if (said := _meant(made, index)) is not None:
            denies = one.statement.verb_class is VerbClass.DENIES
            if denies or (one.positive is None and said.positive):
                kind = DisputeKind.CONTRADICTS if denies else DisputeKind.UNCONFIRMED
                yield Proposal(kind, "event", said, one, measures(said, one, alike), meant=True)


def _touch(one: Claim, other: Claim) -> bool:
    """Whether they have anything in common: a word, an axis of opposites, a kind of count."""
    return (
        not one.keys.isdisjoint(other.keys)
        or not one.opposites.keys().isdisjoint(other.opposites)
        or not one.kinds.isdisjoint(other.kinds)
        or not one.keys.isdisjoint(other.context)
        or not other.keys.isdisjoint(one.context)
    )


def _retold(one: Claim, other: Claim) -> bool:
    """Whether one only tells what the other says: "she said the ministry denied it", "it denied it"."""
    a, b = sorted((one.words, other.words), key=len)
    return len(a) >= _FEW_WORDS and f" {a} " in f" {b} "


def _withheld(one: Claim, other: Claim, alike: Likeness) -> Iterator[Proposal]:
    left, right = (other, one) if one.positive is None else (one, other)
    if left.positive and not right.own and not left.keys.isdisjoint(right.keys) and left.statement.verb_class in _SAYS:
        yield Proposal(DisputeKind.UNCONFIRMED, "event", left, right, measures(left, right, alike))


def _opposed(one: Claim, other: Claim, alike: Likeness) -> Iterator[Proposal]:
    """A yes and a no, or words of opposite meaning; what a paper writes itself counts against a denial only."""
    sides = [other.opposites[name] == side for name, side in one.opposites.items() if name in other.opposites]
    against, alongside = sides.count(False), sides.count(True)
    if against <= alongside if one.positive == other.positive else against > alongside:
        return  # "does not reopen" and "stays closed" agree
    if (one.own or other.own) and VerbClass.DENIES not in {one.statement.verb_class, other.statement.verb_class}:
        return
    yield Proposal(DisputeKind.CONTRADICTS, "event", one, other, measures(one, other, alike))


def _counted(one: Claim, other: Claim, alike: Likeness, settings: StatementSettings) -> Iterator[Proposal]:
    if one.own or other.own:
        return
    if one.quantities and other.quantities and (figures := figures_apart(one, other, settings)) is not None:
        measured = measures(one, other, alike) | figure_measures(*figures, one, other)
        none = 0 in {figures[0].high, figures[1].high}  # nobody against somebody is a no against a yes
        kind = DisputeKind.CONTRADICTS if none else DisputeKind.DIFFERS
        if not none:
            yield Proposal(kind, figures[0].kind, one, other, measured, figures=figures)
    elif _other_day(one, other):
        yield Proposal(DisputeKind.DIFFERS, "day", one, other, measures(one, other, alike))


def _other_day(one: Claim, other: Claim) -> bool:
    """Whether both say yes, and name one day each, and another one."""
    single = len(one.days) == 1 and len(other.days) == 1
    return single and bool(one.positive) and bool(other.positive) and days_meet(one, other) is False


def _meant(made: list[Claim], index: int) -> Claim | None:
    """What "this" denies or leaves open: the last statement before it in the same article, by somebody else."""
    one = made[index]
    if not one.points_back or one.own or one.doubtful:
        return None
    back = 0
    for earlier in reversed(made[:index]):
        if earlier.statement.article_id != one.statement.article_id or earlier.own:
            continue
        back += 1
        if back > _CLOSE:
            return None
        if not same_side(earlier, one) and earlier.positive is not None and not earlier.points_back:
            return earlier
    return None
