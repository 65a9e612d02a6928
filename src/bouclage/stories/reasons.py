"""Why an article is in a story, in words."""

from collections.abc import Mapping

import numpy as np

from bouclage.records.together import phrase, reason_of
from bouclage.stories.evidence import Evidence, Vector
from bouclage.stories.odds import FIGURES, NAMES, PREFIXES, TERMS

FIRST = phrase("first_report")
_MOST_NAMES = 3


def reason(evidence: Evidence, one: Vector, other: Vector, shown: Mapping[str, str]) -> str:
    """Say what two reports share; `shown` has the names of `one` as printed."""
    parts = []
    called = [shown.get(evidence.keys[n][2], "") for n in evidence.shared(one, other, NAMES)[:_MOST_NAMES]]
    if called := [name for name in called if name]:
        parts.append(phrase("same_names" if len(called) > 1 else "same_name", ", ".join(called)))
    figures = [evidence.keys[n][2] for n in evidence.shared(one, other, FIGURES)]
    if figures := [figure for figure in figures if len(figure) > 1][:2]:
        parts.append(phrase("same_figures" if len(figures) > 1 else "same_figure", ", ".join(figures)))
    if (day := _days(one, other)) is not None:
        parts.append(day)
    across = one.language != other.language
    share = _share(evidence, one, other, PREFIXES if across else TERMS)
    parts.append(phrase("shared_terms_across" if across else "shared_terms", f"{100 * share:.0f}"))
    return reason_of(*parts)


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
    return phrase("same_day") if days == 0 else phrase("day_apart") if days == 1 else phrase("days_apart", str(days))
