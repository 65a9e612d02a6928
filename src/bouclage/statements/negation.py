"""Whether the main clause of what is said is negated."""

import re
from functools import cache

from bouclage.statements.words import LANGUAGES, Lexicon, lexicon

_SENTENCE = re.compile(r"[.!?…](?:\s|$)")
_WORD = re.compile(r"[\w’'-]+|[,;:–—]")
_LONGEST = 600


def negated(content: str, language: str) -> bool:
    """Return True where the first sentence of `content` says that something is not so, in its main clause."""
    lex = lexicon(language)
    stop = _SENTENCE.search(content, 0, _LONGEST)
    sentence = content[: stop.start() if stop else _LONGEST].lower().replace("’", "'")
    for clause in _main_clauses(sentence, lex):
        if _clause_negated(clause, lex):
            return True
        if _has_verb(clause, lex):
            return False
    return False


def has_no(text: str, language: str) -> bool:
    """Whether a text has a word that says no, wherever it stands; never in a language without a lexicon."""
    if language not in LANGUAGES:
        return False
    lex = lexicon(language)
    words = _split(text.lower().replace("’", "'"), lex)
    return any(word in lex["negators"] or (word.endswith("n't") and language == "en") for word in words)


def _has_verb(words: list[str], lex: Lexicon) -> bool:
    """Whether a stretch is more than an adverbial ("À la mi-temps, …"): the main clause, which decides."""
    signs = lex["being"] | lex["auxiliary"] | lex["subject_pronouns"] | lex["indicative"] | lex["subjunctive"]
    return (
        len(words) > 9
        or any(word in signs or any(form.kind == "finite" for form in lex.forms.get(word, ())) for word in words)
        or (lex.language == "en" and any(word.endswith("ed") for word in words))
    )


@cache
def _openers(language: str) -> frozenset[str]:
    lex = lexicon(language)
    relative = lex["relative"] - lex["determiners"] if language == "de" else lex["relative"]
    return lex["subordinators"] | lex["that"] | lex["whether"] | relative


def _main_clauses(sentence: str, lex: Lexicon) -> list[list[str]]:
    """Return the words of the sentence up to the first subordinate clause, and from the comma that ends one."""
    words = _split(sentence, lex)
    clauses: list[list[str]] = []
    current: list[str] = []
    inside = False
    since = 0
    opener = ""
    for index, word in enumerate(words):
        if word in {",", ";", ":", "–", "—"}:
            if inside:
                inside = False
            elif lex.language == "de" and index + 1 < len(words) and words[index + 1] in lex["relative"]:
                inside = True
            if current:
                clauses.append(current)
            current = []
            if word in {";", ":"} and clauses:
                break
            continue
        if word in _openers(lex.language) and not (
            current == [] and word in {"as", "come", "comme", "wie"} and index == 0
        ):
            if not (word == "que" and _restricts(current, lex)):
                inside = True
            since, opener = 0, word
        since += 1
        if (
            inside
            and current
            and since > 2
            and opener in {"qui", "che"}
            and word in lex["negation_first"] | ({"non"} & lex["negators"])
        ):
            inside = False  # "Un glacier qui entre dans l'été … n'a plus": back in the main clause
        if not inside:
            current.append(word)
    if current:
        clauses.append(current)
    return clauses[:3]


def _split(sentence: str, lex: Lexicon) -> list[str]:
    words: list[str] = []
    for match in _WORD.finditer(sentence):
        word = match[0]
        if lex.language in {"fr", "it"} and "'" in word:
            head, _, tail = word.partition("'")
            words += [head + "'", tail] if tail else [head + "'"]
        else:
            words.append(word)
    return words


def _restricts(words: list[str], lex: Lexicon) -> bool:
    """ "ne … que": only."""
    return any(word in lex["negation_first"] for word in words) and not any(word in lex["negators"] for word in words)


def _clause_negated(words: list[str], lex: Lexicon) -> bool:
    for at, word in enumerate(words):
        if word.endswith("n't") and lex.language == "en":
            return True
        if word not in lex["negators"]:
            continue
        if at and words[at - 1] in lex["and"] | lex["but"]:
            continue
        following = words[at + 1] if at + 1 < len(words) else ""
        if following in lex["not_negation"]:
            continue
        if lex["negation_first"]:
            # "ne … pas"; "aucun", "personne", "jamais", "rien" need their "ne" too, "pas" may lose it in speech
            if not any(one in lex["negation_first"] for one in words) and not (
                word == "pas" and at > 0 and at < len(words)
            ):
                continue
            if word == "plus" and "n'" not in words[:at] and "ne" not in words[:at]:
                continue
        if lex.language == "en" and word == "no" and following in {"longer"}:
            return True
        if lex.language == "en" and word == "nothing" and following == "but":
            continue
        return True
    return False
