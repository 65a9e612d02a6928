"""Decide for every item read whether this edition may print it: the gate before wire copies and stories.

A version counts when it was there at closing time. The highest version wins whatever the order of arrival.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from bouclage.edition.revision import silent_revision
from bouclage.edition.settings import EditionSettings
from bouclage.records import (
    Article,
    Fate,
    LedgerEntry,
    Notice,
    PubStatus,
    Refusal,
    Revision,
    Signal,
    Told,
    in_order,
)

_NEW_PARAGRAPH = 60  # characters; shorter changes ("updated at 14:05") are no news


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounted:
    """What an earlier edition's ledger says of an item."""

    day: date
    fate: Fate
    article_id: str | None = None
    headline: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sifted:
    """Items of the day, parted: what may be printed, and the account of the rest."""

    fit: tuple[Article, ...] = ()
    entries: tuple[LedgerEntry, ...] = ()  # held and refused
    notices: tuple[Notice, ...] = ()
    versions: Mapping[str, int]  # item → how many versions were read
    revisions: Mapping[str, Revision] = field(default_factory=dict)  # items changed without a word while we watched


def sift(
    articles: Iterable[Article],
    refusals: Iterable[Refusal],
    accounted: Mapping[str, Accounted],
    *,
    opens: datetime,
    closes: datetime,
    settings: EditionSettings,
    since: datetime | None = None,
) -> Sifted:
    """Part the items read into fit, held and refused; `accounted` is the last fate of items of earlier editions."""
    by_item: dict[str, list[Article]] = {}
    for article in articles:
        by_item.setdefault(article.item, []).append(article)
    fit: list[Article] = []
    entries: list[LedgerEntry] = []
    notices: list[Notice] = []
    revisions: dict[str, Revision] = {}
    versions: dict[str, int] = {}
    for item in sorted(by_item):
        there = _there_at_closing(by_item[item], closes)
        if not there:
            continue  # news of the next edition
        latest = there[-1]
        past = accounted.get(item)
        if past is None and latest.time <= opens and min(version.seen for version in by_item[item]) > closes:
            continue  # an archive read later: news of another day's edition
        versions[item] = len(there)
        notice = None
        if past is not None and past.fate in {Fate.PRINTED, Fate.MERGED}:
            notice = _notice(latest, past)
            if notice is None and not _tells_more(latest, past, by_item[item], since=opens):
                continue  # printed before and nothing new to tell: it does not return
        verdict = _verdict(latest, past, opens=since or opens, closes=closes, settings=settings)
        if notice is not None and not (verdict is not None and verdict[0] is Fate.HELD and notice.kind == "corrected"):
            notices.append(notice)  # a correction under embargo is not told of before its time
        if verdict is not None:
            fate, reason, told = verdict
            if past is not None and past.fate is Fate.REFUSED and fate is Fate.REFUSED:
                continue  # accounted for already, and nothing is new
            entry = entry_of(latest, fate, reason, (told,), versions=len(there))
            if fate is Fate.HELD or latest.pub_status is PubStatus.CANCELED:
                # the ledger is public: it counts the item, but tells neither its headline nor where it stands
                entry = replace(entry, headline=None, url="")
            entries.append(entry)
            continue
        fit.append(latest)
        if (revision := silent_revision(there)) is not None:
            revisions[item] = revision
    entries += [
        _refused(refusal)
        for refusal in _unique(refusals)
        if refusal.item not in by_item and refusal.item not in accounted
    ]
    fit.sort(key=lambda article: (article.time, article.id))
    return Sifted(
        fit=tuple(fit),
        entries=tuple(entries),
        notices=tuple(notices),
        versions=versions,
        revisions=revisions,
    )


def entry_of(
    article: Article,
    fate: Fate,
    reason: str,
    told: tuple[Told, ...],
    *,
    versions: int = 1,
    story_id: str | None = None,
) -> LedgerEntry:
    """Return the ledger's line for an article; `told` says the reason to readers."""
    return LedgerEntry(
        item=article.item,
        source_id=article.source_id,
        outlet=article.outlet,
        url=article.url,
        headline=article.headline,
        fate=fate,
        reason=reason,
        told=told,
        article_id=article.id,
        story_id=story_id,
        versions=versions,
    )


def _there_at_closing(versions: list[Article], closes: datetime) -> list[Article]:
    """Return the versions that were there at `closes`, the winning one last.

    A version first seen later counts only if none was seen in time (a closing made up late, an archive read years
    after) and the item was published by then; of those, one changed after closing only where there is no other: the
    archive of a page has the words it ended with, and news is better told with those than not at all.
    """
    seen = [version for version in versions if version.seen <= closes]
    if not seen:
        seen = [version for version in versions if (version.updated or version.time) <= closes] or versions
    there = [version for version in seen if version.time <= closes or version.pub_status is not PubStatus.USABLE]
    if there:
        # what was withdrawn or withheld is obeyed whenever it comes, so that a closing made up late does not print it
        there += [v for v in versions if v.pub_status is not PubStatus.USABLE and v not in there]
    return in_order(there)


def _verdict(
    article: Article, past: Accounted | None, *, opens: datetime, closes: datetime, settings: EditionSettings
) -> tuple[Fate, str, Told] | None:
    if article.pub_status is PubStatus.CANCELED:
        return Fate.REFUSED, "canceled: withdrawn by its publisher", Told(code="canceled")
    if article.pub_status is PubStatus.WITHHELD:
        return Fate.HELD, "withheld by its publisher", Told(code="withheld")
    if article.embargo_unreadable is not None:
        told = Told(code="embargo_unreadable", values=(article.embargo_unreadable,))
        return Fate.HELD, f"embargo that cannot be read: {article.embargo_unreadable!r}", told
    if article.embargoed is not None and article.embargoed > closes:
        told = Told(code="embargoed", values=(article.embargoed.isoformat(),))
        return Fate.HELD, f"embargoed until {article.embargoed:%Y-%m-%d %H:%M} UTC", told
    if not article.text.strip():
        return Fate.REFUSED, "empty: neither headline nor text", Told(code="empty")
    released = past is not None and past.fate is Fate.HELD
    if not released and article.time <= opens - timedelta(days=settings.late_days):
        told = Told(code="too_old", values=(article.time.date().isoformat(),))
        return Fate.REFUSED, f"too_old: published {article.time:%Y-%m-%d}, before the days of this edition", told
    return None


def _notice(article: Article, past: Accounted) -> Notice | None:
    """Return the line owed to readers when an item printed before was withdrawn or corrected since."""
    if article.id == past.article_id:
        return None
    if article.pub_status is not PubStatus.USABLE:
        kind = "withdrawn"
    elif article.signal is Signal.CORRECTION:
        kind = "corrected"
    else:
        return None
    withdrawn = kind == "withdrawn"  # neither its words nor a link to them: they may be the very thing that was wrong
    return Notice(
        kind=kind,
        outlet=article.outlet,
        url="" if withdrawn else article.url,
        headline="" if withdrawn else past.headline or article.headline or "",
        printed_on=past.day,
        note=article.ed_note,
    )


def _tells_more(latest: Article, past: Accounted, versions: list[Article], *, since: datetime) -> bool:
    """Say whether an item printed before has new paragraphs since: an update, a ticker, one address a story."""
    printed = next((version for version in versions if version.id == past.article_id), None)
    if printed is None or printed.partial or latest.id == printed.id or latest.pub_status is not PubStatus.USABLE:
        return False
    if max(latest.seen, latest.updated or latest.seen) <= since:
        return False
    parts = (latest.lead or "", *(block.text for block in latest.body))
    return any(len(part) >= _NEW_PARAGRAPH and part not in printed.text for part in parts)


def _unique(refusals: Iterable[Refusal]) -> list[Refusal]:
    return sorted({refusal.item: refusal for refusal in refusals}.values(), key=lambda refusal: refusal.item)


def _refused(refusal: Refusal) -> LedgerEntry:
    return LedgerEntry(
        item=refusal.item,
        source_id=refusal.source_id,
        outlet=refusal.source_id,
        url=refusal.url,
        headline=refusal.headline,
        fate=Fate.REFUSED,
        reason=f"{refusal.reason}: {refusal.detail}",
        told=(Told(code=refusal.reason.value, values=(refusal.detail,)),),
    )
