"""Statements by a source phrase: selon X, according to X, laut X, nach Angaben von X, X zufolge, so X, secondo X."""

import itertools

from bouclage.records import StatementKind, VerbClass
from bouclage.statements.adjuncts import pronoun, skip_adjuncts, starts_phrase
from bouclage.statements.drafts import Draft, Span, span_of
from bouclage.statements.names import agentive, role_of
from bouclage.statements.phrases import german_end, phrase_right, romance_end
from bouclage.statements.units import NUMBER, PUNCT, QUOTE, WORD, Token, Unit, word_count
from bouclage.statements.words import Lexicon

_CONDITIONAL = ("rebbe", "rebbero", "rait", "raient")
_ENDINGS = {"fr": ("é", "ée", "és", "ées", "u", "ue"), "it": ("ato", "ata", "ati", "ate"), "en": ("ed",)}
_FAMILIES = (
    frozenset({"de", "du", "des", "d'"}),
    frozenset({"da", "dal", "dalla", "dall'", "dai", "dagli", "dalle", "dallo"}),
    frozenset({"a", "al", "alla", "ai", "agli", "alle", "allo", "all'"}),
    frozenset({"di", "del", "della", "dei", "degli", "delle", "dello", "dell'"}),
)


def sourced(text: str, unit: Unit, lex: Lexicon) -> list[Draft]:
    """Return the statements of a unit whose source is named by a phrase instead of a verb."""
    tokens = unit.tokens
    drafts: list[Draft] = []
    for at, token in enumerate(tokens):
        if token.kind != WORD or token.low not in lex.sources:
            continue
        for marker, kind in lex.sources[token.low]:
            end = _matches(tokens, at, marker, lex)
            if end is None:
                continue
            draft = _read(text, tokens, at, end, kind, lex)
            if draft is not None:
                drafts.append(draft)
            break
    return drafts


def _matches(tokens: list[Token], at: int, marker: tuple[str, ...], lex: Lexicon) -> int | None:
    if at + len(marker) >= len(tokens) + 1:
        return None
    for offset, word in enumerate(marker):
        low = tokens[at + offset].low
        if low == word:
            continue
        family = next((one for one in _FAMILIES if word in one), frozenset()) if offset else frozenset()
        if low not in family or lex.language == "de":
            return None
    return at + len(marker)


def _read(text: str, tokens: list[Token], at: int, end: int, kind: str, lex: Lexicon) -> Draft | None:  # noqa: PLR0912, PLR0917 - one branch a construction
    if at > 0 and (
        tokens[at - 1].low in lex["determiners"] or (lex.language == "it" and tokens[at - 1].low in lex["prepositions"])
    ):
        return None  # "un secondo ospedale"
    if kind == "after":
        return _postposed(text, tokens, at, lex)
    before = tokens[at - 1] if at > 0 else None
    parted = before is None or before.kind == QUOTE or (before.kind == PUNCT and before.text in ",–—")
    if kind == "so":
        told = before is not None and before.text == ":" and at > 1 and tokens[at - 2].kind == QUOTE
        if not (parted or told) or before is None:
            return None
    elif kind == "quoted" and at > 0 and not (end < len(tokens) and tokens[end].low == "qui"):
        return None
    if kind == "own":
        owner = next(k for k in range(at, end) if tokens[k].low in lex["possessives"])
        whole = (owner, end)
        content = _content(text, tokens, at, whole, kind, lex)
        if content is None:
            return None
        return Draft(
            start=content[0], end=content[1], kind=StatementKind.ACCORDING_TO,
            verb=text[tokens[at].start : tokens[end - 1].end], verb_class=VerbClass.ASSERTS,
            speaker=(tokens[owner].start, tokens[owner].end),
        )  # fmt: skip
    start = end
    if lex.language == "de" and start < len(tokens) and tokens[start].low in {"von", "vom", "der", "des"}:
        start += tokens[start].low in {"von", "vom"}
    if (
        lex.language == "it"
        and start < len(tokens)
        and tokens[start].kind == WORD
        and start == end
        and tokens[end - 1].low.endswith("'")
    ):
        pass
    if (
        lex.language == "de"
        and tokens[at].low == "nach"
        and tokens[end - 1].low == "angaben"
        and "eigenen" in tokens[end - 2].low
    ):
        return None
    if start < len(tokens) and tokens[start].low in {"quanto", "ce", "cui", "qui"}:
        phrase = (
            _behind_by(tokens, start, lex) if tokens[start].low in {"quanto", "ce"} else _antecedent(tokens, at, lex)
        )
    else:
        phrase = _phrase(tokens, start, lex)
        if phrase is not None and at == 0:
            phrase = phrase[0], _before_aside(tokens, phrase)
    if phrase is None:
        return None
    if phrase[1] <= at:  # "la presidente Vera Moll, secondo cui …"
        span = span_of(text, tokens, start + 1, len(tokens))
        return None if span is None else Draft(
            start=span[0], end=span[1], kind=StatementKind.ACCORDING_TO,
            verb=text[tokens[at].start : tokens[end - 1].end], verb_class=VerbClass.ASSERTS,
            speaker=(tokens[phrase[0]].start, tokens[phrase[1] - 1].end),
        )  # fmt: skip
    head = _head(tokens, phrase, lex)
    if head & lex["not_nouns"]:
        return None
    if kind == "so":
        behind = tokens[phrase[1]] if phrase[1] < len(tokens) else None
        if behind is not None and not (
            behind.kind == PUNCT or behind.low in lex["adverbs"] or behind.low in lex["prepositions"]
        ):
            return None
        if not (
            tokens[phrase[0]].capital or tokens[phrase[0]].low in lex["determiners"] or pronoun(tokens[phrase[0]], lex)
        ):
            return None
    content = _content(text, tokens, at, phrase, kind, lex)
    if content is None:
        return None
    if kind == "quoted":
        names = [tokens[k].capital for k in range(phrase[0], phrase[1])]
        named = any(a and b for a, b in itertools.pairwise(names)) and tokens[phrase[0]].low not in lex["determiners"]
        person = any(names) or head & lex["roles"] or pronoun(tokens[phrase[0]], lex)
        quoted = any(one.kind == QUOTE and one.start >= content[0] - 2 and one.text.count(" ") >= 2 for one in tokens)
        # "Per il Gruppo piloti, qualche volo in più sarebbe una boccata d'ossigeno": an opinion
        quoted = quoted or (
            phrase[1] < len(tokens)
            and tokens[phrase[1]].text == ","
            and bool(head & (lex["lower_institutions"] | lex["roles"] | lex["plural_people"] | lex["generic"]))
            and any(one.low.endswith(_CONDITIONAL) and one.start >= content[0] for one in tokens)
        )
        person = person or head & lex["lower_institutions"]
        if lex.language == "de":
            named = False  # every noun has a capital
            person = any(role_of(tokens[k], lex) or agentive(tokens[k], lex) for k in range(*phrase)) or person is True
            quoted = any(
                one.kind == QUOTE and one.start >= content[0] - 2 and one.text.count(" ") >= 2 for one in tokens
            )
        if lex.language == "en" and not starts_phrase(tokens, phrase[0], lex):
            return None  # "To win South Carolina, …"
        if lex.language == "en" and not quoted and not all(names) and not head & lex["roles"]:
            return None  # "For this year's edition of the Light Festival artists …"
        if not person or not (named or quoted) or tokens[phrase[0]].kind == NUMBER:
            return None
    return Draft(
        start=content[0],
        end=content[1],
        kind=StatementKind.ACCORDING_TO,
        verb=text[tokens[at].start : tokens[end - 1].end],
        verb_class=VerbClass.ASSERTS,
        speaker=(tokens[phrase[0]].start, tokens[phrase[1] - 1].end),
        open_end=phrase[1] + 1 >= len(tokens) and before is not None and before.kind in {QUOTE, PUNCT},
    )


def _behind_by(tokens: list[Token], start: int, lex: Lexicon) -> Span | None:
    """ "secondo quanto riferito dalla polizia", "selon ce qu'indique la police": the police."""
    for k in range(start + 1, min(start + 6, len(tokens) - 1)):
        if tokens[k].low in {"da", "dal", "dalla", "dall'", "dai", "dagli", "dalle", "dallo", "par"}:
            return phrase_right(tokens, k + 1, lex) or ((k + 1, k + 2) if tokens[k + 1].kind == WORD else None)
        if tokens[k].text == ",":
            break
    return None


def _antecedent(tokens: list[Token], at: int, lex: Lexicon) -> Span | None:
    end = at - 1 if at and tokens[at - 1].text == "," else at
    first = end
    while first > 0 and end - first < 8 and tokens[first - 1].kind == WORD and tokens[first - 1].low not in lex.forms:
        first -= 1
        if tokens[first].low in lex["determiners"]:
            break
    return (first, end) if first < end else None


def _phrase(tokens: list[Token], start: int, lex: Lexicon) -> Span | None:
    if start >= len(tokens):
        return None
    if starts_phrase(tokens, start, lex):
        phrase = phrase_right(tokens, start, lex)
        if phrase is not None and (titled := _with_title(tokens, phrase[1], lex)):
            return phrase[0], titled
        return phrase
    if tokens[start].kind == WORD and tokens[start].low in lex["pronouns_m"] | lex["pronouns_f"] | lex["pronouns_p"]:
        return start, start + 1
    # without an article: "laut offiziellen Angaben", "according to police", "selon plusieurs sources"
    if tokens[start].kind == WORD and tokens[start].low not in lex["relative"] | lex["that"] | lex["whether"]:
        end = german_end(tokens, start, lex) if lex.language == "de" else romance_end(tokens, start, lex)
        return (start, end) if end > start else None
    return None


def _before_aside(tokens: list[Token], phrase: Span) -> int:
    """Where a source that begins the sentence ends: "According to AFP, one user on Weibo …" has no apposition."""
    comma = next((k for k in range(*phrase) if tokens[k].text == ","), None)
    return phrase[1] if comma is None or tokens[comma + 1].low != "one" else comma


def _with_title(tokens: list[Token], at: int, lex: Lexicon) -> int | None:
    """The end of a phrase whose name stands in quotation marks: "Laut Recherchen der «New York Times» nutzt …"."""
    if at < len(tokens) and tokens[at].low in lex["of"] | lex["determiners"]:
        at += 1
    if at + 1 >= len(tokens) or tokens[at].kind != QUOTE or tokens[at].text.count(" ") > 3:
        return None
    return at + 1 if tokens[at + 1].kind == WORD else None


def _head(tokens: list[Token], phrase: Span, lex: Lexicon) -> set[str]:
    words: set[str] = set()
    for k in range(*phrase):
        token = tokens[k]
        if token.low in lex["of"] and words:
            break
        if token.kind == WORD and token.low not in lex["determiners"]:
            words.add(token.text if lex.language == "de" else token.low)
    return words


def _content(text: str, tokens: list[Token], at: int, phrase: Span, kind: str, lex: Lexicon) -> Span | None:  # noqa: PLR0912, PLR0917 - one branch a construction
    stop = phrase[1]
    left_from = next((k + 1 for k in range(at - 1, -1, -1) if tokens[k].text == ";"), 0)
    right_to = next((k for k in range(stop, len(tokens)) if tokens[k].text == ";"), len(tokens))
    left = word_count(tokens, left_from, at)
    right = word_count(tokens, stop, right_to)
    lead = left_from == at or all(
        tokens[k].low in lex["and_verb"] | lex["adverbs"] | lex["but"] or tokens[k].text == ","
        for k in range(left_from, at)
    )
    if kind == "so":
        first = at - 1
        while first > 0 and tokens[first].text in ",:":
            first -= 1
        if tokens[first].kind == QUOTE and (first == left_from or tokens[first - 1].text == ":"):
            left_from = first
        after = stop + 1
        if (
            lex.language == "de"
            and after + 1 < right_to
            and tokens[stop].text == ","
            and tokens[after].kind == WORD
            and (tokens[after].low in lex["subjunctive"] | lex["indicative"] or _verb_like(tokens, after, lex))
        ):
            return span_of(text, tokens, left_from, right_to)  # "Die Stadt, so der Präsident, habe zu lange gewartet"
        if tokens[first].kind == QUOTE:
            more = skip_adjuncts(tokens, stop, lex)
            if more + 1 < right_to and tokens[more].text == "," and tokens[more + 1].kind == QUOTE:
                return span_of(text, tokens, left_from, more + 2)  # "«…», so X nach dem Spiel, «…»"
        return span_of(text, tokens, left_from, at)
    if lead or (left < 3 and right >= 3):
        first = left_from if not lead else stop
        if (
            lead
            and first + 1 < len(tokens)
            and tokens[first].text == ","
            and (
                tokens[first + 1].low in lex["of"] | lex["prepositions"] | (lex["relative"] - lex["determiners"])
                or tokens[first + 1].low in lex["roles"]
                or (
                    tokens[first + 1].low.endswith(_ENDINGS.get(lex.language, ("\0",)))
                    and first + 2 < len(tokens)
                    and tokens[first + 2].text != ","
                )
            )
        ):
            closing = next((k for k in range(first + 1, min(first + 18, right_to)) if tokens[k].text == ","), None)
            first = closing if closing is not None and word_count(tokens, closing, right_to) >= 3 else first
        if kind == "own":
            return span_of(text, tokens, stop, right_to)
        if lead and lex.language != "de" and first < right_to and tokens[first].kind == WORD:
            comma = next((k for k in range(first, min(first + 14, right_to)) if tokens[k].text == ","), None)
            if comma is not None and word_count(tokens, comma, right_to) >= 3:
                first = comma
            first = _behind_asides(tokens, first, right_to, lex)
        while first < right_to and tokens[first].kind == PUNCT and tokens[first].text in ",:":
            first += 1
        return span_of(text, tokens, first, right_to) if word_count(tokens, first, right_to) >= 2 else None
    behind = tokens[stop] if stop < len(tokens) else None
    if lex.language == "de" and behind is not None and behind.kind == WORD:
        opens = next((k for k in range(at - 1, max(left_from, at - 8), -1) if tokens[k].text == ","), None)
        shuts = next((k for k in range(stop, right_to - 1) if tokens[k].text == ","), None)
        if (
            opens is not None
            and shuts is not None
            and tokens[opens + 1].low in lex["relative"]
            and not tokens[shuts - 1].capital
            and not tokens[shuts + 1].capital
            and tokens[shuts + 1].low not in lex["relative"] | lex["determiners"] | lex["that"] | lex["and_verb"]
        ):
            return span_of(text, tokens, opens + 1, shuts)  # "Der Mann, der laut X krank war, ist …"
        if tokens[at - 1].text == "," and _verb_like(tokens, stop, lex):
            return span_of(text, tokens, stop, right_to)  # "…, laut Weltbank können 91 Prozent …"
        if tokens[at - 1].text != "," and skip_adjuncts(tokens, stop, lex, limit=30) < right_to:
            return span_of(text, tokens, left_from, right_to)
    if behind is not None and behind.kind == WORD and not any(tokens[k].text == "," for k in range(stop, right_to)):
        right = 0  # only a participle or an adverb trails
    if tokens[at - 1].text != "," and behind is not None and behind.text == "," and right:
        comma = next((k for k in range(at - 1, left_from, -1) if tokens[k].text == ","), None)
        if comma is not None and 2 <= at - comma <= 8:
            return span_of(text, tokens, comma + 1, at)  # ", un mâle isolé selon X, "
    trails = (
        behind is not None
        and behind.text == ","
        and stop + 1 < len(tokens)
        and (tokens[stop + 1].low in lex["relative"] or tokens[stop + 1].low.endswith(("ant", "ing", "ando", "endo")))
    )
    if behind is None or behind.text in ".;" or right == 0 or trails:
        first = at - 1
        while first > left_from and tokens[first].text == ",":
            first -= 1
        colon = next((k for k in range(first, left_from, -1) if tokens[k].text == ":"), None)
        if colon is not None and word_count(tokens, colon, at) >= 2:
            left_from = colon + 1
        return span_of(text, tokens, left_from, at) if left >= 2 else None
    return span_of(text, tokens, left_from, right_to)


def _behind_asides(tokens: list[Token], comma: int, end: int, lex: Lexicon) -> int:
    """Skip what is said of the source: "Pour Beatriz Guijarro, chercheuse à Palma, qui dirige l'étude, CONTENT"."""
    if tokens[comma].text != "," or lex.language == "en":
        return comma
    for _ in range(2):
        if comma + 1 >= end or tokens[comma + 1].low not in lex["relative"] | {"un", "une", "una", "un'", "uno"}:
            return comma
        closing = next((k for k in range(comma + 2, min(comma + 20, end)) if tokens[k].text == ","), None)
        if closing is None or word_count(tokens, closing, end) < 3:
            return comma
        comma = closing
    return comma


def _verb_like(tokens: list[Token], at: int, lex: Lexicon) -> bool:
    low = tokens[at].low
    closed = lex["prepositions"] | lex["adverbs"] | lex["determiners"] | lex["and"] | lex["but"] | lex["relative"]
    return (
        not tokens[at].capital and low not in closed and low.endswith(("t", "te", "ten", "en", "e", "d", "ist", "war"))
    )


def _postposed(text: str, tokens: list[Token], at: int, lex: Lexicon) -> Draft | None:
    """German "X zufolge"."""
    first = at
    while (
        first > 0
        and at - first < 14
        and tokens[first - 1].kind == WORD
        and not (
            tokens[first - 1].low in lex["prepositions"] - {"zum"}
            or tokens[first - 1].low
            in lex["being"] | lex["auxiliary"] | lex["that"] | lex["subject_pronouns"] | {"sich"}
        )
    ):
        first -= 1
        if tokens[first].low in lex["determiners"] and not (first > 0 and tokens[first - 1].capital):
            break
    if first == at:
        return None
    content = span_of(text, tokens, at + 1, len(tokens)) if first == 0 else span_of(text, tokens, 0, len(tokens))
    if content is None:
        return None
    if first > 0 and at + 1 >= len(tokens) - 1:
        content = span_of(text, tokens, 0, first)
    if content is None:
        return None
    return Draft(
        start=content[0],
        end=content[1],
        kind=StatementKind.ACCORDING_TO,
        verb=tokens[at].text,
        verb_class=VerbClass.ASSERTS,
        speaker=(tokens[first].start, tokens[at - 1].end),
    )
