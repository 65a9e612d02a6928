"""Summaries: chosen sentences, in the reader's language, within rights, new before old."""

import pytest

from bouclage.edition import EditionSettings
from bouclage.edition.allowance import Allowance
from bouclage.edition.summary import headline_quote, summarise
from bouclage.records import Article, Block, BlockKind, Quote, Rights, Source, TextRight
from tests.builders import DAY, a_source, an_article
from tests.unit.edition.newsroom import full

SLIDE = "Un glissement de terrain a emporté six chalets lundi à Praz-Verney."
TOLL = "Cinq personnes sont mortes et deux sont portées disparues, selon la police."
RESCUE = "Une femme de 61 ans a été retrouvée vivante mardi après-midi sous les décombres."
INQUIRY = "Le conseiller d’État Luc Dayer a ordonné une enquête sur les mesures de la pente."
AGAIN = "Six chalets ont été emportés lundi par un glissement de terrain à Praz-Verney."
GERMAN = "Ein Erdrutsch hat am Montag in Praz-Verney sechs Chalets mitgerissen."


def summary(
    *articles: Article,
    sources: tuple[Source, ...] = (),
    length: int = 4,
    told: frozenset[str] = frozenset(),
    language: str = "fr",
    settings: EditionSettings | None = None,
) -> tuple[Quote, ...]:
    """Summarise; sources not given allow all of their text."""
    catalogue = {article.source_id: full(article.source_id) for article in articles}
    catalogue |= {source.id: source for source in sources}
    return summarise(
        articles,
        language=language,
        length=length,
        told=told,
        settings=settings or EditionSettings(),
        allowance=Allowance(catalogue, DAY),
    )


def texts(quotes: tuple[Quote, ...]) -> list[str]:
    """Return the words of quotes."""
    return [quote.text for quote in quotes]


def test_a_summary_is_whole_sentences_in_the_articles_order() -> None:
    """Chosen by coverage, shown as the reporter ordered them."""
    article = an_article("Praz-Verney", body=(f"{SLIDE} {TOLL}", f"{RESCUE} {INQUIRY}"))
    assert texts(summary(article)) == [SLIDE, TOLL, RESCUE, INQUIRY]
    assert texts(summary(article, length=2))[0] == SLIDE


def test_a_summary_does_not_say_the_same_thing_twice() -> None:
    """Two reports open with the same fact: it is told once, and the room goes to what differs."""
    one = an_article("Glissement", source="a", body=(f"{SLIDE} {TOLL}",))
    two = an_article("Six chalets", source="b", body=(f"{AGAIN} {RESCUE}",))
    found = texts(summary(one, two))
    assert len({SLIDE, AGAIN} & set(found)) == 1
    assert {TOLL, RESCUE} <= set(found)


def test_a_sentence_that_mostly_repeats_is_passed_over() -> None:
    """One new word does not earn a place beside the same fact."""
    repeats = f"Mardi matin: {AGAIN[0].lower()}{AGAIN[1:]}"
    one = an_article("Glissement", source="a", body=(SLIDE,))
    two = an_article("Six chalets", source="b", body=(f"{RESCUE} {repeats}",))
    assert texts(summary(one, two)) == [SLIDE, RESCUE]


def test_a_summary_speaks_the_editions_language() -> None:
    """Where any report does, whatever its region; else the best report's language, and one only."""
    german = an_article("Erdrutsch", source="b", language="de", body=(GERMAN,))
    french = an_article("Glissement", source="a", language="fr-CH", body=(SLIDE,))
    assert texts(summary(german, french)) == [SLIDE]
    assert texts(summary(german, french, language="de")) == [GERMAN]
    assert texts(summary(german, french, language="it")) == [GERMAN]


def test_sentences_told_yesterday_are_not_told_again() -> None:
    """While there is anything new; and what is new is marked."""
    article = an_article("Praz-Verney", body=(f"{SLIDE} {TOLL} {RESCUE} {INQUIRY}",))
    found = summary(article, told=frozenset({SLIDE, INQUIRY}))
    assert texts(found) == [TOLL, RESCUE]
    assert all(quote.new for quote in found)


def test_with_nothing_new_the_old_is_told_unmarked() -> None:
    """A story never stands without a word if its reports have one."""
    found = summary(an_article("Praz-Verney", body=(SLIDE,)), told=frozenset({SLIDE}))
    assert texts(found) == [SLIDE]
    assert not found[0].new


def test_a_first_telling_marks_nothing_as_new() -> None:
    """Everything is; marks on everything say nothing."""
    assert not any(quote.new for quote in summary(an_article("Praz-Verney", body=(SLIDE, TOLL))))


def test_headline_only_means_headline_only() -> None:
    """No sentence of such a source is shown; another source's are."""
    shut = a_source("a", rights=Rights(text=TextRight.HEADLINE))
    one = an_article("Glissement", source="a", body=(SLIDE,))
    two = an_article("Six chalets", source="b", body=(TOLL,))
    assert summary(one, sources=(shut,)) == ()
    assert texts(summary(one, two, sources=(shut,))) == [TOLL]


@pytest.mark.parametrize(
    ("chars", "expected"),
    [(len(SLIDE) - 1, []), (len(SLIDE), [SLIDE]), (len(SLIDE) + len(TOLL), [SLIDE, TOLL])],
)
def test_an_excerpt_is_counted_in_characters(chars: int, expected: list[str]) -> None:
    """Over all sentences of the article, to the character; a sentence is shown whole or not at all."""
    source = a_source("le-rivage", rights=Rights(text=TextRight.EXCERPT, excerpt_chars=chars))
    assert texts(summary(an_article("Praz", body=(f"{SLIDE} {TOLL}",)), sources=(source,))) == expected


def test_a_summary_has_a_length_in_characters_too() -> None:
    """Four long sentences are a page, not a summary."""
    found = summary(
        an_article("Praz", body=(f"{SLIDE} {TOLL} {RESCUE} {INQUIRY}",)), settings=EditionSettings(summary_chars=160)
    )
    assert 1 <= len(found) < 4
    assert sum(len(quote.text) for quote in found) <= 160


@pytest.mark.parametrize(
    "body",
    [
        ("Court.",),
        ("Une phrase coupée par le milieu de son élan et sans point final",),
        ("« Une citation dont la fin manque se lit comme une faute de notre part.",),
        (Block(kind=BlockKind.CROSSHEAD, text="Que faire de la pente au-dessus du village ?"),),
        (f"{'Une phrase sans fin ' * 30}.",),
    ],
    ids=["short", "cut", "half a quotation", "crosshead", "endless"],
)
def test_what_cannot_stand_alone_is_not_chosen(body: tuple[str | Block, ...]) -> None:
    """Stumps, half quotations, crossheads and endless sentences stay out; the next whole one is taken."""
    assert texts(summary(an_article("Praz", body=(*body, SLIDE)))) == [SLIDE]


def test_the_headline_itself_is_no_sentence_of_the_summary() -> None:
    """It stands above already."""
    headline = "Le village de Praz-Verney pleure cinq morts et attend encore."
    assert texts(summary(an_article(headline, body=(SLIDE,)))) == [SLIDE]


def test_no_reports_no_summary() -> None:
    """Nothing is made up for a story whose reports may not be quoted."""
    assert summary() == ()


def test_a_report_without_headline_begins_with_its_first_sentence() -> None:
    """A radio's brief has none; its first words stand in, verbatim."""
    found = headline_quote(an_article(None, guid="urn:1", lead=f"{SLIDE} {TOLL}"))
    assert (found.text, found.start, found.end) == (SLIDE, 0, len(SLIDE))


def test_a_headline_is_quoted_from_its_place() -> None:
    """The first characters of the text, exactly."""
    article = an_article("Été 😀 à Genève", body=(SLIDE,))
    found = headline_quote(article)
    assert article.text[found.start : found.end] == found.text == "Été 😀 à Genève"
