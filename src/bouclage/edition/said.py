"""Said: which of a story's statements, dated events and disputes an edition shows, as verbatim quotes within rights."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from bouclage.edition.allowance import Allowance
from bouclage.edition.settings import EditionSettings
from bouclage.edition.summary import quote
from bouclage.records import (
    Article,
    Dispute,
    EditionStory,
    ShownDispute,
    ShownEvent,
    ShownStatement,
    Statement,
    StatementKind,
    StoryStatement,
    StoryStatements,
    TimelineEvent,
)

_OPENS = "«»“„‘‚‹›\"'"
_CLOSES = "»«”“’‘›‹\"'"
_PAIRS = {"«": "»", "“": "”", "„": "“", "‘": "’", "‚": "‘", "‹": "›", "»": "«", "›": "‹", '"': '"', "'": "'"}
_SPACES = " \u00a0\u202f"

_Key = tuple[str, int, int]


def with_disputes(
    story: EditionStory,
    found: StoryStatements,
    articles: Mapping[str, Article],
    allowance: Allowance,
    *,
    settings: EditionSettings,
) -> EditionStory:
    """Return `story` with its disputes, as many as may be shown: of one whose one side may not, neither is."""
    also = {_key(one.statement): one.also for one in found.statements}
    shown: list[ShownDispute] = []
    for dispute in found.disputes:
        if len(shown) == settings.most_disputes:
            break
        if _take(dispute, articles, allowance):
            left, right = (
                _statement(one, articles[one.article_id], also.get(_key(one), ()))
                for one in (dispute.left, dispute.right)
            )
            shown.append(ShownDispute(kind=dispute.kind, about=dispute.about, left=left, right=right))
    return replace(story, disputes=tuple(shown))


def with_statements(
    story: EditionStory,
    found: StoryStatements,
    articles: Mapping[str, Article],
    allowance: Allowance,
    *,
    language: str,
    settings: EditionSettings,
) -> EditionStory:
    """Return `story` with who says what, and its timeline.

    Statements whose speaker no report names are left out. Where not all may be shown, those come first that are in a
    dispute, in the reader's language, direct, and told by many; how many are missing is kept in `unshown`.
    """
    disputed = {_span(side) for dispute in story.disputes for side in (dispute.left, dispute.right)}

    def rank(one: StoryStatement) -> tuple[bool, bool, bool, int, float, int]:
        article, said = articles[one.statement.article_id], one.statement
        return (
            (article.id, *widened(article, said)) not in disputed,
            _base(article.language) != _base(language),
            said.kind is not StatementKind.DIRECT,
            -len(one.also),
            article.time.timestamp(),
            said.start,
        )

    named = [one for one in found.statements if one.statement.speaker]
    shown: list[ShownStatement] = []
    for one in sorted(named, key=rank):
        article = articles[one.statement.article_id]
        if len(shown) < settings.most_statements and allowance.take(article, *_spans(article, one.statement)):
            shown.append(_statement(one.statement, article, one.also))
    shown.sort(key=lambda one: (one.time, one.quote.article_id, one.quote.start))
    speakers: dict[str, list[ShownStatement]] = {}
    for said in shown:
        speakers.setdefault(said.who.casefold(), []).append(said)
    return replace(
        story,
        statements=tuple(said for group in speakers.values() for said in group),
        unshown=len(named) - len(shown),
        timeline=_timeline(found.timeline, articles, allowance, language=language, settings=settings),
    )


def widened(article: Article, said: Statement) -> tuple[int, int]:
    """Return the span of a statement with the quotation marks that begin or end right beside it."""
    text, start, end = article.text, said.start, said.end
    if said.kind is StatementKind.DIRECT:
        before = text[:start].rstrip(_SPACES) if text[start - 1 : start] in _SPACES else text[:start]
        if before[-1:] and before[-1] in _OPENS and start - len(before) <= 1:
            start = len(before) - 1
    opened: list[str] = []
    for char in text[start:end]:
        if opened and char == opened[-1]:
            opened.pop()
        elif char in "«“„‹" or (char == '"' and not opened):
            opened.append(_PAIRS[char])
    if opened or text[start : start + 1] in "»›‘‚'":
        wanted = opened[-1] if opened else _PAIRS[text[start]]
        after = text[end : end + 4]
        at = after.find(wanted)
        if at >= 0 and all(char in _SPACES + ".,!?…" for char in after[:at]):
            end += at + 1
    return start, end


def _timeline(
    found: tuple[TimelineEvent, ...],
    articles: Mapping[str, Article],
    allowance: Allowance,
    *,
    language: str,
    settings: EditionSettings,
) -> tuple[ShownEvent, ...]:
    """Choose events: of a day those in the reader's language that most reports tell. A timeline has two days."""

    def rank(event: TimelineEvent) -> tuple[bool, int, int]:
        return _base(articles[event.article_id].language) != _base(language), -len(event.sources), len(event.text)

    days: dict[tuple[str, str], list[TimelineEvent]] = {}
    for event in found:
        days.setdefault((event.from_, event.to), []).append(event)
    chosen: set[_Key] = set()
    for events in days.values():
        taken = 0
        for event in sorted(events, key=rank):
            article = articles[event.article_id]
            if taken == settings.most_events_a_day or event.end - event.start > settings.quote_max_chars:
                continue
            if allowance.take(article, (event.start, event.end)):
                chosen.add((event.article_id, event.date.start, event.date.end))
                taken += 1
    shown: list[ShownEvent] = []
    gap: int | None = None
    for event in found:
        gap = max(gap or 0, event.gap_days or 0)  # of the events left out in between, too
        if (event.article_id, event.date.start, event.date.end) in chosen:
            shown.append(_event(event, articles[event.article_id], gap if shown else None))
            gap = 0
    return tuple(shown) if len({date.fromisoformat(one.from_[:10]) for one in shown}) > 1 else ()


def _event(event: TimelineEvent, article: Article, gap: int | None) -> ShownEvent:
    return ShownEvent(
        quote=quote(article, event.start, event.end),
        date=quote(article, event.date.start, event.date.end),
        from_=event.from_,
        to=event.to,
        language=article.language,
        sources=event.sources,
        gap_days=gap,
    )


def _statement(said: Statement, article: Article, also: tuple[str, ...]) -> ShownStatement:
    speaker = None
    if said.speaker_start is not None and said.speaker_end is not None:
        speaker = quote(article, said.speaker_start, said.speaker_end)
    return ShownStatement(
        quote=quote(article, *widened(article, said)),
        speaker=speaker,
        name=said.speaker_name,
        kind=said.kind,
        verb=said.verb,
        verb_class=said.verb_class,
        negated=said.negated,
        language=article.language,
        time=article.time,
        also=also,
    )


def _take(dispute: Dispute, articles: Mapping[str, Article], allowance: Allowance) -> bool:
    left, right = articles[dispute.left.article_id], articles[dispute.right.article_id]
    if left.id == right.id:
        return allowance.take(left, *_spans(left, dispute.left), *_spans(right, dispute.right))
    if not all(allowance.allows(right, *span) for span in _spans(right, dispute.right)):
        return False
    return allowance.take(left, *_spans(left, dispute.left)) and allowance.take(right, *_spans(right, dispute.right))


def _spans(article: Article, said: Statement) -> list[tuple[int, int]]:
    spans = [widened(article, said)]
    if said.speaker_start is not None and said.speaker_end is not None:
        spans.append((said.speaker_start, said.speaker_end))
    return spans


def _key(said: Statement) -> _Key:
    return said.article_id, said.start, said.end


def _span(shown: ShownStatement) -> _Key:
    return shown.quote.article_id, shown.quote.start, shown.quote.end


def _base(language: str | None) -> str:
    return (language or "").split("-")[0].casefold()
