"""Machine-made series: one template filled in for many places, companies or hours."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import combinations
from typing import NamedTuple

from bouclage.records import Article
from bouclage.stories.settings import StorySettings
from bouclage.text.names import names
from bouclage.text.numbers import numbers

_TOKEN = re.compile(r"\w+")
_MOST_WORDS = 150  # a template shows by then
_MOST_CHARACTERS = 2000
_MOST_COMPARED = 12
_MOST_ITEMS = 60  # compared with the first items of each template, of a source's day


class Series(NamedTuple):
    """One source's series of one day."""

    source_id: str
    day: str
    label: str  # as shown: "weather: Météo Vallées"


def series(articles: Iterable[Article], settings: StorySettings) -> dict[str, Series]:
    """Return the series for the id of each article that belongs to one.

    A series is one source's items of one day: at least `series_least` of them in one language have the same words
    once names and numbers are masked, and differ in what was masked. Items of its other languages go along.
    """
    days: dict[tuple[str, str], list[Article]] = defaultdict(list)
    for article in articles:
        days[article.source_id, f"{article.time:%Y-%m-%d}"].append(article)
    found: dict[str, Series] = {}
    for (source_id, day), items in days.items():
        if len(items) < settings.series_least or not source_id:
            continue
        members = _templates(sorted(items, key=lambda item: (item.time, item.id)), settings)
        if members:
            name = members[0].outlet or source_id
            label = f"{members[0].section}: {name}" if members[0].section else name
            found |= dict.fromkeys((item.id for item in members), Series(source_id, day, label))
    return found


def _templates(items: list[Article], settings: StorySettings) -> list[Article]:
    groups: list[tuple[frozenset[tuple[str, ...]], list[Article]]] = []
    for item in items:
        mask = _mask(item)
        if len(mask) < 4:
            continue
        best = max(groups, key=lambda group: _alike(mask, group[0]), default=None)
        if best is not None and _alike(mask, best[0]) >= settings.series_alike:
            best[1].append(item)
        elif len(groups) < _MOST_ITEMS:
            groups.append((mask, [item]))
    made = [group for _, group in groups if _is_series(group, settings)]
    return [item for group in made for item in group]


def _is_series(group: list[Article], settings: StorySettings) -> bool:
    if len({item.item for item in group}) < settings.series_least:
        return False
    # Updates of one event keep its names and most of its figures; a series has its own in every item.
    named = [frozenset(names(item.text[:_MOST_CHARACTERS])) for item in group[:_MOST_COMPARED]]
    often = Counter(name for found in named for name in found)
    own = sum(any(2 * often[name] < len(named) for name in found) for found in named)
    if own >= settings.series_own * len(named):
        return True
    counted = [frozenset(numbers(item.text[:_MOST_CHARACTERS])) for item in group[:_MOST_COMPARED]]
    pairs = [len(one & other) / len(one | other) for one, other in combinations(counted, 2) if one | other]
    return len(pairs) > 0 and sum(pairs) / len(pairs) < 1 - settings.series_own


def _mask(item: Article) -> frozenset[tuple[str, ...]]:
    """Return the runs of three words at the item's beginning, names and numbers masked."""
    found = _TOKEN.findall(item.text[: _MOST_WORDS * 12])[:_MOST_WORDS]
    masked = [word if word.islower() else "0" if word[0].isdigit() else "A" for word in found]
    if len(masked) < 3:
        return frozenset([tuple(masked)])
    return frozenset(zip(masked, masked[1:], masked[2:], strict=False))


def _alike(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> float:
    return len(one & other) / max(1, min(len(one), len(other)))
