"""Words, folded and stemmed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bouclage.text.words import fold, stems, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Genève", "geneve"),
        ("ŒUVRE œuvre", "oeuvre oeuvre"),
        ("Straße STRASSE", "strasse strasse"),
        ("GROẞ", "gross"),
        ("Zürich", "zurich"),
        ("Città, perché", "citta, perche"),
        ("Ærøskøbing", "aeroskobing"),
        ("Ǽ ǿ", "ae o"),
        ("Łódź", "lodz"),
        ("İstanbul", "istanbul"),
        ("ﬁnance", "finance"),
        ("marque™", "marquetm"),
        ("12\u202f000", "12 000"),
        ("", ""),
    ],
)
def test_spellings_of_one_word_fold_alike(text: str, expected: str) -> None:
    """Case, accents, ligatures and signs do not hide a word from a search or a comparison."""
    assert fold(text) == expected


def test_composed_and_decomposed_letters_fold_alike() -> None:
    """A feed may send é as one character or as two."""
    assert fold("e\u0301te\u0301") == fold("été") == "ete"


@given(st.text(max_size=30))
def test_folding_twice_changes_nothing(text: str) -> None:
    """What is folded is comparable for good: an index and a query may be folded at different times."""
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=30))
def test_words_stand_in_the_text_in_order(text: str) -> None:
    """No word is made up: each is found after the one before it."""
    at = 0
    for word in words(text):
        at = text.index(word, at) + len(word)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L’homme d'Orbe, qu’il n'a pas vu.", ["homme", "Orbe", "il", "a", "pas", "vu"]),
        ("dell'acqua e un’altra nell'isola", ["acqua", "e", "altra", "isola"]),
        ("aujourd’hui", ["aujourd’hui"]),
        ("They don't, it's O'Brien's", ["They", "don't", "it's", "O'Brien's"]),
        ("Praz-Verney: 4.2 Mrd. am 8.9.", ["Praz-Verney", "4.2", "Mrd", "am", "8.9"]),
        ("« Oui », dit-elle…", ["Oui", "dit-elle"]),
        ("", []),
        ("… — !", []),
    ],
)
def test_words_are_cut_as_people_read_them(text: str, expected: list[str]) -> None:
    """Elisions go, compounds and numbers stay whole, punctuation is no word."""
    assert words(text) == expected


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("fr", "les négociations", "la négociation"),
        ("fr-CH", "blessés", "blessé"),
        ("de", "Verhandlungen", "Verhandlung"),
        ("it", "i terremoti", "il terremoto"),
        ("en", "strikes", "strike"),
    ],
)
def test_forms_of_one_word_share_a_stem(language: str, one: str, other: str) -> None:
    """Singular and plural meet in each of the four languages, also where a region is named."""
    assert stems(one, language)[-1] == stems(other, language)[-1]


@pytest.mark.parametrize("language", [None, "", "zz", "zh-Hans"])
def test_a_language_without_stemmer_gives_folded_words(language: str | None) -> None:
    """Unknown languages are still searched, word by word."""
    assert stems("Négociations à Genève", language) == ["negociations", "a", "geneve"]
