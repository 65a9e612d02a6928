"""Withdrawn: which items were taken back by their publishers since they were printed."""

from collections.abc import Iterable

from bouclage.records import PubStatus
from bouclage.store import Transaction


def withdrawn_items(tx: Transaction, items: Iterable[str]) -> frozenset[str]:
    """Return those of `items` whose newest version was canceled or withheld by its publisher."""
    latest = tx.articles.latest(items)
    return frozenset(item for item, article in latest.items() if article.pub_status is not PubStatus.USABLE)
