"""Word tables, dates and numbers."""

import string
from datetime import UTC, date, datetime

import pytest

from bouclage.errors import RenderError
from bouclage.render.speech import speech
from bouclage.render.words import LANGUAGES, words_of


def _places(text: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_the_same_things(language: str) -> None:
    """No table lacks a word, and each text has the places of the English one."""
    table, english = words_of(language), words_of("en")
    assert table.texts.keys() == english.texts.keys()
    assert table.plurals.keys() == english.plurals.keys()
    assert list(table.sections) == list(english.sections)
    for key, text in english.texts.items():
        assert _places(table.texts[key]) == _places(text), key
    assert all(_places(form) == {"n"} for forms in table.plurals.values() for form in forms.values())


def test_french_puts_a_narrow_space_before_high_punctuation() -> None:
    """French texts follow French typography."""
    texts = [text for text in words_of("fr").texts.values() if " :" in text or " ;" in text or " ?" in text]
    assert texts == []


@pytest.mark.parametrize(
    ("language", "day", "grouped"),
    [
        ("fr", "mardi 1er septembre 2026", "1\u202f204"),
        ("fr-CH", "mardi 1er septembre 2026", "1\u202f204"),
        ("de", "Dienstag, 1. September 2026", "1.204"),
        ("de-CH", "Dienstag, 1. September 2026", "1’204"),
        ("it", "martedì 1 settembre 2026", "1.204"),
        ("en", "Tuesday, 1 September 2026", "1,204"),
    ],
)
def test_dates_and_numbers(language: str, day: str, grouped: str) -> None:
    """Dates and numbers are written as the language writes them."""
    speak = speech(language, "Europe/Zurich")
    assert speak.long_date(date(2026, 9, 1)) == day
    assert speak.number(1204) == grouped


def test_zero_is_singular_in_french_only() -> None:
    """Plural forms follow the language."""
    assert speech("fr").count("stories", 0) == "0 sujet"
    assert speech("en").count("stories", 0) == "0 stories"
    assert speech("it").count("stories", 2_000_000) == "2.000.000 notizie"


def test_a_time_of_another_day_carries_its_date() -> None:
    """A report of yesterday is not taken for one of today; the zone's day counts, not UTC's."""
    speak = speech("en", "Europe/Zurich")
    assert speak.moment(datetime(2026, 9, 7, 22, 30, tzinfo=UTC), date(2026, 9, 8)) == "00:30"
    assert speak.moment(datetime(2026, 9, 7, 21, 30, tzinfo=UTC), date(2026, 9, 8)) == "7 Sept, 23:30"


def test_unknown_language_speaks_english_and_says_so() -> None:
    """The page's lang is that of its words."""
    assert speech("rm").tag == "en"
    assert speech('"><script>').tag == "en"


def test_unknown_zone_is_named() -> None:
    """A zone nobody knows is a clear error."""
    with pytest.raises(RenderError, match="Mars/Olympus"):
        speech("en", "Mars/Olympus")


def test_a_section_without_a_word_keeps_its_own() -> None:
    """A new section is shown, not lost."""
    assert speech("fr").section("local_politics") == "Local politics"
    assert speech("fr").section("front") == "À la une"
