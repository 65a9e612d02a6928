"""Find the statements of one article: by verb, by source phrase, by quotation marks alone, by mood."""

import re
from collections.abc import Sequence

from bouclage.records import Article, Statement, StatementKind, VerbClass
from bouclage.statements.adjuncts import sentence_subject, skip_adjuncts, starts_phrase
from bouclage.statements.beside import beside_quotation
from bouclage.statements.cues import cues
from bouclage.statements.drafts import Draft, Span, title_case, what_follows
from bouclage.statements.german import reported_german
from bouclage.statements.inside import intra_quote
from bouclage.statements.mentions import Mentions
from bouclage.statements.mood import reported_speech_mood
from bouclage.statements.naming import Namer
from bouclage.statements.negation import negated
from bouclage.statements.phrases import phrase_right
from bouclage.statements.reported import reported
from bouclage.statements.settings import StatementSettings
from bouclage.statements.sources import sourced
from bouclage.statements.speakers import can_speak, giver, names_of, right_before
from bouclage.statements.units import PUNCT, QUOTE, Unit, units
from bouclage.statements.words import LANGUAGES, Lexicon, lexicon

_SENTENCE_ENDS = ".!?…"
_BLANK_LINE = re.compile(r"(?<=\S)[ \t]*\n[ \t]*\n")
_LONGEST_HEADLINE = 200
_CLOSING = "»”\"'’›‹«"


def statements(
    article: Article,
    *,
    story: Sequence[Article] = (),
    settings: StatementSettings | None = None,
    seen: dict[str, list[Unit]] | None = None,
) -> tuple[Statement, ...]:
    """Return who said what in `article`, in order; `story` are other reports of its story, which may name its speakers.

    A language without a lexicon, and an article without anybody's words, give none. Who asks for all articles of a
    story hands the same `seen` to each call, so that each is taken apart once.
    """
    seen = {} if seen is None else seen
    settings = settings or StatementSettings()
    language = (article.language or "").split("-")[0].lower()
    if language not in LANGUAGES:
        return ()
    lex = lexicon(language)
    text = article.text
    found = _units(article, language, seen)
    drafts = _drafts(text, found, lex, settings)
    if not drafts:
        return ()
    mentions = Mentions(lex)
    mentions.add(found)
    for other in story:
        if other.id != article.id and (other.language or "").split("-")[0].lower() == language:
            mentions.add(_units(other, language, seen), here=False)
    mentions.finish()
    namer = Namer(text, lex, mentions)
    return tuple(_statement(article.id, text, draft, namer, language) for draft in drafts)


def _units(article: Article, language: str, seen: dict[str, list[Unit]]) -> list[Unit]:
    if article.id not in seen:
        seen[article.id] = units(article.text, language, body_start(article))
    return seen[article.id]


def body_start(article: Article) -> int:
    """Return where the text begins that is read for statements: behind the headline."""
    if article.headline and article.text.startswith(article.headline):
        return len(article.headline)
    first = _BLANK_LINE.search(article.text, 0, _LONGEST_HEADLINE)
    # A text pasted as a whole: a short first paragraph without a full stop is its headline.
    end = first.start() if first else len(article.text.rstrip())
    headed = (
        first.end() < len(article.text) if first else 0 < end <= _LONGEST_HEADLINE and "\n" not in article.text[:end]
    )
    return end if headed and _is_headline(article.text[:end]) else 0


def _is_headline(text: str) -> bool:
    """Whether a short text is no sentence: no mark ends it, nor the words in its last quotation."""
    if text[-1] in _CLOSING:
        return text[-2:-1] not in _SENTENCE_ENDS + "," and ":" in text
    return text[-1] not in _SENTENCE_ENDS + ":“"


def _statement(article_id: str, text: str, draft: Draft, namer: Namer, language: str) -> Statement:
    content = text[draft.start : draft.end]
    speaker = draft.speaker
    return Statement(
        article_id=article_id,
        start=draft.start,
        end=draft.end,
        content=content,
        kind=draft.kind,
        speaker=text[speaker[0] : speaker[1]] if speaker else None,
        speaker_start=speaker[0] if speaker else None,
        speaker_end=speaker[1] if speaker else None,
        speaker_name=namer.name(speaker) if speaker else None,
        verb=draft.verb,
        verb_class=draft.verb_class,
        negated=negated(content, language),
    )


def _drafts(text: str, found: list[Unit], lex: Lexicon, settings: StatementSettings) -> list[Draft]:
    drafts: list[Draft] = []
    names = names_of(found, lex)
    for index, unit in enumerate(found):
        own = _of_unit(text, unit, lex, names)
        for draft in own:
            draft.unit = index
        own = _distinct(own)
        if not own:
            own = _without_verb(text, found, index, drafts, lex, names, settings)
        for draft in own:
            draft.unit = index
            if draft.inherits and draft.speaker is None:
                draft.speaker = _recent_subject(found, index, drafts, lex, names) or _earlier_speaker(
                    drafts, index, settings
                )
        drafts += [
            one for one in own
            if one.end - one.start <= settings.longest and (one.verb is not None or one.speaker is not None)
        ]  # fmt: skip
    return _distinct(drafts)


def _of_unit(text: str, unit: Unit, lex: Lexicon, names: frozenset[str]) -> list[Draft]:
    inner = intra_quote(text, unit, lex)
    drafts = reported_german(text, unit, lex) if lex.language == "de" else reported(text, unit, lex)
    drafts += sourced(text, unit, lex)
    taken = [(one.start, one.end) for one in inner]
    drafts = [one for one in drafts if not any(one.start >= a and one.end <= b for a, b in taken)]
    drafts = [one for one in drafts if not _crosses(one, drafts)]
    drafts += inner
    drafts += _colon(text, unit, drafts, lex, names)
    drafts += beside_quotation(text, unit, drafts, lex)
    drafts.sort(key=lambda one: (one.start, one.end))
    return drafts


def _crosses(one: Draft, drafts: list[Draft]) -> bool:
    """Whether a source phrase stands inside what a verb reports and would reach beyond it."""
    return one.kind is StatementKind.ACCORDING_TO and any(
        other.kind is not StatementKind.ACCORDING_TO and other.start < one.start < other.end < one.end
        for other in drafts
    )


def _colon(text: str, unit: Unit, drafts: list[Draft], lex: Lexicon, names: frozenset[str]) -> list[Draft]:
    """ "X was relieved: “…”": a quotation behind a colon is said by whom the sentence is about."""
    tokens = unit.tokens
    found: list[Draft] = []
    for at, token in enumerate(tokens):
        if (
            token.text == ":"
            and lex.language == "de"
            and at > 1
            and not drafts
            and reported_speech_mood(unit, lex, first=at + 1, sure=True)
        ):
            phrase = phrase_right(tokens, 0, lex) if starts_phrase(tokens, 0, lex) else None
            if phrase is not None and can_speak(tokens, phrase, lex, names) and at + 1 < len(tokens):
                speaker = tokens[phrase[0]].start, tokens[phrase[1] - 1].end
                return [_mood(text, tokens[at + 1].start, unit.end, speaker)]
        if token.kind != QUOTE or token.quote is None or at < 2 or tokens[at - 1].text != ":":
            continue
        quote = token.quote
        if any(one.start < quote.inner_end and quote.inner_start < one.end for one in drafts):
            continue
        inner = text[quote.inner_start : quote.inner_end]
        short = inner.count(" ") < (1 if inner[-1:] in _SENTENCE_ENDS else 2)
        if short or title_case(inner, lex) or not (inner[:1].isupper() or inner[-1:] in _SENTENCE_ENDS):
            continue
        first = skip_adjuncts(tokens, 0, lex)
        phrase = phrase_right(tokens, first, lex) if starts_phrase(tokens, first, lex) else None
        who: Span | None = None
        if (said_by := giver(tokens, phrase, at, lex)) is not None:
            who = said_by
        elif phrase is not None and phrase[1] < at and can_speak(tokens, phrase, lex, names):
            who = tokens[phrase[0]].start, tokens[phrase[1] - 1].end
        if who is None:
            who = right_before(tokens, at - 1, lex, names)
        found.append(_bare(text, quote.inner_start, quote.inner_end, who))
    return found


def _bare(text: str, start: int, end: int, speaker: Span | None) -> Draft:
    while end > start and text[end - 1] in ".,;: ":
        end -= 1
    return Draft(
        start=start,
        end=end,
        kind=StatementKind.DIRECT,
        verb=None,
        verb_class=VerbClass.ASSERTS,
        speaker=speaker,
        inherits=speaker is None,
    )


def _without_verb(  # noqa: PLR0917 - the state of the reading, always given in full
    text: str,
    found: list[Unit],
    index: int,
    drafts: list[Draft],
    lex: Lexicon,
    names: frozenset[str],
    settings: StatementSettings,
) -> list[Draft]:
    """A unit without reporting words: a bare quotation, what goes on with one, or German reported speech."""
    unit = found[index]
    before = drafts[-1] if drafts else None
    token = unit.bare
    if token is not None and token.quote is not None and not title_case(token.text, lex):
        quote = token.quote
        inner = text[quote.inner_start : quote.inner_end]
        if (
            before is not None
            and before.open_end
            and before.unit == index - 1
            and found[index - 1].paragraph == unit.paragraph
        ):
            following = found[index + 1] if index + 1 < len(found) else None
            if (
                inner[-1:] == "."
                or not (following and following.paragraph == unit.paragraph and _mere_clause(following, lex))
            ):  # fmt: skip
                end = quote.inner_end
                while end > quote.inner_start and text[end - 1] in ".,;: ":
                    end -= 1
                before.end = end
                before.unit = index
                return []
        if inner.count(" ") + 1 < settings.least_bare_words and inner[-1:] not in _SENTENCE_ENDS:
            return []
        clause = None if inner[-1:] == "." else _clause_after(text, found, index, lex)
        if clause is not None:
            return [clause]
        speaker = _subject_before(found, index, lex, names) if before is None or before.unit < index - 1 else None
        if speaker is None and (before is None or index - before.unit > settings.speaker_reach):
            speaker = _subject_after(found, index, lex, names) if inner[-1:] in _SENTENCE_ENDS else None
            if speaker is None:
                return []
        return [_bare(text, quote.inner_start, quote.inner_end, speaker)]
    if lex.language == "de" and before is not None and index - before.unit <= settings.speaker_reach:
        near = before.unit == index - 1
        other = (
            near and found[before.unit].paragraph != unit.paragraph
        )  # a new paragraph may be the article's own "wäre"
        if near and reported_speech_mood(unit, lex, sure=other):
            return [_mood(text, unit.start, unit.end, None)]
    if lex.language == "de" and reported_speech_mood(unit, lex, sure=True):
        speaker = _subject_before(found, index, lex, names)
        if speaker is not None or (before is not None and index - before.unit <= settings.speaker_reach):
            return [_mood(text, unit.start, unit.end, speaker)]
    return []


def _mood(text: str, start: int, end: int, speaker: Span | None) -> Draft:
    """A statement that only the German subjunctive shows to be one."""
    while end > start and text[end - 1] in ".,;: ":
        end -= 1
    return Draft(
        start=start, end=end, kind=StatementKind.INDIRECT, verb=None, verb_class=VerbClass.ASSERTS, speaker=speaker,
        inherits=speaker is None,
    )  # fmt: skip


def _mere_clause(unit: Unit, lex: Lexicon) -> bool:
    """Whether a unit is a reporting clause and nothing else: “…?” Smith said."""
    words = [token for token in unit.tokens if token.kind != PUNCT]
    if len(words) > 16 or any(token.kind == QUOTE for token in words):
        return False
    found = cues(unit.tokens, lex)
    if len(found) != 1 or "quote" not in found[0].verb.takes:
        return False
    if lex.language == "de":
        return found[0].first <= 6 and not any(token.kind == PUNCT for token in unit.tokens[: found[0].first])
    return what_follows(unit.tokens, found[0].last, found[0], found, lex) is None


def _clause_after(text: str, found: list[Unit], index: int, lex: Lexicon) -> Draft | None:
    """The statement of a quotation whose reporting clause stands as a sentence of its own: “No!” Smith said."""
    if (
        index + 1 >= len(found)
        or found[index + 1].paragraph != found[index].paragraph
        or not _mere_clause(found[index + 1], lex)
    ):
        return None
    joined = Unit(
        found[index].start,
        found[index + 1].end,
        found[index].paragraph,
        [*found[index].tokens, *found[index + 1].tokens],
    )
    made = reported_german(text, joined, lex) if lex.language == "de" else reported(text, joined, lex)
    quote = found[index].tokens[0].quote
    return next((one for one in made if quote is not None and one.start == quote.inner_start), None)


def _subject_before(found: list[Unit], index: int, lex: Lexicon, names: frozenset[str]) -> Span | None:
    """The subject of the sentence before, if it can speak."""
    if index == 0 or found[index - 1].paragraph < found[index].paragraph - 1:
        return None
    tokens = found[index - 1].tokens
    at = sentence_subject(tokens, lex)
    phrase = phrase_right(tokens, at, lex) if starts_phrase(tokens, at, lex) else None
    if phrase is None or not can_speak(tokens, phrase, lex, names):
        return None
    return tokens[phrase[0]].start, tokens[phrase[1] - 1].end


def _subject_after(found: list[Unit], index: int, lex: Lexicon, names: frozenset[str]) -> Span | None:
    """The subject of the sentence behind a quotation, if it can speak: “We had no warning.” Calder shook her head."""
    if index + 1 >= len(found) or found[index + 1].paragraph != found[index].paragraph:
        return None
    tokens = found[index + 1].tokens
    phrase = phrase_right(tokens, 0, lex) if starts_phrase(tokens, 0, lex) else None
    if phrase is None or not can_speak(tokens, phrase, lex, names) or tokens[0].low in lex["subject_pronouns"]:
        return None
    return tokens[phrase[0]].start, tokens[phrase[1] - 1].end


def _recent_subject(
    found: list[Unit], index: int, drafts: list[Draft], lex: Lexicon, names: frozenset[str]
) -> Span | None:
    """Italian leaves out its subject: it is that of a sentence told since somebody last spoke."""
    if lex.language != "it":
        return None
    spoke = drafts[-1].unit if drafts else -1
    for at in range(index, max(spoke, index - 3), -1):
        if at > 0 and found[at - 1].paragraph == found[index].paragraph and at - 1 > spoke:
            subject = _subject_before(found, at, lex, names)
            if subject is not None:
                return subject
    return None


def _earlier_speaker(drafts: list[Draft], index: int, settings: StatementSettings) -> Span | None:
    for one in reversed(drafts):
        if index - one.unit > settings.speaker_reach * 2:
            return None
        if one.speaker is not None:
            return one.speaker
    return None


def _distinct(drafts: list[Draft]) -> list[Draft]:
    """Drop drafts that repeat another: the same words, or the same quotation with more around it."""
    kept: list[Draft] = []
    for one in sorted(drafts, key=lambda draft: (draft.start, draft.end)):
        twin = next((other for other in kept[-6:] if _same(one, other)), None)
        if twin is None:
            kept.append(one)
        elif twin.speaker is None and one.speaker is not None:
            kept[kept.index(twin)] = one
    return kept


def _same(one: Draft, other: Draft) -> bool:
    shared = min(one.end, other.end) - max(one.start, other.start)
    longest = max(one.end, other.end) - min(one.start, other.start)
    return shared > 0.8 * longest
