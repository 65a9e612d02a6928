"""Which of the remembered reports have a term, in sorted blocks that are looked up for many reports at once."""

from collections.abc import Sequence

import numpy as np

from bouclage.stories.odds import Ints

_BLOCK = 80_000  # pairs of term and report; smaller blocks are put together, so that few are to be looked up


class Postings:
    """Terms with the numbers of the reports that have them, the latest `most` of each term."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._blocks: list[tuple[Ints, Ints]] = []  # terms in order, and the reports' numbers, rising within a term
        self.posted = np.zeros(1024, dtype=np.bool_)  # by term: whether any report had it

    def reach(self, terms: int) -> None:
        """Make room for so many terms."""
        if len(self.posted) < terms:
            self.posted = np.append(self.posted, np.zeros(2 * terms - len(self.posted), dtype=np.bool_))

    def add(self, numbers: Sequence[int], terms: Sequence[Ints]) -> None:
        """Add reports, by rising number, with the terms of each; `reach` says how many terms there are."""
        flat = np.concatenate(terms)
        each = np.repeat(np.array(numbers, dtype=np.int64), [len(found) for found in terms])
        self.posted[flat] = True
        if self._blocks and len(self._blocks[-1][0]) + len(flat) <= _BLOCK:
            before, had = self._blocks.pop()
            flat, each = np.concatenate([before, flat]), np.concatenate([had, each])
        order = np.argsort(flat, kind="stable")
        self._blocks.append((flat[order], each[order]))

    def forget(self, oldest: int) -> None:
        """Let go of blocks in which no report has a number from `oldest` on."""
        self._blocks = [block for block in self._blocks if block[1].max(initial=-1) >= oldest]

    def of(self, terms: Ints) -> tuple[Ints, Ints]:
        """Return for each term how many reports have it, and the numbers of these, term after term."""
        have = np.zeros(len(terms), dtype=np.int64)
        places, found = [], []
        for block, numbers in reversed(self._blocks):
            ends = np.searchsorted(block, terms, "right")
            taken = np.minimum(ends - np.searchsorted(block, terms, "left"), self._most - have)
            have += taken
            places.append(np.repeat(np.arange(len(terms)), taken))
            found.append(numbers[spans(ends - taken, taken)])
        if not found:
            return have, np.zeros(0, dtype=np.int64)
        return have, np.concatenate(found)[np.argsort(np.concatenate(places), kind="stable")]


def spans(starts: Ints, lengths: Ints) -> Ints:
    """Return the places from each start on, so many of each, span after span."""
    before = np.cumsum(lengths) - lengths
    found: Ints = np.repeat(starts - before, lengths) + np.arange(int(lengths.sum()))
    return found
