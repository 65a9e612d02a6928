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


ABROAD = [
    (
        "fr",
        "Politique",
        "L'Assemblée vote la réforme",
        "À Paris, les députés ont voté mardi la loi que la France attend.",
    ),
    (
        "de",
        "Politik",
        "Koalition einigt sich",
        "In Berlin hat sich die Koalition auf den Haushalt Deutschlands geeinigt.",
    ),
    (
        "it",
        "Politica",
        "Il governo pone la fiducia",
        "Da Roma il governo annuncia la fiducia; l'Italia attende il voto.",
    ),
    ("en", "Politics", "Ministers face rebellion", "Leaders in London met on Tuesday as the United Kingdom waits."),
    ("fr", "National", "Grève des trains", "De Lyon à Marseille, la France est à l'arrêt."),
]
AT_HOME = [
    (
        "fr",
        "Politique",
        "Le Conseil fédéral précise sa position",
        "Après sa visite à Paris, le Conseil fédéral a parlé à Berne.",
    ),
    (
        "de",
        "Politik",
        "Nationalrat stimmt zu",
        "Der Nationalrat hat die Vorlage in Bern gutgeheissen, trotz Druck aus Brüssel.",
    ),
    ("it", "Politica", "Il Ticino dice sì", "Il Ticino e Berna trovano un accordo con l'Italia sui frontalieri."),
    ("en", "Politics", "Swiss voters decide", "Swiss voters will decide on the treaty with Germany in June."),
]


@pytest.mark.parametrize(("language", "section", "headline", "text"), ABROAD)
def test_politics_of_other_countries_are_international(language: str, section: str, headline: str, text: str) -> None:
    """A page called politics or national tells of the country its report names."""
    article = an_article(headline, section=section, language=language, body=(text,))
    assert section_of(article) == "international"


@pytest.mark.parametrize(("language", "section", "headline", "text"), AT_HOME)
def test_politics_at_home_stay_there(language: str, section: str, headline: str, text: str) -> None:
    """Swiss politics that also name a neighbour are Swiss politics."""
    assert section_of(an_article(headline, section=section, language=language, body=(text,))) == "switzerland"


@pytest.mark.parametrize(("url", "expected"), [("https://a.fr/1", "international"), ("https://a.ch/1", "switzerland")])
def test_where_the_outlet_is_decides_what_home_means(url: str, expected: str) -> None:
    """Where a report names no country, a French outlet's politics are French."""
    assert section_of(an_article("La réforme passe", section="Politique", url=url)) == expected


def test_a_football_league_is_no_federation() -> None:
    """The Bundesliga is sport, the Bund is politics."""
    assert section_of(an_article(section="Bundesliga")) == "sport"


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
