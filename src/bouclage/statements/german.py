"""Statements by a reporting verb in German, where the verb is second, first after a quotation, or last."""

from dataclasses import dataclass

from bouclage.records import VerbClass
from bouclage.statements.adjuncts import is_time, skip_adjuncts, starts_phrase
from bouclage.statements.cues import cues
from bouclage.statements.drafts import Draft, Span
from bouclage.statements.german_clause import GermanClause
from bouclage.statements.insertions import quote_behind_relative
from bouclage.statements.phrases import phrase_right
from bouclage.statements.units import PUNCT, QUOTE, WORD, Token, Unit, word_count
from bouclage.statements.words import Lexicon

_WITH_SUBJECT = frozenset({"auch", "nur", "selbst", "sogar", "ebenso", "allein", "bereits", "doch", "aber"})


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


@dataclass
class _Reader(GermanClause):
    last_speaker: Span | None
    clause_stop: int = 0

    def read(self) -> Draft | None:
        """Return the statement of the cue; None if it makes none."""
        cue, tokens = self.cue, self.tokens
        if cue.kind == "joined" or (cue.kind == "finite" and self.wie() is not None and self.last_in_clause()):
            return self._subordinate()
        if cue.first > 0 and (self.subordinate_clause() or self.indirect_question()):
            return None
        before = tokens[cue.first - 1] if cue.first > self.floor else None
        if before is not None and (before.kind == QUOTE or before.text in ",–—!?"):
            return self._verb_first(before)
        return self._verb_second()

    # wie X mitteilte

    def _subordinate(self) -> Draft | None:
        wie = self.wie()
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
        speaker = self.chars(phrase)
        stop = cue.last
        while stop < len(tokens) and tokens[stop].kind == WORD and tokens[stop].low in lex["auxiliary"]:
            stop += 1
        if wie == 0:
            if stop < len(tokens) and tokens[stop].text == ",":
                return self.draft(stop + 1, self.end_of(stop + 1), speaker, "clause")
            return None
        if "insert" not in cue.verb.takes and "clause" not in cue.verb.takes:
            return None
        self.clause_stop = stop
        first = self.left_start(wie)
        last = wie
        if (
            stop < len(tokens)
            and tokens[stop].text == ","
            and stop + 2 < len(tokens)
            and not self._starts_narration(stop + 1)
        ):
            last = len(tokens)
            self.clause_stop = last
        return self.draft(first, last, speaker, "clause")

    def _starts_narration(self, at: int) -> bool:
        low = self.tokens[at].low
        return low in {"und", "aber", "wobei", "während", "nachdem", "obwohl"} and not self._short_left()

    def _short_left(self) -> bool:
        wie = self.wie() or 0
        return word_count(self.tokens, self.floor, wie) <= 6

    # CONTENT, sagte X

    def _verb_first(self, before: Token) -> Draft | None:  # noqa: PLR0912 - one branch a construction
        tokens, lex, cue = self.tokens, self.lex, self.cue
        after = cue.last
        if self._title(cue.first - 1) if before.kind == QUOTE else before.text == "," and self.apposed(cue.first - 1):
            return self._verb_second(relative=before.text == ",")
        if cue.kind == "perfect" and before.text == ",":
            return self._verb_second(relative=True)
        phrase = self.subject_after(after)
        if before.text == "," and phrase is None:
            return self._verb_second(relative=True)
        inverted = phrase is not None and phrase[0] == after and self.ends_at(phrase[1])
        if (
            before.text == ","
            and not inverted
            and self.right_of(after) is not None
            and self.relative_before(cue.first - 1)
        ):
            return self._verb_second(relative=True)
        end = cue.first
        while end > self.floor and tokens[end - 1].kind == PUNCT and tokens[end - 1].text in ",–—":
            end -= 1
        if end <= self.floor:
            return None
        if "offen" in cue.verb.takes:
            return self._offen_before(self.chars(phrase)) if phrase else None
        first = self.left_start(end)
        quoted = any(tokens[k].kind == QUOTE for k in range(first, end))
        if not quoted and "insert" not in cue.verb.takes:
            return None
        if cue.verb.head in {"nennen", "bezeichnen", "lauten"} and tokens[end - 1].text.count(" ") < 3:
            return None  # "«floating toilet» nennen sie es"
        if (
            not quoted
            and phrase is not None
            and tokens[first].low in lex["subordinators"] | {"nach"}
            and self.right_of(phrase[1]) is not None
        ):
            return self._verb_second()  # "Während A, warnte X, B"
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
        draft = self.draft(first, max(last, end), self.chars(phrase), "quote" if quoted else "clause")
        if draft is not None:
            draft.open_end = open_end and quoted
        return draft

    def _title(self, at: int) -> bool:
        """Whether the quotation before the verb is a name: "Gegenüber der «Morgenzeitung» bestätigte sie …"."""
        quote, before = self.tokens[at], self.tokens[at - 1] if at else None
        return (
            before is not None
            and before.kind == WORD
            and (before.low in self.lex["determiners"] or before.low in self.lex["prepositions"] or before.capital)
            and quote.text.count(" ") < 4
            and quote.text[-2:-1] not in ".!?…,"
        )

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
        if (colon := quote_behind_relative(tokens, at)) is not None:
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
        right = self.after_comma(comma + 1)
        if comma + 1 < len(tokens) and tokens[comma + 1].kind == QUOTE:
            right = ("quote", comma + 1, comma + 2)
        if phrase is None or right is None:
            return None
        return self.draft(right[1], right[2], self.chars(phrase), right[0])

    def _verb_second(self, *, relative: bool = False) -> Draft | None:
        tokens, lex, cue = self.tokens, self.lex, self.cue
        if cue.verb.lemma in {"heissen", "heißen"}:
            return self._hearsay() if cue.last < len(tokens) and tokens[cue.last].low == "es" else None
        speaker, stop = self._subject(relative=relative)
        inherits = False
        torn = cue.first > 1 and tokens[cue.first - 1].low in lex["and_verb"] and self._behind_quote()
        if torn:
            speaker = self.last_speaker or self.chars(self.front())  # "X dankt für die «Frage» des Y und sagt: …"
        if speaker is None:
            if cue.first > 0 and tokens[cue.first - 1].low in lex["and_verb"] and self.last_speaker:
                speaker = self.last_speaker
            elif cue.first > 0 and tokens[cue.first - 1].low in lex["and_verb"]:
                phrase = self.front()
                speaker = self.chars(phrase)
            if speaker is None:
                return None
        right = self.right_of(max(stop, cue.last))
        if right is not None:
            take, first, last = right
            return self.draft(first, last, speaker, take, inherits=inherits)
        if cue.negated and cue.class_for("noun") is VerbClass.OTHER:
            return None  # "bestreitet die Zahl nicht" says neither yes nor no
        if cue.withheld or "noun" in cue.verb.takes or "offen" in cue.verb.takes:
            return self._object(speaker, stop)
        return None

    def _behind_quote(self) -> bool:
        """Whether the clause of the verb holds a quotation, so that its subject stands before that."""
        start = self.clause_start(relative=False)
        return start > self.floor and self.tokens[start - 1].kind == QUOTE

    def _subject(self, *, relative: bool) -> tuple[Span | None, int]:
        """Return the subject and the token behind it if it follows the verb."""
        tokens, lex, cue = self.tokens, self.lex, self.cue
        if cue.first > 1 and tokens[cue.first - 1].kind == QUOTE and self._title(cue.first - 1):
            begin = cue.first - 2  # "die «Vatican News» verkündete", "Der Blog «Naver» geht davon aus"
            while begin > self.floor and tokens[begin].low not in lex["determiners"] and (
                tokens[begin - 1].capital or tokens[begin - 1].low.endswith(("e", "er", "das"))
            ):  # fmt: skip
                begin -= 1
            if begin == self.floor or tokens[begin - 1].low not in lex["prepositions"]:
                return self.chars((begin, cue.first)), cue.last
        start = self.clause_start(relative=relative)
        at = start
        while at < cue.first and (tokens[at].low in lex["and_verb"] or tokens[at].low in {"denn"}):
            at += 1
        if at < cue.first and tokens[at].low in _WITH_SUBJECT and at + 1 < cue.first:
            phrase = phrase_right(tokens, at + 1, lex) if starts_phrase(tokens, at + 1, lex) else None
            if phrase is not None and cue.first - 1 <= phrase[1] <= cue.first:
                return self.chars(phrase), cue.last  # "Auch der Minister forderte"
        first = tokens[at] if at < cue.first else None
        if first is not None and first.kind != QUOTE and not (
            is_time(tokens, at, lex) or first.low in lex["prepositions"]
            or (first.low in lex["not_speakers"] and at + 1 >= cue.first) or first.low in lex["subordinators"]
            or first.low in {"so", "dazu", "dabei", "damit", "davon"}
        ):  # fmt: skip
            phrase = phrase_right(tokens, at, lex) if starts_phrase(tokens, at, lex) else None
            if phrase is not None:
                # all of the first place is the subject: with a prepositional phrase or a relative clause behind it
                return self.chars(phrase), cue.last
        phrase = self.subject_after(cue.last)
        if phrase is None:
            return None, cue.last
        return self.chars(phrase), phrase[1]

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
        return self.draft(at, end, speaker, "noun")

    def _offen_before(self, speaker: Span | None) -> Draft | None:
        """ "Ob er kommt, liess X offen"."""
        end = self.cue.first
        while end > self.floor and self.tokens[end - 1].text == ",":
            end -= 1
        first = self.floor
        if first < end and self.tokens[first].low in self.lex["whether"]:
            first += 1
        return self.draft(first, end, speaker, "noun") if end > first else None
