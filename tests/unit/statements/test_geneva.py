"""The text that a reader of two governments deserves side by side, in four languages and over two outlets."""

from datetime import UTC, datetime

import pytest

from bouclage.records import Article, Block, BlockKind, DisputeKind, VerbClass
from bouclage.statements import dates, disputes, statements

NOW = datetime(2016, 9, 7, 16, 0, tzinfo=UTC)
TEXTS = {
    "en": (
        "Washington, 7 September. The State Department did not confirm the visit; its spokesman said the secretary "
        "“will not be in Geneva on Thursday”. According to the Russian ministry, “it was agreed to continue talks at a "
        "meeting in Geneva on 8-9 September”."
    ),
    "fr": (
        "Washington, 7 septembre. Le département d'Etat n'a pas confirmé la visite; son porte-parole a dit que le "
        "secrétaire « ne sera pas à Genève jeudi ». Selon le ministère russe, « il a été convenu de poursuivre les "
        "pourparlers lors d'une rencontre à Genève les 8-9 septembre »."
    ),
}


def article(text: str, language: str, outlet: str = "A") -> Article:
    """Return an article whose whole text is one paragraph."""
    body = (Block(kind=BlockKind.PARAGRAPH, text=text),)
    return Article(
        item=outlet, source_id=outlet, outlet=outlet, url=outlet, guid=outlet, seen=NOW, published=NOW,
        language=language, body=body,
    )  # fmt: skip


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_three_statements_with_their_marks(language: str) -> None:
    """A non-confirmation, a denial that the minister comes, and an announcement of talks: verbatim spans."""
    one = article(TEXTS[language], language)

    found = statements(one)

    assert len(found) == 3
    assert all(one.text[s.start : s.end] == s.content for s in found)
    assert found[0].verb_class is VerbClass.DOES_NOT_CONFIRM
    assert [s.negated for s in found] == [False, True, False]


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_both_dates_are_resolved(language: str) -> None:
    """Thursday is the eighth, and the meeting has two days."""
    values = {(span.from_, span.to) for span in dates(article(TEXTS[language], language))}

    assert ("2016-09-08", "2016-09-08") in values
    assert ("2016-09-08", "2016-09-09") in values


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_the_two_capitals_contradict_each_other(language: str) -> None:
    """One dispute between Washington and Moscow, whether one outlet has both or each has one."""
    text = TEXTS[language]
    cut = text.index("According") if language == "en" else text.index("Selon")

    together = disputes([article(text, language)])
    apart = disputes([article(text[:cut], language, "A"), article(text[cut:], language, "B")])

    assert DisputeKind.CONTRADICTS in {one.kind for one in together}
    assert DisputeKind.CONTRADICTS in {one.kind for one in apart}


def test_a_text_without_quotes_gives_no_noise() -> None:
    """Headlines and plain facts are nobody's statement."""
    assert statements(article("Le pont est rouvert. Il a coûté 3 millions de francs.", "fr")) == ()
