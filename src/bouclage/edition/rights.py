"""What a source's rights let be shown of one report on one day: the one place that decides it, for every output.

At closing it bounds what goes into the edition; when an edition is shown later, `without_expired` takes out what has
run out since. Headline, outlet and link always stay: they are a citation of the source, not its text.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bouclage.edition.withdrawn import said_without
from bouclage.records import Edition, EditionStory, Revision, Rights, Source, TextRight

NO_LIMIT = 10**9
_EDITS = 8  # of one report shown
_EDIT_CHARS = 240  # of one side of one edit


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """Characters of text over all sentences shown, and whether the photo may be."""

    chars: int
    photo: bool


def allowed(rights: Rights | None, published: datetime, day: date) -> Allowed:
    """Return what may be shown on `day` of a report published then. A source without rights on file gives its text."""
    if rights is None:
        return Allowed(chars=NO_LIMIT, photo=False)
    if rights.expires_days is not None and day > published.date() + timedelta(days=rights.expires_days):
        return Allowed(chars=0, photo=False)
    chars = {TextRight.FULL: NO_LIMIT, TextRight.EXCERPT: rights.excerpt_chars, TextRight.HEADLINE: 0}[rights.text]
    return Allowed(chars=chars, photo=rights.photo)


def shown_revision(revision: Revision | None, may: Allowed) -> Revision | None:
    """Return what may be shown of a silent edit: that there was one, and its words within the rights."""
    if revision is None:
        return None
    left, edits = may.chars, []
    for edit in revision.edits[:_EDITS]:
        before, after = _cut(edit.before), _cut(edit.after)
        left -= len(before) + len(after)
        if left < 0:
            break
        edits.append(replace(edit, before=before, after=after))
    return replace(revision, edits=tuple(edits))


def _cut(words: str) -> str:
    return words if len(words) <= _EDIT_CHARS else words[:_EDIT_CHARS].rpartition(" ")[0] or words[:_EDIT_CHARS]


def expired(edition: Edition, rights: Mapping[str, Rights], day: date) -> frozenset[str]:
    """Return the articles of `edition` whose text may no longer be shown on `day`; `rights` by source id."""
    return frozenset(
        report.article_id
        for story in edition.stories
        for report in story.reports
        if (own := rights.get(report.source_id or "")) is not None
        and own.expires_days is not None
        and day > report.time.date() + timedelta(days=own.expires_days)
    )


def without_expired(edition: Edition, articles: Collection[str]) -> Edition:
    """Return `edition` without text and photo of `articles`; headline, outlet and link stay."""
    if not articles:
        return edition
    sections = tuple(
        replace(section, stories=tuple(_story(story, articles) for story in section.stories))
        for section in edition.sections
    )
    return replace(edition, sections=sections)


def _story(story: EditionStory, gone: Collection[str]) -> EditionStory:
    if not any(report.article_id in gone for report in story.reports):
        return story
    reports = tuple(
        replace(report, revision=replace(report.revision, edits=()))
        if report.article_id in gone and report.revision is not None
        else report
        for report in story.reports
    )
    outlets = {report.outlet for report in story.reports if report.article_id in gone}
    photo_gone = story.photo_outlet in outlets
    return replace(
        story,
        kicker=None if story.headline.article_id in gone else story.kicker,
        summary=tuple(quote for quote in story.summary if quote.article_id not in gone),
        **said_without(story, gone),
        reports=reports,
        photo=None if photo_gone else story.photo,
        photo_outlet=None if photo_gone else story.photo_outlet,
    )


def rights_of(sources: Mapping[str, Source], source_id: str) -> Rights | None:
    """Return the rights on file for a source; None for one that is no longer in the catalogue."""
    source = sources.get(source_id)
    return source.rights if source is not None else None
