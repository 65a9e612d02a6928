"""Search: the form, and what was found with the words marked where they stand; every sentence shown is the source's."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bouclage.records import Article
from bouclage.render.environment import fill
from bouclage.render.frame import Frame
from bouclage.render.links import safe
from bouclage.render.speech import Speech, speech
from bouclage.text.search_terms import Question, terms_of
from bouclage.text.sentences import sentences

_SNIPPET = 240  # characters of a source's text under a result
_HITS = 4  # reports named under one story


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Words of a source, and whether they are some that were asked for."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundReport:
    """A report that answers; `allowed` characters of its text after the headline may be shown."""

    article: Article
    allowed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundStory:
    """A printed story that answers, with those of its reports that do."""

    day: date
    headline: str
    language: str | None
    href: str
    reports: tuple[FoundReport, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the form was sent with, and what it offers."""

    words: str = ""
    outlet: str = ""
    section: str = ""
    language: str = ""
    since: str = ""
    until: str = ""
    outlets: Sequence[tuple[str, str]] = ()  # (id, name)
    sections: Sequence[str] = ()
    languages: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class _Line:
    outlet: str
    href: str | None
    lang: str | None
    headline: list[Piece]
    snippet: list[Piece]


@dataclass(frozen=True, slots=True)
class _Hit:
    day: str
    iso: str
    href: str
    lang: str | None
    headline: list[Piece]
    lines: list[_Line]
    more: int


def search_page(
    asked: Asked,
    question: Question,
    found: Iterable[FoundStory] | None,
    *,
    frame: Frame,
    language: str,
    more_href: str | None = None,
) -> str:
    """Set the form and, where something was asked, what answers; `found` None = nothing was asked yet."""
    speak = speech(language)
    return fill(
        "search.html",
        s=speak,
        frame=frame,
        e_title=frame.title,
        asked=asked,
        sections=[(key, speak.section(key)) for key in asked.sections],
        languages=[(tag, speak.language_name(tag) or tag) for tag in asked.languages],
        hits=None if found is None else [_hit(story, question, speak) for story in found],
        more_href=more_href,
    )


def pieces(text: str, language: str | None, question: Question) -> list[Piece]:
    """Cut `text` into pieces, those that `question` asks for marked; joined they are `text`."""
    made: list[Piece] = []
    at = 0
    for term in terms_of(text, language):
        if question.meets(term.term):
            if term.start > at:
                made.append(Piece(text=text[at : term.start], marked=False))
            made.append(Piece(text=text[term.start : term.end], marked=True))
            at = term.end
    if at < len(text):
        made.append(Piece(text=text[at:], marked=False))
    return made


def snippet(article: Article, question: Question, *, allowed: int) -> str:
    """Return the sentence of `article` with most of the words asked for, within what may be shown; "" if none may.

    A sentence too long is cut around the first of the words, at words' ends, with "…" where something is missing.
    """
    start = len(article.headline) + 2 if article.headline else 0
    text = article.text[: start + allowed]
    best, most = (0, 0), 0
    for span in sentences(text, article.language):
        if span[0] < start:
            continue
        terms = {term.term for term in terms_of(text[span[0] : span[1]], article.language)}
        count = sum(question.meets(term) for term in terms)
        if count > most:
            best, most = span, count
    if not most:
        return ""
    sentence = text[best[0] : best[1]]
    whole = best[1] < len(text) or len(text) == len(article.text)
    return _around(sentence, article.language, question) if len(sentence) > _SNIPPET or not whole else sentence


def _around(sentence: str, language: str | None, question: Question) -> str:
    first = next(term.start for term in terms_of(sentence, language) if question.meets(term.term))
    start = max(0, first - _SNIPPET // 3)
    end = min(len(sentence), start + _SNIPPET)
    if start:
        start = sentence.find(" ", start, first) + 1 or start
    if end < len(sentence):
        end = max(sentence.rfind(" ", first, end), first + 1)
    return f"{'… ' if start else ''}{sentence[start:end].rstrip()} …"


def _hit(story: FoundStory, question: Question, speak: Speech) -> _Hit:
    lines = []
    for report in story.reports[:_HITS]:
        article = report.article
        lines.append(
            _Line(
                article.outlet,
                safe(article.url),
                speak.foreign(article.language),
                pieces(article.headline or "", article.language, question),
                pieces(snippet(article, question, allowed=report.allowed), article.language, question),
            )
        )
    return _Hit(
        speak.long_date(story.day),
        story.day.isoformat(),
        story.href,
        speak.foreign(story.language),
        pieces(story.headline, story.language, question),
        lines,
        max(0, len(story.reports) - _HITS),
    )
