"""Timelines and disputes of small stories."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bouclage.records import Article, DisputeKind
from bouclage.statements import dates, disputes, timeline
from bouclage.statements.number_words import value
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


def test_what_is_no_dispute() -> None:
    """Looks like a clash and is none: part of a count, a known or earlier one, a refused demand, another clause."""
    quake = "Le séisme a fait 90 blessés, selon le bilan officiel."
    for text, language in (
        ("Eleven of the injured were in a serious condition, the health service said.", "en"),
        ("Les deux blessés ont été opérés, a dit l'hôpital.", "fr"),
        ("Am Morgen hatte die Polizei von 12 Verletzten gesprochen, sagte Anna Roth.", "de"),
    ):
        assert disputes([report(quake), report(text, outlet="echo", language=language)]) == ()
    demand = (
        "Les manifestants réclament un nouveau scrutin, a dit Luc Dayer. La commission rejette la demande de scrutin."
    )
    assert disputes([report(demand)]) == ()
    tents = "Le bourg n'est plus habitable, il faut des tentes, a dit Luc Dayer. Des tentes arrivent, a dit Anne Roux."
    assert disputes([report(tents)]) == ()


def test_nobody_is_a_count() -> None:
    """ "nobody was arrested" contradicts an arrest told at the same time, in another language too."""
    one = report("Un uomo è stato arrestato al bivio, ha detto il sindaco Aldo Berti.", language="it")
    other = report("Nobody has been arrested, prosecutor Ann Reed said.", outlet="herald", language="en")
    (found,) = disputes([one, other])
    assert found.kind is DisputeKind.CONTRADICTS


def test_one_speaker_in_two_languages() -> None:
    """The cantonal police is one side whatever language names it; its count at noon does not differ from itself."""
    one = report("Deux personnes sont mortes, selon la police cantonale.")
    other = report("Three people died, the cantonal police said.", outlet="herald", language="en")
    assert disputes([one, other]) == ()
    mayor = report("Three people died, mayor Ann Reed said.", outlet="herald", language="en")
    (found,) = disputes([one, mayor])
    assert found.kind is DisputeKind.DIFFERS


def test_one_dispute_a_matter_in_the_readers_language() -> None:
    """Four reports of one clash are one dispute, told in the reader's language where it can be."""
    day = {"published": TALKS_DAY}
    reports = [
        report(TALKS[language], outlet=language, language=language, **day) for language in ("en", "de", "fr", "it")
    ]
    for language in ("fr", "de", "it", "en"):
        (one,) = disputes(reports, language=language)
        assert {side.article_id for side in (one.left, one.right)} == {
            next(r.id for r in reports if r.language == language)
        }


def test_a_day_that_differs() -> None:
    """The same thing announced for two days is a difference."""
    one = report("Le tunnel du Gothard rouvrira vendredi matin, a annoncé l'Office des routes.")
    other = report("Le tunnel du Gothard rouvrira dimanche matin, a annoncé le canton d'Uri.", outlet="echo")
    (found,) = disputes([one, other])
    assert found.kind is DisputeKind.DIFFERS


@pytest.mark.parametrize(
    ("text", "language", "number"),
    [
        ("cent vingt", "fr", 120),
        ("quatre-vingt-dix-sept", "fr", 97),
        ("soixante et onze", "fr", 71),
        ("deux mille trois cents", "fr", 2300),
        ("one hundred and twenty", "en", 120),
        ("forty-two", "en", 42),
        ("zweiundzwanzig", "de", 22),
        ("hundertzwanzig", "de", 120),
        ("centoventuno", "it", 121),
        ("duemila", "it", 2000),
        ("un", "fr", None),
        ("ein", "de", None),
    ],
)
def test_numbers_in_words(text: str, language: str, number: int | None) -> None:
    """A number in words is the number; an article is none."""
    assert value(text, language) == number


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
    ("text", "language", "low", "high", "kind"),
    [
        ("au moins 12 blessés", "fr", 12, float("inf"), "injured"),
        ("twelve people were injured", "en", 12, 12, "injured"),
        ("20'000 Demonstranten", "de", 20000, 20000, "participants"),
        ("i morti sono quattro", "it", 4, 4, "dead"),
        ("3,2 milioni di franchi", "it", 3.2e6, 3.2e6, "money"),
        ("68 chilometri orari", "it", 68, 68, "speed"),
    ],
)
def test_quantities(text: str, language: str, low: float, high: float, kind: str) -> None:
    """A count is a range of something, in figures or words."""
    (one,) = quantities(text, language)
    assert (one.low, one.high, one.kind) == (low, high, kind)
