"""The ledger's reasons, in the reader's language."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from tests.builders import an_edition_story

import bouclage.edition
from bouclage.records import Fate, LedgerEntry, RefusalReason, RevisionKind, Told
from bouclage.records.together import CODES as CODES_TOGETHER
from bouclage.records.together import phrase
from bouclage.render.reasons import reason_of, together_because, why_of
from bouclage.render.speech import speech

SOURCES = Path(bouclage.edition.__file__).parent.glob("*.py")
RANKED = {"origins", "outlets", "languages", "urgency", "weight", "goes_on", "series"}
CODES = {code for file in SOURCES for code in re.findall(r'code="(\w+)"', file.read_text(encoding="utf-8"))}
CODES -= RANKED
CODES |= {reason.value for reason in RefusalReason} | {f"changed_{kind}" for kind in RevisionKind} | {"changed_back"}
VALUES = {
    "with_others": ("3",),
    "too_old": ("2026-09-01",),
    "printed_before": ("2026-09-07",),
    "embargoed": ("2026-09-08T16:00:00+00:00",),
}


def _entry(*told: Told, reason: str = "for programs") -> LedgerEntry:
    return LedgerEntry(
        item="i", source_id="s", outlet="O", url="", headline=None, fate=Fate.HELD, reason=reason, told=told
    )


@pytest.mark.parametrize("language", ["fr", "de", "it", "en"])
@pytest.mark.parametrize("code", sorted(CODES))
def test_every_reason_has_words(code: str, language: str) -> None:
    """Whatever a closing may say of an item, it can say in each of the four languages, with what fills it."""
    told = Told(code=code, values=VALUES.get(code, ("Le Rivage", "97")))

    words, foreign = reason_of(_entry(told), speech(language, "Europe/Zurich"))

    assert foreign is None
    assert words
    assert "{" not in words
    assert words != reason_of(_entry(Told(code="nobody knows")), speech(language))[0]


def test_a_time_is_told_on_the_readers_clock() -> None:
    """An embargo ends at local time, in words."""
    told = Told(code="embargoed", values=VALUES["embargoed"])

    assert "18:00" in reason_of(_entry(told), speech("de", "Europe/Zurich"))[0]


def test_a_ledger_of_before_is_still_told() -> None:
    """An older ledger keeps its English, marked as such; of a newer one's unknown code the fate is told."""
    words, language = reason_of(_entry(reason="embargoed until noon"), speech("fr"))

    assert (words, language) == ("embargoed until noon", "en")
    assert reason_of(_entry(Told(code="of next year")), speech("fr"))[0] == speech("fr").say("fate_held")


@pytest.mark.parametrize("language", ["fr", "de", "it", "en"])
def test_why_a_story_stands_there_is_told_too(language: str) -> None:
    """What ranked a story and what its reports share are told in the page's language; strange words as they are."""
    told = tuple(Told(code=code, values=() if code == "goes_on" else ("2",)) for code in sorted(RANKED))
    together = "same names: Genève, Lavrov; same day; 61% shared terms"
    story = replace(
        an_edition_story(), why=(*("in English" for _ in told), together, "of next year's program"), told=told
    )

    words = why_of(story, speech(language))

    assert len(words) == len(RANKED) + 2
    assert all(text and "{" not in text and text != "in English" for text, _ in words[:-1])
    assert all(foreign is None for _, foreign in words[:-1])
    assert "Genève, Lavrov" in words[-2][0]
    assert "61" in words[-2][0]
    assert (words[-2][0] == together) == (language == "en")
    assert words[-1] == ("of next year's program", speech(language).foreign("en"))


@pytest.mark.parametrize("language", ["fr", "de", "it", "en"])
@pytest.mark.parametrize("code", CODES_TOGETHER)
def test_every_reason_of_grouping_has_words(code: str, language: str) -> None:
    """Whatever grouping says of a report's place is told in each of the four languages, with what it names."""
    named = "{" in phrase(code, "{")

    words, foreign = together_because(phrase(code, "37"), speech(language))

    assert foreign is None
    assert ("37" in words) == named
    assert "{" not in words
