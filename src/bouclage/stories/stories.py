"""Stories, online in time order: each day's reports find their place among what is there, the surest first."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from itertools import groupby

from bouclage.records import Article, Ruling, Story, WireCopy
from bouclage.stories.bounds import bounds
from bouclage.stories.embedder import Embedder
from bouclage.stories.rulings import ruled
from bouclage.stories.settings import StorySettings
from bouclage.stories.table import Table
from bouclage.stories.units import units


def stories(
    articles: Iterable[Article],
    wire_copies: Iterable[WireCopy],
    *,
    before: Iterable[Story] = (),
    settings: StorySettings = StorySettings(),  # noqa: B008 frozen
    articles_before: Mapping[str, Article] = {},
    rulings: Iterable[Ruling] = (),
    embed: Embedder | None = None,
) -> tuple[Story, ...]:
    """Return `before` and `articles` as stories, in order of their first report; every article is in exactly one.

    Reports are taken in order of time and id, whatever the order they are given in, a day's reports together. Those of
    the last days (`settings.open_days`) that are at hand, in `articles` or `articles_before`, are decided again: the
    same reports give the same stories in whatever batches they came. Older ones, and those not at hand, stay where
    `before` has them; two stories of before then become one only where later reports or a wire copy show it. A story
    keeps the id it had in `before` with the item that founded it, under the oldest id where several became one. What
    editors ruled wins over all of it. `embed` adds the nearness of meaning to the evidence, where there is a model.
    """
    said = tuple(rulings)
    bound = bounds(said)
    known = {article.id: article for article in (*articles_before.values(), *articles)}
    was = ruled(before, said, known)
    table = Table(settings, known, units(known.values(), wire_copies, settings, bound), bound, was, embed=embed)
    newest = max((_slot(article.time, settings) for article in known.values()), default=0)
    since = newest - settings.open_days * 1440 // settings.slot_minutes
    for story in was:
        settled = [
            m for m in story.members if m.article_id not in known or _slot(known[m.article_id].time, settings) < since
        ]
        if settled:
            table.take_up(story, settled)
    ordered = sorted(known.values(), key=lambda article: (article.time, article.id))
    for _, hour in groupby(ordered, key=lambda article: _slot(article.time, settings)):
        slot = list(hour)
        for start in range(0, len(slot), settings.slot_reports):
            table.place(slot[start : start + settings.slot_reports])
    return table.stories()


def _slot(time: datetime, settings: StorySettings) -> int:
    return int((time - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds() // (settings.slot_minutes * 60))
