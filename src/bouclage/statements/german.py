"""Statements by a reporting verb in German, where the verb is second, first after a quotation, or last."""

from bouclage.records import VerbClass
from bouclage.statements.adjuncts import is_time, pronoun, skip_adjuncts, starts_phrase
from bouclage.statements.cue import Cue
from bouclage.statements.cues import cues
from bouclage.statements.drafts import Draft, Span, kind_of, span_of, word_count
from bouclage.statements.phrases import phrase_right
from bouclage.statements.reported import _quote_behind_relative
from bouclage.statements.units import PUNCT, QUOTE, WORD, Token, Unit
from bouclage.statements.words import Lexicon

_CLAUSE_ENDS = ",;:"


def reported_german(text: str, unit: Unit, lex: Lexicon) -> list[Draft]:
    """Return the statements that the reporting verbs of a German unit make."""
    found = cues(unit.tokens, lex)
    drafts: list[Draft] = []
    floor = 0
    last_speaker: Span | None = None
    for cue in found:
        reader = _Reader(text, unit.tokens, found, cue, lex, floor, last_speaker)
        draft = reader.read()
        if draft is None:
            continue
        drafts.append(draft)
        floor = max(floor, reader.clause_stop)
        last_speaker = draft.speaker or last_speaker
    return drafts


class _Reader:
    def __init__(
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
        self.floor, self.last_speaker, self.clause_stop = floor, last_speaker, 0

    def read(self) -> Draft | None:
        """Return the statement of the cue; None if it makes none."""
        cue, tokens = self.cue, self.tokens
        if cue.kind == "joined" or (cue.kind == "finite" and self._wie() is not None and self._last_in_clause()):
            return self._subordinate()
        if cue.first > 0 and self._subordinate_clause():
            return None
        before = tokens[cue.first - 1] if cue.first > self.floor else None
        if before is not None and (before.kind == QUOTE or before.text in ",–—!?"):
            return self._verb_first(before)
        return self._verb_second()

    # wie X mitteilte

    def _wie(self) -> int | None:
        for k in range(self.cue.first - 1, max(-1, self.cue.first - 26), -1):
            token = self.tokens[k]
            if token.kind == QUOTE or (token.kind == PUNCT and token.text in ":;,"):
                return None
            if token.low == "wie" and (
                k == 0 or self.tokens[k - 1].text in {",", "–", "—", "("} or self.tokens[k - 1].kind == QUOTE
            ):
                return k
        return None

    def _last_in_clause(self) -> bool:
        at = self.cue.last
        while at < len(self.tokens) and self.tokens[at].low in self.lex["auxiliary"] | self.lex["will_forms"]:
            at += 1
        return (
            at >= len(self.tokens) or self.tokens[at].kind in {PUNCT, QUOTE} or self.cue.first - (self._wie() or 0) <= 4
        )

    def _subordinate_clause(self) -> bool:
        """Whether the verb stands in a "dass", "weil", relative clause: at its end."""
        at = self.cue.last
        ends = at >= len(self.tokens) or self.tokens[at].text in {",", "."}
        if not ends:
            return False
        for k in range(self.cue.first - 1, max(-1, self.cue.first - 26), -1):
            token = self.tokens[k]
            if token.kind == QUOTE or (token.kind == PUNCT and token.text in _CLAUSE_ENDS):
                opener = self.tokens[k + 1] if k + 1 < self.cue.first else None
                return (
                    opener is not None
                    and opener.low
                    in self.lex["that"] | self.lex["whether"] | self.lex["subordinators"] | self.lex["relative"]
                )
        return self.tokens[0].low in self.lex["subordinators"] | self.lex["that"] | self.lex["whether"]

    def _subordinate(self) -> Draft | None:
        wie = self._wie()
        tokens, lex, cue = self.tokens, self.lex, self.cue
        if wie is None:
            return None
        at = wie + 1
        speaker = None
        if at < len(tokens) and tokens[at].low in {"es", "aus"}:
            found = next((k for k in range(at, cue.first) if tokens[k].low in {"in", "aus", "bei", "im", "beim"}), None)
            phrase = phrase_right(tokens, found + 1, lex) if found is not None else None
        else:
            at = skip_adjuncts(tokens, at, lex)
            phrase = phrase_right(tokens, at, lex) if starts_phrase(tokens, at, lex) else None
        if phrase is None or phrase[1] > cue.first:
            return None
        speaker = self._chars(phrase)
        stop = cue.last
        while stop < len(tokens) and tokens[stop].kind == WORD and tokens[stop].low in lex["auxiliary"]:
            stop += 1
        if wie == 0:
            if stop < len(tokens) and tokens[stop].text == ",":
                return self._draft(stop + 1, self._end(stop + 1), speaker, "clause")
            return None
        if "insert" not in cue.verb.takes and "clause" not in cue.verb.takes:
            return None
        self.clause_stop = stop
        first = self._left_start(wie)
        last = wie
        if (
            stop < len(tokens)
            and tokens[stop].text == ","
            and stop + 2 < len(tokens)
            and not self._starts_narration(stop + 1)
        ):
            last = len(tokens)
            self.clause_stop = last
        return self._draft(first, last, speaker, "clause")

    def _starts_narration(self, at: int) -> bool:
        low = self.tokens[at].low
        return low in {"und", "aber", "wobei", "während", "nachdem", "obwohl"} and not self._short_left()

    def _short_left(self) -> bool:
        wie = self._wie() or 0
        return word_count(self.tokens, self.floor, wie) <= 6

    # CONTENT, sagte X

    def _verb_first(self, before: Token) -> Draft | None:
        tokens, lex, cue = self.tokens, self.lex, self.cue
        after = cue.last
        if cue.kind == "perfect" and before.text == ",":
            return self._verb_second(relative=True)
        phrase = self._subject_after(after)
        if before.text == "," and phrase is None:
            return self._verb_second(relative=True)
        if before.text == "," and self._right_of(after) is not None and self._relative_before(cue.first - 1):
            return self._verb_second(relative=True)
        end = cue.first
        while end > self.floor and tokens[end - 1].kind == PUNCT and tokens[end - 1].text in ",–—":
            end -= 1
        if end <= self.floor:
            return None
        if "offen" in cue.verb.takes:
            return self._offen_before(self._chars(phrase)) if phrase else None
        first = self._left_start(end)
        quoted = any(tokens[k].kind == QUOTE for k in range(first, end))
        if not quoted and "insert" not in cue.verb.takes:
            return None
        if word_count(tokens, first, end) < 2 and not quoted:
            return None
        if phrase is None and not quoted:
            return None
        stop = phrase[1] if phrase else after
        if cue.particle is not None:
            stop = max(stop, cue.particle + 1)
        stop = skip_adjuncts(tokens, stop, lex, limit=30)
        last, open_end = self._resumed(end, stop)
        self.clause_stop = max(stop, last if last > end else stop)
        draft = self._draft(first, max(last, end), self._chars(phrase), "quote" if quoted else "clause")
        if draft is not None:
            draft.open_end = open_end and quoted
        return draft

    def _relative_before(self, comma: int) -> bool:
        """Whether the comma closes a relative clause or an apposition behind the subject."""
        for k in range(comma - 1, max(-1, comma - 30), -1):
            if self.tokens[k].text == ",":
                return self.tokens[k + 1].low in self.lex["relative"] or not any(
                    self.tokens[j].low in self.lex["being"] | self.lex["auxiliary"] for j in range(k + 1, comma)
                )
        return False

    def _subject_after(self, at: int) -> Span | None:
        tokens, lex = self.tokens, self.lex
        if at < len(tokens) and tokens[at].low == "es":  # heisst es in der Mitteilung
            found = next(
                (
                    k
                    for k in range(at + 1, min(at + 8, len(tokens)))
                    if tokens[k].low in {"in", "im", "aus", "bei", "beim"}
                ),
                None,
            )
            return phrase_right(tokens, found + 1, lex) if found is not None else None
        if at < len(tokens) and tokens[at].low in {"sich", "dazu", "daraufhin"}:
            at += 1
        at = skip_adjuncts(tokens, at, lex)
        if at < len(tokens) and tokens[at].low in {"man", "ich", "wir"}:
            return None
        if at < len(tokens) and pronoun(tokens[at], lex):
            return at, at + 1
        return phrase_right(tokens, at, lex) if starts_phrase(tokens, at, lex) else None

    def _resumed(self, end: int, stop: int) -> tuple[int, bool]:
        tokens = self.tokens
        at = stop
        while (
            at < len(tokens)
            and not (tokens[at].kind == PUNCT and tokens[at].text in ",:;.–—")
            and tokens[at].kind != QUOTE
        ):
            at += 1
        behind = at + 1 if at < len(tokens) and tokens[at].kind == PUNCT else at
        if behind >= len(tokens):
            return end, True
        if tokens[behind].kind == QUOTE:
            return behind + 1, behind + 2 >= len(tokens)
        if (colon := _quote_behind_relative(tokens, at)) is not None:
            return colon + 1, colon + 2 >= len(tokens)
        if tokens[at].text == "," and tokens[behind].low in {"aber", "wenn", "weil", "sofern", "denn"}:
            return len(tokens), False
        if tokens[at].text == ":" and len(tokens) - behind > 3:
            return len(tokens), False
        return end, not any(tokens[k].kind == QUOTE for k in range(behind, len(tokens)))

    # X sagte, CONTENT

    def _hearsay(self) -> Draft | None:
        """ "Aus dem Umfeld des Ministers hiess es, er werde zurücktreten"."""
        tokens, cue = self.tokens, self.cue
        comma = next(
            (k for k in range(cue.last, min(cue.last + 14, len(tokens))) if tokens[k].text in {",", ":"}), None
        )
        if comma is None:
            return None
        by = {"aus", "in", "im", "bei", "beim"}
        place = next((k for k in (*range(cue.last, comma), *range(self.floor, cue.first)) if tokens[k].low in by), None)
        phrase = phrase_right(tokens, place + 1, self.lex) if place is not None else None
        right = self._after_comma(comma + 1)
        if phrase is None or right is None:
            return None
        return self._draft(right[1], right[2], self._chars(phrase), right[0])

    def _verb_second(self, *, relative: bool = False) -> Draft | None:
        tokens, lex, cue = self.tokens, self.lex, self.cue
        if cue.verb.lemma in {"heissen", "heißen"}:
            return self._hearsay() if cue.last < len(tokens) and tokens[cue.last].low == "es" else None
        speaker, stop = self._subject(relative=relative)
        inherits = False
        if speaker is None:
            if cue.first > 0 and tokens[cue.first - 1].low in lex["and_verb"] and self.last_speaker:
                speaker = self.last_speaker
            elif cue.first > 0 and tokens[cue.first - 1].low in lex["and_verb"]:
                phrase = self._front()
                speaker = self._chars(phrase)
            if speaker is None:
                return None
        right = self._right_of(max(stop, cue.last))
        if right is not None:
            take, first, last = right
            return self._draft(first, last, speaker, take, inherits=inherits)
        if cue.negated and cue.class_for("noun") is VerbClass.OTHER:
            return None  # "bestreitet die Zahl nicht" says neither yes nor no
        if cue.withheld or "noun" in cue.verb.takes or "offen" in cue.verb.takes:
            return self._object(speaker, stop)
        return None

    def _front(self) -> Span | None:
        """The noun phrase the sentence begins with."""
        at = skip_adjuncts(self.tokens, 0, self.lex)
        return phrase_right(self.tokens, at, self.lex) if starts_phrase(self.tokens, at, self.lex) else None

    def _subject(self, *, relative: bool) -> tuple[Span | None, int]:
        """Return the subject and the token behind it if it follows the verb."""
        tokens, lex, cue = self.tokens, self.lex, self.cue
        start = self._clause_start(relative=relative)
        at = start
        while at < cue.first and (tokens[at].low in lex["and_verb"] or tokens[at].low in {"denn"}):
            at += 1
        first = tokens[at] if at < cue.first else None
        if first is not None and first.kind != QUOTE and not (
            is_time(tokens, at, lex) or first.low in lex["prepositions"] or (first.low in lex["not_speakers"] and at + 1 >= cue.first)
            or first.low in lex["subordinators"] or first.low in {"so", "dazu", "dabei", "damit", "davon"}
        ):  # fmt: skip
            phrase = phrase_right(tokens, at, lex) if starts_phrase(tokens, at, lex) else None
            if phrase is not None:
                # all of the first place is the subject: with a prepositional phrase or a relative clause behind it
                return self._chars(phrase), cue.last
        phrase = self._subject_after(cue.last)
        if phrase is None:
            return None, cue.last
        return self._chars(phrase), phrase[1]

    def _clause_start(self, *, relative: bool) -> int:
        tokens = self.tokens
        k = self.cue.first - 1
        if relative and k >= 0 and tokens[k].text == ",":
            opening = next((j for j in range(k - 1, max(-1, k - 30), -1) if tokens[j].text == ","), None)
            k = opening - 1 if opening is not None else k
        while k >= self.floor:
            token = tokens[k]
            if token.kind == QUOTE or (token.kind == PUNCT and token.text in ",;:–—."):
                return k + 1
            if (
                token.low in {"und", "aber", "doch"}
                and k > self.floor
                and k + 1 < self.cue.first
                and (tokens[k + 1].low in self.lex["subject_pronouns"] or k + 1 == self.cue.first)
            ):
                return k + 1
            k -= 1
        return self.floor

    def _right_of(self, at: int) -> tuple[str, int, int] | None:
        """Return what is reported behind the verb: its kind and tokens."""
        tokens, takes, lex = self.tokens, self.cue.verb.takes, self.lex
        limit = min(len(tokens), at + 30)
        k = at
        while k < limit:
            token = tokens[k]
            if token.kind == QUOTE:
                if "quote" not in takes or any(
                    one.capital and not is_time(tokens, i, lex) for i, one in enumerate(tokens[at:k], at)
                ):
                    return None  # "bestätigte einen Bericht der «Zeitung»" reports no words
                last = k + 1
                while (
                    last + 1 < len(tokens)
                    and tokens[last].low in {"und", "oder", ","}
                    and tokens[last + 1].kind == QUOTE
                ):
                    last += 2
                return "quote", k, last
            if token.kind == PUNCT and token.text == ":":
                if k + 1 < len(tokens) and tokens[k + 1].kind == QUOTE:
                    return "quote", k + 1, k + 2
                if "clause" in takes and len(tokens) - k > 4:
                    return "clause", k + 1, len(tokens)
                return None
            if token.kind == PUNCT and token.text == ",":
                return self._after_comma(k + 1)
            if token.kind == PUNCT and token.text in ".;!?":
                return None
            k += 1
        return None

    def _after_comma(self, at: int) -> tuple[str, int, int] | None:
        tokens, lex, takes = self.tokens, self.lex, self.cue.verb.takes
        if at >= len(tokens):
            return None
        if tokens[at].low in lex["that"]:
            return ("clause", at + 1, self._end(at + 1)) if "clause" in takes or self.cue.withheld else None
        if tokens[at].low in lex["whether"]:
            return (
                ("whether", at + 1, self._end(at + 1))
                if "whether" in takes or self.cue.withheld or "offen" in takes
                else None
            )
        end = self._end(at)
        zu = any(
            tokens[k].low == "zu"
            or (tokens[k].low.endswith("en") and "zu" in tokens[k].low[2:-3] and not tokens[k].capital)
            for k in range(at, end)
        )
        if "infinitive" in takes and zu:
            return "infinitive", at, end
        if tokens[at].low in lex["relative"] and not self._main_clause(at):
            behind = next((k for k in range(at, min(at + 30, len(tokens))) if tokens[k].text == ","), None)
            if (
                behind is not None
                and behind + 1 < len(tokens)
                and (tokens[behind + 1].low in lex["that"] or tokens[behind + 1].low in lex["whether"])
            ):
                return self._after_comma(behind + 1)
            return None
        if tokens[at].low in lex["subordinators"] - {"als"} | {"um", "und", "aber"}:
            return None
        if "clause" in takes and end - at >= 3 and self._main_clause(at):
            return "clause", at, end
        return None

    def _main_clause(self, at: int) -> bool:
        """Whether a clause without "dass" begins here: its verb is second and reported ("er komme nicht")."""
        tokens, lex = self.tokens, self.lex
        for k in range(at + 1, min(at + 14, len(tokens))):
            token = tokens[k]
            if token.kind == PUNCT and token.text in ",;:.":
                return False
            if token.low in lex["subjunctive"] or token.low in lex["indicative"]:
                ends = k + 1 >= len(tokens) or tokens[k + 1].text in {",", "."}
                return not ends or k == at + 1
        return False

    def _object(self, speaker: Span, stop: int) -> Draft | None:
        """A noun as what is reported: "bestätigte den Besuch", "wollte dies nicht bestätigen", "liess das offen"."""
        tokens, lex, cue = self.tokens, self.lex, self.cue
        at = skip_adjuncts(tokens, max(stop, cue.last), lex)
        limit = cue.particle if cue.particle is not None else len(tokens)
        while at < limit and tokens[at].low in lex["negators"] | lex["adverbs"]:
            at += 1
        if cue.first > 0 and "offen" in cue.verb.takes and at >= limit:
            return self._offen_before(speaker)
        if at >= limit or not (
            starts_phrase(tokens, at, lex) or tokens[at].low in {"dies", "das", "es"} or tokens[at].kind == WORD
        ):
            return None
        if tokens[at].kind != WORD or tokens[at].low in {"sich", "nicht"}:
            return None
        end = at
        while (
            end < limit
            and not (tokens[end].kind == PUNCT and tokens[end].text in ",;:.")
            and tokens[end].low not in {"nicht"}
        ):
            if (
                tokens[end].low in {"und", "aber"}
                and end + 1 < limit
                and not tokens[end + 1].capital
                and (tokens[end + 1].low not in lex["determiners"])
            ):
                break
            end += 1
        if end <= at:
            return None
        return self._draft(at, end, speaker, "noun")

    def _offen_before(self, speaker: Span | None) -> Draft | None:
        """ "Ob er kommt, liess X offen"."""
        end = self.cue.first
        while end > self.floor and self.tokens[end - 1].text == ",":
            end -= 1
        first = self.floor
        if first < end and self.tokens[first].low in self.lex["whether"]:
            first += 1
        return self._draft(first, end, speaker, "noun") if end > first else None

    # shared

    def _left_start(self, end: int) -> int:
        tokens = self.tokens
        if tokens[end - 1].kind == QUOTE:
            at = end - 1
            if at == self.floor or tokens[at - 1].text == ":":
                return at
        for k in range(end - 1, self.floor, -1):
            if tokens[k].text == ";":
                return k + 1
        return self.floor

    def _end(self, first: int) -> int:
        """Return where reported words end: before a coordinated reporting clause or a semicolon."""
        tokens, lex = self.tokens, self.lex
        for cue in self.found:
            if cue.first <= first or cue is self.cue:
                continue
            before = cue.first - 1
            if tokens[before].low in lex["and_verb"] and cue.kind != "joined":
                return before
        for at in range(first, len(tokens)):
            if tokens[at].text == ";":
                return at
        return len(tokens)

    def _chars(self, phrase: Span | None) -> Span | None:
        return (self.tokens[phrase[0]].start, self.tokens[phrase[1] - 1].end) if phrase else None

    def _draft(self, first: int, last: int, speaker: Span | None, take: str, *, inherits: bool = False) -> Draft | None:
        tokens, cue = self.tokens, self.cue
        if first < last and tokens[first].low in self.lex["whether"] and take != "quote":
            first += 1
        span = span_of(self.text, tokens, first, last)
        if span is None or word_count(tokens, first, last) < 1:
            return None
        if speaker is not None and span[0] <= speaker[0] and speaker[1] <= span[1] and first > cue.first:
            return None
        question = self.text[span[0] : span[1]].endswith("?") or take == "whether"
        last_token = max(
            cue.last - 1, cue.particle if cue.kind == "perfect" and cue.particle and cue.particle < cue.last + 2 else 0
        )
        return Draft(
            start=span[0],
            end=span[1],
            kind=kind_of(tokens, *span),
            verb=self.text[tokens[cue.first].start : tokens[last_token].end],
            verb_class=cue.class_for(take, question),
            speaker=speaker,
            inherits=inherits or speaker is None,
        )
