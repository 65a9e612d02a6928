"""Versions: words that a publisher put back are a version of their own, though they were read before."""

from collections.abc import Iterable
from dataclasses import replace

from bouclage.records import Article, PubStatus, in_order
from bouclage.store import Transaction

_MOST_RETURNS = 5  # of one item: two servers of one publisher that disagree would go on for ever


def followed(tx: Transaction, articles: Iterable[Article]) -> tuple[Article, ...]:
    """Return articles just read from their sources, so numbered that words read before and back again are stored anew.

    Ids are hashes of the words, so that A, B, A would else end with B. Not for files, which can be read in any order.
    """
    given = tuple(articles)
    stored = tx.articles.of_items({article.item for article in given})
    return tuple(_numbered(article, stored.get(article.item, ())) for article in given)


def _numbered(article: Article, stored: Iterable[Article]) -> Article:
    past = [
        version
        for version in stored
        if version.version == article.version and version.pub_status is PubStatus.USABLE and not version.partial
    ]
    if not past or article.partial or article.pub_status is not PubStatus.USABLE:
        return article
    last = in_order(past)[-1]
    same = replace(article, returns=last.returns)
    if same.id == last.id or last.returns >= _MOST_RETURNS:
        return same
    known = any(replace(article, returns=version.returns).id == version.id for version in past)
    return replace(article, returns=last.returns + 1) if known else same
