"""Builders of records: everything a record needs, sensible and fixed, and the test names only what it is about.

The day is Tuesday 8 September 2026, closed at 16:30 in Zurich (14:30 UTC).
"""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bouclage.records import (
    Article,
    Block,
    BlockKind,
    Counts,
    Edition,
    EditionStory,
    Membership,
    Printing,
    Quote,
    Refusal,
    RefusalReason,
    Report,
    Section,
    ShownStatement,
    Source,
    StatementKind,
    Story,
    VerbClass,
    WireCopy,
    digest,
    item_id,
)

DAY = date(2026, 9, 8)
YESTERDAY = date(2026, 9, 7)
OPENS = datetime(2026, 9, 7, 14, 30, tzinfo=UTC)
CLOSES = datetime(2026, 9, 8, 14, 30, tzinfo=UTC)
NOON = datetime(2026, 9, 8, 12, 0, tzinfo=UTC)


def hours(number: float) -> timedelta:
    """Return a timedelta of so many hours."""
    return timedelta(hours=number)


def a_source(source_id: str = "le-rivage", **given: Any) -> Source:
    """Return a source; its name is its id in title case."""
    defaults: dict[str, Any] = {
        "id": source_id,
        "name": source_id.replace("-", " ").title(),
        "url": f"https://{source_id}.example/feed.xml",
    }
    return Source(**(defaults | given))


def an_article(
    headline: str | None = "Un pont est rouvert",
    *,
    source: str = "le-rivage",
    body: Sequence[str | Block] = (),
    **given: Any,
) -> Article:
    """Return an article of `source`, published and seen at noon of the day; `body` strings become paragraphs.

    Its guid is made from the headline, so that two versions of one item need the same headline or `guid`.
    """
    guid = given.pop("guid", None) or f"https://{source}.example/{slug(headline or 'untitled')}"
    seen = given.pop("seen", None) or given.get("published") or NOON
    blocks = tuple(part if isinstance(part, Block) else Block(kind=BlockKind.PARAGRAPH, text=part) for part in body)
    defaults: dict[str, Any] = {
        "item": item_id(source, guid),
        "source_id": source,
        "outlet": source.replace("-", " ").title(),
        "url": guid,
        "guid": guid,
        "seen": seen,
        "published": seen,
        "language": "fr",
        "headline": headline,
        "body": blocks,
    }
    return Article(**(defaults | given))


def a_refusal(guid: str = "https://le-rivage.example/gone", *, source: str = "le-rivage", **given: Any) -> Refusal:
    """Return a refusal of an item whose page could not be had."""
    defaults: dict[str, Any] = {
        "item": item_id(source, guid),
        "source_id": source,
        "url": guid,
        "reason": RefusalReason.NOT_FETCHED,
        "detail": "the server did not answer",
    }
    return Refusal(**(defaults | given))


def a_story(*articles: Article, **given: Any) -> Story:
    """Return the story of `articles`, the first its founder; no articles = one of its own."""
    articles = articles or (an_article(),)
    defaults: dict[str, Any] = {
        "id": digest(articles[0].item, kind="story"),
        "members": tuple(
            Membership(
                article_id=article.id,
                score=1.0 if index == 0 else 0.6,
                reason="first report" if index == 0 else "same names",
            )
            for index, article in enumerate(articles)
        ),
        "first": min(article.time for article in articles),
        "last": max(article.time for article in articles),
    }
    return Story(**(defaults | given))


def a_wire_copy(original: Article, *printings: Article, agency: str | None = "ATR", overlap: float = 0.94) -> WireCopy:
    """Return the wire copy of `original` and those who print it."""
    return WireCopy(
        original=original.id,
        agency=agency,
        printings=(
            Printing(article_id=original.id, overlap=1.0, reason="the original"),
            *(Printing(article_id=article.id, overlap=overlap, reason="the same words") for article in printings),
        ),
    )


def a_quote(article: Article, text: str | None = None, *, new: bool = False) -> Quote:
    """Return `text` (the headline if None) as a quote of `article`; ValueError if the article does not say it."""
    words = article.headline or "" if text is None else text
    start = article.text.index(words)
    return Quote(
        article_id=article.id,
        start=start,
        end=start + len(words),
        text=words,
        outlet=article.outlet,
        url=article.url,
        new=new,
    )


def a_report(article: Article, **given: Any) -> Report:
    """Return an article as listed under its story."""
    defaults: dict[str, Any] = {
        "article_id": article.id,
        "item": article.item,
        "outlet": article.outlet,
        "url": article.url,
        "headline": a_quote(article),
        "language": article.language,
        "time": article.time,
        "paywalled": article.paywalled,
        "agency": article.agency,
    }
    return Report(**(defaults | given))


def a_shown_statement(article: Article, text: str | None = None, **given: Any) -> ShownStatement:
    """Return `text` (the headline if None) as a statement that an edition shows."""
    defaults: dict[str, Any] = {
        "quote": a_quote(article, text),
        "speaker": None,
        "name": None,
        "kind": StatementKind.INDIRECT,
        "verb": None,
        "verb_class": VerbClass.ASSERTS,
        "negated": False,
        "language": article.language,
        "time": article.time,
    }
    return ShownStatement(**(defaults | given))


def an_edition_story(*articles: Article, summary: Iterable[str] = (), **given: Any) -> EditionStory:
    """Return a story as it stands in an edition; `summary` names sentences of the first article that has them."""
    articles = articles or (an_article(),)
    quotes = tuple(a_quote(next(a for a in articles if sentence in a.text), sentence) for sentence in summary)
    defaults: dict[str, Any] = {
        "id": digest(articles[0].item, kind="story"),
        "headline": a_quote(articles[0]),
        "kicker": articles[0].kicker,
        "language": articles[0].language,
        "summary": quotes,
        "reports": tuple(a_report(article) for article in articles),
        "outlets": len({article.outlet for article in articles}),
        "origins": len(articles),
        "languages": tuple(sorted({article.language for article in articles if article.language})),
        "first": min(article.time for article in articles),
        "last": max(article.time for article in articles),
        "score": 3.0,
        "why": ("1 independent origin",),
    }
    return EditionStory(**(defaults | given))


def an_edition(*stories: EditionStory, **given: Any) -> Edition:
    """Return the evening edition of the day with `stories` in one section, "news"; no stories = one of its own."""
    stories = stories or (an_edition_story(),)
    reports = [report for story in stories for report in story.reports]
    merged = sum(report.copy_of is not None for report in reports)
    counts = Counts(read=len(reports), printed=len(reports) - merged, merged=merged, stories=len(stories), sources=1)
    defaults: dict[str, Any] = {
        "name": "evening",
        "day": DAY,
        "title": "Édition du soir",
        "language": "fr",
        "time_zone": "Europe/Zurich",
        "opens": OPENS,
        "closes": CLOSES,
        "closed": CLOSES + timedelta(seconds=20),
        "sections": (Section(name="news", stories=stories),),
        "counts": counts,
    }
    return Edition(**(defaults | given))


def slug(text: str) -> str:
    """Return `text` as the last part of an address."""
    return re.sub(r"\W+", "-", text.lower()).strip("-")
