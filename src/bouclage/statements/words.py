"""The lexicon of a language: its data file read once, every form of its reporting verbs in one table."""

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from bouclage.records import VerbClass
from bouclage.statements.conjugate import CONJUGATIONS, Forms

LANGUAGES = ("de", "en", "fr", "it")


# what begins a sentence with a capital and is no name
_NO_NAME = (
    "prepositions", "subordinators", "adverbs", "and_verb", "subject_pronouns", "but", "not_speakers", "clitics",
    "negation_first", "of",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Verb:
    """One reporting verb: what it may take, and the class it then has."""

    lemma: str
    head: str  # its conjugated word
    rest: tuple[str, ...]  # words that follow: faire "savoir", point "out"
    particle: str  # German separable part
    reflexive: bool
    takes: dict[str, VerbClass]


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a verb in the table."""

    verb: Verb
    kind: str  # "finite", "participle", "gerund", "infinitive", "joined" (German, particle before)


class Lexicon(dict[str, frozenset[str]]):
    """All a language knows about reported speech; a mapping, for its word lists are asked for at every word."""

    def __init__(
        self,
        words: dict[str, frozenset[str]],  # grammar and people lists by name; "_" read as a blank
        *,
        language: str,
        forms: dict[str, tuple[Form, ...]],
        sources: dict[str, tuple[tuple[tuple[str, ...], str], ...]],
    ) -> None:
        super().__init__(words)
        self.language = language
        self.forms = forms
        self.sources = sources  # by first word: the markers of a source phrase as words, and their kind
        self.institution_ends = tuple(words["lower_institutions"])  # German compounds end with these

    @property
    def source_heads(self) -> Collection[str]:
        """The words that a source phrase can begin with."""
        return self.sources.keys()


@cache
def lexicon(language: str) -> Lexicon:
    """Return the lexicon of a language; KeyError if there is none."""
    if language not in LANGUAGES:
        raise KeyError(language)
    data = tomllib.loads((files("bouclage.statements.lexicon") / f"{language}.toml").read_text(encoding="utf-8"))
    words = {
        name: frozenset(word.replace("_", " ") for word in value.split())
        for part in ("grammar", "people", "according")
        for name, value in data[part].items()
    }
    for name in (
        "own",
        "modals",
        "generic",
        "press",
        "subjunctive",
        "indicative",
        "so",
        "after",
        "quoted",
        "singular",
        "plural",
        "bare_clause",
        "addressed",
        "weak",
        "plurals",
    ):
        words.setdefault(name, frozenset())
    words["titles"] = words["titles_m"] | words["titles_f"]
    words["no_name"] = frozenset().union(*(words[name] for name in _NO_NAME))
    words["lower_institutions"] = frozenset(word.lower() for word in words["institutions"])
    sources = [
        (tuple(_split(entry)), kind)
        for kind in ("always", "quoted", "so", "after", "own")
        for entry in data["according"].get(kind, "").split()
    ]
    sources.sort(key=lambda one: -len(one[0]))  # the longest marker is looked for first
    by_head: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for marker, kind in sources:
        by_head.setdefault(marker[0], []).append((marker, kind))
    return Lexicon(
        words,
        language=language,
        forms=_forms(language, data),
        sources={head: tuple(markers) for head, markers in by_head.items()},
    )


def listed(text: str) -> frozenset[str]:
    """Return the words of a text: how lists of closed words are written in code."""
    return frozenset(text.split())


def _split(entry: str) -> list[str]:
    """Split "comme_l'a_indiqué" into words, elided ones apart, lower case."""
    found: list[str] = []
    for word in entry.lower().split("_"):
        head, mark, tail = word.partition("'")
        found += [head + mark, tail] if mark and tail else [word]
    return found


def _forms(language: str, data: dict[str, Any]) -> dict[str, tuple[Form, ...]]:
    verbs: dict[str, Verb] = {}
    for group in data["verbs"]:
        for entry in group["words"].split():
            verb = verbs.setdefault(entry, _verb(entry, language))
            for take in group["takes"].split():
                verb.takes.setdefault(take, VerbClass(group["class"]))
    table: dict[str, list[Form]] = {}
    for verb in verbs.values():
        forms = _conjugated(verb, language, data["forms"])
        kinds = [("finite", forms.finite), ("participle", forms.participle), ("gerund", forms.gerund)]
        kinds.append(("infinitive", (verb.head,)))
        for kind, listed in kinds:
            for form in dict.fromkeys(listed):
                table.setdefault(form, []).append(Form(verb, kind))
                if verb.particle and kind != "gerund":
                    joined = "participle" if kind == "participle" else "joined" if kind == "finite" else "infinitive"
                    table.setdefault(verb.particle + form, []).append(Form(verb, joined))
    return {form: tuple(entries) for form, entries in table.items()}


def _verb(entry: str, language: str) -> Verb:
    particle, bar, base = entry.partition("|")
    if not bar:
        particle, base = "", entry
    words = base.split("_")
    reflexive = False
    if language == "fr" and words[0] == "se":
        reflexive, words = True, words[1:]
    elif language == "fr" and words[0].startswith("s'"):
        reflexive, words = True, [words[0][2:]]
    elif language == "it" and words[0].endswith("rsi"):
        reflexive, words = True, [words[0][:-2] + "e", *words[1:]]
    return Verb(entry, words[0], tuple(words[1:]), particle, reflexive, {})


def _conjugated(verb: Verb, language: str, listed: dict[str, dict[str, str]]) -> Forms:
    if verb.head in listed:
        given = listed[verb.head]
        return Forms(*(tuple(given.get(kind, "").split()) for kind in ("finite", "participle", "gerund")))
    return CONJUGATIONS[language](verb.head)
