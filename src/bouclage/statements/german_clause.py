"""The clause of a reporting verb in German: where it begins and ends, its subject, and what it reports."""

from dataclasses import dataclass

from bouclage.statements.adjuncts import is_time, pronoun, skip_adjuncts, starts_phrase
from bouclage.statements.cue import Cue
from bouclage.statements.drafts import Draft, Span, kind_of, span_of
from bouclage.statements.mood import NO_VERBS
from bouclage.statements.phrases import german_end, phrase_right
from bouclage.statements.units import PUNCT, QUOTE, WORD, Token, word_count
from bouclage.statements.words import Lexicon

_CLAUSE_ENDS = ",;:"
_NO_MATTER = frozenset({"er", "sie", "man", "dazu", "darüber", "davon", "mehr", "sich", "weiter", "genaueres"})
_OBJECTS = frozenset({"den", "dem", "einen", "einem", "keinen", "seinen", "ihren", "seinem"})
_QUESTION_WORDS = frozenset(
    {"was", "wer", "wem", "wen", "warum", "weshalb", "worüber", "wovon", "womit", "wohin", "woher"}
)


def source_phrase(tokens: list[Token], at: int, lex: Lexicon) -> Span | None:
    """Return the phrase behind "aus" or "bei", which may begin with an adjective: "aus libanesischen Quellen"."""
    phrase = phrase_right(tokens, at, lex)
    if phrase is None and at < len(tokens) and tokens[at].kind == WORD:
        end = german_end(tokens, at, lex)
        phrase = (at, end) if end > at + 1 else None
    return phrase


@dataclass
class GermanClause:
    """A reporting verb among the tokens of a German unit; tokens before the floor belong to an earlier statement."""

    text: str
    tokens: list[Token]
    found: list[Cue]
    cue: Cue
    lex: Lexicon
    floor: int

    def wie(self) -> int | None:
        """Return where the "wie" of "wie X mitteilte" stands; None if the verb has none."""
        for k in range(self.cue.first - 1, max(-1, self.cue.first - 26), -1):
            token = self.tokens[k]
            if token.kind == QUOTE or (token.kind == PUNCT and token.text in ":;,"):
                return None
            if token.low == "wie" and (
                k == 0 or self.tokens[k - 1].text in {",", "–", "—", "("} or self.tokens[k - 1].kind == QUOTE
            ):
                return k
        return None

    def last_in_clause(self) -> bool:
        """Whether nothing but auxiliaries stands between the verb and the end of its clause."""
        at = self.cue.last
        while at < len(self.tokens) and self.tokens[at].low in self.lex["auxiliary"] | self.lex["will_forms"]:
            at += 1
        return (
            at >= len(self.tokens) or self.tokens[at].kind in {PUNCT, QUOTE} or self.cue.first - (self.wie() or 0) <= 4
        )

    def subordinate_clause(self) -> bool:
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

    def indirect_question(self) -> bool:
        """Whether the verb ends a clause that "was", "warum" or "welche" opens: "…, was sie sagte"."""
        at = self.cue.last
        if at < len(self.tokens) and self.tokens[at].kind not in {PUNCT, QUOTE}:
            return False
        comma = next(
            (k for k in range(self.cue.first - 1, max(-1, self.cue.first - 12), -1) if self.tokens[k].text == ","), None
        )
        return comma is not None and self.tokens[comma + 1].low in _QUESTION_WORDS

    def apposed(self, comma: int) -> bool:
        """Whether the comma closes a name or a role behind the subject: "Der Sprecher, Reto Moser, bestätigte …"."""
        tokens, lex = self.tokens, self.lex
        opening = next((k for k in range(comma - 1, self.floor, -1) if tokens[k].text == ","), None)
        if opening is None or comma - opening > 12 or not starts_phrase(tokens, opening + 1, lex):
            return False
        inner = phrase_right(tokens, opening + 1, lex)
        first = skip_adjuncts(tokens, self.floor, lex)
        outer = phrase_right(tokens, first, lex) if starts_phrase(tokens, first, lex) else None
        return inner is not None and inner[1] >= comma and outer is not None and outer[1] >= opening

    def relative_before(self, comma: int) -> bool:
        """Whether the comma closes a relative clause or an apposition behind the subject."""
        for k in range(comma - 1, max(-1, comma - 30), -1):
            if self.tokens[k].text == ",":
                return self.tokens[k + 1].low in self.lex["relative"] or not any(
                    self.tokens[j].low in self.lex["being"] | self.lex["auxiliary"] for j in range(k + 1, comma)
                )
        return False

    def subject_after(self, at: int) -> Span | None:
        """Return the subject that begins at a token behind the verb; None if none does."""
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
            return source_phrase(tokens, found + 1, lex) if found is not None else None
        if at < len(tokens) and tokens[at].low in {"sich", "dazu", "daraufhin"}:
            at += 1
        if at + 1 < len(tokens) and (
            tokens[at].low in {"ihm", "ihnen", "mir", "uns", "dir", "euch"}
            or (tokens[at].low == "ihr" and tokens[at + 1].low in lex["determiners"])
        ):
            at += 1  # whom it was said to: "widersprach ihr die Anwältin"
        at = skip_adjuncts(tokens, at, lex)
        if at < len(tokens) and tokens[at].low in {"man", "ich", "wir"}:
            return None
        if at < len(tokens) and tokens[at].low in {
            "den",
            "dem",
            "einen",
            "einem",
            "keinen",
            "seinen",
            "ihren",
            "seinem",
        }:
            return None  # an object, not the subject
        if at < len(tokens) and pronoun(tokens[at], lex):
            return at, at + 1
        return phrase_right(tokens, at, lex) if starts_phrase(tokens, at, lex) else None

    def ends_at(self, at: int) -> bool:
        """Whether the clause ends here, or goes on with a relative clause alone: "…, meint Bönte, der …"."""
        tokens, lex = self.tokens, self.lex
        if at >= len(tokens) or tokens[at].text in {".", "!", "?"}:
            return True
        return (
            tokens[at].text == "," and at + 1 < len(tokens) and tokens[at + 1].low in lex["relative"] - {"das", "was"}
        )

    def front(self) -> Span | None:
        """The noun phrase the sentence begins with."""
        at = skip_adjuncts(self.tokens, 0, self.lex)
        if starts_phrase(self.tokens, at, self.lex):
            return phrase_right(self.tokens, at, self.lex)
        # "Zugleich verteidigte sie den Plan und betonte …"
        verb = at < self.cue.first - 1 and self.tokens[at].kind == WORD and at > 0
        return self.subject_after(at + 1) if verb else None

    def clause_start(self, *, relative: bool) -> int:
        """Return the first token of the clause of the verb."""
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

    def right_of(self, at: int) -> tuple[str, int, int] | None:
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
                return self.after_comma(k + 1)
            if token.kind == PUNCT and token.text in ".;!?":
                return None
            k += 1
        return None

    def after_comma(self, at: int) -> tuple[str, int, int] | None:
        """Return what is reported behind a comma: its kind and tokens; None if nothing is."""
        tokens, lex, takes = self.tokens, self.lex, self.cue.verb.takes
        if at >= len(tokens):
            return None
        if tokens[at].kind == QUOTE:
            return ("quote", at, at + 1) if "quote" in takes and tokens[at].text.count(" ") > 1 else None
        if tokens[at].low in lex["that"]:
            return ("clause", at + 1, self.end_of(at + 1)) if "clause" in takes or self.cue.withheld else None
        if tokens[at].low in lex["whether"]:
            return (
                ("whether", at + 1, self.end_of(at + 1))
                if "whether" in takes or self.cue.withheld or "offen" in takes
                else None
            )
        end = self.end_of(at)
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
                return self.after_comma(behind + 1)
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
            if (
                token.low.endswith("e")
                and not token.capital
                and len(token.low) > 4
                and tokens[k - 1].capital
                and k + 1 < len(tokens)
                and not tokens[k + 1].capital
                and tokens[k + 1].kind == WORD
                and token.low not in NO_VERBS
            ):
                return True  # "die Firma bedaure den Vorfall"
            past = token.low.endswith(("te", "ten")) and not token.capital and tokens[k - 1].capital
            if token.low in lex["subjunctive"] or token.low in lex["indicative"] or past:
                ends = k + 1 >= len(tokens) or tokens[k + 1].text in {",", "."}
                return not ends or k == at + 1
        return False

    def left_start(self, end: int) -> int:
        """Return where the words reported before the verb begin."""
        tokens = self.tokens
        if tokens[end - 1].kind == QUOTE:
            at = end - 1
            if at == self.floor or tokens[at - 1].text == ":":
                return at
        for k in range(end - 1, self.floor, -1):
            if tokens[k].text == ";":
                return k + 1
        return self.floor

    def end_of(self, first: int) -> int:
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

    def chars(self, phrase: Span | None) -> Span | None:
        """Return a phrase of tokens as a span of characters."""
        return (self.tokens[phrase[0]].start, self.tokens[phrase[1] - 1].end) if phrase else None

    def draft(self, first: int, last: int, speaker: Span | None, take: str, *, inherits: bool = False) -> Draft | None:
        """Return the statement of these tokens; None if they have no words or hold their own speaker."""
        tokens, cue = self.tokens, self.cue
        if first < last and tokens[first].low in self.lex["whether"] and take != "quote":
            first += 1
        span = span_of(self.text, tokens, first, last)
        if span is None or word_count(tokens, first, last) < 1:
            return None
        if cue.withheld and all(tokens[k].low in _NO_MATTER for k in range(first, last)):
            return None  # "mehr will er dazu nicht sagen" leaves nothing open
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
