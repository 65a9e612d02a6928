"""Which texts have a shingle: a table of the latest texts by a few bits of each shingle.

A dictionary of lists took over ten kilobytes a text. Here the shingles themselves are not kept: two that fall into one
row share it, and what that adds to a text's votes is noise of one vote here and there, as set phrases are.
"""

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]

_FIRST_ROWS = 1 << 12
_NOBODY = -1
_SHINGLES_A_ROW = 2  # from which on the table is doubled


class Index:
    """Numbers of texts by their shingles, the latest `width` a row."""

    def __init__(self, width: int) -> None:
        self._width = width
        self._rows = np.full((_FIRST_ROWS, width), _NOBODY, dtype=np.int32)
        self._next = np.zeros(_FIRST_ROWS, dtype=np.uint8)  # the place in each row that is written next
        self._kept = 0

    def add(self, shingles: NDArray[np.uint32], number: int) -> None:
        """Note that the text `number` has these shingles; numbers rise."""
        self._kept += len(shingles)
        if self._kept > _SHINGLES_A_ROW * len(self._rows):
            # every row stands twice now: which half a text belonged to is forgotten with the text
            self._rows = np.concatenate([self._rows, self._rows])
            self._next = np.concatenate([self._next, self._next])
        rows = shingles & np.uint32(len(self._rows) - 1)
        places = self._next[rows]
        self._rows[rows, places] = number
        self._next[rows] = (places + 1) % self._width

    def like(self, shingles: NDArray[np.uint32], *, since: int, least: int) -> Numbers:
        """Return the texts that stand in the rows of `least` of these shingles, those in most rows first.

        Texts with numbers below `since` are forgotten; of equals the earlier comes first.
        """
        found = self._rows[shingles & np.uint32(len(self._rows) - 1)].ravel()
        numbers, votes = np.unique(found[found >= since], return_counts=True)
        enough = votes >= least
        numbers, votes = numbers[enough], votes[enough]
        return numbers[np.argsort(-votes, kind="stable")].astype(np.int64)
