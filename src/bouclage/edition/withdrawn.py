"""Withdrawn: what may no longer be shown of a closed edition, because its publisher took it back since.

The stored edition stays as it was closed; these functions give the edition to show. A report's words, headline, photo
and link go; a line that says so stays.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import TypedDict

from bouclage.records import (
    Edition,
    EditionStory,
    Ledger,
    LedgerEntry,
    Notice,
    Report,
    ShownDispute,
    ShownEvent,
    ShownStatement,
    Told,
)


class _Said(TypedDict):
    statements: tuple[ShownStatement, ...]
    timeline: tuple[ShownEvent, ...]
    disputes: tuple[ShownDispute, ...]


def items_of(edition: Edition) -> frozenset[str]:
    """Return the items that stand in an edition."""
    return frozenset(report.item for story in edition.stories for report in story.reports)


def without(edition: Edition, items: Collection[str], *, instead: str) -> Edition:
    """Return `edition` without the reports of `items`, and a notice for each.

    `instead` stands where the notice names a headline: the withdrawn one may be the very thing that was wrong. A story
    with no report left goes; the counts stay, being those of the closing.
    """
    gone = [report for story in edition.stories for report in story.reports if report.item in items]
    if not gone:
        return edition
    sections = []
    for section in edition.sections:
        stories = tuple(left for story in section.stories if (left := _story_without(story, items)) is not None)
        if stories:
            sections.append(replace(section, stories=stories))
    notices = tuple(
        Notice(kind="withdrawn", outlet=outlet, url="", headline=instead, printed_on=None)
        for outlet in (report.outlet for report in gone)
    )
    return replace(edition, sections=tuple(sections), notices=(*notices, *edition.notices))


def ledger_without(ledger: Ledger, items: Collection[str]) -> Ledger:
    """Return `ledger` with the lines of `items` emptied of headline and link; each keeps its fate, so the sums hold."""
    return replace(ledger, entries=tuple(_line(entry) if entry.item in items else entry for entry in ledger.entries))


def _line(entry: LedgerEntry) -> LedgerEntry:
    return replace(entry, headline=None, url="", reason="withdrawn by its publisher", told=(Told(code="canceled"),))


def _story_without(story: EditionStory, items: Collection[str]) -> EditionStory | None:
    gone = [report for report in story.reports if report.item in items]
    if not gone:
        return story
    left = tuple(report for report in story.reports if report.item not in items)
    if not left:
        return None
    articles = {report.article_id for report in gone}
    outlets = {report.outlet for report in gone}
    made = replace(
        story,
        summary=tuple(quote for quote in story.summary if quote.article_id not in articles),
        reports=left,
        outlets=len({report.outlet for report in left}),
        origins=_origins(left),
        languages=tuple(sorted({report.language for report in left if report.language})),
        **said_without(story, articles),
        why=(),  # said of the reports as they were together
        # an editor's words were written over the reports as they were, and may repeat what was taken back
        headline_by_editor=None,
        note=None,
    )
    if story.photo_outlet in outlets:
        made = replace(made, photo=None, photo_outlet=None)
    if story.headline.article_id in articles:
        best = next((report for report in left if report.copy_of is None), left[0])
        made = replace(made, headline=best.headline, kicker=None, language=best.language)
    return made


def said_without(story: EditionStory, articles: Collection[str]) -> _Said:
    """Return what is still said: without the words of `articles`, and without their names among those who print it."""

    def stays(said: ShownStatement | ShownEvent) -> bool:
        return said.quote.article_id not in articles

    def trimmed(said: ShownStatement) -> ShownStatement:
        return replace(said, also=tuple(key for key in said.also if key not in articles))

    return {
        "statements": tuple(trimmed(one) for one in story.statements if stays(one)),
        "timeline": tuple(
            replace(one, sources=tuple(key for key in one.sources if key not in articles))
            for one in story.timeline
            if stays(one)
        ),
        "disputes": tuple(
            replace(one, left=trimmed(one.left), right=trimmed(one.right))
            for one in story.disputes
            if stays(one.left) and stays(one.right)
        ),
    }


def _origins(reports: Iterable[Report]) -> int:
    return len({report.wire_copy or report.article_id for report in reports})
