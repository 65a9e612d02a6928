"""View: an edition with its words, dates and links ready to be shown; the web page, mail and text are set from it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from bouclage.records import Edition, EditionStory, Notice, Quote, Report, RevisionKind
from bouclage.render.links import anchor, safe, slug, to_words
from bouclage.render.photo_view import PhotoCopy, PhotoView, photo_view
from bouclage.render.reasons import why_of
from bouclage.render.said import SaidView, said_view
from bouclage.render.speech import Speech, speech
from bouclage.render.weather import WeatherView, weather_view

_BAND = 3  # columns of a wide page


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceView:
    """One quoted sentence."""

    text: str
    href: str | None  # to its very words in the source
    begins_new: bool  # the first of words not in yesterday's edition


@dataclass(frozen=True, slots=True, kw_only=True)
class RunView:
    """Sentences of one report in a row."""

    outlet: str
    href: str | None
    lang: str | None
    sentences: tuple[SentenceView, ...]

    @property
    def text(self) -> str:
        """The sentences, one after the other."""
        return " ".join(sentence.text for sentence in self.sentences)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView:
    """One line of a story's sources."""

    outlet: str
    headline: str
    href: str | None
    lang: str | None
    language_name: str | None
    when: str
    iso: str
    marks: tuple[str, ...]
    copies: tuple["ReportView", ...] = ()  # printings of this very text
    changes: tuple["ChangeView", ...] = ()  # what was changed without notice, word by word


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeView:
    """Words replaced in a report without notice; an empty side = added, or taken out."""

    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryView:
    """A story ready to be set."""

    anchor: str
    headline: str
    outlet: str  # whose headline it is
    href: str | None
    lang: str | None
    kicker: str | None
    runs: tuple[RunView, ...]
    reports: tuple[ReportView, ...]  # reports of their own, each with its printings
    breadth: str  # "5 outlets · 3 origins · 2 languages"; "" for a story with one report
    continues: str | None
    new_mark: str | None
    photo: PhotoView | None
    permalink: str | None
    series: str | None
    why: tuple[tuple[str, str | None], ...]  # words, and their language where it is not the page's
    title_lang: str | None = None  # of the headline shown, which an editor writes in the edition's language
    edited: str | None = None  # "headline by the editor; in the source:", where `headline` is not the source's
    original: str | None = None  # the source's headline, where an editor's is shown
    note: str | None = None  # the editor's
    said: SaidView  # who says what, when, and where it clashes


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    """A section: stories, and lines made by machine series."""

    key: str  # its fragment on the page
    name: str
    stories: tuple[StoryView, ...]
    series: tuple[tuple[str, tuple[StoryView, ...]], ...]

    @property
    def everything(self) -> tuple[StoryView, ...]:
        """All of its stories in reading order."""
        return self.stories + tuple(story for _, stories in self.series for story in stories)

    @property
    def span(self) -> int:
        """How many of a band's columns it fills: one a story; all of them for the front page and series."""
        return _BAND if self.key == "front" or self.series else min(len(self.stories), _BAND)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeView:
    """A withdrawal or correction."""

    word: str
    outlet: str
    headline: str
    href: str | None
    printed: str | None
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionView:
    """An edition ready to be set."""

    speech: Speech
    title: str
    day: str
    iso: str
    closed: str
    from_: str
    held: str | None  # why nothing stands here
    sections: tuple[SectionView, ...]
    notices: tuple[NoticeView, ...]
    troubles: tuple[tuple[str, str, str | None], ...]  # outlet, what is wrong, its language if not the page's
    account: str
    note: str | None = None  # the editor's
    weather: WeatherView | None = None
    span: str = ""  # "the week from 2 to 8 September", where it is of several days
    left_out: tuple[str, ...] = ()  # what of the edition is on the web alone

    @property
    def bands(self) -> list[list[SectionView]]:
        """Sections in rows: short ones that follow one another share one, so that no column stays empty."""
        bands: list[list[SectionView]] = []
        for section in self.sections:
            if bands and sum(one.span for one in bands[-1]) + section.span <= _BAND:
                bands[-1].append(section)
            else:
                bands.append([section])
        return bands


def view_of(
    edition: Edition,
    *,
    permalinks: Mapping[str, str] | None = None,
    photos: Mapping[str, PhotoCopy] | None = None,
    week: bool = False,
    elsewhere: int = 0,
    foreign: int = 0,
    language: str | None = None,
) -> EditionView:
    """Return the view of an edition, in `language` where its reader wants another than its own.

    `permalinks` gives a story's own address by story id; `photos` our copy of a photo by its url.
    `week` says that it holds a week's stories; `elsewhere` and `foreign` how many stories its reader did not want.
    """
    speak = speech(language or edition.language, edition.time_zone)
    counts = edition.counts
    closed = speak.say("closed", time=speak.clock(edition.closes))
    if edition.late:
        closed += f" ({speak.say('late', when=speak.moment(edition.closed, edition.day))})"
    since = edition.day - timedelta(days=6)
    span = speak.say("week", since=speak.day(since), until=speak.day(edition.day)) if week else ""
    return EditionView(
        speech=speak,
        title=edition.title,
        day=span or speak.long_date(edition.day),
        iso=edition.day.isoformat(),
        closed=closed,
        from_=speak.say(
            "from",
            stories=speak.count("stories", counts.stories),
            items=speak.count("items", counts.read),
            sources=speak.count("from_sources", counts.sources),
        ),
        held=(edition.reason or "") if edition.status == "held" else None,
        sections=tuple(_sections(edition, speak, permalinks or {}, photos or {})),
        notices=tuple(_notice(notice, speak) for notice in edition.notices),
        troubles=tuple((trouble.outlet, *speak.trouble(trouble.error)) for trouble in edition.troubles),
        account=speak.say(
            "account_line",
            read=speak.count("read", counts.read),
            printed=speak.count("printed", counts.printed),
            stories=speak.count("stories", counts.stories),
            merged=speak.count("merged", counts.merged),
            held=speak.count("held_items", counts.held),
            refused=speak.count("refused", counts.refused),
        ),
        note=edition.note,
        weather=weather_view(edition.weather, speak) if edition.weather else None,
        span=span,
        left_out=tuple(
            speak.say(key, stories=speak.count("stories", number), language=speak.language_name(edition.language))
            for key, number in (("mail_elsewhere", elsewhere), ("mail_foreign", foreign))
            if number
        ),
    )


def story_view(
    story: EditionStory,
    edition: Edition,
    speak: Speech,
    *,
    permalink: str | None = None,
    photo: PhotoCopy | None = None,
) -> StoryView:
    """Return the view of one story; `photo` is our copy of its photo."""
    tags = {report.article_id: report.language for report in story.reports}
    since = speak.day(story.continues) if story.continues else None
    return StoryView(
        anchor=anchor(story.id),
        headline=story.title,
        outlet=story.headline.outlet,
        href=safe(story.headline.url),
        lang=speak.foreign(story.language),
        kicker=story.kicker,
        runs=_runs(story.summary, tags, speak),
        reports=_reports(story, edition, speak),
        breadth=_breadth(story, speak) if len(story.reports) > 1 else "",
        continues=speak.say("continues", day=since) if since else None,
        new_mark=speak.say("new_mark", day=since) if since else None,
        photo=photo_view(story, photo, speak),
        permalink=permalink,
        series=story.series,
        why=why_of(story, speak),
        title_lang=None if story.headline_by_editor else speak.foreign(story.language),
        edited=speak.say("edited_headline") if story.headline_by_editor else None,
        original=story.headline.text if story.headline_by_editor else None,
        note=story.note,
        said=said_view(story, edition.day, speak),
    )


def _sections(
    edition: Edition, speak: Speech, permalinks: Mapping[str, str], photos: Mapping[str, PhotoCopy]
) -> list[SectionView]:
    made = []
    for section in edition.sections:
        stories: list[StoryView] = []
        series: dict[str, list[StoryView]] = {}
        for story in section.stories:
            photo = photos.get(story.photo.url) if story.photo else None
            view = story_view(story, edition, speak, permalink=permalinks.get(story.id), photo=photo)
            if story.series is None:
                stories.append(view)
            else:
                series.setdefault(_series_name(story.series), []).append(view)
        made.append(
            SectionView(
                key=slug(section.name),
                name=speak.section(section.name),
                stories=tuple(stories),
                series=tuple((name, tuple(views)) for name, views in series.items()),
            )
        )
    return made


def _series_name(series: str) -> str:
    """Return a series' name as readers know it: "weather: Météo Vallées, 2026-09-08" is "Météo Vallées"."""
    return re.sub(r",? \d{4}-\d\d-\d\d\Z", "", series.partition(": ")[2] or series)


def _runs(quotes: tuple[Quote, ...], tags: Mapping[str, str | None], speak: Speech) -> tuple[RunView, ...]:
    """Join sentences that follow one another in one report's name."""
    runs: list[list[Quote]] = []
    for quote in quotes:
        if runs and runs[-1][-1].article_id == quote.article_id:
            runs[-1].append(quote)
        else:
            runs.append([quote])
    made, before = [], False
    for run in runs:
        sentences = []
        for quote in run:
            begins = quote.new and not before
            sentences.append(SentenceView(text=quote.text, href=to_words(quote.url, quote.text), begins_new=begins))
            before = quote.new
        first = run[0]
        lang = speak.foreign(tags.get(first.article_id))
        made.append(RunView(outlet=first.outlet, href=safe(first.url), lang=lang, sentences=tuple(sentences)))
    return tuple(made)


def _reports(story: EditionStory, edition: Edition, speak: Speech) -> tuple[ReportView, ...]:
    """Put each printing under the report whose text it prints; where that is not in the story, it stands alone."""
    in_order = sorted(story.reports, key=lambda report: (report.copy_of is not None, report.time, report.outlet))
    owners: dict[str, Report] = {}
    for report in in_order:
        if report.copy_of is None:
            owners.setdefault(report.outlet, report)
    copies: dict[str, list[ReportView]] = {}
    alone = []
    for report in in_order:
        owner = owners.get(report.copy_of) if report.copy_of is not None else None
        if owner is None:
            alone.append(report)
        else:
            copies.setdefault(owner.article_id, []).append(_report(report, edition, speak, nested=True))
    return tuple(
        replace(_report(report, edition, speak), copies=tuple(copies.get(report.article_id, ()))) for report in alone
    )


def _report(report: Report, edition: Edition, speak: Speech, *, nested: bool = False) -> ReportView:
    marks = []
    if nested:
        pass  # it stands under its original, which says so
    elif report.copy_of is not None:
        marks.append(speak.say("copy_of", outlet=report.copy_of))
    elif report.agency and report.agency.casefold() not in report.outlet.casefold():
        marks.append(speak.say("agency_text", agency=report.agency))
    marks += [speak.say(key) for key in ("paywall", "corrected", "edited", "typo") if _marked(report, key)]
    return ReportView(
        outlet=report.outlet,
        headline=report.headline.text,
        href=safe(report.url),
        lang=speak.foreign(report.language),
        language_name=speak.language_name(report.language),
        when=speak.moment(report.time, edition.day),
        iso=speak.local(report.time).isoformat(timespec="minutes"),
        marks=tuple(marks),
        changes=tuple(ChangeView(before=edit.before, after=edit.after) for edit in report.revision.edits)
        if report.revision is not None
        else (),
    )


def _marked(report: Report, key: str) -> bool:
    typo = report.revision is not None and report.revision.kind is RevisionKind.TYPO
    return {
        "paywall": report.paywalled, "corrected": report.corrected, "edited": report.edited, "typo": typo,
    }[key]  # fmt: skip


def _breadth(story: EditionStory, speak: Speech) -> str:
    parts = [speak.count("outlets", story.outlets), speak.count("origins", story.origins)]
    if len(story.languages) > 1:
        parts.append(speak.count("languages", len(story.languages)))
    return " · ".join(parts)


def _notice(notice: Notice, speak: Speech) -> NoticeView:
    return NoticeView(
        word=speak.say("withdrawn" if notice.kind == "withdrawn" else "notice_corrected"),
        outlet=notice.outlet,
        headline=notice.headline or speak.say("a_report"),
        href=safe(notice.url),
        printed=speak.say("notice_printed", day=speak.day(notice.printed_on)) if notice.printed_on else None,
        note=notice.note,
    )
