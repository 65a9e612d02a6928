"""What editors' rulings ask of grouping: which items stand together, which apart.

A later ruling wins over an earlier one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bouclage.records import Ruling

NO_SIDES: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Bounds:
    """The outcome of all rulings, by item.

    A separation has a number n from 1 on and two sides, n and -n: nothing that is on both may be one story.
    """

    block: Mapping[str, str] = field(default_factory=dict)  # item → the smallest item of those that it is bound to
    sides: Mapping[str, frozenset[int]] = field(default_factory=dict)
    moved: Mapping[str, Ruling] = field(default_factory=dict)  # item → the last ruling that moved it


def bounds(rulings: Iterable[Ruling]) -> Bounds:
    """Return what holds after all rulings, taken in the order they were made."""
    blocks: dict[str, set[str]] = {}
    parts: list[tuple[set[str], set[str]]] = []
    moved: dict[str, Ruling] = {}
    for ruling in sorted(rulings, key=lambda one: (one.made, one.id)):
        items, parted = set(ruling.items), set(ruling.parted) - set(ruling.items)
        # what is moved leaves those it was bound to where it parts with them
        olds = [blocks.get(item, set[str]()) for item in items]
        olds = [old for old in olds if old.isdisjoint(parted)] + [blocks.get(item, set()) for item in ruling.joined]
        bound = items.union(ruling.joined, *olds) - parted
        for item in bound:
            if item in blocks:
                blocks[item].discard(item)
        blocks |= dict.fromkeys(bound, bound)
        parts = [_without(_without(part, bound, items), bound, bound) for part in parts]
        parts.append((items, parted))
        moved |= dict.fromkeys(ruling.items, ruling)
    return Bounds(
        block={item: min(block) for item, block in blocks.items() if len(block) > 1},
        sides=_sides(parts, blocks),
        moved=moved,
    )


def _without(part: tuple[set[str], set[str]], bound: set[str], items: set[str]) -> tuple[set[str], set[str]]:
    """Return the sides of a separation without `items`, where they contradict that `bound` is one story."""
    if bound.isdisjoint(part[0]) or bound.isdisjoint(part[1]):
        return part
    return part[0] - items, part[1] - items


def _sides(parts: list[tuple[set[str], set[str]]], blocks: Mapping[str, set[str]]) -> dict[str, frozenset[int]]:
    sides: dict[str, set[int]] = {}
    for number, (ones, others) in enumerate(parts, start=1):
        if ones and others:
            for side, side_items in ((number, ones), (-number, others)):
                for item in side_items:
                    sides.setdefault(item, set()).add(side)
    for block in blocks.values():  # what is said of one of a block is said of all
        shared = set[int]().union(*(sides.get(item, ()) for item in block))
        if shared:
            sides |= {item: set(shared) for item in block}
    return {item: frozenset(found) for item, found in sides.items()}


def against(ones: Iterable[int], others: frozenset[int] | set[int]) -> bool:
    """Whether what is on these sides may not be one story with what is on those."""
    return any(-side in others for side in ones)


class Ties:
    """Sets of keys that are tied together, the smallest key standing for each; what editors parted is never tied."""

    def __init__(self, sides: Mapping[str, frozenset[int]]) -> None:
        self._parents: dict[str, str] = {}
        self._sides = {key: found for key, found in sides.items() if found}

    def root(self, one: str) -> str:
        """Return the key that stands for all that `one` is tied to."""
        parents = self._parents
        while (parent := parents.get(one, one)) != one:
            parents[one] = parents.get(parent, parent)
            one = parent
        return one

    def join(self, one: str, other: str) -> bool:
        """Tie two keys; return whether they are tied now."""
        low, high = sorted((self.root(one), self.root(other)))
        if low == high:
            return True
        if self._sides and (theirs := self._sides.get(high)):
            mine = self._sides.get(low, NO_SIDES)
            if against(theirs, mine):
                return False
            self._sides[low] = mine | theirs
        self._parents[high] = low
        return True

    def sides(self, one: str) -> frozenset[int]:
        """Return the sides of all that `one` is tied to."""
        return self._sides.get(self.root(one), NO_SIDES)
