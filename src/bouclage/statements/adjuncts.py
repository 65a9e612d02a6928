"""What stands between a verb and its phrases: adverbs, times, prepositional phrases; and what may begin a phrase."""

from bouclage.statements.units import NUMBER, PUNCT, QUOTE, WORD, Token
from bouclage.statements.words import Lexicon, listed

_MONTHS_AND_TIMES = listed(
    "montag dienstag mittwoch donnerstag freitag samstag sonntag janvier février mars avril mai juin juillet août "
    "septembre octobre novembre décembre january february march "
    "april may june july august september october november december januar februar märz april mai juni juli "
    "august september oktober november dezember gennaio febbraio marzo aprile maggio giugno luglio agosto "
    "settembre ottobre novembre dicembre uhr pm am gmt heures h ore week semaine woche settimana"
)


_PARTICIPLES = {
    "en": ("ed", "ing"),
    "fr": ("é", "ée", "és", "ées", "ant"),
    "it": ("ato", "ata", "ati", "ate", "uto", "unto", "ando", "endo"),
}


def pronoun(token: Token, lex: Lexicon) -> bool:
    """Whether a token is a personal pronoun that can speak."""
    return token.low in lex["subject_pronouns"] or token.low in lex["pronouns_m"] or token.low in lex["pronouns_f"]


def starts_phrase(tokens: list[Token], at: int, lex: Lexicon) -> bool:
    """Whether a noun phrase can begin here."""
    if at >= len(tokens):
        return False
    token = tokens[at]
    if token.kind == NUMBER:
        return True
    if token.kind != WORD:
        return False
    if at == 0 and token.low in (lex["prepositions"] | lex["of"] | lex["subordinators"]) - lex["determiners"]:
        return False
    return token.capital or token.low in lex["determiners"] or pronoun(token, lex) or token.low in lex["roles"]


def is_time(tokens: list[Token], at: int, lex: Lexicon) -> bool:
    """Whether a token is a word of time or a mere adverb."""
    token = tokens[at]
    if token.kind == WORD:
        if token.low in lex["adverbs"] or token.text in lex["adverbs"]:
            return True
        if token.low in _MONTHS_AND_TIMES and (lex.language not in {"en"} or token.capital):
            return True
        return _manner(tokens, at, lex) or (lex.language == "en" and token.low.endswith("ly") and not token.capital)
    return token.kind == NUMBER and at + 1 < len(tokens) and tokens[at + 1].low in _MONTHS_AND_TIMES


def _manner(tokens: list[Token], at: int, lex: Lexicon) -> bool:
    """Whether a word is an adverb in -ment or -mente, not a noun like "établissement"."""
    low = tokens[at].low
    if lex.language not in {"fr", "it"} or len(low) < 7 or tokens[at].capital:
        return False
    if not low.endswith("mente" if lex.language == "it" else ("ement", "amment", "emment", "ément", "iment", "ument")):
        return False
    if low in lex["lower_institutions"] or low in lex["documents"]:
        return False
    before = tokens[at - 1].low if at else ""
    return before not in lex["determiners"] and before not in lex["of"]


def _linked_infinitive(tokens: list[Token], at: int, lex: Lexicon) -> bool:
    """Whether "à", "de", "a", "di" begins an infinitive here rather than a phrase."""
    if lex.language not in {"fr", "it"} or tokens[at].low not in lex["link"]:
        return False
    probe = at + 1
    while probe < len(tokens) - 1 and tokens[probe].low in lex["clitics"] | lex["negation_first"] | lex["negators"]:
        probe += 1
    return probe < len(tokens) and infinitive(tokens[probe], lex)


def _with_gerund(tokens: list[Token], at: int, lex: Lexicon) -> bool:
    """Whether a preposition leads to what somebody reports next: "… said before pointing out that …"."""
    behind = tokens[at + 1].low if at + 1 < len(tokens) else ""
    return (
        lex.language == "en" and behind.endswith("ing") and any(f.kind == "gerund" for f in lex.forms.get(behind, ()))
    )


def skip_adjuncts(tokens: list[Token], at: int, lex: Lexicon, limit: int = 14) -> int:
    """Return the index behind adverbs, times and prepositional phrases that stand between a verb and what it takes."""
    begin = at
    while at < len(tokens) and at - begin < limit:
        token = tokens[at]
        if is_time(tokens, at, lex):
            at += 1
        elif (at + 1 < len(tokens) and f"{token.low} {tokens[at + 1].low}" in lex["adverbs"]) or (
            token.kind == WORD
            and (
                token.low in {"ce", "cet", "this", "questa", "questo", "diesen", "ieri", "last"}
                and at + 1 < len(tokens)
                and is_time(tokens, at + 1, lex)
            )
        ):
            at += 2
        elif token.kind == WORD and token.low in lex["prepositions"] and token.low not in lex["of"]:
            if _linked_infinitive(tokens, at, lex) or _with_gerund(tokens, at, lex):
                break
            at = prepositional(tokens, at, lex)
        elif token.kind == WORD and token.low in {"von", "vom"} and lex.language == "de":
            at = prepositional(tokens, at, lex)
        else:
            break
    return at


def prepositional(tokens: list[Token], at: int, lex: Lexicon) -> int:  # noqa: PLR0912 - one branch a construction
    """Return the index behind the prepositional phrase that begins at `at`."""
    at += 1
    if at < len(tokens) and tokens[at].kind == WORD and tokens[at].low in lex["prepositions"]:
        at += 1
    determined = at < len(tokens) and tokens[at].low in lex["determiners"]
    if at < len(tokens) and (tokens[at].low in lex["determiners"] or tokens[at].kind == NUMBER):
        at += 1
    seen = False
    capital = False
    while at < len(tokens):
        token = tokens[at]
        if token.kind in (QUOTE, PUNCT):
            break
        if seen and (
            token.low in lex["determiners"] or pronoun(token, lex) or token.low in lex["prepositions"] - lex["of"]
        ):
            break
        if (
            token.low in lex["that"]
            or token.low in lex["relative"]
            or token.low in lex["and"]
            or token.low in lex["but"]
        ):
            break
        if token.low in lex["of"]:
            if not seen or _linked_infinitive(tokens, at, lex):
                break
            at += 1
            if at < len(tokens) and tokens[at].low in lex["determiners"]:
                at += 1
            seen = False
            continue
        if lex.language == "de":
            if seen and not token.capital:
                break
            seen = seen or token.capital
            at += 1
            continue
        if token.capital:
            if capital and tokens[at - 1].text.isupper() and len(tokens[at - 1].text) > 1 and not token.text.isupper():
                break  # "à ATR Valérie Cuendat"
            if seen and not capital and tokens[at - 1].low not in lex["of"]:
                break  # "à la presse Valérie Cuendat"
            capital = True
        elif (
            seen
            and (
                (capital and not (determined and lex.language == "en"))
                or _verb_here(token, lex)
                or is_time(tokens, at, lex)
                or token.low in lex["auxiliary"]
            )
        ) or (seen and token.low in lex["link"]):
            break
        seen = True
        at += 1
    return at


def _verb_here(token: Token, lex: Lexicon) -> bool:
    """Whether a word is a reporting verb; an English base form is more often a noun: "during a press briefing"."""
    forms = lex.forms.get(token.low)
    return bool(forms) and not (lex.language == "en" and any(form.verb.head == token.low for form in forms or ()))


def infinitive(token: Token, lex: Lexicon) -> bool:
    """Whether a word looks like an infinitive of French or Italian."""
    if token.kind != WORD or token.capital:
        return False
    if lex.language == "fr":
        return token.low.endswith(("er", "ir", "oir", "re")) and token.low not in {
            "mer",
            "hiver",
            "pouvoir",
            "entre",
            "contre",
        }
    if token.low in {"far", "dar", "dir", "star"}:
        return True  # far bollire
    if len(token.low) > 3 and token.low.endswith(("ar", "er", "ir")) and token.low not in {"per", "super"}:
        return True  # voler restare, aver detto
    return token.low.endswith(
        ("are", "ere", "ire", "rsi", "rre", "rlo", "rla", "rli", "rle", "rne", "rvi", "rci", "arre")
    )


def sentence_subject(tokens: list[Token], lex: Lexicon) -> int:
    """Return where the subject of a sentence most likely begins: behind adverbials and a participle that leads it."""
    at = skip_adjuncts(tokens, 0, lex)
    leads = (
        at < len(tokens)
        and tokens[at].kind == WORD
        and (tokens[at].low in lex["subordinators"] or tokens[at].low.endswith(_PARTICIPLES.get(lex.language, ("\0",))))
    )
    if leads:
        at = next((k for k in range(at, min(at + 18, len(tokens))) if tokens[k].text == ","), at)
    while at < len(tokens) and tokens[at].text == ",":
        at += 1
    return at
