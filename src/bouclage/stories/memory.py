"""The reports of the last days and where to look for those that could be of one event with a new one."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import numpy as np

from bouclage.stories.evidence import Evidence, Vector, near
from bouclage.stories.odds import NAMES, PREFIXES, Floats, Ints, Pairs, log_odds
from bouclage.stories.postings import Postings, spans
from bouclage.stories.settings import StorySettings


class Memory:
    """A bounded number of reports by their rarest terms."""

    def __init__(self, settings: StorySettings, evidence: Evidence) -> None:
        self._settings = settings
        self._evidence = evidence
        self._postings = Postings(settings.postings)
        self._vectors: dict[int, Vector] = {}  # in the order of their coming
        self._next = 0
        self._facts = np.zeros((1024, 3))  # by number: language, seconds, length
        self._starts = np.zeros((1024, 4), dtype=np.int64)  # by number: where each field begins
        self._sizes = np.zeros(1024, dtype=np.int64)
        self._squares = np.zeros((1024, 4))  # by number: squared lengths, as of a count of the evidence
        self._squared_at = np.full(1024, -1, dtype=np.int64)

    def keep(self, vectors: Sequence[Vector]) -> range:
        """Remember reports; return their numbers."""
        numbers = range(self._next, self._next + len(vectors))
        if not vectors:
            return numbers
        self._next = numbers.stop
        self._vectors |= zip(numbers, vectors, strict=True)
        while len(self._sizes) < numbers.stop:
            self._grow()
        self._facts[numbers.start :][: len(vectors)] = [(one.language, one.seconds, one.length) for one in vectors]
        self._starts[numbers.start :][: len(vectors)] = [one.starts for one in vectors]
        self._sizes[numbers.start :][: len(vectors)] = [len(one.ids) for one in vectors]
        idf = self._evidence.idf()
        self._postings.reach(len(idf))
        most = self._settings.terms_kept
        self._postings.add(
            numbers, [vector.ids[_largest(vector.weights * idf[vector.ids], most)] for vector in vectors]
        )
        return numbers

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
        if dropped:
            self._postings.forget(dropped[-1] + 1)
        return dropped

    def __contains__(self, number: int) -> bool:
        return number in self._vectors

    def __getitem__(self, number: int) -> Vector:
        return self._vectors[number]

    def like(self, vectors: Sequence[Vector]) -> list[list[int]]:
        """Return for each report the numbers of the remembered ones that share most of its rare terms, best first."""
        idf = self._evidence.idf()
        oldest = next(iter(self._vectors), self._next)
        self._postings.reach(len(idf))
        asked = [self._asked(vector, idf) for vector in vectors]
        terms, places = np.unique(np.concatenate(asked), return_inverse=True)
        counts, numbers = self._postings.of(terms)
        starts = np.cumsum(counts) - counts
        numbers -= oldest
        ends = np.cumsum([len(found) for found in asked]).tolist()
        weights = idf[terms] ** 2
        found: list[list[int]] = []
        for begin, end in zip([0, *ends], ends, strict=False):
            mine = places[begin:end]
            each = np.repeat(weights[mine], counts[mine])
            met = numbers[spans(starts[mine], counts[mine])]
            kept = met >= 0
            votes = np.bincount(met[kept], each[kept])
            likely = np.flatnonzero(votes > self._settings.votes_least * weights[mine].sum())
            ranked = likely[np.argsort(-votes[likely], kind="stable")[: self._settings.units_voted]]
            found.append((ranked + oldest).tolist())
        return found

    def odds(self, ones: Sequence[Vector], told: Sequence[Sequence[int]]) -> list[Floats]:
        """Return for each report the log-odds with the remembered ones of these numbers, clipped."""
        flat = np.array([number for numbers in told for number in numbers], dtype=np.int64)
        if not len(flat):
            return [np.zeros(0) for _ in ones]
        counts = [len(numbers) for numbers in told]
        dots = [self._dots(one, numbers) for one, numbers in zip(ones, told, strict=True) if numbers]
        mine = np.repeat(np.array([(one.language, one.seconds, one.length) for one in ones]), counts, axis=0)
        theirs = self._facts[flat]
        embedded = any(one.meaning is not None for one in ones)
        odds = log_odds(
            Pairs(
                np.concatenate(dots, axis=1),
                np.repeat(np.array([self._evidence.squares(one) for one in ones]).T, counts, axis=1),
                self._squares_of(flat).T,
                mine[:, 0] != theirs[:, 0],
                theirs[:, 1] - mine[:, 1],
                np.minimum(mine[:, 2], theirs[:, 2]),
                near(ones, [[self._vectors[number] for number in numbers] for numbers in told]) if embedded else None,
            ),
            self._settings,
        )
        return np.split(odds, np.cumsum(counts[:-1]))

    def _dots(self, one: Vector, numbers: Sequence[int]) -> Floats:
        """Return what a report shares with the remembered ones, weighed by rarity: (fields, others)."""
        sizes = self._sizes[numbers]
        starts = (self._starts[numbers] + (np.cumsum(sizes) - sizes)[:, None]).ravel()
        vectors = [self._vectors[number] for number in numbers]
        ids = np.concatenate([vector.ids for vector in vectors])
        weights = np.concatenate([vector.weights for vector in vectors])
        return self._evidence.dots(one, ids, weights, starts)

    def _squares_of(self, numbers: Ints) -> Floats:
        """Return squared lengths, worked out once between two counts: (numbers, fields)."""
        due = np.unique(numbers[self._squared_at[numbers] != self._evidence.counted])
        if len(due):
            vectors = [self._vectors[number] for number in due.tolist()]
            sizes = self._sizes[due]
            starts = (self._starts[due] + (np.cumsum(sizes) - sizes)[:, None]).ravel()
            weights = np.concatenate([vector.weights for vector in vectors])
            weights *= self._evidence.norms()[np.concatenate([vector.ids for vector in vectors])]
            self._squares[due] = np.add.reduceat(weights**2, starts).reshape(-1, 4)
            self._squared_at[due] = self._evidence.counted
        found: Floats = self._squares[numbers]
        return found

    def _grow(self) -> None:
        self._facts = np.append(self._facts, np.zeros_like(self._facts), axis=0)
        self._starts = np.append(self._starts, np.zeros_like(self._starts), axis=0)
        self._sizes = np.append(self._sizes, np.zeros_like(self._sizes))
        self._squares = np.append(self._squares, np.zeros_like(self._squares), axis=0)
        self._squared_at = np.append(self._squared_at, np.full_like(self._squared_at, -1))

    def _asked(self, vector: Vector, idf: Floats) -> Ints:
        """Return the rarest terms that some remembered report has, of one language and across languages."""
        weights = vector.weights * idf[vector.ids]
        weights[~self._postings.posted[vector.ids]] = 0.0
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
