"""A story in the making, and the story it becomes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bouclage.records import Article, Membership, Story, digest
from bouclage.stories.bounds import NO_SIDES, Bounds
from bouclage.stories.rulings import explained


@dataclass(slots=True)
class Group:
    """A story in the making."""

    was: Story | None = None  # what of it is settled: some of its reports are older than what is decided again
    members: dict[str, Membership] = field(default_factory=dict)  # the founder first
    units: list[int] = field(default_factory=list)  # numbers in memory, in order of coming
    series: str | None = None
    thread: str | None = None
    sides: frozenset[int] = NO_SIDES  # what editors parted it from
    blocks: frozenset[str] = frozenset()  # what editors bound its reports to


class Making:
    """Makes stories of groups: their ids, times and members."""

    def __init__(self, known: Mapping[str, Article], bound: Bounds, before: Iterable[Story]) -> None:
        self._known = known
        self._bound = bound
        ordered = sorted(before, key=lambda story: (story.first, story.id))
        self._printed = {story.id: place for place, story in enumerate(ordered)}
        # ids of before whose founding items are at hand: they go where the item goes
        self._at_hand = set[str]()
        self._threads: dict[str, str] = {}
        if ordered:
            self._at_hand = self._printed.keys() & {story_id(article.item) for article in known.values()}
            self._threads = {
                story.id: story.thread for story in ordered if story.thread and story.thread not in self._printed
            }

    def thread(self, article: Article) -> str | None:
        """Return the thread, begun by a story that is not at hand any more, of the story that an article founded."""
        return self._threads.get(story_id(article.item)) if self._threads else None

    def id(self, group: Group) -> str:
        """Return the id of a story: that of before which readers know, the oldest of several; else by its founder."""
        if self._printed:
            found = [key for key in map(story_id, self._items(group)) if key in self._printed]
            if group.was and group.was.id not in self._at_hand:
                found.append(group.was.id)
            if found:
                return min(found, key=self._printed.__getitem__)
        founder = next((one for one in group.members if one in self._known), None)
        return group.was.id if founder is None and group.was else story_id(self._known[founder or ""].item)

    def first(self, group: Group) -> datetime:
        """Return the time of the first report, as far as it is known."""
        return min(self._times(group)[0])

    def story(self, group: Group) -> Story:
        """Return a group as a story; members whose articles are not at hand keep their place by the old times."""
        firsts, lasts = self._times(group)
        first, last = min(firsts), max(lasts)
        self._say_rulings(group)
        times = {one: self._known[one].time for one in group.members if one in self._known}
        key = self.id(group)
        members = sorted(group.members.values(), key=lambda m: (times.get(m.article_id, first), m.article_id))
        thread = group.thread or (key if first.date() != last.date() else None)
        return Story(id=key, members=tuple(members), first=first, last=last, thread=thread, series=group.series)

    def _times(self, group: Group) -> tuple[list[datetime], list[datetime]]:
        times = [self._known[one].time for one in group.members if one in self._known]
        if group.was is None or len(times) == len(group.members):
            return times, times
        return [*times, group.was.first], [*times, group.was.last]

    def _items(self, group: Group) -> set[str]:
        return {self._known[one].item for one in group.members if one in self._known}

    def _say_rulings(self, group: Group) -> None:
        if not self._bound.moved or self._bound.moved.keys().isdisjoint(items := self._items(group)):
            return
        for one in group.members.values():
            if one.article_id in self._known:
                item = self._known[one.article_id].item
                group.members[one.article_id] = explained(one, item, items, self._bound)


def story_id(item: str) -> str:
    """Return the id of the story that an item founds."""
    return digest(item, kind="story")
