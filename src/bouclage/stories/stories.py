"""Stories, online in time order: each hour's reports find their place among what is there, the surest first."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from itertools import groupby

from bouclage.records import Article, Ruling, Story, WireCopy
from bouclage.stories.bounds import bounds
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
) -> tuple[Story, ...]:
    """Return `before` and `articles` as stories, in order of their first report; every article is in exactly one.

    Reports are taken in order of time and id, whatever the order they are given in, an hour's reports together. A
    story of `before` keeps its id and its members, whose articles should be in `articles_before`; two of them become
    one, under the older id, only where later reports or a wire copy show that they are one. What editors ruled wins
    over all of it.
    """
    said = tuple(rulings)
    bound = bounds(said)
    known = {article.id: article for article in (*articles_before.values(), *articles)}
    table = Table(settings, known, units(known.values(), wire_copies, settings, bound), bound)
    for story in ruled(before, said, known):
        table.take_up(story)
    ordered = sorted(known.values(), key=lambda article: (article.time, article.id))
    for _, hour in groupby(ordered, key=lambda article: _slot(article.time, settings)):
        slot = list(hour)
        for start in range(0, len(slot), settings.slot_reports):
            table.place(slot[start : start + settings.slot_reports])
    return table.stories()


def _slot(time: datetime, settings: StorySettings) -> int:
    return int((time - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds() // (settings.slot_minutes * 60))
