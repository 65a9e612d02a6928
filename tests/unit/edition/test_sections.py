"""From outlets' section names to the edition's."""

import pytest

from bouclage.edition.sections import ORDER, section_of, section_of_story
from tests.builders import an_article

NAMES = {
    "international": ["Monde", "International", "Ausland", "Esteri", "World", "Europe", "Étranger", "Welt", "Mondo"],
    "switzerland": ["Suisse", "Schweiz", "Svizzera", "Switzerland", "Inland", "Politique"],
    "regions": ["Régions", "Vaud", "Genève", "Kanton Zürich", "Ticino", "Cronaca", "Local", "Stadt Bern", "Basel"],
    "economy": ["Économie", "Wirtschaft", "Economia", "Business", "Bourse", "Börse", "Borsa", "Finance", "Markets"],
    "science": ["Sciences", "Wissen", "Scienze", "Santé", "Gesundheit", "Salute", "Health", "Climat", "Internet",
                "Technologie", "Artificial intelligence", "Environnement", "Umwelt", "Digital"],
    "culture": ["Culture", "Kultur", "Cultura", "Arts", "Art", "Arte", "Cinéma", "Feuilleton", "Spettacoli",
                "Books & Arts", "Festival", "Musik"],
    "society": ["Société", "Gesellschaft", "Società", "Faits divers", "Panorama", "Vermischtes", "People", "Lifestyle"],
    "sport": ["Sport", "Sports", "Football", "Fussball", "Fußball", "Calcio", "Ski alpin", "Tennis"],
    "weather": ["Météo", "Wetter", "Meteo", "Weather", "Previsioni"],
}  # fmt: skip


@pytest.mark.parametrize(("name", "expected"), [(name, key) for key, names in NAMES.items() for name in names])
def test_section_names_in_four_languages(name: str, expected: str) -> None:
    """What French, German, Italian and English outlets call their pages, in any case."""
    assert section_of(an_article(section=name)) == expected
    assert section_of(an_article(section=name.upper())) == expected


@pytest.mark.parametrize(
    "name", ["Articles", "Transport", "Skills", "Rubrique", "Home", "À la une", "Startseite", "", "…"]
)
def test_a_name_that_says_nothing_gives_no_section(name: str) -> None:
    """A word inside another word is no section: transport is no sport, articles are no art."""
    assert section_of(an_article(section=name)) is None


def test_a_path_of_names_is_read() -> None:
    """Outlets write addresses and lists into the field."""
    assert section_of(an_article(section="news/sport")) == "sport"
    assert section_of(an_article(section="News | Wirtschaft")) == "economy"


def test_keywords_help_where_the_section_is_silent() -> None:
    """The first five; a section's own word comes first."""
    assert section_of(an_article(section="Home", keywords=("Lausanne", "Football"))) == "sport"
    assert section_of(an_article(section="Culture", keywords=("Football",))) == "culture"
    assert section_of(an_article(keywords=("a", "b", "c", "d", "e", "Football"))) is None


def test_most_reports_decide_a_storys_section() -> None:
    """Two pages against one; in a tie the one that comes first in the paper; silence does not vote."""
    sport, world, none = an_article(section="Sport"), an_article(section="Monde"), an_article()
    assert section_of_story((sport, sport, world)) == "sport"
    assert section_of_story((sport, world)) == "international"
    assert section_of_story((none, none, sport)) == "sport"
    assert section_of_story((none,)) == "news"


def test_every_section_has_its_place() -> None:
    """No name leads to a section that the edition does not have."""
    assert set(NAMES) <= set(ORDER)
    assert (ORDER[0], ORDER[-1]) == ("front", "weather")
