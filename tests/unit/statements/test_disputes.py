"""Timelines and disputes of small stories."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bouclage.records import Article, DisputeKind
from bouclage.statements import dates, disputes, timeline
from bouclage.statements.quantities import quantities
from tests.builders import NOON, a_wire_copy, an_article
from tests.unit.statements.test_statements import TALKS

TALKS_DAY = datetime(2016, 9, 7, 12, tzinfo=UTC)


def report(text: str, *, outlet: str = "le-rivage", language: str = "fr", **given: Any) -> Article:
    """Return an article of an outlet with one text."""
    return an_article(f"Titre {outlet}", source=outlet, body=tuple(text.split("\n\n")), language=language, **given)


@pytest.mark.parametrize("language", ["en", "fr", "de", "it"])
def test_the_talks_give_one_dispute(language: str) -> None:
    """Washington says no, Moscow says yes: one contradiction, in one report and split over two outlets."""
    text = TALKS[language]
    at = next(text.index(word) for word in ("According", "Selon", "Laut", "Secondo") if word in text)
    whole = report(text, language=language, published=TALKS_DAY)
    parts = [
        report(text[:at].strip(), language=language, published=TALKS_DAY),
        report(text[at:], outlet="echo", language=language, published=TALKS_DAY),
    ]
    for articles in ([whole], parts):
        (one,) = disputes(articles)
        assert one.kind is DisputeKind.CONTRADICTS
        assert {one.left.negated, one.right.negated} == {True, False}


def test_the_talks_dispute_over_two_languages() -> None:
    """A French and an English report of the talks contradict each other too."""
    fr, en = TALKS["fr"], TALKS["en"]
    one = report(fr[fr.index("Selon") :], published=TALKS_DAY)
    other = report(en[: en.index("According")], outlet="herald", language="en", published=TALKS_DAY)
    (found,) = disputes([one, other])
    assert found.kind is DisputeKind.CONTRADICTS


def test_figures_of_two_speakers_differ() -> None:
    """Two counts of the same thing at about the same time are a difference."""
    one = report("Le séisme a fait 12 blessés, selon la police.")
    later = NOON + timedelta(minutes=20)
    other = report("Le séisme a fait 31 blessés, a indiqué l'hôpital.", outlet="echo", published=later)
    (found,) = disputes([one, other])
    assert found.kind is DisputeKind.DIFFERS


def test_a_rising_toll_is_news() -> None:
    """A higher count hours later is an update, and a rounded or open count agrees."""
    first = report("Le séisme a fait 12 blessés, selon la police.")
    evening = NOON + timedelta(hours=4)
    later = report("Le séisme a fait 31 blessés, a indiqué l'hôpital.", outlet="echo", published=evening)
    open_ = report("Le séisme a fait au moins 10 blessés, a indiqué l'hôpital.", outlet="echo")
    assert disputes([first, later]) == ()
    assert disputes([first, open_]) == ()


def test_a_denial_of_what_was_said() -> None:
    """ "cette affirmation" is what somebody else said just before."""
    text = "Le groupe supprimera 600 postes, a affirmé le syndicat. La direction dément cette affirmation."
    (one,) = disputes([report(text)])
    assert (one.kind, one.left.speaker_name, one.right.speaker_name) == (
        DisputeKind.CONTRADICTS,
        "syndicat",
        "direction",
    )


def test_what_is_not_confirmed() -> None:
    """An announcement that the other side does not confirm."""
    text = "La rencontre aura lieu jeudi, a annoncé le ministère. La présidence n'a pas confirmé la rencontre."
    (one,) = disputes([report(text)])
    assert one.kind is DisputeKind.UNCONFIRMED


def test_an_echo_is_no_dispute() -> None:
    """A reprint of a wire copy neither agrees nor differs, though somebody changed a figure in it."""
    text = "Le séisme a fait 12 blessés, selon la police."
    one = report(text)
    copy = report(text.replace("12", "31").replace("police", "mairie"), outlet="echo")
    assert disputes([one, copy])
    assert disputes([one, copy], copies=[a_wire_copy(one, copy)]) == ()


def test_the_same_speaker_never_disputes_himself() -> None:
    """Two statements of one speaker are no dispute, whatever they say."""
    text = "Le pont sera fermé lundi, a dit Anne Roux. Le pont ne sera pas fermé lundi, a dit Mme Roux."
    assert disputes([report(text)]) == ()


def test_a_timeline_is_in_order_with_gaps() -> None:
    """Dated sentences stand by what they tell, duplicates merged, days without anything counted."""
    one = report("Le procès s'ouvrira le 21 octobre. L'incendie a éclaté dimanche à Orbe.")
    other = report("L'incendie d'Orbe a éclaté dimanche.", outlet="echo", published=NOON + timedelta(minutes=5))
    found = timeline([one, other], zone=ZoneInfo("Europe/Zurich"))
    assert [(event.from_, len(event.sources), event.gap_days) for event in found] == [
        ("2026-09-06", 2, None),
        ("2026-10-21", 1, 44),
    ]
    for event in found:
        article = one if event.article_id == one.id else other
        assert article.text[event.start : event.end] == event.text


def test_the_zone_decides_the_day() -> None:
    """Shortly after midnight in Zurich it is still yesterday in UTC: "aujourd'hui" is the publisher's day."""
    article = report("Il arrive aujourd'hui.", published=datetime(2026, 9, 8, 22, 30, tzinfo=UTC))
    (here,) = dates(article, zone=ZoneInfo("Europe/Zurich"))
    assert here.from_ == "2026-09-09"


@pytest.mark.parametrize(
    ("text", "low", "high", "kind"),
    [
        ("au moins 12 blessés", 12, float("inf"), "injured"),
        ("twelve people were injured", 12, 12, "injured"),
        ("20'000 Demonstranten", 20000, 20000, "participants"),
        ("i morti sono quattro", 4, 4, "dead"),
        ("3,2 milioni di franchi", 3.2e6, 3.2e6, "money"),
        ("68 chilometri orari", 68, 68, "speed"),
    ],
)
def test_quantities(text: str, low: float, high: float, kind: str) -> None:
    """A count is a range of something, in figures or words."""
    (one,) = quantities(text, "it")
    assert (one.low, one.high, one.kind) == (low, high, kind)
