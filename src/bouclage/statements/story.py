"""A story's statements: who said what over all its reports, each once; its timeline; its disputes."""

from collections.abc import Iterable, Sequence
from datetime import UTC, tzinfo

from bouclage.records import Article, Statement, StoryStatement, StoryStatements, WireCopy
from bouclage.statements.disputes import disputes
from bouclage.statements.find import statements
from bouclage.statements.origins import origins
from bouclage.statements.settings import StatementSettings
from bouclage.statements.timeline import timeline
from bouclage.statements.units import Unit
from bouclage.text.words import fold, stems

_Said = tuple[Statement, list[str], frozenset[str]]  # with who else prints it, and its stems


def story_statements(
    articles: Sequence[Article],
    *,
    copies: Iterable[WireCopy] = (),
    zone: tzinfo = UTC,
    language: str | None = None,
    settings: StatementSettings | None = None,
) -> StoryStatements:
    """Return who said what in the reports of one story, its timeline and its disputes.

    `copies` are its wire copies, `zone` the publisher's calendar, `language` the reader's. The same words by the same
    speaker are one statement, shown where they were first told; the printings of a text add what they print
    themselves, and no more.
    """
    settings = settings or StatementSettings()
    copies = tuple(copies)
    standing = origins(articles, copies)
    in_order = sorted(articles, key=lambda one: (one.id not in standing, one.time, one.id))
    context = [one for one in in_order if one.id in standing][: settings.most_context]
    seen: dict[str, list[Unit]] = {}
    found = {one.id: statements(one, story=context, settings=settings, seen=seen) for one in in_order}
    languages = {one.id: one.language for one in articles}
    said: list[_Said] = []
    by_speaker: dict[tuple[str | None, str], list[_Said]] = {}
    for article in in_order:
        for one in found[article.id]:
            words = frozenset(stems(one.content, languages[article.id]))
            alike = by_speaker.setdefault((languages[article.id], _last_name(one)), [])
            twin = next((other for other in alike if _same_words(one, words, other, settings)), None)
            if twin is None:
                twin = (one, [], words)
                alike.append(twin)
                said.append(twin)
            for teller in (article.id, *standing.get(article.id, ())):
                if teller != twin[0].article_id and teller not in twin[1]:
                    twin[1].append(teller)
    return StoryStatements(
        statements=tuple(StoryStatement(statement=one, also=tuple(also)) for one, also, _ in said),
        timeline=timeline(articles, zone=zone, copies=copies, settings=settings),
        disputes=disputes(articles, found=found, copies=copies, zone=zone, language=language, settings=settings),
    )


def _last_name(one: Statement) -> str:
    words = fold(one.speaker_name or one.speaker or "").split()
    return words[-1] if words else ""


def _same_words(one: Statement, words: frozenset[str], other: _Said, settings: StatementSettings) -> bool:
    if not words or one.negated != other[0].negated or one.article_id == other[0].article_id:
        return False
    shared = len(words & other[2])
    return shared >= settings.same_words * min(len(words), len(other[2])) and shared >= min(
        settings.least_same_words, len(words | other[2])
    )
