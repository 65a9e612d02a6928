"""Figures: two counts of one thing that exclude each other."""

import math
from datetime import timedelta

from bouclage.statements.claims import Claim
from bouclage.statements.quantities import Quantity
from bouclage.statements.settings import StatementSettings

_COUNTED_ONCE = frozenset({"participants", "jobs", "signatures", "spectators", "speed"})
_COUNTED_OF_ALL = frozenset({"money", "people", "share", "length", "area", "weight", "duration", "age"})


def figures_apart(one: Claim, other: Claim, settings: StatementSettings) -> tuple[Quantity, Quantity] | None:
    """Return two counts of one thing that exclude each other, if neither claim also gives the other's figure."""
    for a in one.quantities:
        for b in other.quantities:
            if not _comparable(a, b) or not apart(a, b, settings):
                continue
            if a.toll and (update(one, other, a, b, settings) or one.earlier or other.earlier):
                continue
            # a claim that also gives the other's figure knows both
            if any(_comparable(c, b) and not apart(c, b, settings) for c in one.quantities):
                continue
            if any(_comparable(a, c) and not apart(a, c, settings) for c in other.quantities):
                continue
            return a, b
    return None


def figure_measures(a: Quantity, b: Quantity, one: Claim, other: Claim) -> dict[str, float]:
    """Return what is measured of two figures, as `pairing.measures` does of two claims."""
    low, high = sorted(
        (max(a.low, a.high if a.high < math.inf else a.low), max(b.low, b.high if b.high < math.inf else b.low))
    )
    return {
        "toll": float(a.toll),
        "once": float(a.kind in _COUNTED_ONCE),
        "of_all": float(a.kind in _COUNTED_OF_ALL),
        "noun": float(":" in a.kind),
        "same_noun": float(":" in a.kind and a.kind == b.kind),
        "far": min(math.log(high / low), 4.0) / 4 if low > 0 else 0.0,
        "many": (min(len(one.quantities), 4) + min(len(other.quantities), 4)) / 8,
        "none": float(0 in {a.high, b.high}),
        "unlike": float(one.positive != other.positive),
    }


def apart(a: Quantity, b: Quantity, settings: StatementSettings) -> bool:
    """Whether two figures exclude each other; rounded ones that are near do not."""
    if a.low <= b.high and b.low <= a.high:
        return False
    low, high = (a.high, b.low) if a.high < b.low else (b.high, a.low)
    return high - low > settings.rounding * high


def update(one: Claim, other: Claim, a: Quantity, b: Quantity, settings: StatementSettings) -> bool:
    """Whether the later count is simply newer.

    Later by a while and higher (of the missing: any), or in the same paper.
    """
    between = abs(one.time - other.time)
    if between >= timedelta(hours=settings.update_hours):
        if a.kind == "missing":
            return True
        later, earlier = (a, b) if one.time > other.time else (b, a)
        return later.low >= earlier.low
    # told by the papers themselves within the hour: who has the newer count cannot be known
    return one.own and other.own and between > timedelta(minutes=20)


def _comparable(a: Quantity, b: Quantity) -> bool:
    """Whether two counts may be of one thing: of one kind, or both of things that have no kind of their own."""
    if a.kind == b.kind or a.names & b.names:
        return True
    named = ("topic:", "thing:")  # of two listed things neither is the other; a noun that is not listed may be either
    return ":" in a.kind and ":" in b.kind and not (a.kind.startswith(named) and b.kind.startswith(named))
