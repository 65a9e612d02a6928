"""Look-alikes: two events told in the same words are parted where names and figures contradict each other.

Two lorries overturn on two motorways on one morning, and the same agency phrases tell of both. What gives them away is
that some reports agree on one set of names and figures, others on another set, and hardly anything is common to both.
"""

from collections.abc import Sequence

import numpy as np

from bouclage.stories.evidence import Evidence, Vector
from bouclage.stories.odds import FIGURES, NAMES, Floats
from bouclage.stories.settings import StorySettings


def parted(evidence: Evidence, bound: Sequence[Sequence[Vector]], settings: StorySettings) -> list[list[int]]:
    """Return the places of `bound` by event: one list if it is one. Vectors bound together stay together.

    Each side must have two reports of one language that agree on what no report of the other side has: one report alone
    may merely tell more. Between languages names differ without a contradiction, so sides are found within one.
    """
    places = list(range(len(bound)))
    side = _side(evidence, bound, settings)
    if side is None:
        return [places]
    sides = ([place for place in places if side[place]], [place for place in places if not side[place]])
    return sorted(
        [part[place] for place in inner]
        for part in sides
        for inner in parted(evidence, [bound[p] for p in part], settings)
    )


def _side(evidence: Evidence, bound: Sequence[Sequence[Vector]], settings: StorySettings) -> list[bool] | None:
    """Return for each place whether it is on the one side of a contradiction; None if there is none."""
    flat = [(place, vector) for place, vectors in enumerate(bound) for vector in vectors]
    best = 0.0
    certain: dict[int, bool] = {}  # by identity: one vector stands in one place
    for language in sorted({vector.language for _, vector in flat}):
        told = [vector for _, vector in flat if vector.language == language]
        told = told[:: -(-len(told) // settings.parting_compared)]
        if len(told) >= 4:
            strength, mine = _contradiction(evidence, told, settings)
            if strength > best:
                best = strength
                certain = {id(vector): on for vector, on in zip(told, mine, strict=True)}
    if not certain:
        return None
    ones = [vector for _, vector in flat if certain.get(id(vector)) is True]
    others = [vector for _, vector in flat if certain.get(id(vector)) is False]

    def leans(vectors: Sequence[Vector]) -> bool:
        known = [certain[id(vector)] for vector in vectors if id(vector) in certain]
        if known:
            return 2 * sum(known) >= len(known)
        return sum(float(evidence.between(v, ones).mean() - evidence.between(v, others).mean()) for v in vectors) >= 0

    side = [leans(vectors) for vectors in bound]
    return side if 0 < sum(side) < len(side) else None


def _contradiction(evidence: Evidence, told: Sequence[Vector], settings: StorySettings) -> tuple[float, list[bool]]:
    """Return how strongly the reports contradict each other, 0 = not, and which of them are on the one side."""
    shares = settings.parting_agreed
    keys = [_keys(evidence, vector) for vector in told]
    numbers, places = np.unique(np.concatenate(keys), return_inverse=True)
    has = np.zeros((len(told), len(numbers)))
    has[np.repeat(np.arange(len(told)), [len(found) for found in keys]), places] = 1.0
    often = has.sum(axis=0)
    numbers, has = numbers[often > 1], has[:, often > 1]  # what one report alone has is no agreement
    sides = np.unique(has[:, has.sum(axis=0) <= len(told) - 2], axis=1)
    if not sides.shape[1]:
        return 0.0, []
    weights = evidence.idf()[numbers]
    ones, others = sides.T @ has / sides.sum(axis=0)[:, None], (1 - sides).T @ has / (1 - sides).sum(axis=0)[:, None]
    own = np.minimum(
        ((ones >= shares) & (others == 0)).astype(np.float64) @ weights,
        ((others >= shares) & (ones == 0)).astype(np.float64) @ weights,
    )
    common: Floats = np.minimum(ones, others) @ weights
    strength = np.where((own >= settings.parting_least) & (common <= settings.parting_common * own), own - common, 0.0)
    best = int(np.argmax(strength))
    return float(strength[best]), (sides[:, best] > 0).tolist()


def _keys(evidence: Evidence, vector: Vector) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    """Return names and figures; one digit alone is no figure to go by."""
    names, figures = evidence.field(vector, NAMES)[0], evidence.field(vector, FIGURES)[0]
    return np.concatenate([names, [number for number in figures if len(evidence.keys[number][2]) > 1]]).astype(np.int64)
