"""Put together what belongs together, the surest first: average linkage over the pairs that have any evidence."""

import heapq
import math
from collections.abc import Iterable

from bouclage.stories.bounds import NO_SIDES, against
from bouclage.stories.settings import StorySettings


class Linkage:
    """Groups and the evidence between them; `settle` merges until no two groups are sure enough to be one.

    Two groups of m and n reports are as close as sum / (m n) ** growth, the sum over their pairs of clipped log-odds:
    with `growth` under 1 larger groups must be surer. Pairs never told of are taken to be strangers. A pair is judged
    more severely where one or both of the groups were formed earlier, for what came since could not be compared then.
    """

    def __init__(self, settings: StorySettings) -> None:
        self._settings = settings
        self._sizes: dict[int, int] = {}
        self._excess: dict[int, dict[int, float]] = {}  # sum of (log-odds + clip), so a stranger adds nothing
        self._old: set[int] = set()
        self._sides: dict[int, frozenset[int]] = {}

    def add(self, group: int, size: int, *, old: bool = False, sides: frozenset[int] = NO_SIDES) -> None:
        """Tell of a group; of a large one only its latest reports count, so that a story can move on.

        `sides` say what editors parted it from.
        """
        if sides:
            self._sides[group] = sides
        self._sizes[group] = min(size, self._settings.members_compared)
        self._excess[group] = {}
        if old:
            self._old.add(group)

    def tell(self, one: int, other: int, total: float) -> None:
        """Tell the sum of clipped log-odds over the pairs of two groups."""
        excess = total + self._settings.clip * self._sizes[one] * self._sizes[other]
        if excess > 0:
            self._excess[one][other] = self._excess[other][one] = excess

    def goodness(self, one: int, other: int) -> float:
        """Return how much surer than necessary it is that two groups are one; below zero they are two."""
        s = self._settings
        pairs = self._sizes[one] * self._sizes[other]
        close: float = (self._excess[one].get(other, 0.0) - s.clip * pairs) / math.pow(pairs, s.growth)
        needed = s.join
        if one in self._old and other in self._old:
            needed += s.join_bridge
        elif one in self._old or other in self._old:
            needed += s.join_early
        return -math.inf if self._sides and self._parted(one, other) else close - needed

    def settle(self, bound: Iterable[Iterable[int]] = ()) -> list[tuple[int, int]]:
        """Merge the surest pair until none is sure enough; return (kept, merged away), the lower number kept.

        `bound` are groups that editors bound together: they are one before anything is judged.
        """
        merges = []
        for groups in bound:
            kept, *others = sorted(groups)
            for other in others:
                if not self._parted(kept, other):
                    self._merge(kept, other)
                    merges.append((kept, other))
        heap = [
            (-good, one, other)
            for one, others in self._excess.items()
            for other in others
            if one < other and (good := self.goodness(one, other)) >= 0
        ]
        heapq.heapify(heap)
        while heap:
            negative, one, other = heapq.heappop(heap)
            if one not in self._excess or other not in self._excess or self.goodness(one, other) != -negative:
                continue  # one of the two has changed since
            self._merge(one, other)
            merges.append((one, other))
            for third in sorted(self._excess[one]):
                good = self.goodness(one, third)
                if good >= 0:
                    heapq.heappush(heap, (-good, min(one, third), max(one, third)))
        return merges

    def _parted(self, one: int, other: int) -> bool:
        return against(self._sides.get(one, NO_SIDES), self._sides.get(other, NO_SIDES))

    def _merge(self, kept: int, gone: int) -> None:
        if gone in self._sides:
            self._sides[kept] = self._sides.get(kept, NO_SIDES) | self._sides.pop(gone)
        mine, theirs = self._excess[kept], self._excess.pop(gone)
        mine.pop(gone, None)
        theirs.pop(kept, None)
        for third, excess in theirs.items():
            mine[third] = mine.get(third, 0.0) + excess
            row = self._excess[third]
            row.pop(gone)
            row[kept] = mine[third]
        self._sizes[kept] += self._sizes.pop(gone)
        if gone in self._old:
            self._old.add(kept)
