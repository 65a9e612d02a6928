"""Claims: statements, and sentences of the article itself, made comparable."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from functools import cache
from importlib.resources import files

from bouclage.records import Article, Statement, StatementKind, VerbClass
from bouclage.statements.concepts import tolls_in
from bouclage.statements.find import body_start
from bouclage.statements.negation import has_no
from bouclage.statements.opposites import opposites_in
from bouclage.statements.quantities import Quantity, quantities
from bouclage.statements.units import is_crosshead as end_of_heading
from bouclage.statements.vocabulary import things_in
from bouclage.statements.words import listed
from bouclage.text.dates import find_dates
from bouclage.text.sentences import sentences
from bouclage.text.words import fold

_CLAUSE = re.compile(r"[.!?;:–—]\s+|,\s+(?![^,]{0,20},)")
_WORD = re.compile(r"[^\W_]+")
_LONG = 80  # characters of a denial from which its clauses are told apart
_NO_EVENT = {  # "no intention of leaving": what follows is meant
    "fr": re.compile(
        r"intention|question|doute|raison|projet|aucune?|moindre|jamais|pas\b|plus\b|tout|encore|toujours|été|eu\b|eue?s?\b",
        re.I,
    ),
    "de": re.compile(r"absicht|frage|zweifel|grund|mehr|noch|immer|einzige|gar\b|davon", re.I),
    "it": re.compile(r"intenzione|dubbio|motivo|questione|alcun|mai\b|più\b|ancora|stat[oaie]\b|nessun", re.I),
    "en": re.compile(
        r"intention|intend|question|doubt|reason|plans?\b|longer|yet\b|been\b|any|single|more\b|have\b|had\b", re.I
    ),
}
_BEFORE = 240  # characters before a claim that tell what it is about
_POINTS_BACK = listed(
    "cette ce cet ces cela ceci le la les l' this that these it such the dies diese dieser dieses diesen das es "
    "questa questo queste questi ciò lo quest' l'information l'informazione die den der"
)

_ARTICLES = listed("le la les l' the der die das den il lo i gli")  # "the prosecution was political" says something


@dataclass(frozen=True, slots=True)
class Claim:
    """One side of a possible dispute."""

    statement: Statement
    language: str
    outlet: str
    time: datetime
    side: str  # who says it, comparable; the article's own voice is its outlet's
    positive: bool | None  # yes or no about what it says; None if the answer is withheld
    words: str  # its words, folded, without marks
    things: tuple[frozenset[str], ...]  # what each of its words names, comparable over languages
    keys: frozenset[str]  # all of them
    about: frozenset[str]  # what the speaker's own words name: who they are
    days: tuple[tuple[date, date], ...]
    quantities: tuple[Quantity, ...]
    tolls: frozenset[str]  # kinds of toll it speaks of, counted or not: dead, arrested, missing
    earlier: bool  # it tells what was so, or was said, before
    opposites: dict[str, int]  # which side of which axis it takes (opposites.txt)
    focus: frozenset[str]  # what its no is about: the thing behind the word that says no
    context: frozenset[str]  # what the words just before it and its speaker's name
    own: bool  # the article says it itself
    asks: bool  # what it leaves open is how, who or why
    doubtful: bool  # it says yes, and no to something else, or refuses: what it says yes or no to cannot be told

    @property
    def kinds(self) -> frozenset[str]:
        """Kinds of what it counts."""
        return frozenset(one.kind for one in self.quantities)

    @property
    def points_back(self) -> bool:
        """Whether it says only "this", "the visit", "cette lecture": what was said before."""
        words = re.split(r"[:,;]", self.statement.content.lower(), maxsplit=1)[0].replace("’", "'").split()
        first = words[0].split("'")[0] + ("'" if "'" in words[0] else "") if words else ""
        pointing = first in _POINTS_BACK or (words[0] if words else "") in _POINTS_BACK
        return pointing and len(words) <= (3 if first in _ARTICLES else 4)


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
    elif denied and len(scope) > _LONG:  # "denied that it was political, despite …": the first clause is denied
        scope = next((part for part in _CLAUSE.split(scope) if len(part) > _LONG / 4), scope)
    elif cannot is not None:  # "had other plans and could not confirm a meeting" leaves the meeting open
        scope = scope[cannot.end() :] if things_in(scope[cannot.end() :], language) else scope
    things = things_in(scope, language)
    about = (
        frozenset[str]().union(*things_in(f"{name or ''} {one.speaker or ''}", language)) if not own else frozenset()
    )
    before = article.text[max(0, one.start - _BEFORE) : one.start]
    return Claim(
        statement=one,
        language=language,
        outlet=article.outlet,
        time=article.time,
        side=fold(name) if name and not own else f"={article.outlet}",
        positive=positive,
        words=" ".join(match[0] for match in _WORD.finditer(fold(one.content))),
        things=things,
        keys=frozenset().union(*things),
        about=about,
        days=tuple((found.first, found.last) for found in find_dates(one.content, language, day)),
        quantities=quantities(one.content, language),
        tolls=tolls_in(one.content),
        earlier=_phrases("earlier", language).search(one.content) is not None,
        opposites=opposites_in(scope, language),
        focus=_focus(scope, language) if positive is False and not denied else frozenset(),
        context=about.union(*things_in(before, language)),
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


def _focus(clause: str, language: str) -> frozenset[str]:
    """Return what the word that says no stands before, with the axes it is on; behind, where nothing follows it."""
    words = list(_WORD.finditer(clause))
    at = next((index for index, match in enumerate(words) if has_no(match[0], language)), None)
    if at is None:
        return frozenset()
    if language == "fr":  # "ne … pas" is round its verb
        at = next((index for index in range(at - 1, max(at - 5, -1), -1) if words[index][0].lower() in {"ne", "n"}), at)
    for match in (*words[at + 1 :], *reversed(words[:at])):
        things = things_in(match[0], language)
        if things and not _NO_EVENT[language].match(match[0]):
            return frozenset[str]().union(*things)
    return frozenset()


def _clause_with_no(content: str, language: str) -> str:
    """Return the clause of a statement that says no: its other words are not what is denied."""
    return next((part for part in _CLAUSE.split(content) if has_no(part, language)), content)
