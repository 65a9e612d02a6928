"""Which version of an item stands: kills without a number, late withdrawals, updates of what was printed."""

from bouclage.edition import Accounted, EditionSettings, Sifted, sift
from bouclage.records import Article, Fate, PubStatus, in_order
from tests.builders import CLOSES, NOON, OPENS, YESTERDAY, an_article, hours

LONG = "Les secours ont retrouvé dans la nuit quarante-sept personnes, a indiqué le préfet à la presse."


def sifted(*articles: Article, accounted: dict[str, Accounted] | None = None) -> Sifted:
    """Sift with the usual window."""
    return sift(articles, (), accounted or {}, opens=OPENS, closes=CLOSES, settings=EditionSettings())


def test_a_kill_without_a_number_beats_a_numbered_version_read_before() -> None:
    """Kill notices often carry no version: what was read before them is withdrawn, whatever its number."""
    good = an_article("Une rumeur", body=("Un.",), version=3, seen=NOON - hours(3))
    kill = an_article("Une rumeur", version=1, pub_status=PubStatus.CANCELED, seen=NOON - hours(2))

    result = sifted(good, kill)

    assert not result.fit
    assert [entry.fate for entry in result.entries] == [Fate.REFUSED]
    assert in_order([kill, good])[-1] == kill


def test_a_higher_version_read_after_the_kill_brings_the_item_back() -> None:
    """A publisher may undo a withdrawal by a new version."""
    kill = an_article("Une rumeur", version=2, pub_status=PubStatus.CANCELED, seen=NOON - hours(2))
    back = an_article("Une rumeur", body=("Vérifiée.",), version=3, seen=NOON - hours(1))

    assert sifted(kill, back).fit == (back,)


def test_a_late_closing_obeys_what_was_withdrawn_meanwhile() -> None:
    """An item withdrawn or withheld between 16:30 and a closing made up late is not printed, dated or not."""
    good = an_article("Une rumeur", body=("Un.",), version=1, published=NOON, seen=NOON)
    for status, fate in ((PubStatus.CANCELED, Fate.REFUSED), (PubStatus.WITHHELD, Fate.HELD)):
        notice = an_article("Une rumeur", version=2, pub_status=status, published=None, seen=CLOSES + hours(2))

        result = sifted(good, notice)

        assert not result.fit
        assert [entry.fate for entry in result.entries] == [fate]


def test_an_update_of_a_printed_item_comes_back_with_its_news() -> None:
    """A ticker or an agency's update under one identity: new paragraphs are news, small changes are not."""
    printed = an_article(
        "Onze morts", body=("Onze morts.",), version=1, published=OPENS - hours(4), seen=OPENS - hours(4)
    )
    grown = an_article("47 morts", body=("Onze morts.", LONG), version=2, published=OPENS - hours(4), seen=NOON)
    touched = an_article("Onze morts", body=("Onze morts !",), version=2, published=OPENS - hours(4), seen=NOON)
    past = {printed.item: Accounted(day=YESTERDAY, fate=Fate.PRINTED, article_id=printed.id, headline="Onze morts")}

    assert sifted(printed, grown, accounted=past).fit == (grown,)
    assert sifted(printed, touched, accounted=past).fit == ()
    assert sifted(printed, touched, accounted=past).entries == ()
