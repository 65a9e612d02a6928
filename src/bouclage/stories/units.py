"""What must stand together whatever the evidence: versions of an item, printings, one day's equal texts, a series."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from bouclage.records import Article, WireCopy
from bouclage.stories.bounds import NO_SIDES, Bounds, Ties
from bouclage.stories.series import Series, series
from bouclage.stories.settings import StorySettings


@dataclass(frozen=True, slots=True)
class Units:
    """The unit of each article: its smallest article id stands for it."""

    of: dict[str, str]
    printing_of: dict[str, str] = field(default_factory=dict)  # article id → whose text it prints
    versions: frozenset[str] = frozenset()  # articles whose item stands in an earlier article too
    series: dict[str, Series] = field(default_factory=dict)  # article id → its series
    sides: dict[str, frozenset[int]] = field(default_factory=dict)  # unit → what editors parted it from
    block: dict[str, str] = field(default_factory=dict)  # unit → what editors bound it to


def units(
    articles: Iterable[Article], wire_copies: Iterable[WireCopy], settings: StorySettings, bound: Bounds
) -> Units:
    """Return what belongs together beforehand; what editors parted is not tied by any of it."""
    items = list(articles)
    ties = Ties({article.id: bound.sides.get(article.item, NO_SIDES) for article in items})
    made = series(items, settings)
    firsts: dict[str | Series | tuple[date, str], str] = {}
    versions: set[str] = set()
    ordered = sorted(items, key=lambda one: (one.time, one.id))
    for article in ordered:
        if article.item in firsts:
            versions.add(article.id)
        ties.join(firsts.setdefault(article.item, article.id), article.id)
    for article in ordered:
        if len(article.text) >= settings.same_least:
            ties.join(firsts.setdefault((article.time.date(), article.text), article.id), article.id)
        if article.id in made:
            ties.join(firsts.setdefault(made[article.id], article.id), article.id)
    known = {article.id: article for article in items}
    printing_of: dict[str, str] = {}
    for copy in wire_copies:
        printed = [one for one in copy.article_ids if one in known]
        for one in printed[1:]:
            ties.join(printed[0], one)
        for one in printed:
            if one != copy.original:
                original = known.get(copy.original)
                printing_of[one] = copy.agency or (original.outlet if original else None) or "another report"
    of = {one: ties.root(one) for one in known}
    return Units(
        of=of,
        printing_of=printing_of,
        versions=frozenset(versions),
        series=made,
        sides={unit: ties.sides(unit) for unit in of.values()} if bound.sides else {},
        block={of[one.id]: bound.block[one.item] for one in items if one.item in bound.block},
    )
