"""An editor's split, merge and pin: remembered, applied to the stories as stored, and by every closing from then on.

`among` are stories that are not stored yet: those a desk shows of the edition to come (`open_stories`). They are
looked at before the store's.
"""

from collections.abc import Iterable
from datetime import datetime

from bouclage.records import Article, Ruling, Story
from bouclage.store import Store, Transaction
from bouclage.stories import merge, pin, ruled, split


def split_story(
    store: Store,
    story_id: str,
    article_ids: Iterable[str],
    *,
    editor: str,
    now: datetime,
    note: str | None = None,
    among: Iterable[Story] = (),
) -> Ruling:
    """Take reports out of a story, to stand together in one of their own.

    Raise StoryNotFoundError, and RulingError where a report is not in the story or none would be left in it.
    """
    with store.begin() as tx:
        story = _story(tx, story_id, among)
        ruling = split(story, article_ids, _articles(tx, story), editor=editor, made=now, note=note)
        _apply(tx, ruling)
        return ruling


def merge_stories(
    store: Store,
    story_id: str,
    other_ids: Iterable[str],
    *,
    editor: str,
    now: datetime,
    note: str | None = None,
    among: Iterable[Story] = (),
) -> Ruling:
    """Make other stories one with a story. Raise StoryNotFoundError, RulingError where nothing would be merged."""
    drafts = tuple(among)
    with store.begin() as tx:
        into = _story(tx, story_id, drafts)
        others = [_story(tx, one, drafts) for one in other_ids]
        ruling = merge(into, others, _articles(tx, into, *others), editor=editor, made=now, note=note)
        _apply(tx, ruling)
        return ruling


def pin_reports(
    store: Store,
    story_id: str,
    article_ids: Iterable[str] = (),
    *,
    editor: str,
    now: datetime,
    note: str | None = None,
    among: Iterable[Story] = (),
) -> Ruling:
    """Put reports into a story, from wherever they stand; none named = keep together all that stand in it now.

    Raise StoryNotFoundError, RulingError for an article that is not stored or where there is nothing to pin to.
    """
    drafts = {story.id: story for story in among}
    asked = tuple(article_ids)
    with store.begin() as tx:
        story = _story(tx, story_id, drafts.values())
        stored = {one.id: one for one in tx.stories.of_articles(asked)}
        left = [one for one in (stored | drafts).values() if not set(asked).isdisjoint(one.article_ids)]
        articles = _articles(tx, story, *left) | tx.articles.by_ids(asked)
        ruling = pin(story, asked, articles, editor=editor, made=now, note=note, left=left)
        _apply(tx, ruling)
        return ruling


def withdraw_ruling(store: Store, ruling_id: str) -> Ruling:
    """Forget a ruling and return it: from the next closing on the machine decides again.

    Raise RulingNotFoundError.
    """
    with store.begin() as tx:
        return tx.rulings.remove(ruling_id)


def _apply(tx: Transaction, ruling: Ruling) -> None:
    """Remember a ruling and bring the stored stories that it is about in line with it."""
    tx.rulings.add(ruling)
    versions = tx.articles.of_items((*ruling.items, *ruling.joined, *ruling.parted))
    before = tx.stories.of_articles(article.id for found in versions.values() for article in found)
    articles = _articles(tx, *before)
    rulings = tx.rulings.of_items(article.item for article in articles.values())
    after = {story.id: story for story in ruled(before, rulings, articles)}
    tx.stories.remove(story.id for story in before if story.id not in after)
    tx.stories.save((), (story for story in after.values() if story not in before))


def _story(tx: Transaction, story_id: str, among: Iterable[Story]) -> Story:
    return next((story for story in among if story.id == story_id), None) or tx.stories.get(story_id)


def _articles(tx: Transaction, *stories: Story) -> dict[str, Article]:
    return tx.articles.by_ids(one for story in stories for one in story.article_ids)
