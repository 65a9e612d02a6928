"""The reports of the last days and where to look for those that could be of one event with a new one."""

import heapq
from collections import deque
from datetime import datetime, timedelta

import numpy as np

from bouclage.stories.evidence import Evidence, Vector
from bouclage.stories.odds import NAMES, PREFIXES, Floats, Ints
from bouclage.stories.settings import StorySettings


class Memory:
    """A bounded number of reports by their rarest terms."""

    def __init__(self, settings: StorySettings, evidence: Evidence) -> None:
        self._settings = settings
        self._evidence = evidence
        self._postings: dict[int, deque[int]] = {}
        self._vectors: dict[int, Vector] = {}  # in the order of their coming
        self._next = 0

    def keep(self, vector: Vector) -> int:
        """Remember a report; return its number."""
        number = self._next
        self._next += 1
        self._vectors[number] = vector
        promise = vector.weights * self._evidence.idf()[vector.ids]
        for term in vector.ids[_largest(promise, self._settings.terms_kept)].tolist():
            posting = self._postings.get(term)
            if posting is None:
                posting = self._postings[term] = deque(maxlen=self._settings.postings)
            posting.append(number)
        return number

    def forget(self, now: datetime) -> list[int]:
        """Drop what is older than the window, but keep a least number; return the numbers dropped."""
        before = now - timedelta(days=self._settings.window_days)
        dropped: list[int] = []
        for number, vector in self._vectors.items():
            if len(self._vectors) - len(dropped) <= self._settings.least_kept or vector.time >= before:
                break
            dropped.append(number)
        for number in dropped:
            self._evidence.count(self._vectors.pop(number), -1)
        return dropped

    def __contains__(self, number: int) -> bool:
        return number in self._vectors

    def __getitem__(self, number: int) -> Vector:
        return self._vectors[number]

    def like(self, vector: Vector) -> list[int]:
        """Return the numbers of the remembered reports that share most rare terms with this one, most alike first."""
        idf = self._evidence.idf()
        votes: dict[int, float] = {}
        oldest = next(iter(self._vectors), self._next)
        for term in self._asked(vector, idf):
            weight = float(idf[term]) ** 2
            posting = self._postings[term]
            while posting and posting[0] < oldest:
                posting.popleft()
            for number in posting:
                votes[number] = votes.get(number, 0.0) + weight
        ranked = heapq.nsmallest(self._settings.units_voted, ((-vote, number) for number, vote in votes.items()))
        return [number for _, number in ranked]

    def _asked(self, vector: Vector, idf: Floats) -> list[int]:
        """Return the rarest terms that some remembered report has, of one language and across languages."""
        known = np.fromiter((term in self._postings for term in vector.ids.tolist()), bool, len(vector.ids))
        weights = vector.weights * idf[vector.ids] * known
        across = slice(vector.starts[PREFIXES], vector.starts[NAMES])
        shared = np.zeros_like(weights)
        shared[across] = weights[across]
        weights[across] = 0.0
        most = self._settings.terms_asked
        chosen = np.concatenate([_largest(weights, most), _largest(shared, most)])
        return vector.ids[chosen].tolist()  # type: ignore[no-any-return]


def _largest(weights: Floats, most: int) -> Ints:
    """Return the places of the largest weights above zero, at most `most`."""
    places = np.flatnonzero(weights > 0)
    if len(places) > most:
        places = places[np.argpartition(-weights[places], most)[:most]]
    return places
