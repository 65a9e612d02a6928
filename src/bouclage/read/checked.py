"""The dates of a listing, judged together: one feed's clock may be wrong for all its items."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bouclage.read.dates import doubt, stale
from bouclage.records import Entry


@dataclass(frozen=True, slots=True)
class Dated:
    """Entries whose dates can be believed or are gone, and what to say of the rest."""

    entries: tuple[Entry, ...]
    complaint: str | None


def check_dates(entries: Sequence[Entry], seen: datetime) -> Dated:
    """Take away the dates that cannot be believed, each with a doubt that says why.

    An old date is doubted only where the listing's other dates disagree: an archive's feed is old altogether.
    """
    dates = [entry.published or entry.updated for entry in entries]
    living = any(when is not None and not stale(when, seen) for when in dates)
    made: list[Entry] = []
    whys: Counter[str] = Counter()
    for entry in entries:
        doubts = list(entry.doubts)
        kept: dict[str, datetime | None] = {}
        for name, when in (("published", entry.published), ("updated", entry.updated)):
            why = doubt(when, seen) if when else None
            if when and why is None and living and stale(when, seen):
                why = f"date years off: {when.date().isoformat()}"
            kept[name] = None if why else when
            if why and when:
                doubts.append(why)
                whys[_short(when, seen)] += name == "published"
        if len(doubts) == len(entry.doubts):
            made.append(entry)
            continue
        made.append(replace(entry, published=kept["published"], updated=kept["updated"], doubts=tuple(doubts)))
    wrong = sum(whys.values())
    said = " / ".join(name for name, count in whys.most_common(3) if count)
    complaint = f"{wrong} of {len(entries)} dates cannot be believed: {said}" if wrong else None
    return Dated(tuple(made), complaint)


def _short(when: datetime, seen: datetime) -> str:
    return "in the future" if when > seen else f"year {when.year}"
