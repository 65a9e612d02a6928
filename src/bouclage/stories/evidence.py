"""Reports as numbers, the counts of what they share, and what pairs of them have in common."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from scipy.sparse import csr_array

from bouclage.stories.odds import FIGURES, NAMES, PREFIXES, TERMS, Floats, Ints, Pairs, log_odds
from bouclage.stories.report import Report, word_keys
from bouclage.stories.settings import StorySettings
from bouclage.text.common_words import Commonness, common_prefixes, common_stems

_FIELDS = 4
_NO_ID, _NO_WEIGHT = np.zeros(1, dtype=np.int64), np.zeros(1)
_ROWS = 48  # of a square of pairs, worked on at once: what is in between stays in the processor's cache
_PAD = 0  # term number that stands in every field with no weight, so that no field is empty


@dataclass(frozen=True, slots=True)
class Vector:
    """A report as numbers: its term numbers and weights, field after field."""

    article_id: str
    language: int
    seconds: float  # nan if undated
    time: datetime
    length: float
    ids: Ints
    weights: Floats
    starts: Ints  # where each field begins in `ids`
    meaning: Floats | None = None  # of unit length, from an embedder


class Evidence:
    """Counts of what the reports at hand share, and the log-odds that follow from them."""

    def __init__(self, settings: StorySettings) -> None:
        self._settings = settings
        self._shares = {
            Commonness.RARE: settings.share_rare,
            Commonness.COMMON: settings.share_common,
            Commonness.LITTLE: settings.share_little,
        }
        self._numbers: dict[tuple[int, int], dict[str, int]] = {}
        self.keys: list[tuple[int, int, str]] = [(0, 0, "")]
        self._languages: dict[str, int] = {}
        self._words: dict[str, _Words] = {}
        self._totals = np.zeros(1)  # reports by language
        self._total = 0.0
        self._df = np.zeros(1024)
        self._prior = np.ones(1024)
        self._group = np.zeros(1024, dtype=np.int64)  # language of a stem; -1 = counted over all languages
        self._in = np.zeros((1024, 2), dtype=np.int64)  # prefixes: reports in the first-seen language, and in others
        self._home = np.full(1024, -1, dtype=np.int64)
        self._is_prefix = np.zeros(1024, dtype=bool)
        self._dense = np.zeros(1024)  # one report laid out over all terms; zero between uses
        self._lengths: dict[str, Floats] = {}
        self._rare: tuple[Floats, Floats] | None = None
        self.counted = 0  # rises with every count: what was worked out before it holds no more

    def vector(self, report: Report, meaning: Floats | None = None) -> Vector:
        """Return the report as numbers, without counting it."""
        language = self._languages.setdefault(report.language, len(self._languages))
        if language >= len(self._totals):
            self._totals = np.append(self._totals, 0.0)
        numbers = self._words.get(report.language)
        if numbers is None:
            numbers = self._words[report.language] = _Words(self, report.language)
        said = np.fromiter(map(numbers.__getitem__, report.words), dtype=np.int64, count=len(report.words))
        counts = np.fromiter(report.words.values(), dtype=np.float64, count=len(report.words))
        fields = [_counted(numbers.terms[said], counts), _counted(numbers.prefixes[said], counts)]
        for field, part in ((NAMES, report.names), (FIGURES, report.figures)):
            known = self._numbers.setdefault((field, -1), {})
            ids = [known.get(key) or self.number(field, key, report.language) for key in part]  # 0 is the empty key's
            fields.append((np.array(ids, dtype=np.int64), np.array(list(part.values()), dtype=np.float64)))
        sizes = [len(ids) + 1 for ids, _ in fields]
        return Vector(
            article_id=report.article_id,
            language=language,
            seconds=report.time.timestamp() if report.dated else math.nan,
            time=report.time,
            length=math.log1p(float(fields[TERMS][1].sum())),
            ids=np.concatenate([part for ids, _ in fields for part in (_NO_ID, ids)]),
            weights=np.concatenate([part for _, counts in fields for part in (_NO_WEIGHT, 1.0 + np.log(counts))]),
            meaning=meaning,
            starts=np.array([0, sizes[0], sizes[0] + sizes[1], sizes[0] + sizes[1] + sizes[2]], dtype=np.int64),
        )

    def number(self, field: int, key: str, language: str) -> int:
        """Return the number of a term, a new one where it is new; "" has the number that weighs nothing."""
        if not key:
            return _PAD
        numbers = self._numbers.setdefault((field, self._languages[language] if field == TERMS else -1), {})
        number = numbers.get(key)
        return self._new(numbers, field, key, language) if number is None else number

    def count(self, vector: Vector, sign: int = 1) -> None:
        """Add a report to the counts; with `sign` -1 take it out again."""
        ids = vector.ids
        self._df[ids] += sign
        self._totals[vector.language] += sign
        self._total += sign
        prefixes = ids[vector.starts[PREFIXES] + 1 : vector.starts[NAMES]]
        home = self._home[prefixes]
        self._home[prefixes] = np.where(home < 0, vector.language, home)
        other = (self._home[prefixes] != vector.language).astype(np.int64)
        self._in[prefixes, other] += sign
        self._rare = None
        self._lengths.clear()
        self.counted += 1

    def idf(self) -> Floats:
        """Return the weight of every term by how rare it is, background included."""
        return self._rarity()[0]

    def norms(self) -> Floats:
        """Return what every term weighs in the length of a report.

        Across languages only what two languages share can be compared: the rest is the grammar of one of them. While
        few reports of other languages have been seen, a prefix may be shared without our knowing, and weighs in part.
        """
        return self._rarity()[1]

    def _rarity(self) -> tuple[Floats, Floats]:
        if self._rare is None:
            size = len(self.keys)
            s = self._settings
            totals = np.where(self._group[:size] < 0, self._total, self._totals[self._group[:size]])
            background = s.background_reports
            idf = np.log((totals + background + 1) / (self._df[:size] + background * self._prior[:size]))
            np.maximum(idf, 0.0, out=idf)
            idf[_PAD] = 0.0
            norms = idf.copy()
            alone = np.flatnonzero(self._is_prefix[:size] & (self._in[:size].min(axis=1) <= 0))
            others = self._total - self._totals[self._home[alone]]
            norms[alone] *= np.sqrt(s.doubt_reports / (s.doubt_reports + others))
            self._rare = idf, norms
        return self._rare

    def among(self, vectors: Sequence[Vector]) -> Floats:
        """Return the log-odds of each pair of `vectors`, clipped; the diagonal means nothing."""
        language = np.array([vector.language for vector in vectors])
        seconds = np.array([vector.seconds for vector in vectors])
        lengths = np.array([vector.length for vector in vectors])
        dots, squares = self._products(vectors)
        odds = np.empty(dots.shape[1:])
        meanings = together(vectors)
        for start in range(0, len(vectors), _ROWS):
            rows = slice(start, start + _ROWS)
            odds[rows] = log_odds(
                Pairs(
                    dots[:, rows],
                    squares[:, rows, None],
                    squares[:, None, :],
                    language[rows, None] != language[None, :],
                    seconds[rows, None] - seconds[None, :],
                    np.minimum(lengths[rows, None], lengths[None, :]),
                    None if meanings is None else meanings[rows] @ meanings.T,
                ),
                self._settings,
            )
        return odds

    def _products(self, vectors: Sequence[Vector]) -> tuple[Floats, Floats]:
        """Return what each pair of `vectors` shares in each field: (fields, n, n); and squared lengths: (fields, n)."""
        idf, weigh = self._rarity()
        count = len(vectors)
        dots, lengths = [], []
        for field in range(_FIELDS):
            rows = [self.field(vector, field) for vector in vectors]
            pointer = np.cumsum([0, *(len(ids) for ids, _ in rows)])
            ids = np.concatenate([ids for ids, _ in rows])
            counts = np.concatenate([weights for _, weights in rows])
            matrix = csr_array((counts * idf[ids], ids, pointer), shape=(count, len(idf)))
            squares = csr_array(((counts * weigh[ids]) ** 2, ids, pointer), shape=(count, len(idf))).sum(axis=1)
            dots.append((matrix @ matrix.T).toarray())
            lengths.append(np.asarray(squares).ravel())
        return np.stack(dots), np.stack(lengths)

    def between(self, one: Vector, others: Sequence[Vector]) -> Floats:
        """Return the log-odds of `one` with each of `others`, clipped."""
        return self.against([(one, others)])[0]

    def against(self, questions: Sequence[tuple[Vector, Sequence[Vector]]]) -> list[Floats]:
        """Return for each report the log-odds with each of its others, clipped; one at least must have others."""
        dots = np.concatenate([self._dots(one, others) for one, others in questions if others], axis=1)
        counts = [len(others) for _, others in questions]
        flat = [other for _, others in questions for other in others]
        ones = [one for one, _ in questions]

        def both(numbers: list[float], others: list[float]) -> tuple[Floats, Floats]:
            return np.repeat(np.array(numbers), counts), np.array(others)

        languages, others_languages = both([v.language for v in ones], [v.language for v in flat])
        seconds, others_seconds = both([v.seconds for v in ones], [v.seconds for v in flat])
        lengths, others_lengths = both([v.length for v in ones], [v.length for v in flat])
        odds = log_odds(
            Pairs(
                dots,
                np.repeat(np.array([self.squares(one) for one in ones]).T, counts, axis=1),
                np.array([self.squares(other) for other in flat]).T,
                languages != others_languages,
                others_seconds - seconds,
                np.minimum(lengths, others_lengths),
                near(ones, [others for _, others in questions]),
            ),
            self._settings,
        )
        return np.split(odds, np.cumsum(counts[:-1]))

    def _dots(self, one: Vector, others: Sequence[Vector]) -> Floats:
        """Return what `one` shares with each of `others`, weighed by rarity: (fields, others)."""
        offsets = np.cumsum([0, *(len(other.ids) for other in others[:-1])])
        starts = np.concatenate([other.starts for other in others]) + np.repeat(offsets, _FIELDS)
        return self.dots(
            one,
            np.concatenate([other.ids for other in others]),
            np.concatenate([other.weights for other in others]),
            starts,
        )

    def dots(self, one: Vector, ids: Ints, weights: Floats, starts: Ints) -> Floats:
        """Return what `one` shares with others whose terms and weights stand one after another: (fields, others).

        `starts` say where each field of each other begins.
        """
        idf = self.idf()
        if len(self._dense) < len(idf):
            self._dense = np.zeros(2 * len(idf))
        self._dense[one.ids] = one.weights * idf[one.ids] ** 2
        found: Floats = np.add.reduceat(weights * self._dense[ids], starts).reshape(-1, _FIELDS).T
        self._dense[one.ids] = 0.0
        return found

    def squares(self, vector: Vector) -> Floats:
        """Return the squared length of a report in each field, worked out once between two counts."""
        found = self._lengths.get(vector.article_id)
        if found is None:
            found = np.add.reduceat((vector.weights * self.norms()[vector.ids]) ** 2, vector.starts)
            self._lengths[vector.article_id] = found
        return found

    def shared(self, one: Vector, other: Vector, field: int) -> list[int]:
        """Return the terms of a field that both have and that weigh something, the rarest first."""
        idf = self.idf()
        both = np.intersect1d(self.field(one, field)[0], self.field(other, field)[0], assume_unique=True)
        return sorted((int(n) for n in both if idf[n] > 0), key=lambda n: (-idf[n], self.keys[n]))

    @staticmethod
    def field(vector: Vector, field: int) -> tuple[Ints, Floats]:
        """Return the term numbers and weights of one field of a report."""
        start = vector.starts[field] + 1
        end = vector.starts[field + 1] if field + 1 < _FIELDS else len(vector.ids)
        return vector.ids[start:end], vector.weights[start:end]

    def _new(self, numbers: dict[str, int], field: int, key: str, language: str) -> int:
        number = numbers[key] = len(self.keys)
        group = self._languages[language] if field == TERMS else -1
        self.keys.append((field, group, key))
        if number >= len(self._df):
            self._grow()
        table = common_stems(language) if field == TERMS else common_prefixes(language) if field != FIGURES else {}
        self._prior[number] = self._shares[table.get(key, Commonness.RARE)]
        self._group[number] = group
        self._is_prefix[number] = field == PREFIXES
        self._rare = None
        return number

    def _grow(self) -> None:
        more = len(self._df)
        self._df = np.append(self._df, np.zeros(more))
        self._prior = np.append(self._prior, np.ones(more))
        self._group = np.append(self._group, np.zeros(more, dtype=np.int64))
        self._in = np.append(self._in, np.zeros((more, 2), dtype=np.int64), axis=0)
        self._home = np.append(self._home, np.full(more, -1, dtype=np.int64))
        self._is_prefix = np.append(self._is_prefix, np.zeros(more, dtype=bool))


def together(vectors: Sequence[Vector]) -> Floats | None:
    """Return the vectors of meaning, one a row; None where there was no embedder."""
    found = [vector.meaning for vector in vectors if vector.meaning is not None]
    return np.stack(found) if found and len(found) == len(vectors) else None


def near(ones: Sequence[Vector], others: Sequence[Sequence[Vector]]) -> Floats | None:
    """Return the cosines of meaning of each of `ones` with each of its others, one after another; None without."""
    found = [
        told @ one.meaning
        for one, theirs in zip(ones, others, strict=True)
        if theirs and one.meaning is not None and (told := together(theirs)) is not None
    ]
    return np.concatenate(found) if found else None


class _Words(dict[str, int]):
    """The words of one language as they stand, each with its place in the tables of term numbers."""

    def __init__(self, evidence: Evidence, language: str) -> None:
        super().__init__()
        self._evidence = evidence
        self._language = language
        self.terms = np.zeros(1024, dtype=np.int64)
        self.prefixes = np.zeros(1024, dtype=np.int64)

    def __missing__(self, word: str) -> int:
        place = self[word] = len(self)
        if place >= len(self.terms):
            self.terms = np.append(self.terms, np.zeros_like(self.terms))
            self.prefixes = np.append(self.prefixes, np.zeros_like(self.prefixes))
        stem, prefix = word_keys(word, self._language)
        self.terms[place] = self._evidence.number(TERMS, stem, self._language)
        self.prefixes[place] = self._evidence.number(PREFIXES, prefix, self._language)
        return place


def _counted(ids: Ints, counts: Floats) -> tuple[Ints, Floats]:
    """Return each term once with the sum of its counts, without the one that weighs nothing."""
    found, places = np.unique(ids, return_inverse=True)
    sums = np.bincount(places, counts, len(found))
    start = int(len(found) > 0 and found[0] == _PAD)
    return found[start:], sums[start:].astype(np.float64)
