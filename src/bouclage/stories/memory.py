"""The reports of the last days and where to look for those that could be of one event with a new one."""

from array import array
from datetime import datetime, timedelta

import numpy as np

from bouclage.stories.evidence import Evidence, Vector
from bouclage.stories.odds import NAMES, PREFIXES, Floats, Ints
from bouclage.stories.settings import StorySettings


class Memory:
    """A bounded number of reports by their rarest terms.

    Postings are arrays, not lists: hundreds of thousands of lists would keep the garbage collector busy.
    """

    def __init__(self, settings: StorySettings, evidence: Evidence) -> None:
        self._settings = settings
        self._evidence = evidence
        self._postings: dict[int, array[int]] = {}
        self._posted = np.zeros(1024, dtype=np.bool_)  # by term: whether it has postings
        self._vectors: dict[int, Vector] = {}  # in the order of their coming
        self._next = 0

    def keep(self, vector: Vector) -> int:
        """Remember a report; return its number."""
        number = self._next
        self._next += 1
        self._vectors[number] = vector
        idf = self._evidence.idf()
        if len(self._posted) < len(idf):
            self._posted = np.append(self._posted, np.zeros(2 * len(idf) - len(self._posted), dtype=np.bool_))
        promise = vector.weights * idf[vector.ids]
        for term in vector.ids[_largest(promise, self._settings.terms_kept)].tolist():
            posting = self._postings.get(term)
            if posting is None:
                self._posted[term] = True
                self._postings[term] = array("q", (number,))
            else:
                del posting[: len(posting) + 1 - self._settings.postings]
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
        oldest = next(iter(self._vectors), self._next)
        asked = self._asked(vector, idf)
        if not len(asked):
            return []
        postings = [self._postings[term] for term in asked.tolist()]
        numbers = np.frombuffer(b"".join(postings), dtype=np.int64)
        weights = idf[asked] ** 2
        each = np.repeat(weights, [len(posting) for posting in postings])
        kept = numbers >= oldest
        votes = np.bincount(numbers[kept] - oldest, each[kept])
        found = np.flatnonzero(votes > self._settings.votes_least * weights.sum())
        ranked = found[np.argsort(-votes[found], kind="stable")[: self._settings.units_voted]]
        return (ranked + oldest).tolist()  # type: ignore[no-any-return]

    def _asked(self, vector: Vector, idf: Floats) -> Ints:
        """Return the rarest terms that some remembered report has, of one language and across languages."""
        weights = vector.weights * idf[vector.ids]
        if len(self._posted) < len(idf):
            self._posted = np.append(self._posted, np.zeros(2 * len(idf) - len(self._posted), dtype=np.bool_))
        weights[~self._posted[vector.ids]] = 0.0
        across = slice(vector.starts[PREFIXES], vector.starts[NAMES])
        shared = np.zeros_like(weights)
        shared[across] = weights[across]
        weights[across] = 0.0
        most = self._settings.terms_asked
        chosen = np.concatenate([_largest(weights, most), _largest(shared, most)])
        found: Ints = vector.ids[chosen]
        return found


def _largest(weights: Floats, most: int) -> Ints:
    """Return the places of the largest weights above zero, at most `most`."""
    places = np.flatnonzero(weights > 0)
    if len(places) > most:
        places = places[np.argpartition(-weights[places], most)[:most]]
    return places
