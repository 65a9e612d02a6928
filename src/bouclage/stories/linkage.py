"""Put together what belongs together, the surest first: average linkage over the pairs that have any evidence."""

import heapq

from bouclage.stories.settings import StorySettings


class Linkage:
    """Groups and the evidence between them; `settle` merges until no two groups are sure enough to be one.

    A pair of groups of m and n reports is as good as sum / (m n) ** growth, the sum over pairs of reports of clipped
    log-odds. With `growth` under 1 larger groups must be surer. Pairs never told of are taken to be strangers.
    """

    def __init__(self, settings: StorySettings) -> None:
        self._clip = settings.clip
        self._join = settings.join
        self._growth = settings.growth
        self._most = settings.members_compared
        self._sizes: dict[int, int] = {}
        self._excess: dict[int, dict[int, float]] = {}  # sum of (log-odds + clip), so a stranger adds nothing
        self._early = settings.join_early
        self._fresh = settings.join_fresh
        self._bridge = settings.join_bridge
        self._old: set[int] = set()

    def add(self, group: int, size: int, size_known_before: bool = False) -> None:
        """Tell of a group; of a large one only its latest reports count, so that a story can move on."""
        self._sizes[group] = min(size, self._most)
        self._excess[group] = {}
        if size_known_before:
            self._old.add(group)

    def tell(self, one: int, other: int, total: float) -> None:
        """Tell the sum of clipped log-odds over the pairs of two groups."""
        excess = total + self._clip * self._sizes[one] * self._sizes[other]
        if excess > 0:
            self._excess[one][other] = self._excess[other][one] = excess

    def goodness(self, one: int, other: int) -> float:
        """Return how surely two groups are one."""
        pairs = self._sizes[one] * self._sizes[other]
        good = float((self._excess[one].get(other, 0.0) - self._clip * pairs) / pairs**self._growth)
        if (one in self._old) != (other in self._old):
            good -= self._early
        elif one not in self._old:
            good -= self._fresh
        else:
            good -= self._bridge
        return good

    def settle(self) -> list[tuple[int, int]]:
        """Merge the surest pair until none is sure enough; return (kept, merged away), the lower number kept."""
        heap = [
            (-good, one, other)
            for one, others in self._excess.items()
            for other in others
            if one < other and (good := self.goodness(one, other)) >= self._join
        ]
        heapq.heapify(heap)
        merges = []
        while heap:
            negative, one, other = heapq.heappop(heap)
            if one not in self._excess or other not in self._excess or self.goodness(one, other) != -negative:
                continue
            self._merge(one, other)
            merges.append((one, other))
            for third in sorted(self._excess[one]):
                good = self.goodness(one, third)
                if good >= self._join:
                    heapq.heappush(heap, (-good, min(one, third), max(one, third)))
        return merges

    def _merge(self, kept: int, gone: int) -> None:
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
