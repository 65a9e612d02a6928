"""Search terms: what a text is found by, and what a reader's question asks for, the same on any database.

We stem and fold ourselves, so that SQLite and PostgreSQL need only compare plain words: a term is the language's two
letters and a stem, all in [a-z0-9]. Stemming is repeated until nothing changes, because French endings lose their
accents in hurried hands: "fermée" and "fermee" both end as "ferm".
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from bouclage.text.common_words import Commonness, common_stems
from bouclage.text.words import fold, stems

LANGUAGES = ("fr", "de", "it", "en")
UNKNOWN = "xx"  # texts in a language nobody could tell
MOST_WORDS = 12  # of a question; more find nothing and cost time
MOST_CHARS = 200  # of a question

_LONGEST = 40  # characters of a term; longer ones are no words
_ROUNDS = 3  # of stemming; measured on the sample's words: none changes in a fourth
_ELIDED = re.compile(r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|dell|nell|sull|all|dall|un|quest|quell)[’']", re.I)
_PART = re.compile(r"[^\W_]+")
_ASKED = re.compile(r'(-?)"([^"]*)"|(-?)(\S+)')
_PLAIN = re.compile(r"[a-z0-9]*\Z")


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a text: where it stands and what it is found by."""

    start: int
    end: int
    term: str


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing a question asks for: any of these runs of terms; the last term may be a beginning only."""

    runs: tuple[tuple[str, ...], ...]
    beginning: bool = False
    without: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """What a reader asks for: all of the clauses."""

    clauses: tuple[Clause, ...]

    def meets(self, term: str) -> bool:
        """Whether a term of a text is one of those asked for; for marking it."""
        for clause in self.clauses:
            if clause.without:
                continue
            for run in clause.runs:
                if term in run or (clause.beginning and term.startswith(run[-1])):
                    return True
        return False


def terms_of(text: str, language: str | None) -> list[Term]:
    """Return the terms of `text` in order, each with the characters it stands for."""
    base = _base(language)
    found = []
    for part in _PART.finditer(text):
        start, end = part.span()
        if text[end : end + 1] in {"'", "’"} and _ELIDED.fullmatch(text, start, end + 1):
            continue  # l’, dell’: no word of its own
        found.append(Term(start, end, _term(part[0], base)))
    return found


def index_text(text: str, language: str | None) -> str:
    """Return the terms of `text` as one line, as a database indexes them."""
    return " ".join(term.term for term in terms_of(text, language))


def question_of(asked: str, languages: tuple[str, ...] = LANGUAGES) -> Question:
    """Return what a reader's words ask for in texts of `languages`.

    All words must be there; "words in quotes" as they stand, -word not at all, begin* as a beginning. Little words
    (the, der, les) are asked for only within quotes or where there is nothing else.
    """
    clauses: list[tuple[Clause, bool]] = []
    for match in _ASKED.finditer(asked[:MOST_CHARS]):
        quoted, without = match[2] is not None, bool(match[1] or match[3])
        words = match[2] if quoted else match[4]
        beginning = not quoted and words.endswith("*")
        runs = tuple(dict.fromkeys(run for language in languages for run in _runs(words, language, beginning)))
        if runs:
            clauses.append((Clause(runs, beginning, without), not quoted and _is_little(words)))
    telling = [clause for clause, little in clauses if not little]
    kept = telling if any(not clause.without for clause in telling) else [clause for clause, _ in clauses]
    kept = kept[:MOST_WORDS]
    return Question(tuple(kept) if any(not clause.without for clause in kept) else ())


def marker(kind: str, value: str) -> str:
    """Return the term that stands in an indexed text for one of its facts, its source or section."""
    return "zz" + kind + value.encode().hex()


def _runs(words: str, language: str, beginning: bool) -> list[tuple[str, ...]]:
    parts = [part[0] for part in _PART.finditer(words)]
    if not parts:
        return []
    runs = [tuple(term.term for term in terms_of(words, language))]
    if language == "de" and any(two in words.lower() for two in ("ae", "oe", "ue")):  # Zuerich for Zürich
        other = re.sub("([aou])e", r"\1", words.lower())
        runs.append(tuple(term.term for term in terms_of(other, language)))
    if beginning:
        runs.append((*runs[0][:-1], _base(language) + _plain(fold(parts[-1]))))
    return [run for run in runs if run]


@lru_cache(maxsize=200_000)
def _term(word: str, language: str) -> str:
    stem = word
    for _ in range(_ROUNDS):
        found = stems(stem, language)
        again = found[0] if found else fold(stem)
        if again == stem:
            break
        stem = again
    return language + _plain(stem)


def _plain(stem: str) -> str:
    """Return a stem in letters that every database takes for parts of one word."""
    if not _PLAIN.match(stem):
        stem = "".join(char if char.isascii() and char.isalnum() else f"x{ord(char):x}" for char in stem)
    return stem[:_LONGEST]


def _is_little(word: str) -> bool:
    parts = [fold(part[0]) for part in _PART.finditer(word)]
    return bool(parts) and all(
        any(common_stems(language).get(part) is Commonness.LITTLE for language in LANGUAGES) for part in parts
    )


def _base(language: str | None) -> str:
    base = (language or "").split("-", maxsplit=1)[0].lower()
    return base if len(base) == 2 and base.isascii() and base.isalpha() else UNKNOWN
