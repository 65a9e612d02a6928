"""Cleaning text: one line, NFC, nothing hidden, nothing lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bouclage.text.clean import clean, clean_or_none, letters, paragraphs, unescape


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("Kran\u00adken\u00adkasse", "Krankenkasse"),
        ("a\u00a0\u202f b\t\n c ", "a b c"),
        ("Cha\u0302teau", "Château"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("bell\x07 and \ud800 half", "bell and half"),
        ("\u202eevil", "evil"),
        ("👩\u200d🚒", "👩\u200d🚒"),
        (None, ""),
    ],
)
def test_clean(given_text: str | None, expected: str) -> None:
    """Soft hyphens, odd spaces, controls and overrides go; joiners that make letters or emoji stay."""
    assert clean(given_text) == expected


@given(st.text())
def test_clean_is_done_once_and_for_all(text: str) -> None:
    """Cleaning a clean text changes nothing, and the result can be encoded and has no line break."""
    once = clean(text)
    assert clean(once) == once
    assert "\n" not in once
    once.encode()


def test_clean_or_none() -> None:
    """What is empty after cleaning is None."""
    assert clean_or_none(" \u00ad ") is None


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("La paroi <b>c\u00e8de</b>.", "La paroi cède."),
        ("Un<br/>deux<p>trois</p>", "Un deux trois"),
        ("R&amp;amp;D", "R&amp;D"),
        ("5 < 6 et 7 > 3", "5 < 6 et 7 > 3"),
        ("&lt;b&gt;gras&lt;/b&gt;", "gras"),
        (None, ""),
    ],
)
def test_unescape(given_text: str | None, expected: str) -> None:
    """Tags and references in plain text are resolved; a bare less-than is a less-than."""
    assert unescape(given_text) == expected


def test_paragraphs() -> None:
    """Blank lines part paragraphs; without any, each line is one."""
    assert paragraphs("Un\ndeux\n\n \r\n trois") == ["Un deux", "trois"]
    assert paragraphs("Un\ndeux") == ["Un", "deux"]
    assert paragraphs("") == []


def test_letters() -> None:
    """Texts set by different hands compare equal by their letters."""
    assert letters("« L’École » — n° 2") == letters('"l\'École", n° 2')
