"""Pairing: what can be measured of two claims, from which `judgement.py` tells whether they clash.

Every measure is a number of about 0 to 1 that a reader can check by hand: how much of the one is told by the other, a
day in common, a denial. None knows a language or a subject; that is the lexicons' part.
"""

import math
from collections.abc import Iterable
from datetime import date

from bouclage.records import VerbClass
from bouclage.statements.claims import Claim
from bouclage.statements.likeness import Likeness
from bouclage.statements.quantities import Quantity
from bouclage.statements.vocabulary import is_name

MEASURES = (
    "one", "lighter", "heavier", "weight", "words", "names", "other_names", "same_day", "other_day", "languages",
    "denies", "yes_and_no", "opposite", "opposites_cancel", "same_axis", "long", "story", "own", "context",
    "counts_differ", "nobody", "no_told", "same_article", "hours", "first", "asks", "points_back", "each_more",
    "only_names", "short", "doubtful", "focus", "off_focus", "one_word",
)  # fmt: skip


def measures(one: Claim, other: Claim, alike: Likeness) -> dict[str, float]:
    """Return the measures of two claims by name; they are the same the other way round."""
    weight, lighter, words = alike.shared(one, other)
    here, there = alike.covered(one, other), alike.covered(other, one)
    shared = one.keys & other.keys
    names, others = ({key for key in claim.keys if is_name(key)} for claim in (one, other))
    meet = days_meet(one, other)
    xor = one.positive is not None and other.positive is not None and one.positive != other.positive
    against = sum(other.opposites.get(name, side) != side for name, side in one.opposites.items())
    same = sum(other.opposites.get(name) == side for name, side in one.opposites.items())
    focus = _focus(one, other)
    denies = VerbClass.DENIES in {one.statement.verb_class, other.statement.verb_class}
    smaller, larger = sorted((len(one.things), len(other.things)))
    no = next((claim for claim in (one, other) if claim.positive is False), None)
    yes = other if no is one else one
    context = max(
        alike.covered_by(one, other.keys | other.context) - here,
        alike.covered_by(other, one.keys | one.context) - there,
    )
    return {
        "one": 1.0,
        "lighter": lighter,
        "heavier": min(here, there),
        "weight": math.log1p(weight),
        "words": min(words, 6) / 6,
        "names": min(len(names & others), 3) / 3,
        "other_names": float(bool(names and others and not names & others)),
        "same_day": float(meet is True),
        "other_day": float(meet is False),
        "languages": float(one.language != other.language),
        "denies": float(denies),
        "yes_and_no": float(xor),
        "opposite": min(against, 3) / 3 if not xor else 0.0,
        "opposites_cancel": min(against, 3) / 3 if xor else 0.0,
        "same_axis": min(same, 3) / 3,
        "long": math.log1p(larger) / 3,
        "one_word": float(words <= 1 and focus is not True and not denies),
        "focus": float(focus is True),
        "off_focus": float(focus is False),
        "doubtful": float(one.doubtful or other.doubtful),
        "short": 1 / (1 + smaller),
        "story": math.log1p(len(alike)) / 5,
        "own": (one.own + other.own) / 2,
        "context": max(context, 0.0) if words else 0.0,
        "counts_differ": float(other_counts(one, other)),
        "nobody": float(_nobody(one, other)),
        "no_told": alike.covered(no, yes) if no is not None else 0.0,
        "same_article": float(one.statement.article_id == other.statement.article_id),
        "hours": min(abs((one.time - other.time).total_seconds()) / 86400, 1.0),
        "first": float(bool(one.things and other.things and one.things[0] & other.things[0])),
        "asks": float(one.asks or other.asks),
        "points_back": float(one.points_back or other.points_back),
        "each_more": float(alike.each_has_more(one, other)),
        "only_names": float(bool(shared) and all(is_name(key) for key in shared)),
    }


def _focus(one: Claim, other: Claim) -> bool | None:
    """Whether what the no of one claim is about is named by the other; None where neither has such a no."""
    for no, yes in ((one, other), (other, one)):
        if no.focus:
            if not no.focus.isdisjoint(yes.keys):
                return True
            listed = not all(key[0] == "~" for key in no.focus)
            return False if listed or no.language == yes.language else None
    return None


def days_meet(one: Claim, other: Claim) -> bool | None:
    """Whether the dates of two claims meet; None if one has none, or nothing can be told."""
    if not one.days or not other.days:
        return None
    pairs = [(a, b) for a in one.days for b in other.days]
    if any(a[0] <= b[1] and b[0] <= a[1] for a, b in pairs):
        return True
    return None if any(_same_weekday(a, b) for a, b in pairs) else False


def _same_weekday(a: tuple[date, date], b: tuple[date, date]) -> bool:
    """Whether two single days are a week apart: one story speaks of one Thursday, and tense may have misled."""
    return a[0] == a[1] and b[0] == b[1] and abs((a[0] - b[0]).days) == 7


def other_counts(one: Claim, other: Claim) -> bool:
    """Whether both count the same thing, and not alike: "400 pupils" and "150 did not come" are no yes and no."""
    return any(
        a.kind == b.kind and a.high and b.high and (a.low > b.high or b.low > a.high)
        for a in one.quantities
        for b in other.quantities
    )


def _nobody(one: Claim, other: Claim) -> bool:
    """ "nobody has been arrested" against "a man was arrested"."""
    return any(
        (_none(none.quantities) - {"missing"}) & some.tolls and none.positive is False and some.positive
        for none, some in ((one, other), (other, one))
    )


def _none(counts: Iterable[Quantity]) -> set[str]:
    return {count.kind for count in counts if count.high == 0}
