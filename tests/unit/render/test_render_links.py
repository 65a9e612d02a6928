"""Which addresses may stand on a page."""

# ruff: noqa: E501 (quoted texts and tables)

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bouclage.render.links import anchor, safe, to_words


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "ftp://a.example/x", "//a.example", "/x", "", " ",
     "https://", "http://[", "mailto:a@b.example", "java\nscript:alert(1)", None],
)  # fmt: skip
def test_only_web_addresses_pass(url: str | None) -> None:
    """Anything but http and https with a host is dropped."""
    assert safe(url) is None


def test_unsafe_characters_are_coded() -> None:
    """An address can leave neither its attribute nor its line."""
    assert safe('https://a.example/x"y z\n<b>') == "https://a.example/x%22y%20z%0A%3Cb%3E"


@given(st.text())
def test_a_link_is_one_word(tail: str) -> None:
    """Whatever follows, a link has no space, quote or angle bracket."""
    link = safe("https://a.example/" + tail)
    assert link is None or not set(link) & set(' \t\r\n"<>')


def test_a_sentence_is_found_by_its_edges() -> None:
    """The link opens the source at these words: all of a short passage, the edges of a long one."""
    assert (
        to_words("https://a.example/x", "Non-lieu, dit-il.") == "https://a.example/x#:~:text=Non%2Dlieu%2C%20dit%2Dil."
    )
    long = to_words("https://a.example/x#top", " ".join("abcdefghijklmnop"))
    assert long == "https://a.example/x#top:~:text=a%20b%20c%20d%20e,l%20m%20n%20o%20p"
    assert to_words("javascript:x", "Text") is None


def test_an_anchor_is_a_plain_word() -> None:
    """A story's fragment has letters and digits only."""
    assert anchor('a"b c/1') == "sabc1"
