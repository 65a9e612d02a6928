"""Names, numbers, common words and what languages share."""

import pytest

from bouclage.text.common_words import Commonness, common_prefixes, common_stems
from bouclage.text.concepts import concepts
from bouclage.text.names import name_key, names
from bouclage.text.numbers import numbers
from bouclage.text.words import stems


def test_names_are_capitals_inside_sentences() -> None:
    """Capitals that begin a sentence are no names; acronyms are, wherever they stand."""
    text = "Hier, Anders Lindqvist a parlé à Genève. Selon lui, rien n'est dit. ONU et OTAN attendent."
    assert names(text) == ["Anders", "Lindqvist", "Genève", "ONU", "OTAN"]


def test_roads_are_names() -> None:
    """A letter with a figure names a road."""
    assert names("Un camion sur l’A1 près de Payerne") == ["A1", "Payerne"]


def test_a_name_is_compared_by_its_beginning() -> None:
    """Norvalie and Norvalia meet."""
    assert name_key("Norvalie") == name_key("Norvalia") == "norval"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1'300 sans-abri", ["1300"]),
        ("1.300 sfollati", ["1300"]),
        ("1,300 homeless", ["1300"]),
        ("1 300", ["1", "300"]),
        ("1\u202f300", ["1300"]),
        ("4,2 Milliarden", ["4.2"]),
        ("4.2 billion", ["4.2"]),
        ("2026-2028", ["2026", "2028"]),
        ("aucun", []),
    ],
)
def test_numbers_are_made_comparable(text: str, expected: list[str]) -> None:
    """The ways of several languages to write a number give one spelling."""
    assert numbers(text) == expected


@pytest.mark.parametrize("language", ["fr", "de", "it", "en"])
def test_common_words_are_known_in_four_languages(language: str) -> None:
    """Each language has little and common words, by stem and by prefix."""
    assert {Commonness.COMMON, Commonness.LITTLE} == set(common_stems(language).values())
    assert len(common_stems(language)) > 600
    assert len(common_prefixes(language)) > 500


@pytest.mark.parametrize("language", ["", "xx", "../fr", "ja"])
def test_other_languages_have_no_list(language: str) -> None:
    """Where there is no list nothing is common beforehand."""
    assert common_stems(language) == {}


def test_accents_may_be_missing() -> None:
    """A word is known as common with and without its accents."""
    table = common_stems("fr")
    assert all(table[stems(word, "fr")[0]] == Commonness.LITTLE for word in ("après", "apres", "était", "etait"))


def test_one_thing_has_one_sign_in_four_languages() -> None:
    """Words for one thing, and names of one country, are the same sign."""
    quake = {concepts(code)[stems(word, code)[0]] for code, word in
             {"fr": "séisme", "de": "Erdbeben", "it": "terremoto", "en": "earthquake"}.items()}  # fmt: skip
    germany = {concepts(code)[stems(word, code)[0]] for code, word in
               {"fr": "Allemagne", "de": "Deutschland", "it": "Germania", "en": "Germany"}.items()}  # fmt: skip
    assert len(quake) == len(germany) == 1
    assert quake != germany


def test_unknown_languages_have_no_signs() -> None:
    """A language outside the table shares nothing through it."""
    assert concepts("ja") == {}
