"""Which items an edition may print: versions, embargoes, kills, corrections, late and old news."""

from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bouclage.edition import Accounted, EditionSettings, Sifted, sift
from bouclage.records import Article, Fate, PubStatus, Refusal, RefusalReason, Signal
from tests.builders import CLOSES, NOON, OPENS, YESTERDAY, a_refusal, an_article, hours

SECOND = timedelta(seconds=1)
BEFORE = OPENS - hours(3)  # in the window of yesterday's edition
BODY = ("Le pont est rouvert depuis mardi.",)


def sifted(
    *articles: Article, refusals: tuple[Refusal, ...] = (), accounted: dict[str, Accounted] | None = None, days: int = 0
) -> Sifted:
    """Sift for the edition of the day, or of so many days later."""
    later = timedelta(days=days)
    return sift(
        articles,
        refusals,
        accounted or {},
        opens=OPENS + later,
        closes=CLOSES + later,
        settings=EditionSettings(late_days=2.0),
    )


def account(article: Article, fate: Fate = Fate.PRINTED) -> dict[str, Accounted]:
    """Return what yesterday's ledger says of an article."""
    line = Accounted(day=YESTERDAY, fate=fate, article_id=article.id, headline=article.headline)
    return {article.item: line}


def fates(result: Sifted) -> list[tuple[Fate, str]]:
    """Return fate and the first word of its reason, of all that is not fit."""
    return [(entry.fate, entry.reason.split()[0].rstrip(":")) for entry in result.entries]


def test_news_of_the_day_is_fit_in_time_order() -> None:
    """The plain case."""
    late, early = an_article("Deux", published=NOON), an_article("Un", published=NOON - hours(1))
    assert sifted(late, early).fit == (early, late)


def test_the_highest_version_wins_whatever_the_order_of_arrival() -> None:
    """A slow channel may bring version 1 after version 3."""
    versions = [
        an_article("Un pont", body=(f"Version {number}.",), version=number, seen=CLOSES - hours(number))
        for number in (1, 2, 3)
    ]
    for order in permutations(versions):
        result = sifted(*order)
        assert [article.version for article in result.fit] == [3]
        assert result.versions == {versions[0].item: 3}


def test_of_one_version_number_the_last_update_wins() -> None:
    """Feeds give no version numbers; their times of update decide, then the order in which we read."""
    first = an_article("Un pont", body=("Un.",), published=BEFORE, seen=NOON - hours(3))
    updated = an_article("Un pont", body=("Deux.",), published=BEFORE, updated=NOON - hours(1), seen=NOON - hours(2))
    last = an_article("Un pont", body=("Trois.",), published=BEFORE, updated=NOON - hours(1), seen=NOON)
    for order in permutations((first, updated, last)):
        assert sifted(*order).fit == (last,)


def test_the_full_text_beats_an_excerpt_read_later() -> None:
    """A page that could not be had again does not take its text from us."""
    full = an_article("Un pont", body=("Tout le texte.",), published=NOON - hours(3), seen=NOON - hours(2))
    excerpt = an_article("Un pont", lead="Le début…", partial=True, published=NOON - hours(3), seen=NOON)
    result = sifted(excerpt, full)
    assert result.fit == (full,)
    assert not result.revisions


@pytest.mark.parametrize(
    ("embargoed", "expected"),
    [(CLOSES - hours(4), "fit"), (CLOSES, "fit"), (CLOSES + SECOND, "held"), (CLOSES + hours(30), "held")],
)
def test_an_embargo_holds_until_its_time(embargoed: Any, expected: str) -> None:
    """An embargo that ends by closing time is over; one that ends after it is kept, to the second."""
    result = sifted(an_article(embargoed=embargoed))
    assert len(result.fit) == (expected == "fit")
    assert fates(result) == ([] if expected == "fit" else [(Fate.HELD, "embargoed")])


def test_an_embargo_nobody_can_read_is_kept() -> None:
    """Printing against an embargo costs more than printing a day late; the ledger quotes it."""
    result = sifted(an_article(embargo_unreadable="bis morgen früh"))
    assert not result.fit
    assert result.entries[0].fate is Fate.HELD
    assert "'bis morgen früh'" in result.entries[0].reason


def test_a_held_item_is_printed_when_its_embargo_ends_even_days_later() -> None:
    """It is not too old then: it was not to be had before."""
    article = an_article(embargoed=CLOSES + timedelta(days=5), published=NOON)
    assert fates(sifted(article)) == [(Fate.HELD, "embargoed")]
    assert sifted(article, accounted=account(article, Fate.HELD), days=6).fit == (article,)


def test_a_withheld_item_is_held() -> None:
    """The publisher may still release it."""
    assert fates(sifted(an_article(pub_status=PubStatus.WITHHELD))) == [(Fate.HELD, "withheld")]


def test_a_killed_item_is_refused_though_an_older_version_was_fit() -> None:
    """The kill is the last version, and the last version decides."""
    good = an_article("Une rumeur", body=BODY, version=1, seen=NOON - hours(2))
    kill = an_article("Une rumeur", version=2, pub_status=PubStatus.CANCELED, seen=NOON)
    for order in ((good, kill), (kill, good)):
        result = sifted(*order)
        assert not result.fit
        assert fates(result) == [(Fate.REFUSED, "canceled")]
        assert not result.notices  # nobody has read it


def test_an_item_killed_after_printing_owes_readers_a_line() -> None:
    """A notice names what was printed and when; the kill itself is refused, once."""
    printed = an_article("Une rumeur", body=BODY, version=1, seen=BEFORE)
    kill = an_article(
        None, guid=printed.guid, version=2, pub_status=PubStatus.CANCELED, seen=NOON, ed_note="Information erronée"
    )
    result = sifted(printed, kill, accounted=account(printed))
    assert [(notice.kind, notice.headline, notice.printed_on, notice.note) for notice in result.notices] == [
        ("withdrawn", "", YESTERDAY, "Information erronée")
    ]
    assert fates(result) == [(Fate.REFUSED, "canceled")]
    again = sifted(printed, kill, accounted=account(kill, Fate.REFUSED), days=1)
    assert (again.fit, again.entries, again.notices) == ((), (), ())


@pytest.mark.parametrize("fate", [Fate.PRINTED, Fate.MERGED])
def test_an_item_corrected_after_printing_is_told_and_printed(fate: Fate) -> None:
    """Readers get the right figure and the line that the other was wrong, also where it stood under a wire copy."""
    printed = an_article("1200 rendez-vous", body=BODY, version=1, seen=BEFORE, guid="urn:1")
    corrected = an_article(
        "120 rendez-vous", body=BODY, version=2, signal=Signal.CORRECTION, seen=NOON, guid="urn:1", published=BEFORE
    )
    result = sifted(printed, corrected, accounted=account(printed, fate))
    assert result.fit == (corrected,)
    assert [(notice.kind, notice.headline) for notice in result.notices] == [("corrected", "1200 rendez-vous")]
    again = sifted(printed, corrected, accounted=account(corrected), days=1)
    assert (again.fit, again.notices) == ((), ())


def test_a_correction_under_embargo_is_not_told_of_before_its_time() -> None:
    """The notice carries the editor's note, which would give the news away."""
    printed = an_article("Un pont", body=BODY, version=1, seen=BEFORE)
    corrected = an_article("Un pont", version=2, signal=Signal.CORRECTION, embargoed=CLOSES + hours(1), ed_note="Neuf")
    result = sifted(printed, corrected, accounted=account(printed))
    assert not result.notices
    assert fates(result) == [(Fate.HELD, "embargoed")]


def test_an_item_withheld_after_printing_is_held_and_told() -> None:
    """What readers have and the publisher took back, they learn."""
    printed = an_article("Un pont", body=BODY, version=1, seen=BEFORE)
    back = an_article("Un pont", body=BODY, version=2, pub_status=PubStatus.WITHHELD)
    result = sifted(printed, back, accounted=account(printed))
    assert [notice.kind for notice in result.notices] == ["withdrawn"]
    assert fates(result) == [(Fate.HELD, "withheld")]


def test_an_unchanged_printed_item_does_not_return() -> None:
    """It is still in the feed the next day; it is neither printed nor counted again."""
    printed = an_article("Un pont", body=BODY, seen=BEFORE)
    read_again = an_article("Un pont", body=BODY, seen=NOON, published=BEFORE)
    result = sifted(read_again, accounted=account(printed))
    assert (result.fit, result.entries, result.notices) == ((), (), ())


@pytest.mark.parametrize(
    ("published", "there"),
    [(OPENS + SECOND, True), (CLOSES, True), (CLOSES + SECOND, False), (CLOSES + hours(5), False)],
)
def test_what_is_published_after_closing_is_news_of_the_next_edition(published: Any, there: bool) -> None:
    """It is not in this ledger at all, and in the next one as any other item."""
    article = an_article(published=published, seen=published)
    result = sifted(article)
    assert bool(result.fit) is there
    assert not result.entries
    assert sifted(article, accounted=account(article) if there else {}, days=1).fit == (() if there else (article,))


def test_a_version_after_closing_does_not_change_this_edition() -> None:
    """Made up late or made again, an edition holds what was there at closing time."""
    there = an_article("Un pont", body=("Avant.",), published=NOON, seen=NOON)
    after = an_article("Un pont", body=("Après.",), published=NOON, updated=CLOSES + hours(1), seen=CLOSES + hours(1))
    result = sifted(there, after)
    assert result.fit == (there,)
    assert result.versions == {there.item: 1}


def test_a_late_arrival_is_printed_though_its_day_is_over() -> None:
    """Published yesterday afternoon, first read today: nobody has had it yet."""
    article = an_article(published=OPENS - hours(5), seen=NOON)
    assert sifted(article).fit == (article,)


def test_an_item_too_old_is_refused_once_and_not_again() -> None:
    """A feed that drags last month along costs one line in one ledger."""
    article = an_article(published=OPENS - timedelta(days=2), seen=NOON)
    result = sifted(article)
    assert fates(result) == [(Fate.REFUSED, "too_old")]
    again = sifted(article, accounted=account(article, Fate.REFUSED))
    assert (again.fit, again.entries) == ((), ())
    younger = an_article("Autre", published=OPENS - timedelta(days=2) + SECOND, seen=NOON)
    assert sifted(younger).fit == (younger,)


def test_an_archive_read_years_later_can_be_printed() -> None:
    """For a day in the past, its own items count, wherever our reading of them lies; other days' do not."""
    years = timedelta(days=2000)
    article = an_article("Ce jour-là", published=NOON, seen=NOON + years)
    day_before = an_article("La veille", published=BEFORE, seen=NOON + years)
    day_after = an_article("Le lendemain", published=CLOSES + hours(2), seen=NOON + years)
    result = sifted(article, day_before, day_after)
    assert result.fit == (article,)
    assert not result.entries


def test_an_archive_is_followed_over_days() -> None:
    """Closing past days one after the other: yesterday's embargo ends, its report is corrected."""
    years = timedelta(days=2000)
    kept = an_article("Sous embargo", published=BEFORE, seen=NOON + years, embargoed=NOON)
    assert sifted(kept, accounted=account(kept, Fate.HELD)).fit == (kept,)
    common: dict[str, Any] = {"published": BEFORE, "seen": NOON + years, "guid": "urn:1"}
    printed = an_article("1200 rendez-vous", **common)
    corrected = an_article("120 rendez-vous", version=2, signal=Signal.CORRECTION, updated=NOON, **common)
    result = sifted(printed, corrected, accounted=account(printed))
    assert result.fit == (corrected,)
    assert [notice.kind for notice in result.notices] == ["corrected"]


def test_a_kill_that_came_while_an_edition_was_held_is_still_told() -> None:
    """Printed on Sunday, killed on Monday, Monday's edition held: Tuesday's readers learn it."""
    printed = an_article("Une rumeur", version=1, seen=BEFORE - hours(30))
    kill = an_article("Une rumeur", version=2, pub_status=PubStatus.CANCELED, seen=BEFORE)
    assert [notice.kind for notice in sifted(printed, kill, accounted=account(printed)).notices] == ["withdrawn"]


def test_a_silent_edit_is_flagged() -> None:
    """Other words, same version, no signal: readers are told that the page was changed without a word."""
    three = an_article("Eau souillée", body=("Trois communes.",), published=BEFORE, seen=NOON - hours(3))
    five = an_article("Eau souillée", body=("Cinq communes.",), published=BEFORE, seen=NOON)
    result = sifted(three, five)
    assert result.fit == (five,)
    assert set(result.revisions) == {five.item}


@pytest.mark.parametrize(
    "change",
    [{"signal": Signal.CORRECTION}, {"signal": Signal.UPDATE}, {"version": 2}, {"body": ("Trois communes.",)}],
    ids=["correction", "update", "a new version number", "the same words"],
)
def test_an_open_change_is_no_silent_edit(change: dict[str, Any]) -> None:
    """Who says that there is a change has said it."""
    common: dict[str, Any] = {"published": BEFORE}
    three = an_article("Eau souillée", body=("Trois communes.",), seen=NOON - hours(3), **common)
    other = an_article("Eau souillée", **(common | {"body": ("Cinq communes.",), "seen": NOON} | change))
    assert not sifted(three, other).revisions


@pytest.mark.parametrize(
    ("parts", "fit"),
    [({"headline": None}, False), ({"headline": "  "}, False), ({"headline": None, "lead": "Une brève."}, True)],
    ids=["nothing", "blanks", "a lead alone"],
)
def test_an_item_without_a_word_is_refused(parts: dict[str, Any], fit: bool) -> None:
    """Empty is what has no text at all; a brief without headline is news."""
    result = sifted(an_article(guid="urn:1", **parts))
    assert bool(result.fit) is fit
    assert fates(result) == ([] if fit else [(Fate.REFUSED, "empty")])


def test_a_refusal_is_counted_once() -> None:
    """Refused at each of ten visits of the day: one line; refused yesterday already: none."""
    refusal = a_refusal(detail="timed out")
    result = sifted(refusals=(refusal,) * 10)
    assert [(entry.item, entry.fate, entry.reason) for entry in result.entries] == [
        (refusal.item, Fate.REFUSED, "not_fetched: timed out")
    ]
    past = Accounted(day=YESTERDAY, fate=Fate.REFUSED)
    assert not sifted(refusals=(refusal,), accounted={refusal.item: past}).entries


def test_an_item_refused_first_and_read_later_is_printed_only() -> None:
    """The page could not be had at noon and could at three: it is printed, and its refusal is forgotten."""
    article = an_article("Un pont", guid="https://le-rivage.example/gone")
    result = sifted(article, refusals=(a_refusal(),))
    assert (result.fit, result.entries) == ((article,), ())
    assert sifted(article, accounted=account(article, Fate.REFUSED)).fit == (article,)


statuses = st.sampled_from([PubStatus.USABLE] * 4 + [PubStatus.WITHHELD, PubStatus.CANCELED])
moments = st.integers(-96, 48).map(lambda number: CLOSES + hours(number))
versions = st.builds(
    lambda guid, at, delay, **given: an_article(
        "Titre", guid=f"urn:{guid}", published=at, seen=at + hours(delay), **given
    ),
    st.integers(1, 6),
    moments,
    st.sampled_from([0.0, 0.0, 1.0, 60.0, 9000.0]),
    body=st.sampled_from([("Un.",), ("Deux.",), ()]),
    version=st.integers(1, 3),
    pub_status=statuses,
    signal=st.sampled_from([None, None, Signal.CORRECTION, Signal.UPDATE]),
    embargoed=st.none() | st.none() | moments,
)


@given(
    articles=st.lists(versions, max_size=12),
    refused=st.lists(st.integers(1, 8), max_size=4),
    past=st.dictionaries(st.integers(1, 8), st.sampled_from(Fate), max_size=5),
    data=st.data(),
)
def test_no_item_is_counted_twice_and_order_says_nothing(
    articles: list[Article], refused: list[int], past: dict[int, Fate], data: st.DataObject
) -> None:
    """Over any mixture: an item is fit or has one line, never both; a shuffled reading gives the same."""
    refusals = tuple(a_refusal(f"urn:{number}", reason=RefusalReason.UNREADABLE) for number in refused)
    accounted = {a_refusal(f"urn:{number}").item: Accounted(day=YESTERDAY, fate=fate) for number, fate in past.items()}
    result = sifted(*articles, refusals=refusals, accounted=accounted)
    items = [article.item for article in result.fit] + [entry.item for entry in result.entries]
    assert len(items) == len(set(items))
    assert all(entry.fate in {Fate.HELD, Fate.REFUSED} for entry in result.entries)
    assert all(article.pub_status is PubStatus.USABLE and article.time <= CLOSES for article in result.fit)
    assert {notice.url for notice in result.notices if notice.kind == "corrected"} <= {
        f"urn:{number}" for number, fate in past.items() if fate in {Fate.PRINTED, Fate.MERGED}
    }
    known = {article.item for article in articles}
    unread = {refusal.item for refusal in refusals} - known - accounted.keys()
    assert unread <= set(items) <= known | unread
    shuffled = data.draw(st.permutations(articles))
    assert sifted(*shuffled, refusals=refusals[::-1], accounted=accounted) == result


def test_the_account_counts_what_is_held_without_telling_it() -> None:
    """A line of the public ledger names outlet and versions of a held item, not its headline or address."""
    one = an_article("Un pont", body=("Un.",), version=1, pub_status=PubStatus.WITHHELD)
    two = an_article("Un pont", body=("Deux.",), version=2, pub_status=PubStatus.WITHHELD)
    entry = sifted(one, two).entries[0]
    assert (entry.source_id, entry.outlet, entry.url) == (two.source_id, two.outlet, "")
    assert (entry.headline, entry.article_id, entry.versions) == (None, two.id, 2)
