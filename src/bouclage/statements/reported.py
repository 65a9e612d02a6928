"""Statements by a reporting verb, in French, Italian and English: before it, after it, or around it."""

from bouclage.records import StatementKind, VerbClass
from bouclage.statements.adjuncts import skip_adjuncts
from bouclage.statements.cues import cues
from bouclage.statements.drafts import Draft, Found, Span, kind_of, span_of, what_follows
from bouclage.statements.insertions import left_start, resumed
from bouclage.statements.romance_clause import RomanceClause
from bouclage.statements.subjects import phrase_left
from bouclage.statements.units import PUNCT, QUOTE, WORD, Unit, word_count
from bouclage.statements.words import Lexicon

_THIS = frozenset({"lo", "ne"})  # Italian: what was said before


def reported(text: str, unit: Unit, lex: Lexicon) -> list[Draft]:
    """Return the statements that the reporting verbs of a unit make."""
    tokens = unit.tokens
    found = cues(tokens, lex)
    drafts: list[Draft] = []
    floor = 0  # what is before it belongs to an earlier statement
    last_speaker: Span | None = None
    for cue in found:
        reader = _Reader(text, tokens, found, cue, lex, floor, last_speaker)
        draft = reader.read()
        if draft is None:
            last_speaker = reader.speaks() or last_speaker
            continue
        inside = any(one.start <= draft.start and draft.end <= one.end for one in drafts)
        drafts.append(draft)
        floor = max(floor, reader.clause_stop)
        if not inside or lex.language != "en":  # who is quoted by whom is quoted does not go on speaking
            last_speaker = draft.speaker or last_speaker
    return drafts


class _Reader(RomanceClause):
    """Reads one cue."""

    clause_stop = 0

    def read(self) -> Draft | None:  # noqa: PLR0912 - one branch a construction
        """Return the statement of the cue; None if it makes none."""
        cue, tokens, lex = self.cue, self.tokens, self.lex
        if cue.kind == "gerund":
            return self._gerund()
        before = tokens[cue.first - 1] if cue.first > 0 else None
        parted = before is not None and (before.kind == QUOTE or (before.kind == PUNCT and before.text in ",–—!?"))
        if before is not None and self._titled(cue.first - 1):
            parted = False
        if before is not None and cue.first == 1 and before.low in {"comme", "come", "as"}:
            return self._as_said()
        if cue.first == 2 and tokens[0].low in {"comme", "come"} and tokens[1].low in {"l'", "le", "lo"}:
            return self._as_said()  # "Comme l'explique X, …"
        if lex.language == "it" and tokens[cue.first].low in _THIS and (before is None or before.kind == PUNCT):
            return self._points_back()
        if cue.pronoun is not None:
            return self._inserted((cue.pronoun, cue.pronoun + 1)) if before is not None else self._leading(None)
        if before is not None and before.kind == WORD and before.low in lex["and_verb"]:
            return self._leading(self.last_speaker, shared=True)
        follows = what_follows(tokens, cue.last, cue, self.found, lex)
        if parted:
            dash = lex.language == "en" and before is not None and before.text in "–—"
            left = phrase_left(tokens, cue.first, lex, self.floor) if before and (before.text == "," or dash) else None
            direct = follows is not None and follows.take not in {"noun"}
            subject_follows = self._subject_right() is not None
            if lex.language == "en" and left is not None and left[0] > self.floor:
                ahead = tokens[left[0] - 1]
                if ahead.kind == QUOTE or (ahead.text in ",!?" and follows is None and ahead.kind == PUNCT):
                    return self._inserted(left, begin=left[0])
            if left is not None and follows is None and self._parenthesis(cue.first - 1):
                return None  # "X, de Y, redoute une erreur" reports nothing
            if left is not None and direct and self._parenthesis(cue.first - 1):
                return self._leading(self._chars(left), follows=follows)
            if left is not None and direct and not (subject_follows and follows and follows.first > cue.last + 2):
                return self._leading(self._chars(left), follows=follows)
            if left is not None and follows is not None and follows.take == "noun" and self._parenthesis(cue.first - 1):
                return self._leading(self._chars(left), follows=follows)
            if lex.language == "en" and left is not None and left[0] > self.floor:
                ahead = tokens[left[0] - 1]
                if ahead.kind == PUNCT and ahead.text in ",!?":
                    return self._inserted(left, begin=left[0])
            return self._inserted(self._subject_right())
        if lex.language == "en":
            return self._english(follows)
        return self._leading(None, follows=follows)

    # the subject

    def _as_said(self) -> Draft | None:
        """ "Comme l'a expliqué X, CONTENT"."""
        subject = self._subject_right()
        if subject is None:
            return None
        comma = next(
            (k for k in range(subject[1], min(subject[1] + 12, len(self.tokens))) if self.tokens[k].text == ","), None
        )
        return None if comma is None else self._draft(comma + 1, len(self.tokens), self._chars(subject), "clause")

    def _points_back(self) -> Draft | None:
        """ "Lo ha annunciato lunedì la compagnia": what was said before, by the subject behind the verb."""
        cue, subject = self.cue, self._subject_right()
        if subject is None or not {"clause", "noun"} & cue.verb.takes.keys():
            return None
        self.clause_stop = subject[1]
        return self._draft(cue.first, cue.first + 1, self._chars(subject), "noun")

    def _english(self, follows: Found | None) -> Draft | None:
        """SUBJECT said: what follows it; else, after a comma or a quotation, what comes before."""
        tokens, lex, cue = self.tokens, self.lex, self.cue
        if cue.first and tokens[cue.first - 1].low in lex["relative"]:
            return self._leading(None, follows=follows) if follows and follows.take != "noun" else None
        subject = phrase_left(tokens, cue.first, lex, self.floor)
        if subject is None:
            return self._leading(None, follows=follows)
        if tokens[subject[0]].low == "like" or (subject[0] and tokens[subject[0] - 1].low == "like"):
            return None  # "was turning, like officials insist, …"
        if subject[0] == self.floor + 1 and tokens[self.floor].low == "as":
            if "insert" not in cue.verb.takes:
                return None  # "As the games began, …"
            comma = next((k for k in range(cue.last, min(cue.last + 12, len(tokens))) if tokens[k].text == ","), None)
            return None if comma is None else self._draft(comma + 1, len(tokens), self._chars(subject), "clause")
        if (
            cue.first
            and tokens[cue.first - 1].text == ","
            and follows is not None
            and self._apposed_before(cue.first - 1)
        ):
            return self._leading(self._chars(subject), follows=follows)
        before = tokens[subject[0] - 1] if subject[0] > self.floor else None
        behind = skip_adjuncts(tokens, cue.last, lex)
        ends = behind >= len(tokens) or (tokens[behind].kind == PUNCT and tokens[behind].text in ",.;–—:")
        parted = before is not None and (before.kind == QUOTE or before.text in ",–—!?")
        if (
            parted
            and before is not None
            and before.text == ","
            and subject[0] - 2 > self.floor
            and tokens[subject[0] - 2].low in lex["being"] | lex["auxiliary"] | lex["modals"]
            and "insert" in cue.verb.takes
        ):
            return self._inserted(subject, begin=subject[0])  # "It was, she said, “the longest night …”"
        if (
            parted
            and (ends or (follows is None))
            and not (
                follows
                and follows.take == "quote"
                and before
                and before.kind != QUOTE
                and (tokens[behind].text == ":" or self._only_leads(subject[0] - 1))
            )
        ) and (
            ends
            or (before is not None and before.kind == QUOTE and "quote" in cue.verb.takes)
            or cue.verb.head in lex["addressed"]
        ):
            return self._inserted(subject, begin=subject[0])
        if (
            parted
            and before is not None
            and before.kind == QUOTE
            and follows is not None
            and follows.take in {"noun", "quote"}
        ):
            return self._inserted(subject, begin=subject[0])
        return self._leading(None, follows=follows)

    def _leading(  # noqa: PLR0912 - one branch a construction
        self, speaker: Span | None, *, shared: bool = False, follows: Found | None = None
    ) -> Draft | None:
        tokens, lex, cue = self.tokens, self.lex, self.cue
        if follows is None:
            follows = what_follows(tokens, cue.last, cue, self.found, lex)
        inherits = False
        if speaker is None and not shared:
            speaker, impersonal = self._subject_left()
            if impersonal:
                return None
        if shared and speaker is None:
            speaker = self._first_subject()
        if shared and speaker is not None and lex.language == "en" and tokens[cue.first].low == cue.verb.head:
            words = self.text[speaker[0] : speaker[1]].lower()
            if words in {"he", "she", "it"}:
                return None  # "when Disney might change its strategy and decide to …"
        if speaker is None and not shared:
            speaker = self.from_where(self.floor)
        if speaker is None:
            if lex.language == "it" or shared:
                inherits = True
            elif lex.language == "en" and cue.first:
                return None
            elif (right := self._subject_right()) is not None and follows is not None and follows.first > right[0]:
                speaker = self._chars(right)
            else:
                return None
        if cue.verb.lemma in lex["weak"] and (speaker is None or not self._can_speak(speaker)):
            return None
        meant = cue.first > 1 and tokens[cue.first - 2].low in {"those", "people", "anyone", "everyone"}
        if self._describes() and (meant or follows is None or follows.take in {"noun", "infinitive"}):
            return None  # "les personnes qui demandent des visas"
        if cue.verb.lemma == "leggersi" and (speaker is None or inherits):
            return None  # one reads it somewhere
        if follows is None or (
            follows.take not in cue.verb.takes and not (cue.withheld or cue.negated or follows.take in {"whether"})
        ):
            return None
        if follows.take == "clause" and "clause" not in cue.verb.takes and not cue.withheld:
            return None
        if (
            cue.negated
            and cue.class_for(follows.take) is VerbClass.OTHER
            and follows.take in {"noun", "clause", "gerund"}
        ):
            return None  # "n'exclut pas des actions" says neither yes nor no
        return self._draft(follows.first, follows.last, speaker, follows.take, inherits=inherits)

    def _gerund(self) -> Draft | None:
        tokens, lex, cue = self.tokens, self.lex, self.cue
        follows = what_follows(tokens, cue.last, cue, self.found, lex)
        if follows is None or follows.take not in cue.verb.takes or follows.take == "noun":
            return None
        said = tokens[follows.first - 1].low in lex["that"]
        if not said and follows.take == "clause" and lex.language == "en" and cue.verb.head not in lex["bare_clause"]:
            return None  # "responding to alarms do not require action"
        if cue.first == 0 and not said:
            return None
        if tokens[cue.first - 1].low == "worth":
            return None  # "it is worth noting that"
        if "clause" not in cue.verb.takes and self.found[0] is not cue and tokens[cue.last].text == ",":
            return None  # "“I don't know,” he said, shrugging, “but …”"
        speaker = self._beside_gerund() or self.last_speaker or self._first_subject()
        if speaker is None:
            return None
        return self._draft(follows.first, follows.last, speaker, follows.take)

    def _inserted(self, subject: Span | None, begin: int | None = None) -> Draft | None:  # noqa: PLR0912 - one branch a construction
        """CONTENT, verb SUBJECT(, CONTENT)."""
        tokens, lex, cue = self.tokens, self.lex, self.cue
        begin = cue.first if begin is None else begin
        end = begin
        while end > self.floor and tokens[end - 1].kind == PUNCT and tokens[end - 1].text in ",–—":
            end -= 1
        if end > self.floor + 1 and tokens[end - 1].kind == WORD and tokens[end - 1].low in {"comme", "as", "come"}:
            end -= 1
            while end > self.floor and tokens[end - 1].text == ",":
                end -= 1
        if end <= self.floor:
            return None
        first = left_start(tokens, end, self.floor)
        quoted = any(tokens[k].kind == QUOTE for k in range(first, end))
        beside = tokens[end - 1].kind == QUOTE or (cue.last < len(tokens) and tokens[cue.last].kind == QUOTE)
        if "insert" not in cue.verb.takes and not (quoted and (beside or lex.language != "en")):
            return None
        if cue.negated and lex.language in {"fr", "it"} and not quoted:
            return None
        if lex.language == "en" and not quoted and cue.last < len(tokens) and tokens[cue.last].low == "with":
            return None  # "In most cases, she has responded with criticism"
        if subject is None and lex.language == "en":
            return None
        if subject is None and lex.language == "fr" and not quoted:
            return None
        speaker = self._chars(subject) or self.from_where(cue.last)
        if subject is not None and subject[1] - subject[0] == 1 and tokens[subject[0]].low.endswith("-on"):
            return None
        stop = max(cue.last, subject[1] if subject else cue.last)
        if begin < cue.first:
            stop = cue.last
        stop = skip_adjuncts(tokens, stop, lex, limit=30)
        last, open_end = resumed(tokens, self.found, lex, (first, end), stop)
        if word_count(tokens, first, end) < 2 and last <= end and not (quoted and tokens[end - 1].kind == QUOTE):
            return None
        self.clause_stop = max(stop, last if last > end else stop)
        draft = self._draft(first, max(end, last), speaker, "quote" if quoted else "clause", inherits=speaker is None)
        if draft is not None:
            draft.open_end = open_end and quoted
        return draft

    def _draft(self, first: int, last: int, speaker: Span | None, take: str, *, inherits: bool = False) -> Draft | None:
        span = span_of(self.text, self.tokens, first, last)
        if span is None or word_count(self.tokens, first, last) < 1:
            return None
        question = self.text[span[0] : span[1]].rstrip().endswith("?") or take == "whether"
        if (
            speaker is not None
            and speaker[0] >= span[0]
            and speaker[1] <= span[1]
            and take != "quote"
            and first > self.cue.first
        ):
            return None
        if speaker is not None and self._nobody(speaker):
            return None
        kind = kind_of(self.tokens, *span)
        verb = self.text[self.tokens[self.cue.first].start : self.tokens[self.cue.last - 1].end]
        return Draft(
            start=span[0],
            end=span[1],
            kind=kind if take not in {"noun", "infinitive"} or kind is StatementKind.DIRECT else StatementKind.INDIRECT,
            verb=verb,
            verb_class=self.cue.class_for(take, question),
            speaker=speaker,
            inherits=inherits or speaker is None,
        )
