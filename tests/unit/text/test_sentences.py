"""Sentences as spans."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bouclage.text.sentences import sentences

LANGUAGES = ["fr", "de", "it", "en", "fr-CH", "zz", "", None]
prose = st.lists(
    st.sampled_from(
        ["M. Rollier", "a dit", "oui", ". ", ".", "! ", "? ", "… ", "«", "» ", "\n", "\n\n", "\n \n", " ", "8. ",
         "sept. ", "September", "Le", "😀", "é", "12", "art. ", "A. ", "”", "\u202f", "\u00a0", "\t", "z. B. ",
         "\u2028"]
    ),
    max_size=25,
).map("".join)  # fmt: skip


def cut(text: str, language: str | None = "fr") -> list[str]:
    """Return the sentences of `text` as text."""
    return [text[start:end] for start, end in sentences(text, language)]


@given(text=prose | st.text(max_size=60), language=st.sampled_from(LANGUAGES))
def test_spans_are_in_order_trimmed_and_apart(text: str, language: str | None) -> None:
    """Whatever the text: no overlap, nothing empty, no blank at either end, never over a blank line."""
    last = 0
    for start, end in sentences(text, language):
        assert last <= start < end <= len(text)
        sentence = text[start:end]
        assert sentence == sentence.strip()
        assert "\n\n" not in sentence
        assert not any(not line.strip() for line in sentence.split("\n"))
        last = end


@given(text=prose | st.text(max_size=60), language=st.sampled_from(LANGUAGES))
def test_no_letter_falls_between_two_sentences(text: str, language: str | None) -> None:
    """Every character that is no blank is in a sentence: nothing of an article is lost."""
    spans = sentences(text, language)
    inside = "".join(text[start:end] for start, end in spans)
    assert "".join(inside.split()) == "".join(text.split())


def test_spans_count_characters() -> None:
    """After emoji and accents, offsets still cut out the sentence."""
    assert cut("Été 😀😀 à Genève. Le 👩‍🚒 est là. Fin.") == ["Été 😀😀 à Genève.", "Le 👩‍🚒 est là.", "Fin."]


def test_a_headline_without_full_stop_stays_alone() -> None:
    """Headline, lead and paragraphs are apart by blank lines, with or without blanks in them."""
    assert cut("Un pont est rouvert\n\nAprès six mois\n \nLe pont est là.") == [
        "Un pont est rouvert",
        "Après six mois",
        "Le pont est là.",
    ]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "M. Rollier a parlé. Mme Dubois, non.", ["M. Rollier a parlé.", "Mme Dubois, non."]),
        ("fr", "MM. Dayer et Berthod partent. Fin.", ["MM. Dayer et Berthod partent.", "Fin."]),
        ("fr", "J. R. Dayer le dit. Oui.", ["J. R. Dayer le dit.", "Oui."]),
        ("fr", "Depuis le 8 sept. 2026, c’est ainsi. Bien.", ["Depuis le 8 sept. 2026, c’est ainsi.", "Bien."]),
        ("fr", "Selon l’art. 12 al. 3, oui. Non.", ["Selon l’art. 12 al. 3, oui.", "Non."]),
        ("fr", "« Nous partons. » a-t-il dit. Il part.", ["« Nous partons. » a-t-il dit.", "Il part."]),
        ("fr", "« C’est fini. Rien ne va. » Il part.", ["« C’est fini. Rien ne va. »", "Il part."]),
        ("fr", "Qui ? Lui ! Et après… rien.", ["Qui ?", "Lui !", "Et après… rien."]),
        ("de", "Am 8. September kam es dazu. Dann nicht.", ["Am 8. September kam es dazu.", "Dann nicht."]),
        ("de", "Es kostet z. B. 12 Mio. Franken. Viel.", ["Es kostet z. B. 12 Mio. Franken.", "Viel."]),
        ("de", "Laut Art. 5 Abs. 2 ja. Die Nr. 5 siegt.", ["Laut Art. 5 Abs. 2 ja.", "Die Nr. 5 siegt."]),
        ("de", "«Wir gehen.» Das sagte er.", ["«Wir gehen.»", "Das sagte er."]),
        ("it", "Il sig. Verdi e l'on. Bianchi. Poi basta.", ["Il sig. Verdi e l'on. Bianchi.", "Poi basta."]),
        ("it", "L’ing. Rossi e il dott. Neri sono qui. Sì.", ["L’ing. Rossi e il dott. Neri sono qui.", "Sì."]),
        ("en", "Mr. Smith met Gen. Lee. They left.", ["Mr. Smith met Gen. Lee.", "They left."]),
        ("en", "The U.S. troops left. No. 5 won.", ["The U.S. troops left.", "No. 5 won."]),
    ],
)
def test_a_full_stop_that_ends_nothing_joins(language: str, text: str, expected: list[str]) -> None:
    """Titles, initials, ordinals, references and quoted speech with its tag stay whole."""
    assert cut(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "C’est le marché de l’art. Les prix montent.", ["C’est le marché de l’art.", "Les prix montent."]),
        ("en", "She said no. Then she left.", ["She said no.", "Then she left."]),
        ("en", "The show goes on. The next one too.", ["The show goes on.", "The next one too."]),
        ("de", "Er wurde nur 3. Das war spät.", ["Er wurde nur 3.", "Das war spät."]),
    ],
)
def test_a_word_that_looks_like_an_abbreviation_may_end_a_sentence(
    language: str, text: str, expected: list[str]
) -> None:
    """ "art. 12" is a reference, but art, no and on are words too."""
    assert cut(text, language) == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_any_language_or_none_is_split(language: str | None) -> None:
    """An unknown language falls back instead of failing."""
    assert cut("Abc def. Ghi jkl.", language) == ["Abc def.", "Ghi jkl."]


def test_a_text_without_end_is_cut_in_bounded_time() -> None:
    """A megabyte without a full stop is no prose: it is cut, not choked on, and nothing is lost."""
    spans = sentences("a" * 1_000_000, "fr")
    assert sum(end - start for start, end in spans) == 1_000_000
    assert max(end - start for start, end in spans) <= 20_000


def test_time_grows_with_length_though_every_piece_is_joined() -> None:
    """A long paragraph of titles, each joined to the one before, takes no longer than paragraphs of the same length."""
    title = "« Oui », a dit M. Martin, "
    joined, parted = title * 3000, (title + "\n\n") * 3000
    assert len(sentences(joined, "fr")) < 10
    assert _seconds(joined) < 20 * max(_seconds(parted), 0.01)


def _seconds(text: str) -> float:
    start = time.perf_counter()
    sentences(text, "fr")
    return time.perf_counter() - start


@pytest.mark.parametrize("text", ["", " ", "\n\n\n", "\u00a0"])
def test_no_words_no_sentences(text: str) -> None:
    """Blanks of any kind give nothing."""
    assert sentences(text, "fr") == ()


@pytest.mark.parametrize(
    "whole",
    [
        "Die Kirche stammt aus dem 16. Jahrhundert.",
        "Am 3. Oktober beginnt der Prozess.",
        "Das sei der 25. Sieg in Folge, sagte er.",
        "Das 19. und 20. Jahrhundert kommen zu kurz.",
        "Er feiert seinen 80. Geburtstag mit dem 1. Vizepräsidenten.",
        "Nach der 90. Minute traf er.",
    ],
)
def test_a_german_ordinal_goes_on_with_its_noun(whole: str) -> None:
    """A number with a full stop that counts a noun ends no sentence."""
    assert cut(whole, "de") == [whole]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Das Gericht entscheidet am 3.", "Der Anwalt schweigt."),
        ("Er kam auf Platz 3.", "Der Sieger freute sich."),
        ("Die Zahl stieg auf 27.", "Das teilte die Polizei mit."),
        ("Sie ist 35.", "Er auch."),
    ],
)
def test_a_german_number_can_end_a_sentence(first: str, second: str) -> None:
    """Where an article, a pronoun or an adverb follows, or nothing declined stands before, another sentence begins."""
    assert cut(f"{first} {second}", "de") == [first, second]
