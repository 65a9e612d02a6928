"""Why an article is in a story, in words."""

from collections.abc import Mapping

import numpy as np

from bouclage.stories.evidence import Evidence, Vector
from bouclage.stories.odds import FIGURES, NAMES, PREFIXES, TERMS

FIRST = "first report"
_MOST_NAMES = 3


def reason(evidence: Evidence, one: Vector, other: Vector, shown: Mapping[str, str]) -> str:
    """Say what two reports share; `shown` has the names of `one` as printed."""
    parts = []
    called = [shown.get(evidence.keys[n][2], "") for n in evidence.shared(one, other, NAMES)[:_MOST_NAMES]]
    if called := [name for name in called if name]:
        parts.append(("same names: " if len(called) > 1 else "same name: ") + ", ".join(called))
    figures = [evidence.keys[n][2] for n in evidence.shared(one, other, FIGURES)]
    if figures := [figure for figure in figures if len(figure) > 1][:2]:
        parts.append(("same figures: " if len(figures) > 1 else "same figure: ") + ", ".join(figures))
    if (day := _days(one, other)) is not None:
        parts.append(day)
    across = one.language != other.language
    share = _share(evidence, one, other, PREFIXES if across else TERMS)
    parts.append(f"{share:.0%} shared terms" + (" across languages" if across else ""))
    return "; ".join(parts)


def _share(evidence: Evidence, one: Vector, other: Vector, field: int) -> float:
    """Return how much of the weight of the poorer report's terms the other has too."""
    idf = evidence.idf()
    mine, theirs = evidence.field(one, field)[0], evidence.field(other, field)[0]
    least = min(float(idf[mine].sum()), float(idf[theirs].sum()))
    return float(idf[np.intersect1d(mine, theirs, assume_unique=True)].sum()) / least if least > 0 else 0.0


def _days(one: Vector, other: Vector) -> str | None:
    if np.isnan(one.seconds) or np.isnan(other.seconds):
        return None
    days = abs((one.time.date() - other.time.date()).days)
    return "same day" if days == 0 else "a day apart" if days == 1 else f"{days} days apart"
