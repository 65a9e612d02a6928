"""Allowance: how many characters of each report its source still allows an edition to show."""

from collections.abc import Mapping
from datetime import date

from bouclage.edition.rights import NO_LIMIT, allowed, rights_of
from bouclage.records import Article, Source


class Allowance:
    """Keeps account of what is shown of each article of one edition. Words shown twice count once; headlines do not."""

    def __init__(self, sources: Mapping[str, Source], day: date) -> None:
        self._sources = sources
        self._day = day
        self._shown: dict[str, list[tuple[int, int]]] = {}

    def allows(self, article: Article, start: int, end: int) -> bool:
        """Whether `article.text[start:end]` may be shown beside what is shown already."""
        most = self._most(article)
        spans = [*self._shown.get(article.id, ()), (start, end)]
        return most >= NO_LIMIT or _covered(spans) <= most

    def take(self, article: Article, *spans: tuple[int, int]) -> bool:
        """Write down that all `spans` are shown, if they may be; return whether."""
        shown = [*self._shown.get(article.id, ()), *spans]
        if _covered(shown) > self._most(article):
            return False
        self._shown[article.id] = shown
        return True

    def _most(self, article: Article) -> int:
        return allowed(rights_of(self._sources, article.source_id), article.time, self._day).chars


def _covered(spans: list[tuple[int, int]]) -> int:
    total = reached = 0
    for start, end in sorted(spans):
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    return total
