"""How surely two reports are of one event: log-odds from terms, names, figures, time and length."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bouclage.stories.settings import StorySettings

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

TERMS, PREFIXES, NAMES, FIGURES = range(4)


class Pairs(NamedTuple):
    """What is known of pairs of reports; shapes go together by broadcasting."""

    dots: Floats  # what they share in each field, weighed by rarity; fields first
    ones: Floats  # squared lengths of the one side; fields first
    others: Floats
    across: NDArray[np.bool_]  # whether they are of two languages
    seconds: Floats  # between them; nan if one has no date
    length: Floats  # of the shorter: logarithm of its terms
    meaning: Floats | None = None  # cosines of the vectors of an embedder, where there is one


def log_odds(pairs: Pairs, s: StorySettings) -> Floats:
    """Return the log-odds, clipped, that each pair is of one event."""
    cosines = pairs.dots / np.sqrt(np.maximum(pairs.ones * pairs.others, 1e-18))
    days = np.abs(pairs.seconds) / 86_400
    days[np.isnan(days)] = 0.0
    late = np.minimum(np.log2(1.0 + np.maximum(days - s.free_days, 0.0)) * s.days, s.most_days)
    roots = np.sqrt(np.maximum(cosines[:2], 0.0))
    odds: Floats = np.where(
        pairs.across,
        s.base
        + s.across_base
        + s.across * roots[PREFIXES]
        + s.names_across * cosines[NAMES]
        + s.figures_across * cosines[FIGURES],
        s.base
        + s.terms * roots[TERMS]
        + s.names * cosines[NAMES]
        + s.figures * cosines[FIGURES]
        - s.contradiction * _contradicting(pairs, cosines[TERMS], s),
    )
    odds += s.length * pairs.length - late
    if pairs.meaning is not None:
        odds += s.meaning * (pairs.meaning - s.meaning_even)
    odds[pairs.length < math.log1p(s.least_terms)] = -s.clip
    return np.clip(odds, -s.clip, s.clip)


def _contradicting(pairs: Pairs, alike: Floats, s: StorySettings) -> Floats:
    """Return from 0 to 1 how much two reports in like words, that both name and count a lot, agree on none of it."""
    ones, others = pairs.ones[NAMES] + pairs.ones[FIGURES], pairs.others[NAMES] + pairs.others[FIGURES]
    least: Floats = np.minimum(ones, others)
    overlap = (pairs.dots[NAMES] + pairs.dots[FIGURES]) / np.maximum(least, 1e-18)
    much = np.clip(least * alike / s.contradiction_least - 1.0, 0.0, 1.0)
    found: Floats = np.clip(1.0 - overlap / s.contradiction_overlap, 0.0, 1.0) * much
    return found
