"""What the words of a speaker's phrase tell by themselves: the name in it, its head, its gender, what it is about."""

from bouclage.statements.mentions import Mentions
from bouclage.statements.names import role_of, run_of_names
from bouclage.statements.units import WORD, Token
from bouclage.statements.words import Lexicon
from bouclage.text.words import fold


def own_name(words: list[Token], mentions: Mentions, lex: Lexicon, at_text: int) -> str | None:
    """Return the name of a person in the phrase, in full as the article has it at `at_text`; None if none is."""
    titles = lex["titles"]
    found: list[tuple[bool, str]] = []
    at = 0
    while at < len(words):
        token = words[at]
        if token.text in titles:
            run, end = run_of_names(words, at + 1, lex)
            if run:
                return full_name(run[-1].text, mentions, [one.text for one in run], at=at_text)
            at += 1
            continue
        if not token.capital:
            at += 1
            continue
        run, end = run_of_names(words, at, lex)
        if run:
            first = words.index(run[0])
            before = words[first - 1].low if first > 0 else ""
            of = (
                before in lex["of"] | {"for", "at", "für", "'s"}
                or (lex.language == "en" and before in lex["prepositions"])
                or (
                    before in lex["determiners"]
                    and not (lex.language == "it" and len(run) == 1)
                    and lex.language != "de"
                )
            )
            of = of or (before in lex["and"] and any(institutional({one.low}, lex) for one in words[:first]))
            institution = any(institutional({one.low}, lex) for one in run)
            behind = words[first + len(run)] if first + len(run) < len(words) else None
            of = of or (behind is not None and behind.low == "'s")  # "Morrison's lawyer"
            # "Information Technology minister Shiza Khawaja": the name comes behind the role
            institution = institution or (
                lex.language == "en"
                and behind is not None
                and bool(role_of(behind, lex))
                and any(word.capital for word in words[first + len(run) + 1 :])
            )
            if not of and not institution:
                person = (
                    len(run) > 1
                    or fold(run[0].text) in mentions.full
                    or (lex.language == "en" and first == 0 and fold(run[0].text) in mentions.first)
                    or (lex.language == "de" and first > 0 and bool(role_of(words[first - 1], lex)))
                )
                if person and _looks_like_person(run, words, first, mentions, lex):
                    found.append(
                        (len(run) > 1, full_name(run[-1].text, mentions, [one.text for one in run], at=at_text) or "")
                    )
        at = max(end, at + 1)
    for _, name in sorted(found, key=lambda one: not one[0]):
        if name:
            return name
    return None


def _looks_like_person(run: list[Token], words: list[Token], first: int, mentions: Mentions, lex: Lexicon) -> bool:
    if lex.language == "de" and len(run) > 1:
        return not any(one.low in lex["lower_institutions"] for one in run)
    if first > 0 and words[0].low in lex["determiners"] and len(run) == 1 and lex.language in {"en", "de"}:
        return fold(run[0].text) in mentions.full
    return True


def full_name(last: str, mentions: Mentions, run: list[str] | None = None, *, at: int) -> str | None:
    """Return the full name of whom the article calls `last`, or the run of names itself; None if there is neither."""
    full = mentions.full
    if (run is None or len(run) == 1) and fold(last) not in full and fold(last) in mentions.first:
        return mentions.first[fold(last)]
    whole = " ".join(run) if run else last
    longer = mentions.called(fold(last), at) or full.get(fold(last))
    if longer is not None and (run is None or len(run) == 1 or fold(run[0]) in fold(longer)):
        return longer
    if run is None:
        return None
    return full.get(fold(whole), whole)


def plain(words: list[Token], text: str, lex: Lexicon) -> str | None:
    """Return the phrase as the text has it, without the article before it; None if nothing is left."""
    while words and words[0].low in lex["determiners"]:
        words = words[1:]
    if not words:
        return None
    return text[words[0].start : words[-1].end]


def head_words(words: list[Token], lex: Lexicon) -> set[str]:
    """Return the words of the phrase before its first "of": its head is among them."""
    found: set[str] = set()
    for at, token in enumerate(words):
        if at and (token.low in lex["of"] or token.low in {"for", "at", "für"}) and found:
            break
        if token.text == ",":
            break
        if token.kind == WORD and token.low not in lex["determiners"]:
            found.add(token.low)
    return found


def gender_of(words: list[Token], roles: list[str], lex: Lexicon) -> str:
    """Return "f" or "m" where a title, a role or the article before it tells; "" where none does."""
    if any(word.text in lex["titles_f"] for word in words):
        return "f"
    if any(word.text in lex["titles_m"] for word in words):
        return "m"
    first = words[0].low
    if lex.language == "de":
        if any(word.low.endswith(("in",)) and role_of(word, lex) for word in words):
            return "f"
        return "f" if first == "die" else "m" if first == "der" or roles else ""
    if any(word.low in lex["feminine"] for word in words):
        return "f"
    if any(word.low in lex["masculine"] for word in words):
        return "m"
    if lex.language in {"fr", "it"}:
        if first in {"la", "une", "una", "sa", "cette"}:
            return "f"
        if first in {"le", "un", "il", "lo", "ce", "son"} and (first != "son"):
            return "m"
    return ""


def nominative(words: list[Token], lex: Lexicon) -> list[Token]:
    """Return German words behind "des" with their first noun as it is named elsewhere: "des Kantons" is the Kanton."""
    for at, word in enumerate(words):
        if not word.capital or not word.low.endswith("s"):
            continue
        for cut in (2, 1) if word.low.endswith("es") else (1,):
            low = word.low[:-cut]
            known = low.endswith((*lex["lower_institutions"], *lex["roles"], *lex["documents"]))
            if known and not (cut == 1 and low.endswith("s")):
                bare = Token(word.start, word.end - cut, word.kind, word.text[:-cut], low, capital=True)
                return [*words[:at], bare, *words[at + 1 :]]
        return words
    return words


def is_pronoun(token: Token, lex: Lexicon) -> bool:
    """Whether the word stands for somebody named before: "elle", "its"."""
    low = token.low
    return (
        low in lex["subject_pronouns"] | lex["possessives"]
        or low in lex["pronouns_m"] | lex["pronouns_f"] | lex["pronouns_p"]
    )


def is_document(heads: set[str], lex: Lexicon) -> bool:
    """Whether the phrase is about a document: "the report", "der Bericht"."""
    documents = lex["documents"]
    if lex.language == "de":
        return any(head.endswith(tuple(documents)) for head in heads)
    return bool(heads & documents)


def is_spokes(heads: set[str], lex: Lexicon) -> bool:
    """Whether the phrase is about a spokesperson."""
    spokes = lex["spokes"]
    if lex.language == "de":
        return any(head.endswith(tuple(spokes)) for head in heads)
    return bool(heads & spokes)


def institutional(heads: set[str], lex: Lexicon) -> bool:
    """Whether one of the words is that of an institution: "police", "ministry", "Kantonspolizei"."""
    listed = lex["lower_institutions"]
    if lex.language == "de":
        return any(head.endswith(tuple(listed)) for head in heads)
    return bool(heads & listed)


def spaced(words: tuple[str, ...]) -> str:
    """Return the words of a name as one string, elided as they are written: "l'Office", "Ofcom's"."""
    text = " ".join(words)
    for mark in ("'", "’"):
        text = text.replace(mark + " ", mark)
    return text.replace(" ’s", "’s").replace(" 's", "'s")
