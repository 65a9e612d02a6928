"""The clause of a reporting verb in French, Italian and English: its subject, before it or behind it."""

from bouclage.statements.adjuncts import skip_adjuncts, starts_phrase
from bouclage.statements.cue import Cue
from bouclage.statements.drafts import Span
from bouclage.statements.english_clause import FINITE_ENGLISH as _FINITE_EN
from bouclage.statements.names import agentive
from bouclage.statements.phrases import phrase_right, romance_end
from bouclage.statements.subjects import behind_asides, phrase_left
from bouclage.statements.units import NUMBER, QUOTE, WORD, Token
from bouclage.statements.words import Lexicon

_FROM = frozenset({"da", "dal", "dallo", "dalla", "dall'", "dai", "dagli", "dalle"})
_WITHIN = frozenset({"nel", "nello", "nella", "nell'", "in"})


class RomanceClause:
    """A reporting verb among the tokens of a unit; tokens before the floor belong to an earlier statement."""

    def __init__(  # noqa: PLR0917 - the state of the reading, always given in full
        self,
        text: str,
        tokens: list[Token],
        found: list[Cue],
        cue: Cue,
        lex: Lexicon,
        floor: int,
        last_speaker: Span | None,
    ) -> None:
        self.text, self.tokens, self.found, self.cue, self.lex = text, tokens, found, cue, lex
        self.floor = floor
        self.last_speaker = last_speaker

    def speaks(self) -> Span | None:
        """Return who is the subject of a cue that reports nothing itself: a gerund behind it may."""
        if self.cue.kind == "gerund":
            return None
        left = phrase_left(self.tokens, self.cue.first, self.lex, self.floor)
        if left is None and self.lex.language == "it" and self.cue.first == 0:
            return None  # "Teme un aumento e chiede …": what stands right of the verb is its object
        return self._chars(left or self._subject_right())

    def _chars(self, phrase: Span | None) -> Span | None:
        if phrase is None:
            return None
        first, last = phrase
        start, end = self.tokens[first].start, self.tokens[last - 1].end
        if self.text[start:end].startswith("-t-"):
            start += 3
        elif self.text[start:end].startswith("-"):
            start += 1
        return start, end

    def _subject_right(self) -> Span | None:
        at = skip_adjuncts(self.tokens, self.cue.last, self.lex)
        if not starts_phrase(self.tokens, at, self.lex):
            return None
        return phrase_right(self.tokens, at, self.lex)

    def _parenthesis(self, comma: int) -> bool:
        """Whether the comma before the verb closes a relative clause or a participle rather than what is reported."""
        for k in range(comma - 1, max(-1, comma - 30), -1):
            if self.tokens[k].text == ",":
                inner = self.tokens[k + 1]
                if self._apposed(k, comma):
                    return True
                if self.lex.language == "en" and behind_asides(self.tokens, comma, self.floor, self.lex, least=1):
                    return True
                return inner.low in self.lex["relative"] or inner.low.endswith(
                    ("é", "ée", "és", "ées", "ato", "ata", "ed", "ant", "ing")
                )
        return False

    def _apposed_before(self, comma: int) -> bool:
        opening = next((k for k in range(comma - 1, self.floor, -1) if self.tokens[k].text == ","), None)
        return opening is not None and self._apposed(opening, comma)

    def _apposed(self, opening: int, comma: int) -> bool:
        """Whether the commas hold a name or a role behind the subject: "Il sindaco, Renzo Bulgheri, ha chiesto…"."""
        tokens, lex = self.tokens, self.lex
        inside = opening + 1 + (tokens[opening + 1].low in lex["of"])  # "X, de Bêtes et Bois, redoute …"
        if opening - self.floor > 12 or not starts_phrase(tokens, inside, lex):
            return False
        signs = lex["being"] | lex["auxiliary"] | (_FINITE_EN if lex.language == "en" else frozenset())
        if any(tokens[k].low in signs or tokens[k].kind == QUOTE for k in range(self.floor, comma)):
            return False
        phrase = phrase_right(tokens, inside, lex)
        if phrase is None:
            return False
        stop = skip_adjuncts(tokens, phrase[1], lex)
        subject = phrase_right(tokens, skip_adjuncts(tokens, self.floor, lex), lex)
        return stop >= comma and subject is not None and subject[1] >= opening - 4

    def _subject_left(self) -> tuple[Span | None, bool]:
        """Return the subject before the verb, and whether a clause that cannot report has it."""
        tokens, lex, cue = self.tokens, self.lex, self.cue
        at = cue.first - 1
        if lex.language == "en" and (own := self._behind_where()) is not None:
            return self._chars(own), False
        for k in range(cue.first - 2, max(self.floor, cue.first - 7), -1):
            if tokens[k].kind != WORD:
                break
            if (
                tokens[k].low in lex["relative"] - lex["that"] | ({"che"} & lex["relative"])
                and tokens[k - 1].text == ","
            ):
                at = k
                break
        if (
            at >= 0
            and tokens[at].kind == WORD
            and tokens[at].low in lex["relative"]
            and tokens[at].low not in {"que", "qu'"}
        ):
            end = at - 1 if at > 0 and tokens[at - 1].text == "," else at
            phrase = phrase_left(tokens, end, lex, self.floor) if end > 0 else None
            if phrase is None and self.last_speaker is not None and tokens[end - 1].end == self.last_speaker[1]:
                return self.last_speaker, False
            if phrase is None and end == at:  # "ha firmato un'ordinanza che vieta"
                opener = next(
                    (k for k in range(end - 1, max(-1, end - 6), -1) if tokens[k].low in lex["determiners"]), None
                )
                phrase = (opener, end) if opener is not None else None
            if phrase is not None:
                phrase = _named_last(tokens, phrase, lex)
                if lex.language == "en":
                    phrase = _object_last(tokens, phrase, lex)
            return self._chars(phrase), phrase is None
        phrase = phrase_left(tokens, cue.first, lex, self.floor)
        if phrase is None:
            before = tokens[cue.first - 1].low if cue.first else ""
            return None, lex.language == "en" and before in lex["not_speakers"]
        words = [tokens[k] for k in range(*phrase)]
        verbs = lex["auxiliary"] | lex["being"]
        if lex.language in {"fr", "it"} and words[-1].kind == WORD:
            verb_at = next((k for k in range(1, len(words)) if words[k].low in verbs and not words[k].capital), None)
            if verb_at is not None and not any(one.low in lex["relative"] for one in words[:verb_at]):
                return None, True  # "ha esaminato una norma specifica che …": the sentence has another verb
        impersonal = len(words) == 1 and (words[0].low in lex["not_speakers"] or words[0].low in {"on", "one"})
        return self._chars(phrase), impersonal

    def _behind_where(self) -> Span | None:
        """ "…, where doctors confirmed that …": the doctors, not what comes before."""
        tokens, first = self.tokens, self.cue.first
        where = next((k for k in range(first - 1, max(0, first - 7), -1) if tokens[k].kind != WORD or tokens[k].low in
                      {"where", "whose", "whom"}), None)  # fmt: skip
        if where is None or tokens[where].kind != WORD or where == first - 1:
            return None
        return phrase_left(tokens, first, self.lex, where + 1)

    def _can_speak(self, speaker: Span | None) -> bool:
        """Whether a subject is somebody: verbs like "show" and "call for" have things as subjects too."""
        if speaker is None:
            return True
        lex = self.lex
        people = lex["roles"] | lex["lower_institutions"] | lex["plural_people"] | lex["documents"]
        people |= lex["subject_pronouns"] | lex["pronouns_m"] | lex["pronouns_f"] | lex["pronouns_p"]
        words = [token for token in self.tokens if speaker[0] <= token.start and token.end <= speaker[1]]
        return any(
            token.low in people
            or agentive(token, lex)
            or (token.capital and (token is not self.tokens[0] or len(words) == 1))
            for token in words
        )

    def _nobody(self, speaker: Span) -> bool:
        """Whether a phrase of one word is a number, or a word that only begins the sentence: "Shortly", "Dressed"."""
        words = [token for token in self.tokens if speaker[0] <= token.start and token.end <= speaker[1]]
        if len(words) != 1:
            return False
        word = words[0]
        begins = word is self.tokens[0] and self.lex.language == "en"
        return word.kind == NUMBER or (begins and word.low.endswith(("ly", "ed", "ing")))

    def _titled(self, at: int) -> bool:
        """Whether a quotation before the verb is a name in its subject: "Le rapport « Climat » analyse …"."""
        quote = self.tokens[at]
        if quote.kind != QUOTE or at == 0 or quote.text.count(" ") > 12 or self.lex.language == "en":
            return False
        return self.tokens[at - 1].kind == WORD and quote.text[-2:-1] not in ".!?…,"

    def _describes(self) -> bool:
        """Whether the verb stands in a relative clause without a comma, which only says who is meant."""
        at = self.cue.first - 1
        tokens, lex = self.tokens, self.lex
        if at >= 1 and tokens[at].low == "who" and tokens[at - 1].low in {"those", "people", "anyone", "everyone"}:
            return True
        return at > 1 and tokens[at].low in lex["relative"] and tokens[at - 1].text != "," and (
            tokens[at].low not in {"que", "qu'"} and not self._names_text(at)
        )  # fmt: skip

    def _names_text(self, relative: int) -> bool:
        """Whether what the relative clause describes is a decree or report: "un'ordinanza che vieta …"."""
        first = relative
        while first > 0 and relative - first < 4 and self.tokens[first - 1].low not in self.lex["prepositions"]:
            first -= 1
        words = {token.low for token in self.tokens[first:relative]}
        return bool(words & (self.lex["documents"] | {"ordonnance", "arrêté", "ordinanza", "loi", "legge", "order"}))

    def from_where(self, *at: int) -> Span | None:
        """Return who speaks in Italian where a phrase with "da" or "in" tells it: "spiegano dal Cantone"."""
        tokens, lex = self.tokens, self.lex
        if lex.language != "it":
            return None
        for k in at:
            if k + 1 < len(tokens) and tokens[k].low in _FROM | _WITHIN and tokens[k + 1].kind == WORD:
                end = romance_end(tokens, k + 1, lex)
                words = {token.low for token in tokens[k + 1 : end]}
                texts = lex["documents"] | lex["press"]
                if words & texts or (tokens[k].low in _FROM and words & (lex["lower_institutions"] | lex["generic"])):
                    return self._chars((k + 1, end))
        return None

    def _first_subject(self) -> Span | None:
        """The subject of the sentence's first verb, for "X has resigned and announced that …"."""
        tokens, lex = self.tokens, self.lex
        if tokens[0].low in lex["auxiliary"] | lex["being"]:
            return None  # Italian: "Ha ammesso che … e ha chiesto"
        at = 0
        for k in range(self.cue.first):
            if tokens[k].low in lex["auxiliary"] or tokens[k].low in lex["being"]:
                at = k
                break
        if not at:
            begin = skip_adjuncts(tokens, 0, lex)
            if lex.language == "it" and begin < len(tokens) and any(
                form.kind == "finite" for form in lex.forms.get(tokens[begin].low, ())
            ):  # fmt: skip
                return None  # "Teme un aumento e chiede un tetto"
            return self._chars(phrase_right(tokens, begin, lex))
        return self._chars(phrase_left(tokens, at, lex))

    def _beside_gerund(self) -> Span | None:
        """ "with some analysts suggesting that …": the analysts."""
        tokens, lex = self.tokens, self.lex
        if lex.language != "en" or self.cue.first < 2 or tokens[self.cue.first - 1].kind != WORD:
            return None
        opener = next(
            (k for k in range(self.cue.first - 1, max(-1, self.cue.first - 12), -1) if tokens[k].low == "with"), None
        )
        if opener is None or any(tokens[k].kind != WORD for k in range(opener, self.cue.first)):
            return None
        return self._chars((opener + 1, self.cue.first))

    def _only_leads(self, comma: int) -> bool:
        """Whether what stands before a comma only leads to the sentence: "Asked whether he would go, X quipped, “…”."""
        first = self.tokens[self.floor]
        leads = self.lex["prepositions"] | self.lex["subordinators"] | {"asked"}
        return first.low in leads and not any(self.tokens[k].kind == QUOTE for k in range(self.floor, comma))


def _object_last(tokens: list[Token], phrase: Span, lex: Lexicon) -> Span:
    """What a relative clause is said of where a verb stands before it: "rejects any polls that suggest": the polls."""
    first, last = phrase
    for at in range(last - 1, first, -1):
        token = tokens[at]
        if token.capital or token.kind != WORD:
            continue
        if token.low in lex["determiners"] and (
            any(form.kind in {"finite", "gerund"} for form in lex.forms.get(tokens[at - 1].low, ()))
            or tokens[at - 1].low.endswith(("ed", "ing"))
        ):
            return at, last
    return phrase


def _named_last(tokens: list[Token], phrase: Span, lex: Lexicon) -> Span:
    """The name a relative clause is said of: "X succédera à Thomas Jordan, qui a annoncé …": Thomas Jordan."""
    first, last = phrase
    at = last
    while at > first and tokens[at - 1].kind == WORD and tokens[at - 1].capital:
        at -= 1
    if last - at >= 2 and at > first + 1 and tokens[at - 1].low in lex["prepositions"] - lex["of"]:
        return at, last
    return phrase
