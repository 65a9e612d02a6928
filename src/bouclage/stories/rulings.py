"""Editors' rulings: made from stories as they stand, and applied to stories without any evidence."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bouclage.errors import RulingError
from bouclage.records import Article, Membership, Ruling, RulingKind, Story, digest
from bouclage.stories.bounds import Bounds, Ties, bounds


def split(
    story: Story,
    article_ids: Iterable[str],
    articles: Mapping[str, Article],
    *,
    editor: str,
    made: datetime,
    note: str | None = None,
) -> Ruling:
    """Rule that these reports leave a story, to stand in one of their own, together.

    `articles` holds the story's articles by id. Raise RulingError where a report is not in the story or none would be
    left in it.
    """
    gone = _in_story(story, article_ids)
    items = _items(gone, articles)
    rest = tuple(item for item in _items(story.article_ids, articles) if item not in items)
    if not items or not rest:
        raise RulingError(f"a split of story {story.id} must take some of its reports and leave some")
    return _ruling(RulingKind.SPLIT, story, editor, made, note, items=items, parted=rest)


def merge(
    into: Story,
    others: Sequence[Story],
    articles: Mapping[str, Article],
    *,
    editor: str,
    made: datetime,
    note: str | None = None,
) -> Ruling:
    """Rule that `others` are one story with `into`. Raise RulingError where there is no other."""
    kept = _items(into.article_ids, articles)
    items = [item for other in others for item in _items(other.article_ids, articles) if item not in kept]
    if not items:
        raise RulingError(f"a merger needs another story than {into.id}")
    return _ruling(RulingKind.MERGE, into, editor, made, note, items=tuple(dict.fromkeys(items)), joined=kept)


def pin(
    story: Story,
    article_ids: Iterable[str],
    articles: Mapping[str, Article],
    *,
    editor: str,
    made: datetime,
    note: str | None = None,
    left: Iterable[Story] = (),
) -> Ruling:
    """Rule that these reports belong to a story, whatever the machine finds; none named = all that stand in it now.

    `left` are the stories that the reports stand in so far, if others: they part with what stays there.
    """
    there = _items(story.article_ids, articles)
    items = _items(article_ids, articles) or there
    joined = tuple(item for item in there if item not in items)
    stays = [item for other in left if other.id != story.id for item in _items(other.article_ids, articles)]
    parted = tuple(item for item in dict.fromkeys(stays) if item not in items and item not in joined)
    if len({*items, *joined}) < 2:
        raise RulingError(f"story {story.id} has one report; there is nothing to pin it to")
    return _ruling(RulingKind.PIN, story, editor, made, note, items=items, joined=joined, parted=parted)


def ruled(stories: Iterable[Story], rulings: Iterable[Ruling], articles: Mapping[str, Article]) -> tuple[Story, ...]:
    """Return stories as the rulings want them, every member in exactly one, in order of their first report.

    Members that are not in `articles` stay where they are. Of a story that is parted, each part is named by the item
    that founded it: the part with the story's founder keeps the story's id. Without a ruling on them stories come back
    as they were.
    """
    bound = bounds(rulings)
    given = sorted(stories, key=lambda story: (story.first, story.id))
    if not bound.moved:
        return tuple(given)
    item_of = {one: articles[one].item if one in articles else one for story in given for one in story.article_ids}
    ties = Ties({item: bound.sides[item] for item in item_of.values() if item in bound.sides})
    tie_blocks(ties, item_of.values(), bound)
    for story in given:
        tied: list[str] = []  # one item of each part
        for item in dict.fromkeys(item_of[one] for one in story.article_ids):
            if not any(ties.join(part, item) for part in tied):
                tied.append(item)
    parts: dict[str, list[tuple[Story, Membership]]] = {}
    for story in given:
        for member in story.members:
            parts.setdefault(ties.root(item_of[member.article_id]), []).append((story, member))
    found = [_part(members, articles, bound) for members in parts.values()]
    return tuple(sorted(found, key=lambda story: (story.first, story.id)))


def tie_blocks(ties: Ties, items: Iterable[str], bound: Bounds) -> None:
    """Tie the items that editors bound together."""
    firsts: dict[str, str] = {}
    for item in items:
        block = bound.block.get(item)
        if block is not None:
            ties.join(firsts.setdefault(block, item), item)


def explained(member: Membership, item: str, with_items: Iterable[str], bound: Bounds) -> Membership:
    """Return a membership with the reason of the ruling that made it, if one did."""
    ruling = bound.moved.get(item)
    if ruling is None or (ruling.joined and set(ruling.joined).isdisjoint(with_items)):
        return member
    return Membership(article_id=member.article_id, score=1.0, reason=ruling.reason)


def _part(members: list[tuple[Story, Membership]], articles: Mapping[str, Article], bound: Bounds) -> Story:
    """Return the story of members that come from one story or several."""
    olds = {story.id: story for story, _ in members}
    first_old = next(iter(olds.values()))
    by_id = {member.article_id: member for _, member in members}
    if len(olds) == 1 and len(by_id) == len(first_old.members) and not _moved(by_id, articles, bound):
        return first_old
    known = [articles[one] for one in by_id if one in articles]
    items = {article.item for article in known}
    founders = {digest(item, kind="story") for item in items}
    told = [old for old in olds if old in founders]
    whole = [old for old in olds.values() if all(one in by_id for one in old.article_ids)]
    if told:
        story_id = told[0]
    elif whole:  # its founder is not at hand
        story_id = whole[0].id
    else:
        earliest = min(known, key=lambda article: (article.time, article.id))
        story_id = digest(earliest.item, kind="story")
    times = {article.id: article.time for article in known}
    starts = [*times.values(), *(old.first for old in whole)] or [first_old.first]
    ends = [*times.values(), *(old.last for old in whole)] or [first_old.last]
    ordered = sorted(by_id.values(), key=lambda one: (times.get(one.article_id, min(starts)), one.article_id))
    return replace(
        first_old,
        id=story_id,
        members=tuple(
            explained(one, articles[one.article_id].item, items, bound) if one.article_id in articles else one
            for one in ordered
        ),
        first=min(starts),
        last=max(ends),
        thread=next((old.thread for old in olds.values() if old.thread), None),
        series=next((old.series for old in olds.values() if old.series), None),
    )


def _moved(article_ids: Iterable[str], articles: Mapping[str, Article], bound: Bounds) -> bool:
    return any(one in articles and articles[one].item in bound.moved for one in article_ids)


def _ruling(
    kind: RulingKind,
    story: Story,
    editor: str,
    made: datetime,
    note: str | None,
    *,
    items: tuple[str, ...],
    joined: tuple[str, ...] = (),
    parted: tuple[str, ...] = (),
) -> Ruling:
    if not editor.strip():
        raise RulingError("a ruling needs the name of its editor")
    return Ruling(
        kind=kind,
        editor=" ".join(editor.split()),
        made=made,
        story=story.id,
        items=items,
        joined=joined,
        parted=parted,
        note=" ".join((note or "").split()) or None,
    )


def _in_story(story: Story, article_ids: Iterable[str]) -> list[str]:
    asked = list(article_ids)
    strange = sorted(set(asked) - set(story.article_ids))
    if strange:
        raise RulingError(f"not in story {story.id}: {', '.join(strange)}")
    return asked


def _items(article_ids: Iterable[str], articles: Mapping[str, Article]) -> tuple[str, ...]:
    """Return the items of articles, each once; RulingError for an article that is not at hand."""
    asked = list(article_ids)
    missing = [one for one in asked if one not in articles]
    if missing:
        raise RulingError(f"no article has the id {missing[0]}")
    return tuple(dict.fromkeys(articles[one].item for one in asked))
