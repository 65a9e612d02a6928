"""Machine-made series: one template filled in for many places, companies or hours."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import combinations
from typing import NamedTuple

import numpy as np

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
    words = _Words()
    for (source_id, day), items in days.items():
        if len(items) < settings.series_least or not source_id:
            continue
        members = _templates(sorted(items, key=lambda item: (item.time, item.id)), settings, words)
        if members:
            name = members[0].outlet or source_id
            label = f"{members[0].section}: {name}" if members[0].section else name
            found |= dict.fromkeys((item.id for item in members), Series(source_id, day, label))
    return found


def _templates(items: list[Article], settings: StorySettings, words: "_Words") -> list[Article]:
    groups: list[list[Article]] = []
    firsts = _Firsts()
    for item in items:
        mask = _mask(item, words)
        if len(mask) < 4:
            continue
        number, alike = firsts.most_alike(mask)
        if alike >= settings.series_alike:
            groups[number].append(item)
        elif len(groups) < _MOST_ITEMS:
            firsts.add(mask)
            groups.append([item])
    return [item for group in groups if _is_series(group, settings) for item in group]


class _Firsts:
    """The first items of groups by their runs of words: most items share none with any, and are through at once."""

    def __init__(self) -> None:
        self._sizes: list[int] = []
        self._first: dict[int, int] = {}  # run → number of the first item that has it
        self._more: dict[int, list[int]] = {}  # run → numbers of the others

    def add(self, mask: frozenset[int]) -> None:
        number = len(self._sizes)
        self._sizes.append(len(mask))
        had = mask & self._first.keys()
        for run in had:
            self._more.setdefault(run, []).append(number)
        self._first.update(dict.fromkeys(mask - had, number))

    def most_alike(self, mask: frozenset[int]) -> tuple[int, float]:
        """Return the item that shares most runs, by the shorter of the two, and the share; of equals the first."""
        had = mask & self._first.keys()
        common = Counter(self._first[run] for run in had)
        if self._more:
            common.update(number for run in had for number in self._more.get(run, ()))
        alike = [(count / min(len(mask), self._sizes[number]), -number) for number, count in common.items()]
        share, number = max(alike, default=(0.0, 0))
        return -number, share


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


class _Words(dict[str, int]):
    """The number of each word: one for all names, one for all that begins with a figure."""

    def __missing__(self, word: str) -> int:
        number = self[word] = 2 + len(self) if word.islower() else 0 if word[0].isdigit() else 1
        return number


def _mask(item: Article, words: _Words) -> frozenset[int]:
    """Return the runs of three words at the item's beginning, names and numbers masked."""
    text = item.text
    found = _TOKEN.findall(text[: _MOST_WORDS * 8])
    if len(found) <= _MOST_WORDS:  # long words; else the last one counted is whole
        found = _TOKEN.findall(text[: _MOST_WORDS * 12])
    del found[_MOST_WORDS:]
    masked = np.fromiter(map(words.__getitem__, found), dtype=np.int64, count=len(found))
    if len(masked) < 3:
        return frozenset()
    return frozenset(((masked[:-2] << 42) ^ (masked[1:-1] << 21) ^ masked[2:]).tolist())
