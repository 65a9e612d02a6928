"""Noun phrases beside a reporting verb: who speaks, found without a parser."""

from bouclage.statements.adjuncts import infinitive, is_time, pronoun, starts_phrase
from bouclage.statements.names import agentive
from bouclage.statements.units import NUMBER, PUNCT, QUOTE, WORD, Token
from bouclage.statements.words import Lexicon

_ARTICLES = frozenset({"il", "la", "lo", "i", "le", "gli", "un", "una"})
LONGEST = 22  # tokens of a speaker phrase
Span = tuple[int, int]


def phrase_right(tokens: list[Token], at: int, lex: Lexicon) -> Span | None:
    """Return the noun phrase that begins at `at`, with its name in apposition."""
    if not starts_phrase(tokens, at, lex):
        return None
    if pronoun(tokens[at], lex) and tokens[at].low not in lex["determiners"]:
        return at, at + 1
    if tokens[at].low in lex["not_speakers"] and tokens[at].low not in lex["determiners"]:
        return None
    end = german_end(tokens, at, lex) if lex.language == "de" else romance_end(tokens, at, lex)
    if end <= at:
        return None
    if end == at + 1 and tokens[at].low in lex["determiners"]:
        return (at, end) if pronoun(tokens[at], lex) else None
    behind = _apposition(tokens, at, end, lex)
    if (
        behind == end
        and end + 2 < len(tokens)
        and tokens[end].low in {"à", "in", "a", "au", "en"}
        and tokens[end + 1].capital
    ):
        further = _apposition(tokens, at, end + 2, lex)  # "la porte-parole de l'ONU à Genève, Ilse Kaufmann"
        if further > end + 2:
            return at, further
    return at, behind


def romance_end(tokens: list[Token], begin: int, lex: Lexicon) -> int:  # noqa: PLR0912, PLR0915 - one branch a construction
    """Return where the noun phrase that begins at `begin` ends, in French, Italian and English."""
    at = begin
    name = 0  # capitals running
    role = dated = False
    while at < len(tokens) and at - begin < LONGEST:
        token = tokens[at]
        low = token.low
        if token.kind == NUMBER:
            if at > begin and not (lex.language == "en" and dated):
                break
            at += 1
            continue
        if lex.language == "en" and at == begin + 1 and tokens[begin].low in {"a", "an", "the"} and (
            token.capital and is_time(tokens, at, lex)
        ):  # fmt: skip
            dated = True  # "an August 2025 report"
            at += 1
            continue
        dated = False
        if token.kind != WORD:
            if token.text in "'’" and lex.language == "en":
                at += 1
                continue
            break
        if low in lex["of"] or (lex.language == "en" and (low == "for" or (low == "at" and role)) and at > begin):
            if at == begin or at + 1 >= len(tokens) or tokens[at + 1].kind not in {WORD, NUMBER}:
                break
            following = tokens[at + 1]
            if following.low in lex["adverbs"] or (
                lex.language != "en" and infinitive(following, lex) and low in lex["link"]
            ):
                break
            at += 1
            name = 0
            if tokens[at].low in lex["determiners"]:
                at += 1
            if at < len(tokens) and tokens[at].kind == WORD:
                name = int(tokens[at].capital)
                at += 1
            continue
        if low in lex["and"]:
            if at + 1 < len(tokens) and at > begin and tokens[at - 1].text in "'’":
                at += 1  # the tenants' and owners' association
                continue
            if at + 1 < len(tokens) and at > begin and joins(tokens, at, begin, lex):
                at += 1
                if tokens[at].low in lex["determiners"] or tokens[at].low in lex["of"]:
                    at += 1
                name = 0
                continue
            break
        if lex.language == "it" and at == begin + 1 and low in lex["possessives"] and tokens[begin].low in _ARTICLES:
            at += 1  # "il suo omologo"
            continue
        if at > begin and (
            low in lex["prepositions"] or low in lex["relative"] or low in lex["that"] or low in lex["but"]
            or low in lex["subordinators"] or low in lex["auxiliary"] or low in lex["modals"] or low in lex["being"]
            or is_time(tokens, at, lex)
            or low in lex["clitics"] or low in lex["determiners"] or low.startswith("-") or low in lex["negation_first"]
            or low in lex["negators"] or low in lex["whether"]
        ):  # fmt: skip
            break
        if (
            at > begin
            and tokens[at - 1].low not in lex["determiners"]
            and not token.capital
            and low in lex.forms
            and any(f.kind in {"finite", "gerund"} for f in lex.forms[low])
        ):
            base = lex.language == "en" and any(f.verb.head == low for f in lex.forms[low])  # "the annual report"
            if low not in lex["roles"] and not base:
                break
        if at == begin + 1 and tokens[begin].low not in lex["determiners"] and _past(tokens, at, lex):
            break
        if at > begin + 1 and (_participle(tokens, at, lex) or _verb_ending(token, lex) or _past(tokens, at, lex)):
            break
        if token.capital and low not in lex["determiners"]:
            name += 1
        elif low == "'s":
            name = 0
        elif low not in lex["determiners"]:
            particle = low in {"van", "von", "der", "den", "di", "della", "al", "el", "bin", "ben", "y", "e"}
            if name >= 2 and not particle and not low.endswith("'s") and lex.language != "en":
                break
            if (
                name
                and at - name == begin
                and not particle
                and lex.language == "en"
                and low not in lex["roles"]
                and (low not in lex["lower_institutions"])
            ):
                break
            if not particle:
                name = 0
        role = role or low in lex["roles"]
        at += 1
    return at


_VERB_ENDINGS = {"fr": ("rait", "raient", "ront", "issait", "issent"), "it": ("rà", "ranno", "rebbe", "rebbero")}
_NO_VERBS = frozenset({"portrait", "trait", "retrait", "attrait", "extrait", "front", "affront"})


def _verb_ending(token: Token, lex: Lexicon) -> bool:
    """Whether a lower-case word can only be a verb: "le club devrait", "la società dovrà"."""
    endings = _VERB_ENDINGS.get(lex.language)
    return endings is not None and not token.capital and token.low.endswith(endings) and token.low not in _NO_VERBS


def _past(tokens: list[Token], at: int, lex: Lexicon) -> bool:
    """Whether an English word in -ed behind a noun for people is their verb: "the defence team issued Funke …"."""
    token, before = tokens[at], tokens[at - 1]
    if (
        lex.language != "en"
        or token.capital
        or not token.low.endswith("ed")
        or "-" in token.text
        or len(token.text) < 5
    ):
        return False
    people = lex["roles"] | lex["lower_institutions"] | lex["plural_people"] | lex["generic"]
    return before.low in people or (before.capital and token.low not in lex["roles"])


def _participle(tokens: list[Token], at: int, lex: Lexicon) -> bool:
    """Whether a participle begins what trails behind a noun: "un audit publié mardi", "a report published by"."""
    ends = {"fr": ("é", "ée", "és", "ées"), "it": ("ato", "ata", "ati", "ate", "uto", "uta"), "en": ("ed",)}[
        lex.language
    ]
    low = tokens[at].low
    if not low.endswith(ends) or low.endswith(("té", "tés", "tée")) or low in lex["roles"] or tokens[at].capital:
        return False
    before = tokens[at - 1].low
    if before in lex["determiners"] or before in lex["of"] or at + 1 >= len(tokens):
        return False
    following = tokens[at + 1]
    return following.low in lex["prepositions"] - lex["of"] or is_time(tokens, at + 1, lex)


def joins(tokens: list[Token], at: int, begin: int, lex: Lexicon) -> bool:
    """Whether "and" goes on with the phrase rather than with the sentence."""
    following = tokens[at + 1]
    if following.kind != WORD or following.low in lex.forms or following.low in lex["auxiliary"]:
        return False
    before = tokens[at - 1]
    if following.capital and before.capital:
        return True
    if lex.language == "en" and at - 1 == begin and before.low.endswith("s") and following.low.endswith("s"):
        return True  # "businesses and residents"
    if lex.language == "en" and before.capital and following.low in lex["possessives"]:
        return True  # "Moll and her team"
    if following.low in lex["of"] and lex.language != "de":
        return True
    # "de la santé et de l'action sociale" is taken by `of`; "le maire et le préfet" by the determiner
    return following.low in lex["determiners"] and tokens[begin].low in lex["determiners"] and at - begin < 8


def german_end(tokens: list[Token], begin: int, lex: Lexicon) -> int:  # noqa: PLR0912 - one branch a construction
    """Return where the noun phrase that begins at `begin` ends, in German: at its last noun."""
    at = begin
    last = begin  # behind the last noun
    while at < len(tokens) and at - begin < LONGEST:
        token = tokens[at]
        low = token.low
        if token.kind == NUMBER:
            if at + 1 < len(tokens) and not tokens[at + 1].capital and tokens[at + 1].kind == WORD and at > begin:
                break
            at += 1
            continue
        if token.kind != WORD:
            break
        if token.capital and not (at == begin and low in lex["determiners"]):
            if is_time(tokens, at, lex) and at > begin:
                break
            at += 1
            last = at
            continue
        if low in lex["and"]:
            if (
                last == at
                and at + 1 < len(tokens)
                and (
                    tokens[at + 1].capital
                    or (tokens[at + 1].low in lex["determiners"] and tokens[begin].low in lex["determiners"])
                )
            ):
                at += 1
                continue
            break
        if low == "von" and at + 1 < len(tokens) and tokens[at + 1].kind == NUMBER:
            break
        if last == at > begin and _told_to(tokens, at):
            break
        if low in {"von", "vom"} and last - begin == 1 and tokens[begin].low.endswith(tuple(lex["lower_institutions"])):
            break  # "laut Polizei von dem Ausfall betroffen"
        if (
            low in {"der", "dem"}
            and last - begin >= 2
            and tokens[last - 1].capital
            and tokens[last - 2].capital
            and any(tokens[k].low.endswith(_TOLD) for k in range(at + 1, min(at + 4, len(tokens))) if tokens[k].capital)
        ):
            break  # "sagte Bernd Bönte der Deutschen Presse-Agentur"
        if low in {"von", "vom"} and last - begin >= 2 and tokens[last - 1].capital and tokens[last - 2].capital:
            break  # "Senn Emil Koller von der Nachbaralp": where from is no part of who
        genitive = low in {"der", "des", "vom", "von", "für", "zum", "zur"} and last == at
        if low in lex["determiners"] or genitive or low in {"de", "van", "di"}:
            if (
                at > begin
                and last == at
                and not genitive
                and low not in {"de", "van", "di", "eines", "einer", "seiner", "ihrer"}
            ):
                break
            at += 1
            continue
        if (
            last == at
            and at > begin
            and not low.endswith("e")
            and (tokens[at - 1].low.endswith("s") or low.endswith("er"))
            and _adjective_before_noun(tokens, at, lex)
        ):
            at += 1  # "Luxemburgs ehemaliger Aussenminister", "Vertreter deutscher Dienste"
            continue
        if low in {"alte", "alter", "alten"} and tokens[at - 1].low in {"jahre", "jahren"} and at > begin:
            at += 1  # "der 35 Jahre alte Kapitän"
            continue
        # An adjective: lower case, and a noun follows soon.
        if (
            low not in lex["adverbs"] and low not in lex["prepositions"] and low not in lex["auxiliary"]
            and low not in lex["being"] and low.endswith(("e", "en", "er", "es", "em")) and low not in lex.forms
            and any(tokens[k].capital for k in range(at + 1, min(at + 4, len(tokens))))
            and (at == begin or last != at or tokens[at - 1].low in {"der", "des", "von"})
        ):  # fmt: skip
            at += 1
            continue
        break
    return last


_TOLD = ("agentur", "zeitung", "blatt", "magazin", "sender", "portal", "presse", "tageblatt", "rundfunk", "fernsehen")


def _told_to(tokens: list[Token], at: int) -> bool:
    """Whether a dative of whom it was said to begins here: "sagte ein Polizist unserer Redaktion"."""
    low = tokens[at].low
    noun = next((tokens[k] for k in range(at + 1, min(at + 4, len(tokens))) if tokens[k].capital), None)
    if noun is None:
        return False
    if low in {"unserer", "dieser", "unserem", "diesem"}:
        return noun.low.endswith((*_TOLD, "redaktion"))
    return low in {"der", "dem"} and noun.low.endswith(("nachrichtenagentur", "presse-agentur"))


def _adjective_before_noun(tokens: list[Token], at: int, lex: Lexicon) -> bool:
    low = tokens[at].low
    closed = lex["adverbs"] | lex["prepositions"] | lex["auxiliary"] | lex["being"] | lex["determiners"]
    return (
        low.endswith(("er", "en", "es"))
        and not low.endswith("ten")  # "enterten", "setzten": verbs of the past
        and len(low) > 4
        and low not in closed
        and low not in lex.forms
        and at + 1 < len(tokens)
        and tokens[at + 1].capital
    )


def _apposition(tokens: list[Token], begin: int, end: int, lex: Lexicon) -> int:
    """Return the end of the phrase with the name or role that follows a comma."""
    if end + 1 >= len(tokens) or tokens[end].text != ",":
        return end
    at = end + 1
    first = tokens[at]
    if first.kind == NUMBER or first.low in lex["relative"] - lex["determiners"]:
        return end
    if first.kind != WORD or (first.low in lex["prepositions"] and first.low not in lex["of"]):
        return end
    if first.low in lex["of"] and lex.language in {"fr", "it"}:
        if _has_name(tokens, begin, end, lex) and at + 1 < len(tokens):
            stop = romance_end(tokens, at + 1 + (tokens[at + 1].low in lex["determiners"]), lex)
            if stop >= len(tokens) or tokens[stop].kind in {PUNCT, QUOTE}:
                return stop
        return end
    stop = german_end(tokens, at, lex) if lex.language == "de" else romance_end(tokens, at, lex)
    if stop <= at:
        return end
    closes = (
        stop >= len(tokens)
        or tokens[stop].kind in {PUNCT, QUOTE}
        or tokens[stop].low in lex["prepositions"] | lex["and"] | lex["relative"]
    )
    named = any(tokens[k].capital for k in range(begin, end)) and _has_name(tokens, begin, end, lex)
    starts_name = (
        first.capital
        and stop - at >= 2
        and all(tokens[k].capital or tokens[k].low in {"de", "van", "von", "di"} for k in range(at, min(stop, at + 2)))
    )
    role = any(_role(tokens[k], lex) for k in range(at, min(stop, at + 5)))
    if starts_name and not named and closes:
        return stop
    if lex.language == "de" and first.low in lex["relative"] and not role:
        return end
    if (
        named
        and (role or first.low in {"a", "an", "the", "one", "un", "une", "le", "la", "l'", "il", "lo", "una"})
        and closes
    ):
        return stop
    return end


def _role(token: Token, lex: Lexicon) -> bool:
    if lex.language == "de":
        return token.capital and token.low.endswith(tuple(lex["roles"]))
    return token.low in lex["roles"] or agentive(token, lex)


def _has_name(tokens: list[Token], begin: int, end: int, lex: Lexicon) -> bool:
    if lex.language == "de":
        run = 0
        for k in range(begin, end):
            run = run + 1 if tokens[k].capital and tokens[k].low not in lex["determiners"] else 0
            if run >= 2:
                first = k - run + 1  # "der Deutschen Gesellschaft" names nobody
                of = first > begin and tokens[first - 1].low in {"der", "des", "die", "das", "dem", "den", "vom", "im"}
                if not (of and first > begin + 1) and not tokens[k].low.endswith(tuple(lex["lower_institutions"])):
                    return True
        return False
    return any(tokens[k].capital and tokens[k + 1].capital for k in range(begin, end - 1)) or end - begin == 1
