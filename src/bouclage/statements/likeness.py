"""Likeness: how much two claims of one story are about the same thing, over languages.

What every report of a story says (its place, its people) tells little about which statements belong together; a word
that two of them share and few others have tells much. So words weigh by how few claims of the story have them, as
inverse document frequency does (Sparck Jones 1972), and the shared weight is taken over the shorter claim's.
"""

import math
from collections import Counter
from collections.abc import Iterable

from bouclage.statements.claims import Claim
from bouclage.statements.vocabulary import is_name

# weight of a word known by its sound or as an opposite alone, beside one that is listed or a name both sides print
_SOUND = 0.6


class Likeness:
    """Compares the claims of one story."""

    def __init__(self, made: Iterable[Claim]) -> None:
        self._seen: Counter[str] = Counter()
        count = 0
        for claim in made:
            count += 1
            self._seen.update(claim.keys)
        self._count = count
        self._all = math.log(2 + count)

    def weight(self, keys: Iterable[str]) -> float:
        """Return how much a word tells, by the rarest of what it names: 1 if no third claim has it, 0 if all do."""
        return max(
            (_SOUND if key[0] in "~/" else 1.0) * (1 - math.log(1 + max(self._seen[key] - 2, 0)) / self._all)
            for key in keys
        )

    def shared(self, one: Claim, other: Claim) -> tuple[float, float, int]:
        """Return the shared weight, its share of the lighter claim's, and how many words of it are shared."""
        lighter, heavier = sorted((one, other), key=lambda claim: len(claim.things))
        return self._within(lighter, heavier)

    def _within(self, lighter: Claim, heavier: Claim) -> tuple[float, float, int]:
        total = common = 0.0
        words = 0
        for keys in lighter.things:
            both = keys & heavier.keys
            weight = self.weight(keys)
            total += weight
            if both:
                common += self.weight(both)
                words += 1
        # "drinking water" is one word's match where the other side only says "water"
        words = min(words, sum(not keys.isdisjoint(lighter.keys) for keys in heavier.things))
        return common, common / total if total else 0.0, words

    def __len__(self) -> int:
        return self._count

    def covered(self, one: Claim, other: Claim) -> float:
        """Return the share of `one`'s weight that `other` also names."""
        return self.covered_by(one, other.keys)

    def covered_by(self, one: Claim, named: frozenset[str]) -> float:
        """Return the share of `one`'s weight that is among `named`."""
        total = sum(self.weight(keys) for keys in one.things)
        return sum(self.weight(keys & named) for keys in one.things if keys & named) / total if total else 0.0

    def each_has_more(self, one: Claim, other: Claim) -> bool:
        """Whether each names a listed thing that the other does not."""
        return all(
            any(keys.isdisjoint(there.keys) and not all(is_name(key) for key in keys) for keys in here.things)
            for here, there in ((one, other), (other, one))
        )
