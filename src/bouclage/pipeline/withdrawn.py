"""Withdrawn: what may no longer be shown: reports their publishers took back, and texts whose rights have run out."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from bouclage.edition import expired, items_of, without, without_expired
from bouclage.records import Edition, PubStatus
from bouclage.store import Transaction


def withdrawn_items(tx: Transaction, items: Iterable[str]) -> frozenset[str]:
    """Return those of `items` whose newest version was canceled or withheld by its publisher."""
    latest = tx.articles.latest(items)
    return frozenset(item for item, article in latest.items() if article.pub_status is not PubStatus.USABLE)


def gone_since(tx: Transaction, edition: Edition, now: datetime) -> frozenset[str]:
    """Return what may no longer be shown of a closed edition: items withdrawn, and articles whose rights ran out."""
    ids = {report.source_id for story in edition.stories for report in story.reports if report.source_id}
    rights = {source.id: source.rights for source in tx.sources.some(ids)}
    day = now.astimezone(ZoneInfo(edition.time_zone)).date()
    return withdrawn_items(tx, items_of(edition)) | expired(edition, rights, day)


def as_shown(edition: Edition, gone: frozenset[str], *, instead: str) -> Edition:
    """Return a closed edition as it may be shown, without what is `gone` since: for web, mail and files alike."""
    return without_expired(without(edition, gone, instead=instead), gone)
