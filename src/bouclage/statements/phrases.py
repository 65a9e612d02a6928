"""Noun phrases beside a reporting verb: who speaks, found without a parser."""

from bouclage.statements.units import NUMBER, PUNCT, QUOTE, WORD, Token
from bouclage.statements.words import Lexicon

_LONGEST = 22  # tokens of a speaker phrase
_FAR = 40  # tokens to look back for the subject
Span = tuple[int, int]

_MONTHS_AND_TIMES = frozenset(
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre january february march april"
    " may june july august september october november december januar februar märz april mai juni juli august"
    " september oktober november dezember gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre"
    " novembre dicembre uhr pm am gmt heures h ore week semaine woche settimana".split()
)


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
    return token.capital or token.low in lex["determiners"] or pronoun(token, lex) or token.low in lex["roles"]


def is_time(tokens: list[Token], at: int, lex: Lexicon) -> bool:
    """Whether a token is a word of time or a mere adverb."""
    token = tokens[at]
    if token.kind == WORD:
        if token.low in lex["adverbs"] or token.text in lex["adverbs"]:
            return True
        if token.low in _MONTHS_AND_TIMES and (lex.language not in {"en"} or token.capital):
            return True
        return _manner(tokens, at, lex) or (
            lex.language == "en" and token.low.endswith("ly") and not token.capital
        )
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
    return probe < len(tokens) and _infinitive(tokens[probe], lex)


def skip_adjuncts(tokens: list[Token], at: int, lex: Lexicon, limit: int = 14) -> int:
    """Return the index behind adverbs, times and prepositional phrases that stand between a verb and what it takes."""
    begin = at
    while at < len(tokens) and at - begin < limit:
        token = tokens[at]
        if is_time(tokens, at, lex):
            at += 1
        elif at + 1 < len(tokens) and f"{token.low} {tokens[at + 1].low}" in lex["adverbs"]:
            at += 2
        elif token.kind == WORD and (
            token.low in {"ce", "cet", "this", "questa", "questo", "diesen", "ieri", "last"}
            and at + 1 < len(tokens)
            and is_time(tokens, at + 1, lex)
        ):
            at += 2
        elif token.kind == WORD and token.low in lex["prepositions"] and token.low not in lex["of"]:
            if _linked_infinitive(tokens, at, lex):
                break
            at = prepositional(tokens, at, lex)
        elif token.kind == WORD and token.low in {"von", "vom"} and lex.language == "de":
            at = prepositional(tokens, at, lex)
        else:
            break
    return at


def prepositional(tokens: list[Token], at: int, lex: Lexicon) -> int:
    """Return the index behind the prepositional phrase that begins at `at`."""
    at += 1
    if at < len(tokens) and tokens[at].kind == WORD and tokens[at].low in lex["prepositions"]:
        at += 1
    if at < len(tokens) and (tokens[at].low in lex["determiners"] or tokens[at].kind == NUMBER):
        at += 1
    seen = False
    capital = False
    while at < len(tokens):
        token = tokens[at]
        if token.kind == QUOTE or token.kind == PUNCT:
            break
        if seen and (token.low in lex["determiners"] or pronoun(token, lex) or token.low in lex["prepositions"] - lex["of"]):
            break
        if token.low in lex["that"] or token.low in lex["relative"] or token.low in lex["and"] or token.low in lex["but"]:
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
        elif seen and (capital or token.low in lex.forms or is_time(tokens, at, lex) or token.low in lex["auxiliary"]):
            break
        elif seen and token.low in lex["link"]:
            break
        seen = True
        at += 1
    return at


def phrase_right(tokens: list[Token], at: int, lex: Lexicon) -> Span | None:
    """Return the noun phrase that begins at `at`, with its name in apposition."""
    if not starts_phrase(tokens, at, lex):
        return None
    if pronoun(tokens[at], lex) and not tokens[at].low in lex["determiners"]:
        return at, at + 1
    if tokens[at].low in lex["not_speakers"] and tokens[at].low not in lex["determiners"]:
        return None
    end = _german_end(tokens, at, lex) if lex.language == "de" else _romance_end(tokens, at, lex)
    if end <= at:
        return None
    if end == at + 1 and tokens[at].low in lex["determiners"]:
        return (at, end) if pronoun(tokens[at], lex) else None
    behind = _apposition(tokens, at, end, lex)
    if behind == end and end + 2 < len(tokens) and tokens[end].low in {"à", "in", "a", "au", "en"} and tokens[end + 1].capital:
        further = _apposition(tokens, at, end + 2, lex)  # "la porte-parole de l'ONU à Genève, Ilse Kaufmann"
        if further > end + 2:
            return at, further
    return at, behind


def _romance_end(tokens: list[Token], begin: int, lex: Lexicon) -> int:
    at = begin
    name = 0  # capitals running
    role = False
    while at < len(tokens) and at - begin < _LONGEST:
        token = tokens[at]
        low = token.low
        if token.kind == NUMBER:
            if at > begin:
                break
            at += 1
            continue
        if token.kind != WORD:
            if token.text in "'’" and lex.language == "en":
                at += 1
                continue
            break
        if low in lex["of"] or (lex.language == "en" and (low == "for" or (low == "at" and role)) and at > begin):
            if at == begin or at + 1 >= len(tokens) or tokens[at + 1].kind not in {WORD, NUMBER}:
                break
            following = tokens[at + 1]
            if following.low in lex["adverbs"] or (lex.language != "en" and _infinitive(following, lex) and low in lex["link"]):
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
            if at + 1 < len(tokens) and at > begin and _joins(tokens, at, begin, lex):
                at += 1
                if tokens[at].low in lex["determiners"] or tokens[at].low in lex["of"]:
                    at += 1
                name = 0
                continue
            break
        if at > begin and (
            low in lex["prepositions"] or low in lex["relative"] or low in lex["that"] or low in lex["but"]
            or low in lex["subordinators"] or low in lex["auxiliary"] or low in lex["being"] or is_time(tokens, at, lex)
            or low in lex["clitics"] or low in lex["determiners"] or low.startswith("-") or low in lex["negation_first"]
            or low in lex["negators"] or low in lex["whether"]
        ):  # fmt: skip
            break
        if at > begin and tokens[at - 1].low not in lex["determiners"] and not token.capital and low in lex.forms and any(f.kind in {"finite", "gerund"} for f in lex.forms[low]):
            if low not in lex["roles"]:
                break
        if at > begin + 1 and _participle(tokens, at, lex):
            break
        if token.capital:
            name += 1
        elif low == "'s":
            name = 0
        else:
            particle = low in {"van", "von", "der", "den", "di", "della", "al", "el", "bin", "ben", "y", "e"}
            if name >= 2 and not particle and not low.endswith("'s") and lex.language != "en":
                break
            if name and at - name == begin and not particle and lex.language == "en" and low not in lex["roles"] and (
                low not in lex["lower_institutions"]
            ):
                break
            if not particle:
                name = 0
        role = role or low in lex["roles"]
        at += 1
    return at


def _participle(tokens: list[Token], at: int, lex: Lexicon) -> bool:
    """Whether a participle begins what trails behind a noun: "un audit publié mardi", "a report published by"."""
    ends = {"fr": ("é", "ée", "és", "ées"), "it": ("ato", "ata", "ati", "ate", "uto", "uta"), "en": ("ed",)}[lex.language]
    low = tokens[at].low
    if not low.endswith(ends) or low.endswith(("té", "tés", "tée")) or low in lex["roles"] or tokens[at].capital:
        return False
    before = tokens[at - 1].low
    if before in lex["determiners"] or before in lex["of"] or at + 1 >= len(tokens):
        return False
    following = tokens[at + 1]
    return following.low in lex["prepositions"] - lex["of"] or is_time(tokens, at + 1, lex)


def _joins(tokens: list[Token], at: int, begin: int, lex: Lexicon) -> bool:
    """Whether "and" goes on with the phrase rather than with the sentence."""
    following = tokens[at + 1]
    if following.kind != WORD or following.low in lex.forms or following.low in lex["auxiliary"]:
        return False
    before = tokens[at - 1]
    if following.capital and before.capital:
        return True
    if following.low in lex["of"] and lex.language != "de":
        return True
    # "de la santé et de l'action sociale" is taken by `of`; "le maire et le préfet" by the determiner
    return following.low in lex["determiners"] and tokens[begin].low in lex["determiners"] and at - begin < 8


def _infinitive(token: Token, lex: Lexicon) -> bool:
    if token.kind != WORD or token.capital:
        return False
    if lex.language == "fr":
        return token.low.endswith(("er", "ir", "oir", "re")) and token.low not in {"mer", "hiver", "pouvoir", "entre", "contre"}
    if len(token.low) > 3 and token.low.endswith(("ar", "er", "ir")) and token.low not in {"per", "super"}:
        return True  # voler restare, aver detto
    return token.low.endswith(("are", "ere", "ire", "rsi", "rre", "rlo", "rla", "rli", "rle", "rne", "rvi", "rci", "arre"))


def infinitive(token: Token, lex: Lexicon) -> bool:
    """Whether a word looks like an infinitive of French or Italian."""
    return _infinitive(token, lex)


def _german_end(tokens: list[Token], begin: int, lex: Lexicon) -> int:
    at = begin
    last = begin  # behind the last noun
    while at < len(tokens) and at - begin < _LONGEST:
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
            if last == at and at + 1 < len(tokens) and (
                tokens[at + 1].capital or (tokens[at + 1].low in lex["determiners"] and tokens[begin].low in lex["determiners"])
            ):
                at += 1
                continue
            break
        if low == "von" and at + 1 < len(tokens) and tokens[at + 1].kind == NUMBER:
            break
        if low in {"von", "vom"} and last - begin >= 2 and tokens[last - 1].capital and tokens[last - 2].capital:
            break  # "Senn Emil Koller von der Nachbaralp": where from is no part of who
        genitive = low in {"der", "des", "vom", "von", "für", "zum", "zur"} and last == at
        if low in lex["determiners"] or genitive or low in {"de", "van", "di"}:
            if at > begin and last == at and not genitive and low not in {"de", "van", "di", "eines", "einer", "seiner", "ihrer"}:
                break
            at += 1
            continue
        # An adjective: lower case, and a noun follows soon.
        if (
            not low in lex["adverbs"] and low not in lex["prepositions"] and low not in lex["auxiliary"] and low not in lex["being"]
            and low.endswith(("e", "en", "er", "es", "em")) and low not in lex.forms
            and any(tokens[k].capital for k in range(at + 1, min(at + 4, len(tokens))))
            and (at == begin or last != at or tokens[at - 1].low in {"der", "des", "von"})
        ):  # fmt: skip
            at += 1
            continue
        break
    return last


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
            stop = _romance_end(tokens, at + 1 + (tokens[at + 1].low in lex["determiners"]), lex)
            if stop >= len(tokens) or tokens[stop].kind in {PUNCT, QUOTE}:
                return stop
        return end
    stop = _german_end(tokens, at, lex) if lex.language == "de" else _romance_end(tokens, at, lex)
    if stop <= at:
        return end
    closes = stop >= len(tokens) or tokens[stop].kind in {PUNCT, QUOTE} or tokens[stop].low in lex["prepositions"] | lex["and"] | lex["relative"]
    named = any(tokens[k].capital for k in range(begin, end)) and _has_name(tokens, begin, end, lex)
    starts_name = first.capital and stop - at >= 2 and all(
        tokens[k].capital or tokens[k].low in {"de", "van", "von", "di"} for k in range(at, min(stop, at + 2))
    )
    role = any(_role(tokens[k], lex) for k in range(at, min(stop, at + 5)))
    if starts_name and not named and closes:
        return stop
    if lex.language == "de" and first.low in lex["relative"] and not role:
        return end
    if named and (role or first.low in {"a", "an", "the", "one", "un", "une", "le", "la", "l'", "il", "lo", "una"}) and closes:
        return stop
    return end


def _role(token: Token, lex: Lexicon) -> bool:
    if lex.language == "de":
        return token.capital and token.low.endswith(tuple(lex["roles"]))
    return token.low in lex["roles"]


def _has_name(tokens: list[Token], begin: int, end: int, lex: Lexicon) -> bool:
    if lex.language == "de":
        run = 0
        for k in range(begin, end):
            run = run + 1 if tokens[k].capital and tokens[k].low not in lex["determiners"] else 0
            if run >= 2:
                return True
        return False
    return any(tokens[k].capital and tokens[k + 1].capital for k in range(begin, end - 1)) or end - begin == 1


def phrase_left(tokens: list[Token], verb: int, lex: Lexicon, floor: int = 0) -> Span | None:
    """Return the subject before the verb at `verb`, not looking beyond token `floor`."""
    end = verb
    while end > floor and tokens[end - 1].kind == WORD and (
        tokens[end - 1].low in lex["adverbs"]
        or (tokens[end - 1].low in lex["clitics"] and lex.language in {"fr", "it"})
        or tokens[end - 1].low in lex["negation_first"]
    ):
        if pronoun(tokens[end - 1], lex):
            break
        end -= 1
    if end <= floor:
        return None
    tail = end
    if tokens[end - 1].text == ",":  # a parenthesis before the verb: relative clause or apposition
        opening = _opening_comma(tokens, end - 1, floor)
        if opening is None:
            return None
        inner = tokens[opening + 1]
        keep = (
            inner.kind == WORD
            and (lex.language == "de" or inner.low not in lex["relative"])
            and inner.low not in lex["prepositions"]
            and inner.kind == WORD
            and not inner.low.endswith(("ant", "ing", "ando", "endo", "é", "ée", "és", "ées", "ato", "ata"))
            and _verbless(tokens, opening + 1, end - 1, lex)
        )
        tail = end - 1 if keep else opening
        end = opening
    start = _subject_start(tokens, end, floor, lex)
    start = _drop_lead(tokens, start, end, lex)
    if start >= end:
        return None
    cut = next(
        (
            k
            for k in range(start + 1, end)
            if tokens[k].low in lex["relative"] - lex["determiners"] - {"that"}
            or (tokens[k].low in {"in", "à", "a"} and k + 2 == end and tokens[k + 1].capital and lex.language != "de")
        ),
        None,
    )
    if cut is not None:
        end = tail = cut
    first = tokens[start]
    if first.low in lex["not_speakers"] and end - start == 1:
        return None
    if not starts_phrase(tokens, start, lex) and not (first.kind == WORD and lex.language in {"en", "de"}):
        return None
    if tail - start > _LONGEST + 8:
        return None
    return start, tail


def _verbless(tokens: list[Token], start: int, end: int, lex: Lexicon) -> bool:
    words = [tokens[k] for k in range(start, end)]
    if lex.language == "de" and words and not words[-1].capital:
        return False
    return not any(one.low in lex["being"] or one.low in lex["auxiliary"] for one in words)


def _opening_comma(tokens: list[Token], closing: int, floor: int) -> int | None:
    for k in range(closing - 1, max(floor - 1, closing - _FAR), -1):
        if tokens[k].text == ",":
            return k
        if tokens[k].kind == PUNCT and tokens[k].text in ":;.":
            return None
    return None


def _subject_start(tokens: list[Token], end: int, floor: int, lex: Lexicon) -> int:
    at = end
    while at > floor and end - at < _FAR:
        token = tokens[at - 1]
        low = token.low
        if token.kind == QUOTE:
            break
        if token.kind == PUNCT and not (token.text in "'&/" or (token.text == "." and at < end)):
            break
        if low in lex["that"] or low in lex["but"] or low in lex["subordinators"] or low in lex["whether"]:
            if not (lex.language == "en" and low == "that" and False):
                break
        if low in lex["and"] and not (
            at < end and at - 2 >= floor and _joins(tokens, at - 1, max(floor, at - 4), lex)
        ):
            break
        at -= 1
    return at


def _drop_lead(tokens: list[Token], start: int, end: int, lex: Lexicon) -> int:
    """Drop what stands before the subject: adverbs, times, prepositional phrases without a comma."""
    while start < end:
        token = tokens[start]
        if token.low in lex["of"] and lex.language != "de":
            return start + 1 if token.low in {"des", "du", "de", "d'"} and False else end
        if token.kind == WORD and token.low in lex["prepositions"]:
            after = prepositional(tokens, start, lex)
            start = max(after, start + 1)
        elif is_time(tokens, start, lex) or token.low in lex["and_verb"]:
            start += 1
        else:
            break
    return start
