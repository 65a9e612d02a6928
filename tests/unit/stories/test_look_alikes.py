"""Look-alikes: two events told in the same words stay two stories, however many report them and in whatever order."""

from itertools import product

import pytest

from bouclage.records import Article
from bouclage.stories import stories
from tests.builders import NOON, an_article, hours

HEADLINE = "Un camion se renverse sur l'{road} : {hurt} blessés"
TEXT = """\
Un camion s'est renversé mardi à {at} sur l'autoroute {road}, à la hauteur de {town}. La chaussée vers {city} est \
restée fermée jusqu'à {until}, et {hurt} personnes ont été blessées.
Le chauffeur, {age} ans, a perdu la maîtrise de son véhicule à la sortie d'une courbe. Le camion a heurté la \
glissière centrale avant de se coucher en travers des voies, a indiqué {police}, porte-parole de la police.
Les {load} tonnes du chargement se sont répandues sur la chaussée. Le trafic a été dévié par {detour}."""
ONE = {
    "road": "A61", "hurt": "deux", "at": "07h15", "town": "Montagnole", "city": "Grandval", "until": "11h15", "age": 44,
    "police": "Carine Delessart", "load": 22, "detour": "Villarsel",
}  # fmt: skip
OTHER = {
    "road": "A94", "hurt": "trois", "at": "08h05", "town": "Rochefer", "city": "Sorens", "until": "13h40", "age": 52,
    "police": "Damien Rossoz", "load": 18, "detour": "Charmey",
}  # fmt: skip


def accident(source: str, facts: dict[str, object], *, after: float = 0) -> Article:
    """Return a report of an accident; each source tells it in its own order and leaves out something else."""
    headline, body = HEADLINE.format(**facts), TEXT.format(**facts).split("\n")
    turn = ord(source[0]) % 3
    told = [*body[turn:], *body[:turn]]
    return an_article(headline, source=source, guid=source, body=told[: 3 - turn % 2], published=NOON + hours(after))


def apart(articles: list[Article], ones: set[str]) -> bool:
    """Whether the reports of the one accident are one story and the others another."""
    found = {frozenset(story.article_ids) for story in stories(articles, ())}
    return found == {
        frozenset(a.id for a in articles if a.source_id in part) for part in (ones, set("abcdef") - ones)
    } - {frozenset()}


@pytest.mark.parametrize(("many", "few"), list(product((1, 2, 3), repeat=2)))
def test_two_accidents_of_one_morning_stay_apart(many: int, few: int) -> None:
    """One to three reports each of two accidents told alike are two stories."""
    articles = [accident(source, ONE, after=n) for n, source in enumerate("abc"[:many])]
    articles += [accident(source, OTHER, after=n + 0.5) for n, source in enumerate("def"[:few])]
    assert apart(articles, set("abc"))


def test_a_look_alike_of_a_later_day_stays_apart() -> None:
    """Tomorrow's accident in the same words does not continue today's."""
    today = [accident(source, ONE) for source in "abc"]
    tomorrow = [accident(source, OTHER, after=24) for source in "def"]
    before = stories(today, ())
    found = stories(tomorrow, (), before=before, articles_before={one.id: one for one in today})
    assert [len(story.members) for story in found] == [3, 3]
