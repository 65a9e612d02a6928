"""Claims: statements, and sentences of the article itself, made comparable."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo

from bouclage.records import Article, Statement, StatementKind, VerbClass
from bouclage.statements.concepts import events_in, opposites_in, place_key, tolls_in, topic_of
from bouclage.statements.find import body_start
from bouclage.statements.quantities import Quantity, quantities
from bouclage.statements.units import is_crosshead as end_of_heading
from bouclage.statements.words import listed
from bouclage.text.common_words import Commonness, common_stems
from bouclage.text.dates import find_dates
from bouclage.text.sentences import sentences
from bouclage.text.words import fold, stems

_NAME = re.compile(r"(?<![.!?…»”“\"«„:] )(?<!^)(?<![\w])[^\W\d_a-zà-ÿ][\w’'-]+")
# Said in so many words: "not in a position to confirm any meeting"
_CANNOT_CONFIRM = re.compile(
    r"(?:not in a position|unable|cannot|can['’]t) to? ?confirm|pas en mesure de confirmer"
    r"|n[e'’] ?peu\w+ (?:pas )?confirmer"
    r"|nicht bestätigen|non (?:è|siamo|sono) in grado di confermare|non poss\w+ confermare"
    r"|too early to|did not know (?:whether|if|how)|does not know|trop tôt pour|ne sai[st] pas (?:si|encore)"
    r"|pas d[’']informations?"
    r"|zu früh|wisse (?:man )?nicht|nicht sagen|unklar|troppo presto|non (?:so|sa|sappiamo) se|nessuna informazione",
    re.IGNORECASE,
)
_LONG_WORD = re.compile(r"[^\W\d_]{3,}")
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
    stems: frozenset[str]
    names: frozenset[str]
    events: frozenset[str]
    days: tuple[tuple[date, date], ...]
    quantities: tuple[Quantity, ...]
    tolls: frozenset[str]
    keys: frozenset[str]  # topics and cognates: its words as comparable over languages
    opposites: dict[str, int]
    own: bool  # the article says it itself

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
    little = common_stems(language)
    day = article.time.astimezone(zone).date()
    withheld = one.verb_class is VerbClass.DOES_NOT_CONFIRM or _CANNOT_CONFIRM.search(one.content) is not None
    denied = one.verb_class is VerbClass.DENIES
    positive = None if withheld else (one.negated == denied)
    names = (
        frozenset(place_key(match[0]) for match in _NAME.finditer(one.content))
        if language != "de"
        else _german_names(one)
    )
    name = one.speaker_name or one.speaker
    return Claim(
        statement=one,
        language=language,
        outlet=article.outlet,
        time=article.time,
        side=fold(name) if name and not own else f"={article.outlet}",
        positive=positive,
        stems=frozenset(
            stem for stem in stems(one.content, language) if little.get(stem) is not Commonness.LITTLE and len(stem) > 2
        ),
        names=names,
        events=events_in(one.content),
        days=tuple((found.first, found.last) for found in find_dates(one.content, language, day)),
        quantities=quantities(one.content, language),
        tolls=tolls_in(one.content),
        keys=_keys(one.content, little),
        opposites=opposites_in(one.content),
        own=own,
    )


def _german_names(one: Statement) -> frozenset[str]:
    """All nouns have capitals in German: a name is one that the other side has too; all may be."""
    return frozenset(place_key(match[0]) for match in _NAME.finditer(one.content))


def _keys(content: str, little: dict[str, Commonness]) -> frozenset[str]:
    """Words of any language made comparable: the topic of one that has one, else how it sounds."""
    keys: set[str] = set()
    for match in _LONG_WORD.finditer(content):
        word = match[0]
        if fold(word) in little:
            continue
        topic = topic_of(word)
        keys.add(topic if topic is not None else "~" + place_key(word))
    return frozenset(keys)
