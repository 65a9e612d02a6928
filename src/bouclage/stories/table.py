"""The stories as they stand while reports are placed, hour by hour."""

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np

from bouclage.records import Article, Membership, Story
from bouclage.records.together import phrase
from bouclage.stories.bounds import NO_SIDES, Bounds, against
from bouclage.stories.embedder import MOST_CHARACTERS, Embedder
from bouclage.stories.evidence import Evidence, Vector
from bouclage.stories.linkage import Linkage
from bouclage.stories.making import Group, Making, story_id
from bouclage.stories.memory import Memory
from bouclage.stories.odds import NAMES, Floats
from bouclage.stories.parting import parted
from bouclage.stories.reasons import FIRST, reason
from bouclage.stories.report import report
from bouclage.stories.settings import StorySettings
from bouclage.stories.units import Units

_MOST_EXPLAINING = 8  # a report's membership is explained by the nearest of so many of the story's latest earlier ones
_UNLIKE = 0.95  # of the most that can speak against: a report and a story that nothing speaks for


class _Seen(NamedTuple):
    """A unit with the report that stands for it."""

    unit: str
    vector: Vector
    shown: dict[str, str]


class Table:
    """Groups by number; a lower number is an older group and survives a merger."""

    def __init__(
        self,
        settings: StorySettings,
        known: Mapping[str, Article],
        units: Units,
        bound: Bounds,
        before: Iterable[Story],
        *,
        embed: Embedder | None = None,
    ) -> None:
        self._settings = settings
        self._known = known
        self._units = units
        self._embed = embed
        self._making = Making(known, bound, before)
        self._evidence = Evidence(settings)
        self._memory = Memory(settings, self._evidence)
        self._groups: dict[int, Group] = {}
        self._next = 0
        self._group_of_unit: dict[str, int] = {}
        self._group_of_report: dict[int, int] = {}
        self._merged: dict[int, int] = {}
        self._counted: set[str] = set()
        self._group_of_id: dict[str, int] = {}  # story id of before → its group
        self._group_of_block: dict[str, int] = {}
        self._standing: dict[str, tuple[int, dict[str, str]]] = {}  # unit → number in memory, names as printed

    def take_up(self, story: Story, settled: Sequence[Membership]) -> None:
        """Take up of a story of before what is not decided again; those reports are counted when their hour comes."""
        number = self._open(Group(was=story, series=story.series, thread=story.thread))
        self._group_of_id[story.id] = number
        for member in settled:
            self._groups[self._at(number)].members[member.article_id] = member
            unit = self._units.of.get(member.article_id)
            if unit is not None:
                self._stand(unit, number)

    def place(self, articles: Sequence[Article]) -> None:
        """Find the stories of an hour's reports, given in order of time."""
        for number in self._memory.forget(articles[0].time):
            self._groups[self._at(self._group_of_report.pop(number))].units.remove(number)
        units: dict[str, list[Article]] = {}
        for article in articles:
            self._recognise(article)
            units.setdefault(self._units.of[article.id], []).append(article)
        for unit in units:
            bound = self._group_of_block.get(self._units.block.get(unit, ""))
            if bound is not None and unit not in self._group_of_unit:
                self._stand(unit, bound)
        placed = [unit for unit in units if unit in self._group_of_unit]
        fresh = [unit for unit in units if unit not in self._group_of_unit]
        uncounted = [
            unit for unit in units if unit not in self._counted and units[unit][0].id not in self._units.series
        ]
        seen = self._see({unit: units[unit] for unit in uncounted})
        for unit in uncounted:
            self._counted.add(unit)
            self._evidence.count(seen[unit].vector)
        for unit in placed:
            for article in units[unit]:
                self._join(unit, article)
        self._remember([seen[unit] for unit in placed if unit in seen])
        for unit in fresh:
            self._found(unit, units[unit])
        self._link([seen[unit] for unit in fresh if unit in seen])

    def stories(self) -> tuple[Story, ...]:
        """Return the stories as they stand, in order of their first report."""
        found = [self._making.story(group) for group in self._groups.values() if group.members]
        return tuple(sorted(found, key=lambda story: (story.first, story.id)))

    # Units.

    def _see(self, units: Mapping[str, Sequence[Article]]) -> dict[str, _Seen]:
        """Let the longest of a unit's texts stand for it: a cut printing says less."""
        best = {unit: max(items, key=lambda item: len(item.text)) for unit, items in units.items()}
        meanings: Sequence[Floats | None] = [None] * len(best)
        if self._embed is not None and best:
            told = self._embed([article.text[:MOST_CHARACTERS] for article in best.values()])
            meanings = list(np.asarray(told, dtype=np.float64))
        seen = {}
        for (unit, article), meaning in zip(best.items(), meanings, strict=True):
            counted = report(article)
            seen[unit] = _Seen(unit, self._evidence.vector(counted, meaning), counted.shown)
        return seen

    def _found(self, unit: str, items: Sequence[Article]) -> None:
        made = self._units.series.get(items[0].id)
        founder, *others = items
        number = self._open(Group(series=made.label if made else None, thread=self._making.thread(founder)))
        self._group_of_unit[unit] = number
        self._hold(number, unit)
        self._groups[number].members[founder.id] = Membership(article_id=founder.id, score=1.0, reason=FIRST)
        for article in others:
            self._join(unit, article)

    def _join(self, unit: str, article: Article) -> None:
        """Add an article to the story of its unit, unless it is there already."""
        group = self._groups[self._at(self._group_of_unit[unit])]
        members = group.members
        if article.id in members:
            return
        if made := self._units.series.get(article.id):
            why = phrase("of_series", made.label)
            group.series = made.label
        elif article.id in self._units.printing_of:
            why = phrase("same_text", self._units.printing_of[article.id])
        elif article.id in self._units.versions:
            why = phrase("same_item")
        else:
            why = phrase("by_others")
        members[article.id] = Membership(article_id=article.id, score=1.0, reason=why)

    def _recognise(self, article: Article) -> None:
        """Lead a version of a founding item to its story of before, though the earlier version is not at hand."""
        number = self._group_of_id.get(story_id(article.item))
        if number is None:
            return
        self._stand(self._units.of[article.id], number)

    def _stand(self, unit: str, number: int) -> None:
        """Let a unit stand in a group; where it stands in another, the two are one, unless an editor parted them."""
        mine, other = self._at(number), self._at(self._group_of_unit.setdefault(unit, number))
        group, there = self._groups[mine], self._groups[other]
        if mine == other:
            self._hold(mine, unit)
        elif not against(group.sides, there.sides):
            self._merge(*sorted((mine, other)))

    def _hold(self, number: int, unit: str) -> None:
        """Let a group have what editors ruled on one of its units."""
        group = self._groups[number]
        group.sides |= self._units.sides.get(unit, NO_SIDES)
        if block := self._units.block.get(unit):
            group.blocks |= {block}
            self._group_of_block.setdefault(block, number)

    def _remember(self, seen: Sequence[_Seen]) -> None:
        for one, number in zip(seen, self._memory.keep([one.vector for one in seen]), strict=True):
            group = self._at(self._group_of_unit[one.unit])
            self._groups[group].units.append(number)
            self._group_of_report[number] = group
            self._standing[one.unit] = number, one.shown

    def _open(self, group: Group) -> int:
        self._groups[self._next] = group
        self._next += 1
        return self._next - 1

    def _at(self, number: int) -> int:
        """Return the group that a number leads to after all mergers."""
        while number in self._merged:
            number = self._merged[number]
        return number

    # Linking.

    def _link(self, news: Sequence[_Seen]) -> None:
        """Put new units together and to the stories they resemble, the surest pairs first."""
        if not news:
            return
        s = self._settings
        linkage = Linkage(self._settings)
        told: set[int] = set()
        near: dict[int, set[int]] = {}  # new unit → the stories it could belong to
        for new in news:
            number = self._group_of_unit[new.unit]
            linkage.add(number, 1, sides=self._groups[number].sides)
        odds = self._evidence.among([new.vector for new in news]) if len(news) > 1 else np.zeros((1, 1))
        numbers = np.array([self._group_of_unit[new.unit] for new in news])
        ones, others = np.nonzero(np.triu(odds > -self._settings.clip, 1))
        for pair in zip(numbers[ones].tolist(), numbers[others].tolist(), odds[ones, others].tolist(), strict=True):
            linkage.tell(*pair)
        alike: list[set[int]] = []
        for new, found in zip(news, self._compare(news), strict=True):
            number = self._group_of_unit[new.unit]
            alike.append({story for story, total in found if total > -_UNLIKE * s.clip * self._size(story)})
            for story, total in found:
                if story not in told:
                    told.add(story)
                    group = self._groups[story]
                    linkage.add(story, len(group.units), old=True, sides=group.sides)
                linkage.tell(number, story, total)
                if linkage.goodness(number, story) >= -self._settings.near:
                    near.setdefault(number, set()).add(story)
        for one, other in sorted({pair for stories in near.values() for pair in combinations(sorted(stories), 2)}):
            linkage.tell(one, other, self._between(one, other))
        bound = [bundle for bundle in self._bundles([*numbers.tolist(), *told]) if len(bundle) > 1]
        self._unite(linkage.settle(bound), {self._group_of_unit[new.unit]: [new.vector] for new in news})
        self._remember(news)
        together = {self._standing[new.unit][0]: place for place, new in enumerate(news)}
        for number in sorted({self._at(self._group_of_unit[new.unit]) for new in news}):
            self._explain(self._groups[number], together, odds)
        for one, other in np.argwhere(np.triu(odds >= s.thread_pair, 1)).tolist():
            alike[one].add(self._group_of_unit[news[other].unit])
            alike[other].add(self._group_of_unit[news[one].unit])
        self._continue(news, alike)

    def _unite(self, merges: Sequence[tuple[int, int]], fresh: Mapping[int, list[Vector]]) -> None:
        """Merge what belongs together, but for look-alikes that contradict each other."""
        bound: dict[int, list[int]] = {}
        for kept, gone in merges:
            bound.setdefault(kept, [kept]).extend(bound.pop(gone, [gone]))
        for numbers in bound.values():
            bundles = self._bundles(numbers)
            told = [[v for one in bundle for v in fresh.get(one) or self._latest(one)] for bundle in bundles]
            for part in parted(self._evidence, told, self._settings):
                kept, *others = sorted(number for place in part for number in bundles[place])
                for gone in others:
                    self._merge(kept, gone)

    def _bundles(self, numbers: Sequence[int]) -> list[list[int]]:
        """Return groups by what editors bound together: most stand alone."""
        bundles: list[list[int]] = []
        of_block: dict[str, list[int]] = {}
        for number in numbers:
            blocks = self._groups[number].blocks
            bundle = [number]
            bundles.append(bundle)
            for block in sorted(blocks):
                if (other := of_block.get(block, bundle)) is not bundle:
                    bundle += other
                    other.clear()
            for one in bundle:
                of_block |= dict.fromkeys(self._groups[one].blocks, bundle)
        return [bundle for bundle in bundles if bundle]

    def _like(self, numbers: Iterable[int]) -> list[int]:
        """Return the stories of reports, in their order, the first few."""
        found: dict[int, None] = {}
        for number in numbers:
            found.setdefault(self._at(self._group_of_report[number]))
            if len(found) == self._settings.stories_compared:
                break
        return list(found)

    def _compare(self, news: Sequence[_Seen]) -> list[list[tuple[int, float]]]:
        """Return for each new unit the stories it resembles, with the sum of log-odds over their latest reports."""
        ones = [new.vector for new in news]
        stories = [self._like(numbers) for numbers in self._memory.like(ones)]
        told = [[self._latest_numbers(story) for story in found] for found in stories]
        odds = self._memory.odds(ones, [[number for latest in one for number in latest] for one in told])
        totals = []
        for found, latest, row in zip(stories, told, odds, strict=True):
            starts = np.cumsum([0, *(len(numbers) for numbers in latest[:-1])])
            totals.append(list(zip(found, np.add.reduceat(row, starts).tolist(), strict=True)) if found else [])
        return totals

    def _size(self, story: int) -> int:
        return min(len(self._groups[story].units), self._settings.members_compared)

    def _latest_numbers(self, story: int) -> list[int]:
        return self._groups[story].units[-self._settings.members_compared :]

    def _latest(self, story: int) -> list[Vector]:
        return [self._memory[number] for number in self._latest_numbers(story)]

    def _between(self, one: int, other: int) -> float:
        """Return the sum of log-odds over the pairs of two stories' latest reports."""
        mine, others = self._latest(one), self._latest_numbers(other)
        return float(sum(odds.sum() for odds in self._memory.odds(mine, [others] * len(mine))))

    def _merge(self, kept: int, gone: int) -> None:
        mine, theirs = self._groups[kept], self._groups.pop(gone)
        self._merged[gone] = kept
        mine.members.update(theirs.members)
        mine.units = sorted(mine.units + theirs.units)
        mine.series = mine.series or theirs.series
        mine.thread = mine.thread or theirs.thread
        mine.sides |= theirs.sides
        mine.blocks |= theirs.blocks

    def _continue(self, news: Sequence[_Seen], alike: Sequence[set[int]]) -> None:
        """Let new stories share the thread of the earlier day's story that they continue, if there is one."""
        candidates: dict[int, set[int]] = {}
        for new, found in zip(news, alike, strict=True):
            number = self._at(self._group_of_unit[new.unit])
            candidates.setdefault(number, set()).update(self._at(story) for story in found)
        for number in sorted(candidates):
            group = self._groups[number]
            if group.thread or group.was:
                continue
            near = [
                (close, -story)
                for story in candidates[number] - {number}
                if self._making.first(self._groups[story]).date() < self._making.first(group).date()
                and (close := self._sequel(number, story)) is not None
            ]
            if near:
                before = self._groups[-max(near)[1]]
                before.thread = group.thread = before.thread or self._making.id(before)

    def _sequel(self, one: int, other: int) -> float | None:
        """Return how close two stories are, where that makes the one a sequel of the other."""
        s = self._settings
        mine, theirs = self._latest(one)[-_MOST_EXPLAINING:], self._latest(other)[-_MOST_EXPLAINING:]
        odds = np.stack(self._evidence.against([(vector, theirs) for vector in mine]))
        row, column = np.unravel_index(int(np.argmax(odds)), odds.shape)
        if odds.mean() < s.thread_mean or odds.max() < s.thread_pair:
            return None
        names = self._evidence.shared(mine[int(row)], theirs[int(column)], NAMES)
        return float(odds.mean()) if len(names) >= s.thread_names else None

    def _explain(self, group: Group, together: Mapping[int, int], odds: Floats) -> None:
        """Say of all that were the first of a story of their own why they are in this one.

        `odds` are the log-odds of those that were placed together, by their places in it.
        """
        known = [number for number in group.units if number in together]
        earlier = [number for number in group.units if number not in together][-_MOST_EXPLAINING:]
        for article_id in list(group.members)[1:]:
            if group.members[article_id].reason != FIRST:
                continue
            number, shown = self._standing.get(self._units.of.get(article_id, ""), (-1, {}))
            near: list[tuple[float, int]] = []  # log-odds and number of the others
            if number in self._memory:
                one = self._memory[number]
                others = [
                    n for n in (earlier if number in together else group.units[-_MOST_EXPLAINING:]) if n != number
                ]
                if others:
                    found = self._evidence.between(one, [self._memory[n] for n in others])
                    near += zip(found.tolist(), others, strict=True)
                if number in together:
                    row = odds[together[number]]
                    near += ((float(row[together[n]]), n) for n in known if n != number)
            if not near:
                why = Membership(article_id=article_id, score=0.5, reason=phrase("became_one"))
            else:
                best, nearest = max(near, key=lambda pair: (pair[0], -pair[1]))
                text = reason(self._evidence, one, self._memory[nearest], shown)
                why = Membership(article_id=article_id, score=round(1 / (1 + math.exp(-best)), 3), reason=text)
            group.members[article_id] = why
