"""What must stand together whatever the evidence: versions of an item, printings, one day's equal texts, a series."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from bouclage.records import Article, WireCopy
from bouclage.stories.series import Series, series
from bouclage.stories.settings import StorySettings


@dataclass(frozen=True, slots=True)
class Units:
    """The unit of each article: its smallest article id stands for it."""

    of: dict[str, str]
    printing_of: dict[str, str] = field(default_factory=dict)  # article id → whose text it prints
    versions: frozenset[str] = frozenset()  # articles whose item stands in an earlier article too
    series: dict[str, Series] = field(default_factory=dict)  # article id → its series


def units(articles: Iterable[Article], wire_copies: Iterable[WireCopy], settings: StorySettings) -> Units:
    """Return what belongs together beforehand."""
    items = list(articles)
    parents: dict[str, str] = {article.id: article.id for article in items}

    def root(one: str) -> str:
        while parents[one] != one:
            parents[one] = parents[parents[one]]
            one = parents[one]
        return one

    def join(one: str, other: str) -> None:
        low, high = sorted((root(one), root(other)))
        parents[high] = low

    made = series(items, settings)
    firsts: dict[str | Series | tuple[date, str], str] = {}
    versions: set[str] = set()
    for article in sorted(items, key=lambda one: (one.time, one.id)):
        if article.item in firsts:
            versions.add(article.id)
        join(article.id, firsts.setdefault(article.item, article.id))
        if len(article.text) >= settings.same_least:
            join(article.id, firsts.setdefault((article.time.date(), article.text), article.id))
        if article.id in made:
            join(article.id, firsts.setdefault(made[article.id], article.id))
    outlets = {article.id: article.outlet for article in items}
    printing_of: dict[str, str] = {}
    for copy in wire_copies:
        printed = [one for one in copy.article_ids if one in parents]
        for one in printed[1:]:
            join(printed[0], one)
        for one in printed:
            if one != copy.original:
                printing_of[one] = copy.agency or outlets.get(copy.original) or "another report"
    return Units(
        of={one: root(one) for one in parents}, printing_of=printing_of, versions=frozenset(versions), series=made
    )
