"""Machine-made series: one template filled in for many places, companies or hours."""

import re
from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations

from bouclage.records import Article
from bouclage.stories.settings import StorySettings

_TOKEN = re.compile(r"\w+")
_MOST_WORDS = 400
_MOST_ITEMS = 60  # compared with the first items of each template, of a source's day


def series(articles: Iterable[Article], settings: StorySettings) -> dict[str, str]:
    """Return the label of the series for the id of each article that belongs to one.

    A series is one source's items of one day: at least `series_least` of them in one language have the same words
    once names and numbers are masked, and differ in what was masked. Items of its other languages go along.
    """
    days: dict[tuple[str, str], list[Article]] = defaultdict(list)
    for article in articles:
        days[article.source_id, f"{article.time:%Y-%m-%d}"].append(article)
    found: dict[str, str] = {}
    for (_, day), items in days.items():
        if len(items) < settings.series_least or not items[0].source_id:
            continue
        members = _templates(sorted(items, key=lambda item: (item.time, item.id)), settings)
        for item in members:
            found[item.id] = f"{items[0].outlet or items[0].source_id}, {day}"
    return found


def _templates(items: list[Article], settings: StorySettings) -> list[Article]:
    groups: list[tuple[frozenset[str], list[Article]]] = []
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
    # Updates of one event keep its names; a series has other names in every item.
    filled = [_filled(item) for item in group[:12]]
    pairs = list(combinations(filled, 2))
    same = sum(len(one & other) / max(1, len(one | other)) for one, other in pairs) / len(pairs)
    return same < settings.series_same


def _words(item: Article) -> list[str]:
    return _TOKEN.findall(item.text)[:_MOST_WORDS]


def _mask(item: Article) -> frozenset[str]:
    masked = ["0" if word[0].isdigit() else "A" if word[0].isupper() else word for word in _words(item)]
    return frozenset(" ".join(masked[i : i + 3]) for i in range(max(1, len(masked) - 2)))


def _filled(item: Article) -> frozenset[str]:
    return frozenset(
        word for word in _TOKEN.findall(item.headline or item.text[:200]) if word[0].isupper() or word[0].isdigit()
    )


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(1, min(len(one), len(other)))
