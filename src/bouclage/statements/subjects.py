"""The subject before a reporting verb."""

from bouclage.statements.adjuncts import is_time, prepositional, pronoun, skip_adjuncts, starts_phrase
from bouclage.statements.phrases import LONGEST, Span, joins
from bouclage.statements.units import NUMBER, PUNCT, QUOTE, WORD, Token
from bouclage.statements.words import Lexicon

_TRAILING = frozenset({"on", "in", "after", "during", "late", "early"})
_DASHES = frozenset({"–", "—", "-"})
_FAR = 40  # tokens to look back for the subject


def phrase_left(tokens: list[Token], verb: int, lex: Lexicon, floor: int = 0) -> Span | None:  # noqa: PLR0912 - one branch a construction
    """Return the subject before the verb at `verb`, not looking beyond token `floor`."""
    end = verb
    while (
        end > floor
        and tokens[end - 1].kind == WORD
        and (
            tokens[end - 1].low in lex["adverbs"]
            or (tokens[end - 1].low in lex["clitics"] and lex.language in {"fr", "it"})
            or tokens[end - 1].low in lex["negation_first"]
        )
    ):
        if pronoun(tokens[end - 1], lex):
            break
        end -= 1
    if end <= floor:
        return None
    tail = end
    if tokens[end - 1].low in lex["subject_pronouns"] and not tokens[end - 1].low.startswith("-"):
        return end - 1, end
    if tokens[end - 1].text == "," and lex.language != "de":
        several = behind_asides(tokens, end - 1, floor, lex, least=1 if lex.language == "en" else 2)
        if several is not None:
            return several
    if tokens[end - 1].text in _DASHES and lex.language != "de":
        opening = next((k for k in range(end - 2, max(floor, end - _FAR), -1) if tokens[k].text in _DASHES), None)
        if opening is None:
            return None
        end = tail = opening
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
            and not (lex.language == "en" and inner.low.endswith("ed"))
            and _verbless(tokens, opening + 1, end - 1, lex)
            and not all(is_time(tokens, k, lex) for k in range(opening + 1, end - 1))
        )
        tail = end - 1 if keep else opening
        end = opening
    if end - 2 > floor and tokens[end - 1].kind == NUMBER and tokens[end - 2].text == ",":
        end -= 2  # "Ms Keller, 52, who …, said"
        tail = end
    start = _subject_start(tokens, end, floor, lex)
    start = _drop_lead(tokens, start, end, lex)
    if start >= end:
        return None
    if lex.language == "en":
        verb_at = next((k for k in range(start + 1, end) if tokens[k].low in lex["auxiliary"] | lex["being"]), None)
        if verb_at is not None and not any(tokens[k].low in lex["relative"] for k in range(start, verb_at)):
            end = tail = verb_at  # "Munir has over the past months repeatedly warned"
        own = _clause_inside(tokens, start, end, lex)
        if own is not None:
            return own
    cut = next(
        (
            k
            for k in range(start + 1, end)
            if tokens[k].low in lex["relative"] - lex["determiners"] - {"that"}
            or (tokens[k].low in {"in", "à", "a"} and k + 2 == end and tokens[k + 1].capital and lex.language != "de")
            or (lex.language == "en" and tokens[k].low in _TRAILING and _trails(tokens, k, end, lex))
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
    if tail - start > LONGEST + 8 or (lex.language != "de" and skip_adjuncts(tokens, start, lex) >= tail):
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
        if token.kind == QUOTE and not (at == end and lex.language in {"fr", "it"} and at - 2 >= floor):
            break
        if token.kind == PUNCT and not (token.text in "'&/" or (token.text == "." and at < end)):
            break
        if token.text == "." and at - 2 >= floor and len(tokens[at - 2].text) > 3 and not tokens[at - 2].capital:
            break  # a sentence inside a long quotation ends
        if low in lex["that"] or low in lex["but"] or low in lex["subordinators"] or low in lex["whether"]:
            break
        if low in lex["relative"] - lex["determiners"] and at < end and starts_phrase(tokens, at, lex):
            break  # "an inquiry, which its spokesman said …"
        if low in lex["and"] and not (
            at < end
            and at - 2 >= floor
            and (joins(tokens, at - 1, max(floor, at - 4), lex) or _two_roles(tokens, at - 1, lex))
        ):
            break
        at -= 1
    return at


def _two_roles(tokens: list[Token], joint: int, lex: Lexicon) -> bool:
    """Whether "and" joins two functions of one person: "founder and chief scientist Ada Moll"."""
    return (
        lex.language == "en"
        and tokens[joint - 1].low in lex["roles"]
        and tokens[joint + 1].low not in lex["roles"] | (lex["determiners"] | lex["subject_pronouns"])
    )


def _drop_lead(tokens: list[Token], start: int, end: int, lex: Lexicon) -> int:
    """Drop what stands before the subject: adverbs, times, prepositional phrases without a comma."""
    while start < end:
        token = tokens[start]
        if token.low in lex["of"] and lex.language != "de":
            return end
        if token.kind == WORD and token.low in lex["prepositions"]:
            after = prepositional(tokens, start, lex)
            start = max(after, start + 1)
        elif tokens[start].kind == NUMBER and len(tokens[start].text) == 4 and start + 1 < end:
            start += 1
        elif (
            tokens[start].low in {"le", "il", "the", "l'"}
            and start + 2 < end
            and tokens[start + 1].kind == NUMBER
            and is_time(tokens, start + 1, lex)
        ):
            start += 3
        elif token.low in {"citing", "quoting"} or is_time(tokens, start, lex) or token.low in lex["and_verb"]:
            start += 1
        else:
            break
    return start


def _trails(tokens: list[Token], at: int, end: int, lex: Lexicon) -> bool:
    """Whether a time or place ends the phrase: "the minister on Tuesday"."""
    return all(is_time(tokens, k, lex) or k == at or tokens[k].capital for k in range(at, end))


def behind_asides(tokens: list[Token], comma: int, floor: int, lex: Lexicon, least: int = 2) -> Span | None:
    """The subject before several asides: "Hayley Walsh, 42, a lecturer from Nottingham, who …, said"; None if one."""
    segments: list[Span] = []
    end = comma
    for at in range(comma - 1, max(floor, comma - _FAR) - 1, -1):
        edge = tokens[at].kind == QUOTE or (tokens[at].kind == PUNCT and tokens[at].text in ":;.—–")
        if edge or tokens[at].text == ",":
            segments.append((at + 1, end))
            end = at
        if edge:
            break
        if at == floor:
            segments.append((at, end))
    segments = [one for one in reversed(segments) if one[0] < one[1]]
    while len(segments) > 1 and not _heads(tokens, segments[0], lex):
        segments = segments[1:]
    if len(segments) <= least or not all(_aside(tokens, one, lex) for one in segments[1:]):
        return None
    if lex.language in {"fr", "it"} and skip_adjuncts(tokens, segments[0][0], lex) >= segments[0][1]:
        return None  # "Più tardi, su X, ha scritto"
    first, last = segments[0]
    first = _drop_lead(tokens, first, last, lex)
    if first >= last or not starts_phrase(tokens, first, lex):
        return None
    for one in segments[1:]:
        if not _apposed(tokens, one, lex):
            break
        last = one[1]
    return (first, last) if last - first <= LONGEST + 8 else None


def _heads(tokens: list[Token], segment: Span, lex: Lexicon) -> bool:
    first = _drop_lead(tokens, *segment, lex)
    if tokens[segment[0]].low in lex.source_heads:
        return False  # "According to AFP, one user on Weibo, …, posted"
    return first < segment[1] and starts_phrase(tokens, first, lex) and _no_verb(tokens, (first, segment[1]), lex)


def _no_verb(tokens: list[Token], segment: Span, lex: Lexicon) -> bool:
    signs = lex["being"] | lex["auxiliary"] | lex["modals"]
    return not any(
        tokens[k].low in signs
        or (not tokens[k].capital and any(form.kind == "finite" for form in lex.forms.get(tokens[k].low, ())))
        for k in range(*segment)
    )


def _aside(tokens: list[Token], segment: Span, lex: Lexicon) -> bool:
    first = tokens[segment[0]]
    if lex.language == "en" and first.low in lex["but"] - {"as"}:
        return False
    return (
        first.kind == NUMBER
        or first.low in lex["relative"] | lex["prepositions"] | lex["of"] | lex["subordinators"]
        or (lex.language != "en" and first.low in lex["and"])
        or first.low.endswith(("ed", "ing"))
        or all(is_time(tokens, k, lex) for k in range(*segment))
        or _apposed(tokens, segment, lex)
    )


def _apposed(tokens: list[Token], segment: Span, lex: Lexicon) -> bool:
    first = tokens[segment[0]]
    return (
        first.kind == WORD
        and first.low not in lex["relative"] | lex["prepositions"] | lex["of"]
        and not first.low.endswith(("ed", "ing"))
        and not all(is_time(tokens, k, lex) for k in range(*segment))
        and not any(tokens[k].low in lex["being"] | lex["auxiliary"] | lex["modals"] for k in range(*segment))
    )


def _clause_inside(tokens: list[Token], start: int, end: int, lex: Lexicon) -> Span | None:
    """The subject where a stretch holds a verb of its own: of "X said the study" the study, of "X presented data" X."""
    for k in range(start + 1, end - 1):
        token = tokens[k]
        past = token.low.endswith("ed") and not token.capital and tokens[k - 1].low not in lex["determiners"]
        if token.kind != WORD or not (past or token.low in {"said", "told", "says", "say"}):
            continue
        behind = tokens[k + 1]
        if any(form.kind == "finite" for form in lex.forms.get(token.low, ())):
            if starts_phrase(tokens, k + 1, lex) and tokens[start].low not in lex["determiners"]:
                return k + 1, end
            continue
        if behind.capital and tokens[k - 1].kind == WORD and tokens[k - 1].low not in lex["prepositions"]:
            return start, k
    return None
