"""Which reports are one story: split, merged, and taken back. The house remembers it."""

from collections.abc import Sequence

from bouclage import pipeline
from bouclage.errors import DeskError
from bouclage.records import Ruling, User
from bouclage.web.desk.house import House


def merge(house: House, user: User, story_ids: Sequence[str]) -> str:
    """Make stories one; return the id of the one they are now part of. Raises StoryNotFoundError, RulingError."""
    ids = tuple(dict.fromkeys(story_ids))
    if len(ids) < 2:
        raise DeskError("two stories at least are needed", word="bad_value")
    among = house.tonight().preview.stories
    pipeline.merge_stories(house.store, ids[0], ids[1:], editor=user.name, now=house.clock(), among=among)
    with house.doing(user.name, "story.merge", ids[0], " ".join(ids[1:])):
        pass
    return ids[0]


def split(house: House, user: User, story_id: str, article_ids: Sequence[str]) -> None:
    """Let some of a story's reports stand in a story of their own. Raises StoryNotFoundError, RulingError."""
    if not article_ids:
        raise DeskError("no report was chosen", word="bad_value")
    among = house.tonight().preview.stories
    pipeline.split_story(house.store, story_id, article_ids, editor=user.name, now=house.clock(), among=among)
    with house.doing(user.name, "story.split", story_id, f"{len(article_ids)} reports"):
        pass


def take_back(house: House, user: User, ruling_id: str) -> None:
    """Forget a split or merge: the machine decides again. Raises RulingNotFoundError."""
    ruling = pipeline.withdraw_ruling(house.store, ruling_id)
    with house.doing(user.name, "story.unrule", ruling.story, ruling.kind.value):
        pass


def rulings(house: House, story_id: str) -> tuple[Ruling, ...]:
    """Return what editors ruled about the reports of one of tonight's stories."""
    found = next((one for one in house.tonight().preview.stories if one.id == story_id), None)
    if found is None:
        return ()
    with house.store.read() as tx:
        articles = tx.articles.by_ids(found.article_ids)
        return tx.rulings.of_items({article.item for article in articles.values()})
