"""What stands first, and why."""

from datetime import datetime
from typing import Any

import pytest

from bouclage.edition.rank import Standing, standing
from bouclage.records import Article
from tests.builders import CLOSES, NOON, OPENS, a_story, an_article, hours


def ranked(*articles: Article, series: str | None = None, **given: Any) -> Standing:
    """Return the standing of a story of `articles`."""
    defaults: dict[str, Any] = {
        "origins": len(articles),
        "opens": OPENS,
        "closes": CLOSES,
        "weight": 1.0,
        "continues": False,
    }
    return standing(a_story(*articles, series=series), articles, **(defaults | given))


def reports(number: int, *, at: datetime = NOON, **given: Any) -> list[Article]:
    """Return reports of as many outlets."""
    return [an_article(f"Titre {n}", source=f"outlet-{n}", published=at, **given) for n in range(number)]


ONE, TWO = reports(1), reports(2)


@pytest.mark.parametrize(
    ("higher", "lower"),
    [
        (ranked(*TWO), ranked(*TWO, origins=1)),
        (ranked(*reports(3), origins=2), ranked(*TWO)),
        (ranked(*reports(2), origins=2), ranked(*reports(6), origins=1)),
        (ranked(ONE[0], an_article("Eins", source="outlet-1", language="de")), ranked(*TWO)),
        (ranked(*reports(1, at=CLOSES)), ranked(*reports(1, at=CLOSES - hours(5)))),
        (ranked(*reports(1, urgency=1)), ranked(*reports(1, urgency=4))),
        (ranked(*reports(1, urgency=4)), ranked(*reports(1, urgency=5))),
        (ranked(*ONE), ranked(*ONE, continues=True)),
        (ranked(*ONE, weight=1.5), ranked(*ONE)),
        (ranked(*ONE, weight=0.1), ranked(*reports(40), series="weather: Météo Vallées")),
    ],
    ids=[
        "origins", "outlets", "an origin before many echoes", "languages", "freshness", "urgency", "no urgency below 5",
        "new before continued", "editor's weight", "anything before a series",
    ],
)  # fmt: skip
def test_what_counts_more_stands_higher(higher: Standing, lower: Standing) -> None:
    """Each reason by itself, all else equal."""
    assert higher.score > lower.score


@pytest.mark.parametrize("at", [OPENS - hours(40), OPENS, CLOSES + hours(3)])
def test_a_time_outside_the_window_bends_nothing(at: datetime) -> None:
    """A late arrival is not fresh, and a clock ahead of ours is not fresher than fresh."""
    low, high = ranked(*reports(1, at=OPENS)).score, ranked(*reports(1, at=CLOSES)).score
    assert low <= ranked(*reports(1, at=at)).score <= high


def test_every_reason_is_said_in_words() -> None:
    """What raised or lowered a story is in its reasons, counted in grammar."""
    two = (an_article("Un", source="a", urgency=2), an_article("Eins", source="b", language="de"))
    found = ranked(*two, weight=1.5, continues=True, series="weather: Météo Vallées")
    assert found.why == (
        "2 independent origins",
        "2 outlets",
        "2 languages",
        "agency urgency 2",
        "editor's weight 1.5",
        "continues from an earlier edition",
        "machine-made series: weather: Météo Vallées",
    )
    assert ranked(*ONE).why == ("1 independent origin", "1 outlet")


def test_a_window_without_length_divides_by_nothing() -> None:
    """A closing asked for twice in one second still ranks."""
    assert ranked(*ONE, opens=CLOSES).score > 0
