"""The search for printings of one text: containment of sampled word shingles, each text against the most alike."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import NamedTuple

from bouclage.records import Article, Printing, WireCopy
from bouclage.text.shingles import Shingles, shared
from bouclage.wire.prints import Memory, Print
from bouclage.wire.settings import WireSettings


class _Match(NamedTuple):
    other: str  # article id
    overlap: float
    within: bool = True  # this text is in the other's; False = the other's, being shorter, is in this one


def wire_copies(
    articles: Iterable[Article],
    *,
    settings: WireSettings = WireSettings(),  # noqa: B008 frozen
    before: Iterable[WireCopy] = (),
    agencies: frozenset[str] = frozenset(),
) -> tuple[WireCopy, ...]:
    """Return the texts printed at least twice, in order of their first printing.

    `articles` should hold those of `before` that may still be printed: a copy of `before` keeps its original and its
    printings and takes new ones. `agencies` are source ids; an agency's own text is the original, else the earliest.
    """
    ordered = sorted(articles, key=lambda one: (one.time, one.source_id not in agencies, one.id))
    known = {article.id: article for article in ordered}
    groups = _Groups(before)
    memory = Memory(settings)
    for article in known.values():
        one = Print(article, settings)
        if len(one.shingles) < settings.least_shingles:
            continue
        memory.turn(article.time)
        twin = memory.same(one)
        if twin is not None and _overlap(one, twin, settings):
            groups.join(article.id, _Match(twin.article.id, 1.0))
            continue
        matches = [
            _Match(other.article.id, overlap)
            for other in memory.like(one)
            if (overlap := _overlap(one, other, settings))
        ]
        matches.sort(key=lambda match: -match.overlap)
        for number, match in enumerate(matches):
            if number == 0 or match.overlap >= settings.bridge:
                groups.join(article.id, match)
        memory.keep(one)
    copies = [_copy(members, groups, known, agencies) for members in groups.found(known)]
    return tuple(sorted(copies, key=lambda copy: (_first(copy, known), copy.id)))


class _Groups:
    """Who prints the text of whom."""

    def __init__(self, before: Iterable[WireCopy]) -> None:
        self._parent: dict[str, str] = {}
        self.matches: dict[str, _Match] = {}
        self.kept: dict[str, Printing] = {}
        self.originals: dict[str, str | None] = {}  # originals of before, with the agency's name
        self._old: set[str] = set()  # roots of the groups that they are in
        for copy in before:
            self.originals[copy.original] = copy.agency
            for printing in copy.printings:
                self.kept[printing.article_id] = printing
                self._unite(copy.original, printing.article_id)
            self._old.add(self._root(copy.original))

    def join(self, one: str, match: _Match) -> None:
        """Tell that `one` prints the text of another; two copies of before stay two."""
        mine, theirs = self._root(one), self._root(match.other)
        if mine == theirs or (mine in self._old and theirs in self._old):
            return
        self.matches.setdefault(one, match)
        self.matches.setdefault(match.other, _Match(one, match.overlap, not match.within))
        self._unite(match.other, one)

    def found(self, known: Mapping[str, Article]) -> list[list[str]]:
        """Return the groups of two items and more, members in order of their coming; versions of one are no copies."""
        groups: dict[str, list[str]] = defaultdict(list)
        for one in self._parent:
            groups[self._root(one)].append(one)
        return [
            members
            for members in groups.values()
            if len({known[one].item if one in known else one for one in members}) > 1
        ]

    def _root(self, one: str) -> str:
        self._parent.setdefault(one, one)
        while self._parent[one] != one:
            self._parent[one] = self._parent[self._parent[one]]
            one = self._parent[one]
        return one

    def _unite(self, one: str, other: str) -> None:
        first, second = self._root(one), self._root(other)
        if first == second:
            return
        self._parent[second] = first
        if second in self._old:
            self._old.add(first)


def _overlap(one: Print, other: Print, settings: WireSettings) -> float:
    """Return the share of the shorter text that is in the longer, or 0 if that does not make it a printing."""
    if abs(one.article.time - other.article.time) > timedelta(days=settings.window_days):
        return 0.0
    short, long = (one, other) if len(one.shingles) <= len(other.shingles) else (other, one)
    common = shared(short.shingles, long.shingles)
    overlap = common / len(short.shingles)
    enough = overlap >= settings.overlap + settings.overlap_short / len(short.shingles)
    if not enough and not _begin_alike(one, other, common, settings):
        return 0.0
    if one.article.source_id == other.article.source_id and one.article.item != other.article.item:
        if common < settings.same_source_overlap * len(long.shingles):
            return 0.0
        if one.article.source_id and _apart(short.fillings, long.fillings) > 1:
            return 0.0  # one template filled in twice, or new figures: an item of its own
    agreeing = max(_agreeing(one, other, settings), _agreeing(other, one, settings))
    return overlap if agreeing >= settings.fillings * overlap else 0.0


def _agreeing(one: Print, other: Print, settings: WireSettings) -> float:
    """Return the share of the names and numbers at the beginning of one text that the other has; 1 if they are few."""
    if len(one.head_fillings) < settings.least_fillings:
        return 1.0
    return shared(one.head_fillings, other.fillings) / len(one.head_fillings)


def _apart(one: Shingles, other: Shingles) -> int:
    """Return how many names and numbers only one of two texts has."""
    return len(one) + len(other) - 2 * shared(one, other)


def _begin_alike(one: Print, other: Print, common: int, settings: WireSettings) -> bool:
    """Whether each text's beginning is in the other: one is a cut printing that goes on with paragraphs of its own."""
    shorter, longer = sorted((len(one.head), len(other.head)))
    # No more of a beginning can be in the other text than the texts have in common.
    if shorter < settings.least_head or common < settings.head_overlap * longer:
        return False
    return all(
        shared(mine.head, theirs.shingles) >= settings.head_overlap * len(mine.head)
        for mine, theirs in ((one, other), (other, one))
    )


def _copy(members: list[str], groups: _Groups, known: Mapping[str, Article], agencies: frozenset[str]) -> WireCopy:
    at_hand = [known[one] for one in members if one in known]
    at_hand.sort(key=lambda one: (one.source_id not in agencies, one.time, one.id))
    original = next((one for one in members if one in groups.originals), None) or at_hand[0].id
    first = known.get(original)
    agency = groups.originals.get(original)
    if agency is None and first is not None and first.source_id in agencies:
        agency = first.agency or first.outlet
    if agency is None:
        agency = next((one.agency for one in at_hand if one.agency), None)
    printings = [_printing(one, original, groups, known) for one in members]
    times = {one.id: one.time for one in at_hand}
    printings.sort(
        key=lambda one: (one.article_id != original, one.article_id in times, times.get(one.article_id), one.article_id)
    )
    return WireCopy(original=original, agency=agency, printings=tuple(printings))


def _printing(one: str, original: str, groups: _Groups, known: Mapping[str, Article]) -> Printing:
    if one in groups.kept:
        return groups.kept[one]
    if one == original:
        return Printing(article_id=one, overlap=1.0, reason="the first to print this text")
    match = groups.matches[one]
    other = known.get(match.other)
    share = round(match.overlap, 3)
    much = "all" if share >= 0.995 else f"{share:.0%}"
    name = (other.outlet or other.source_id) if other else "the original"
    when = f" of {other.time:%H:%M} UTC" if other else ""
    why = f"{much} of its text is in {name}'s{when}" if match.within else f"{much} of {name}'s text{when} is in it"
    return Printing(article_id=one, overlap=share, reason=why)


def _first(copy: WireCopy, known: Mapping[str, Article]) -> str:
    return min((known[one].time.isoformat() for one in copy.article_ids if one in known), default="")
