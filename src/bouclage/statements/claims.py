"""Claims: statements, and sentences of the article itself, made comparable."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from functools import cache
from importlib.resources import files

from bouclage.records import Article, Statement, StatementKind, VerbClass
from bouclage.statements.concepts import opposites_in, tolls_in
from bouclage.statements.find import body_start
from bouclage.statements.negation import has_no
from bouclage.statements.quantities import Quantity, quantities
from bouclage.statements.units import is_crosshead as end_of_heading
from bouclage.statements.vocabulary import things_in
from bouclage.statements.words import listed
from bouclage.text.dates import find_dates
from bouclage.text.sentences import sentences
from bouclage.text.words import fold

_CLAUSE = re.compile(r"[.!?;:–—]\s+|,\s+(?![^,]{0,20},)")
_POINTS_BACK = listed(
    "cette ce cet ces cela ceci le la les l' this that these it such the dies diese dieser dieses diesen das es "
    "questa questo queste questi ciò lo quest' l'information l'informazione die den der"
)


@dataclass(frozen=True, slots=True)
class Claim:
    """One side of a possible dispute."""

    statement: Statement
    language: str
    outlet: str
    time: datetime
    side: str  # who says it, comparable; the article's own voice is its outlet's
    positive: bool | None  # yes or no about what it says; None if the answer is withheld
    things: tuple[frozenset[str], ...]  # what each of its words names, comparable over languages
    keys: frozenset[str]  # all of them
    about: frozenset[str]  # what the speaker's own words name: who they are
    days: tuple[tuple[date, date], ...]
    quantities: tuple[Quantity, ...]
    tolls: frozenset[str]  # kinds of toll it speaks of, counted or not: dead, arrested, missing
    earlier: bool  # it tells what was so, or was said, before
    opposites: dict[str, int]
    own: bool  # the article says it itself
    asks: bool  # what it leaves open is how, who or why
    doubtful: bool  # it says yes, and no to something else, or refuses: what it says yes or no to cannot be told

    @property
    def points_back(self) -> bool:
        """Whether it says only "this", "the visit", "cette lecture": what was said before."""
        words = re.split(r"[:,;]", self.statement.content.lower(), maxsplit=1)[0].replace("’", "'").split()
        first = words[0].split("'")[0] + ("'" if "'" in words[0] else "") if words else ""
        return len(words) <= 4 and (first in _POINTS_BACK or (words[0] if words else "") in _POINTS_BACK)


def claims(article: Article, found: Iterable[Statement], *, zone: tzinfo = UTC) -> list[Claim]:
    """Return the claims of an article: its statements, and the sentences it says itself."""
    made = [_claim(article, one, zone, own=False) for one in found]
    taken = [(one.statement.start, one.statement.end) for one in made]
    start = body_start(article)
    for a, b in sentences(article.text[start:], article.language):
        begin, end = start + a, start + b
        if any(begin < other_end and other_start < end for other_start, other_end in taken):
            continue
        content = article.text[begin:end]
        if end_of_heading(article.text, begin, end):
            continue
        own = Statement(
            article_id=article.id, start=begin, end=end, content=content, kind=StatementKind.INDIRECT, speaker=None,
            speaker_start=None, speaker_end=None, speaker_name=None, verb=None, verb_class=VerbClass.ASSERTS,
        )  # fmt: skip
        made.append(_claim(article, own, zone, own=True))
    return made


def _claim(article: Article, one: Statement, zone: tzinfo, *, own: bool) -> Claim:
    language = (article.language or "").split("-")[0].lower()
    day = article.time.astimezone(zone).date()
    cannot = _phrases("cannot_confirm", language).search(one.content)
    withheld = one.verb_class is VerbClass.DOES_NOT_CONFIRM or cannot is not None
    denied = one.verb_class is VerbClass.DENIES
    refused = (
        denied and _phrases("request", language, begins=True).match(one.content) is not None
    )  # who rejects a demand denies nothing
    positive = None if withheld else (one.negated == denied)
    name = one.speaker_name or one.speaker
    scope = one.content
    if positive is False and not denied:
        scope = _clause_with_no(scope, language)
    elif cannot is not None:  # "had other plans and could not confirm a meeting" leaves the meeting open
        scope = scope[cannot.end() :] if things_in(scope[cannot.end() :], language) else scope
    things = things_in(scope, language)
    return Claim(
        statement=one,
        language=language,
        outlet=article.outlet,
        time=article.time,
        side=fold(name) if name and not own else f"={article.outlet}",
        positive=positive,
        things=things,
        keys=frozenset().union(*things),
        about=frozenset().union(*things_in(f"{name or ''} {one.speaker or ''}", language)) if not own else frozenset(),
        days=tuple((found.first, found.last) for found in find_dates(one.content, language, day)),
        quantities=quantities(one.content, language),
        tolls=tolls_in(one.content),
        earlier=_phrases("earlier", language).search(one.content) is not None,
        opposites=opposites_in(one.content),
        own=own,
        asks=withheld and _phrases("asks", language, begins=True).match(scope) is not None,
        doubtful=refused
        or (positive is False and _phrases("other_focus", language).search(scope) is not None)
        or (bool(positive) and not denied and any(has_no(part, language) for part in _CLAUSE.split(one.content))),
    )


@cache
def _phrases(name: str, language: str, *, begins: bool = False) -> re.Pattern[str]:
    """Return what finds the phrases of a list of `lexicon/claims.toml`; nothing in a language it has none of."""
    listed_ = "|".join(_lists()[name].get(language, ())) or "(?!)"
    before = r"\W*(?:[\w’']+[ ’'])?(?:\w+ )?" if begins else ""
    return re.compile(f"{before}(?:{listed_})", re.IGNORECASE)


@cache
def _lists() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((files("bouclage.statements.lexicon") / "claims.toml").read_text(encoding="utf-8"))


def _clause_with_no(content: str, language: str) -> str:
    """Return the clause of a statement that says no: its other words are not what is denied."""
    return next((part for part in _CLAUSE.split(content) if has_no(part, language)), content)
