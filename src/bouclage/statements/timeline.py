"""The timeline of a story: its dated sentences in the order of what they tell, duplicates merged, gaps counted."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, timedelta, tzinfo

from bouclage.records import Article, DatedSpan, TimelineEvent, WireCopy
from bouclage.statements.find import body_start
from bouclage.statements.origins import origins
from bouclage.statements.settings import StatementSettings
from bouclage.statements.units import dateline_end, is_crosshead
from bouclage.text.dates import FoundDate, find_dates
from bouclage.text.sentences import sentences
from bouclage.text.words import stems


def dates(article: Article, *, zone: tzinfo = UTC) -> tuple[DatedSpan, ...]:
    """Return the date expressions of an article, resolved from its day of publication in `zone`.

    Headline and dateline are left out: the one repeats, the other says when it was written.
    """
    return tuple(span for span, _, _ in _dated(article, zone))


def timeline(
    articles: Sequence[Article],
    *,
    zone: tzinfo = UTC,
    copies: Iterable[WireCopy] = (),
    settings: StatementSettings | None = None,
) -> tuple[TimelineEvent, ...]:
    """Return the dated sentences of a story, earliest first, each with all who tell or print it."""
    settings = settings or StatementSettings()
    standing = origins(articles, copies)
    events: list[tuple[TimelineEvent, FoundDate, frozenset[str]]] = []
    for article in sorted((one for one in articles if one.id in standing), key=lambda one: (one.time, one.id)):
        tellers = (article.id, *standing[article.id])
        for span, found, (start, end) in _dated(article, zone):
            sentence = article.text[start:end]
            words = frozenset(stems(sentence, article.language))
            event = TimelineEvent(
                from_=span.from_, to=span.to, article_id=article.id, start=start, end=end, text=sentence, date=span,
                sources=tellers,
            )  # fmt: skip
            twin = next((index for index, one in enumerate(events) if _same(one, found, words, settings)), None)
            if twin is None:
                events.append((event, found, words))
            elif article.id not in events[twin][0].sources:
                first = events[twin][0]
                events[twin] = (replace(first, sources=(*first.sources, *tellers)), *events[twin][1:])
    events.sort(key=lambda one: (one[1].first, one[1].last, one[0].from_))
    return _with_gaps(events)


def _dated(article: Article, zone: tzinfo) -> list[tuple[DatedSpan, FoundDate, tuple[int, int]]]:
    text = article.text
    day = article.time.astimezone(zone).date()
    begin = body_start(article)
    while begin < len(text) and text[begin].isspace():
        begin += 1
    begin = dateline_end(text, begin)
    made = []
    for start, end in sentences(text[begin:], article.language):
        if is_crosshead(text, begin + start, begin + end):
            continue
        for found in find_dates(text[begin + start : begin + end], article.language, day, start=begin + start):
            span = DatedSpan(
                article_id=article.id, start=found.start, end=found.end, text=text[found.start : found.end],
                from_=found.from_, to=found.to,
            )  # fmt: skip
            made.append((span, found, (begin + start, begin + end)))
    return made


def _same(
    one: tuple[TimelineEvent, FoundDate, frozenset[str]],
    found: FoundDate,
    words: frozenset[str],
    settings: StatementSettings,
) -> bool:
    _, other, theirs = one
    if (other.first, other.last) != (found.first, found.last):
        return False
    return len(words & theirs) >= settings.same_event * max(1, min(len(words), len(theirs)))


def _with_gaps(events: list[tuple[TimelineEvent, FoundDate, frozenset[str]]]) -> tuple[TimelineEvent, ...]:
    made: list[TimelineEvent] = []
    reached: date | None = None
    for event, found, _ in events:
        gap = None if reached is None else max(0, (found.first - reached - timedelta(days=1)).days)
        made.append(replace(event, gap_days=gap))
        reached = found.last if reached is None else max(reached, found.last)
    return tuple(made)
