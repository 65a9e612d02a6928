"""An article's identity and text."""

from dataclasses import FrozenInstanceError, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bouclage.records import Article, Block, BlockKind, PubStatus, Signal, full_text
from tests.builders import NOON, a_quote, an_article, hours

BASE = an_article("Un pont est rouvert", body=("Le pont est rouvert.", "Il était fermé."), lead="Après six mois.")
words = st.text(alphabet="abc é«»😀\u202f", min_size=1, max_size=20)
blocks = st.lists(words.map(lambda text: Block(kind=BlockKind.PARAGRAPH, text=text)), max_size=5).map(tuple)


def test_the_same_words_read_twice_are_one_article() -> None:
    """Reading again, later, from a mirror or with a better byline, changes nothing."""
    again = replace(BASE, seen=BASE.seen + hours(3), byline="Claire Monnet", doubts=("odd",), section="regions")
    assert again.id == BASE.id


@pytest.mark.parametrize(
    "change",
    [
        {"headline": "Un pont est fermé"},
        {"lead": None},
        {"lead": "Après sept mois."},
        {"kicker": "Lavaux"},
        {"body": BASE.body[:1]},
        {"version": 2},
        {"signal": Signal.CORRECTION},
        {"pub_status": PubStatus.CANCELED},
        {"embargoed": NOON},
        {"embargo_unreadable": "demain"},
        {"item": "another"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_what_a_reader_or_editor_would_see_changes_the_id(change: dict[str, Any]) -> None:
    """A silent edit, a correction, a kill and a changed embargo are each a new article of the same item."""
    assert replace(BASE, **change).id != BASE.id


@given(headline=st.none() | words, lead=st.none() | words, body=blocks)
def test_every_part_of_an_article_stands_in_its_text(
    headline: str | None, lead: str | None, body: tuple[Block, ...]
) -> None:
    """Headline first, then lead, then each block, joined by blank lines: offsets can be counted from the parts."""
    text = full_text(headline, lead, body)
    at = 0
    for part in [part for part in (headline, lead, *(block.text for block in body)) if part]:
        assert text[at : at + len(part)] == part
        at += len(part) + 2
    assert at == (len(text) + 2 if text else 0)


def test_offsets_count_characters_not_bytes() -> None:
    """A span after an emoji, an accent or a no-break space still cuts out its own words."""
    article = an_article("Été 😀 à Genève", body=("«\u202fOui\u202f», dit-elle.",))
    quote = a_quote(article, "«\u202fOui\u202f»")
    assert article.text[quote.start : quote.end] == quote.text
    assert quote.start == len("Été 😀 à Genève") + 2


def test_an_article_without_words_has_an_empty_text() -> None:
    """A kill notice may come bare; it has an identity all the same."""
    bare = an_article(None, guid="urn:1", pub_status=PubStatus.CANCELED)
    assert bare.text == ""
    assert bare.id


def test_the_publishers_time_counts_where_it_is_believed() -> None:
    """Else the time we read it."""
    assert an_article(published=NOON - hours(2), seen=NOON).time == NOON - hours(2)
    assert an_article(published=None, seen=NOON).time == NOON


def test_records_cannot_be_changed() -> None:
    """What one stage gave, no later stage alters."""
    with pytest.raises(FrozenInstanceError):
        BASE.headline = "Autre"  # type: ignore[misc]
    assert not hasattr(BASE, "__dict__")


def test_records_are_made_by_keyword() -> None:
    """No field can slip into another's place."""
    with pytest.raises(TypeError):
        Article("item", "source")  # type: ignore[misc,call-arg]
