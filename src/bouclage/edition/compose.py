"""Compose: from stories to the frozen Edition and its Ledger."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType

from bouclage.edition.allowance import Allowance
from bouclage.edition.rank import standing
from bouclage.edition.rights import allowed, rights_of, shown_revision
from bouclage.edition.said import with_disputes, with_statements
from bouclage.edition.sections import ORDER, section_of_story
from bouclage.edition.settings import EditionSettings
from bouclage.edition.sift import Sifted, entry_of
from bouclage.edition.summary import headline_quote, summarise
from bouclage.records import (
    Article,
    Counts,
    Edition,
    EditionStory,
    Fate,
    Ledger,
    LedgerEntry,
    Report,
    Revision,
    RevisionKind,
    Section,
    Source,
    SourceTrouble,
    Story,
    StoryStatements,
    Told,
    WireCopy,
)

_NOTHING_SAID = StoryStatements()


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """What is being closed: an edition's name, day and window, and how it speaks."""

    name: str
    day: date
    opens: datetime
    closes: datetime
    title: str
    language: str
    time_zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """A story as an earlier edition printed it."""

    day: date
    article_ids: frozenset[str]
    told: frozenset[str]  # sentences shown


def compose(
    slot: Slot,
    sifted: Sifted,
    stories: Iterable[Story],
    wire_copies: Iterable[WireCopy],
    *,
    articles: Mapping[str, Article],
    sources: Mapping[str, Source],
    earlier: Mapping[str, Earlier],
    troubles: tuple[SourceTrouble, ...],
    closed: datetime,
    late: bool,
    settings: EditionSettings,
    said: Mapping[str, StoryStatements] = MappingProxyType({}),
) -> tuple[Edition, Ledger]:
    """Make the edition of `slot` from its stories.

    `articles` holds every article the stories and wire copies mention, also those of earlier days; `earlier` what
    earlier editions printed of a story, and `said` what its reports of today say, both by story id. Every fit article
    of `sifted` must be in exactly one story.
    """
    today = {article.id: article for article in sifted.fit}
    copies = _copies(wire_copies, articles)
    parts: dict[str, list[EditionStory]] = {}
    entries = list(sifted.entries)
    for story in stories:
        members = tuple(today[key] for key in story.article_ids if key in today)
        if not members:
            continue
        told = earlier.get(story.id)
        made, lines = _story(story, members, copies, slot=slot, sifted=sifted, sources=sources, told=told)
        entries += lines
        if made is not None:
            parts.setdefault(section_of_story(members), []).append(made)
    sections = _sections(parts, settings)
    sections = _with_words(
        sections, today, sources, earlier, said, language=slot.language, day=slot.day, settings=settings
    )
    entries.sort(key=lambda entry: (entry.fate, entry.outlet, entry.item))
    edition = Edition(
        name=slot.name,
        day=slot.day,
        title=slot.title,
        language=slot.language,
        time_zone=slot.time_zone,
        opens=slot.opens,
        closes=slot.closes,
        closed=closed,
        late=late,
        sections=sections,
        counts=_counts(entries, sections, sources, troubles),
        notices=sifted.notices,
        troubles=troubles,
    )
    return edition, Ledger(name=slot.name, day=slot.day, entries=tuple(entries))


@dataclass(frozen=True, slots=True)
class _Copy:
    """An article's part in a wire copy; `original` is the earliest printing we know."""

    wire_copy: WireCopy
    original: Article | None
    overlap: float


def _copies(wire_copies: Iterable[WireCopy], articles: Mapping[str, Article]) -> dict[str, _Copy]:
    found = {}
    for wire_copy in wire_copies:
        original = next((articles[key] for key in wire_copy.article_ids if key in articles), None)
        for printing in wire_copy.printings:
            found[printing.article_id] = _Copy(wire_copy, original, printing.overlap)
    return found


def _parent(
    article: Article,
    copy: _Copy | None,
    *,
    here: Collection[str],
    before: frozenset[str],
    stands_for: dict[str, Article],
) -> Article | None:
    """Return the article whose text `article` only repeats, or None where it stands for itself.

    That is the original if it is `here` (a report of today) or if readers had its text `before`; else the first
    printing of today, kept in `stands_for` by wire copy. A new version never repeats its own item.
    """
    if copy is None:
        return None
    original, wire_copy = copy.original, copy.wire_copy
    if wire_copy.id not in stands_for:
        known = original is not None and (original.id in here or not before.isdisjoint(wire_copy.article_ids))
        stands_for[wire_copy.id] = original if known and original is not None else article
    parent = stands_for[wire_copy.id]
    return None if parent.item == article.item else parent


def _story(
    story: Story,
    members: tuple[Article, ...],
    copies: Mapping[str, _Copy],
    *,
    slot: Slot,
    sifted: Sifted,
    sources: Mapping[str, Source],
    told: Earlier | None,
) -> tuple[EditionStory | None, list[LedgerEntry]]:
    reports, lines, stands_for = [], [], dict[str, Article]()
    here = {article.id for article in members}
    # an earlier edition that told the story told all the reports it had then
    before = (told.article_ids | frozenset(story.article_ids)) - here if told is not None else frozenset[str]()
    for article in members:
        copy = copies.get(article.id)
        parent = _parent(article, copy, here=here, before=before, stands_for=stands_for)
        may = allowed(rights_of(sources, article.source_id), article.time, slot.day)
        revision = shown_revision(sifted.revisions.get(article.item), may)
        reports.append(_report(article, copy, parent, revision=revision))
        fate, reason, words = _fate(article, copy, parent, others=len(members) - 1)
        if revision is not None:
            reason += f"; changed without notice: {revision.kind}{', and back' if revision.reverted else ''}"
            words += (Told(code=f"changed_{'back' if revision.reverted else revision.kind}"),)
        versions = sifted.versions.get(article.item, 1)
        lines.append(entry_of(article, fate, reason, words, versions=versions, story_id=story.id))
    if told is not None and all(line.fate is Fate.MERGED for line in lines):
        again = Told(code="printed_before", values=(told.day.isoformat(),))
        lines = [
            replace(line, reason=f"{line.reason}, printed in the edition of {told.day}", told=(*line.told, again))
            for line in lines
        ]
        return None, lines  # an unchanged story does not return
    origins = sum(line.fate is Fate.PRINTED for line in lines)
    best = _best_first(members, {r.article_id for r in reports if r.copy_of is None}, sources, slot.language)
    weight = max(sources[article.source_id].weight if article.source_id in sources else 1.0 for article in members)
    stand = standing(
        story,
        members,
        origins=origins,
        opens=slot.opens,
        closes=slot.closes,
        weight=weight,
        continues=told is not None,
    )
    photo = next(
        (a for a in best if a.photo and allowed(rights_of(sources, a.source_id), a.time, slot.day).photo), None
    )
    reasons = {member.article_id: member.reason for member in story.members}
    grouped = tuple(dict.fromkeys(reasons[a.id] for a in members[1:] if reasons.get(a.id)))[:3]
    made = EditionStory(
        id=story.id,
        headline=headline_quote(best[0]),
        kicker=best[0].kicker,
        language=best[0].language,
        summary=(),
        reports=tuple(reports),
        outlets=len({article.outlet for article in members}),
        origins=origins,
        languages=tuple(sorted({article.language for article in members if article.language})),
        first=min(article.time for article in members),
        last=max(article.time for article in members),
        score=stand.score,
        why=stand.why + grouped,
        told=stand.told,
        photo=photo.photo if photo else None,
        photo_outlet=photo.outlet if photo else None,
        thread=story.thread,
        continues=told.day if told else None,
        series=story.series,
    )
    return made, lines


def _fate(
    article: Article, copy: _Copy | None, parent: Article | None, *, others: int
) -> tuple[Fate, str, tuple[Told, ...]]:
    if copy is not None and parent is not None:
        told = Told(code="merged", values=(parent.outlet, str(round(100 * copy.overlap))))
        return Fate.MERGED, f"prints the text of {parent.outlet}: {copy.overlap:.0%} the same words", (told,)
    reason, words = "printed", [Told(code="alone")]
    if others:
        reason += f" with {others} other report{'' if others == 1 else 's'} of the event"
        words = [Told(code="with_others", values=(str(others),))]
    if copy is not None and copy.original is not None and copy.original.item != article.item:
        reason += f"; the first here to print the text of {copy.original.outlet}"
        words.append(Told(code="first_to_print", values=(copy.original.outlet,)))
    return Fate.PRINTED, reason, tuple(words)


def _report(article: Article, copy: _Copy | None, parent: Article | None, *, revision: Revision | None) -> Report:
    return Report(
        article_id=article.id,
        item=article.item,
        outlet=article.outlet,
        url=article.url,
        headline=headline_quote(article),
        language=article.language,
        time=article.time,
        paywalled=article.paywalled,
        agency=article.agency or (copy.wire_copy.agency if copy else None),
        wire_copy=copy.wire_copy.id if copy else None,
        copy_of=parent.outlet if parent else None,
        corrected=article.signal is not None and article.signal.value == "correction",
        edited=revision is not None and revision.kind is RevisionKind.SUBSTANCE,
        revision=revision,
        source_id=article.source_id,
    )


def _best_first(
    members: tuple[Article, ...], originals: set[str], sources: Mapping[str, Source], language: str
) -> list[Article]:
    """Order a story's reports by who should speak for it: the reader's language, own text, the newest, the longest.

    Newest before longest, because a toll rises and a meeting is called off: the last report knows most.
    """

    def standing_of(article: Article) -> tuple[bool, bool, float, int]:
        weight = sources[article.source_id].weight if article.source_id in sources else 1.0
        # half a day of freshness weighs as much as a doubled editor's weight
        fresh = article.time.timestamp() / 43200 + weight
        return (
            (article.language or "").split("-")[0] != language,
            article.id not in originals,
            -fresh,
            -len(article.text),
        )

    return sorted(members, key=standing_of)


def _sections(parts: Mapping[str, list[EditionStory]], settings: EditionSettings) -> tuple[Section, ...]:
    ranked = sorted(
        ((key, story) for key, stories in parts.items() for story in stories),
        key=lambda pair: (-pair[1].score, pair[1].id),
    )
    front = [
        story
        for key, story in ranked
        if story.origins >= settings.front_origins and story.series is None and key != "weather"
    ][: settings.front_stories]
    at_front = {story.id for story in front}
    placed: dict[str, list[EditionStory]] = {"front": front} if front else {}
    for key, story in ranked:
        if story.id not in at_front:
            placed.setdefault(key, []).append(story)
    return tuple(Section(name=key, stories=tuple(placed[key])) for key in ORDER if placed.get(key))


def _with_words(
    sections: tuple[Section, ...],
    today: Mapping[str, Article],
    sources: Mapping[str, Source],
    earlier: Mapping[str, Earlier],
    said: Mapping[str, StoryStatements],
    *,
    language: str,
    day: date,
    settings: EditionSettings,
) -> tuple[Section, ...]:
    """Give each story its words, out of one allowance: both sides of a dispute, then the summary, then the rest."""
    done = []
    for section in sections:
        length = settings.summary_sentences if section.name == "front" else settings.short_summary_sentences
        stories = []
        for story in section.stories:
            originals = {report.article_id for report in story.reports if report.copy_of is None}
            members = tuple(today[report.article_id] for report in story.reports)
            best = tuple(_best_first(members, originals, sources, language))
            own = tuple(article for article in best if article.id in originals)
            told = earlier[story.id].told if story.id in earlier else frozenset[str]()
            allowance, found = Allowance(sources, day), said.get(story.id, _NOTHING_SAID)
            made = with_disputes(story, found, today, allowance, settings=settings)
            summary = summarise(
                own, language=language, length=length, told=told, settings=settings, allowance=allowance
            )
            made = replace(made, summary=summary)
            stories.append(with_statements(made, found, today, allowance, language=language, settings=settings))
        done.append(replace(section, stories=tuple(stories)))
    return tuple(done)


def _counts(
    entries: list[LedgerEntry],
    sections: tuple[Section, ...],
    sources: Mapping[str, Source],
    troubles: tuple[SourceTrouble, ...],
) -> Counts:
    fates = [entry.fate for entry in entries]
    return Counts(
        read=len(entries),
        printed=fates.count(Fate.PRINTED),
        merged=fates.count(Fate.MERGED),
        held=fates.count(Fate.HELD),
        refused=fates.count(Fate.REFUSED),
        stories=sum(len(section.stories) for section in sections),
        sources=len(sources),
        sources_failed=len(troubles),
    )
