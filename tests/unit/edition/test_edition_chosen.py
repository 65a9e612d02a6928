"""What of an edition a group of readers gets, and on which days."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bouclage.edition import chosen, day_section, gets, week_before, week_of, weekend_before, with_weekend
from bouclage.records import Edition, Frequency, NewsChoice, Section, Subscriber, Variant
from tests.builders import NOON, a_quote, an_article, an_edition, an_edition_story

MONDAY = date(2026, 9, 7)


def a_story(headline: str, *languages: str):  # type: ignore[no-untyped-def]
    """Return a story with a report in each language, the first its headline."""
    return an_edition_story(
        *(an_article(f"{headline} {one}", source=f"outlet-{one}", language=one) for one in languages)
    )


def two_sections() -> Edition:
    """Return an edition with a front page and two sections."""
    front, sport = a_story("Front", "fr", "de"), a_story("Match", "fr")
    economy = (a_story("Franc", "fr"), a_story("Banque", "fr", "de"))
    return replace(
        an_edition(),
        sections=(
            Section(name="front", stories=(front,)),
            Section(name="economy", stories=economy),
            Section(name="sport", stories=(sport,)),
        ),
    )


def test_nobody_who_chose_nothing_loses_a_story() -> None:
    """The plain variant is the edition itself."""
    edition = two_sections()
    part = chosen(edition, Variant(language="fr"))
    assert (part.edition, part.elsewhere, part.foreign) == (edition, 0, 0)


def test_sections_not_chosen_are_counted_and_the_front_page_always_comes() -> None:
    """A reader of sport gets front page and sport, and is told how many stories stand elsewhere."""
    part = chosen(two_sections(), Variant(language="fr", sections=("sport",)))
    assert [section.name for section in part.edition.sections] == ["front", "sport"]
    assert part.elsewhere == 2


def test_own_language_first_keeps_every_story() -> None:
    """Stories reported in German come first, under a German headline, verbatim with its place; nothing is left out."""
    edition = two_sections()
    part = chosen(edition, Variant(language="de", news=NewsChoice.OWN_FIRST))
    assert part.edition.language == "de"
    assert {story.id for story in part.edition.stories} == {story.id for story in edition.stories}
    first = part.edition.sections[1].stories[0]
    assert first.headline.text == "Banque de"
    assert first.headline == a_quote(an_article("Banque de", source="outlet-de", language="de"))
    assert first.kicker is None
    assert part.foreign == 0


def test_own_language_only_says_how_many_are_missing() -> None:
    """Stories without a German report go, a section without any goes, and the number is kept for the reader."""
    part = chosen(two_sections(), Variant(language="de-CH", news=NewsChoice.OWN_ONLY))
    assert [story.headline.text for story in part.edition.stories] == ["Front de", "Banque de"]
    assert [section.name for section in part.edition.sections] == ["front", "economy"]
    assert part.foreign == 2


def test_an_editors_headline_is_not_replaced() -> None:
    """Where an editor wrote the headline it stays: it is marked as theirs."""
    story = replace(a_story("Front", "fr", "de"), headline_by_editor="Titre de la rédaction")
    part = chosen(an_edition(story), Variant(language="de", news=NewsChoice.OWN_FIRST))
    assert part.edition.stories[0] == story


@pytest.mark.parametrize(
    ("frequency", "days"),
    [(Frequency.DAILY, 7), (Frequency.WEEKDAYS, 5), (Frequency.WEEKLY, 1)],
)
def test_days_of_a_week(frequency: Frequency, days: int) -> None:
    """In any seven days in a row with an edition each, a reader gets as many mails as they asked for."""
    reader = Subscriber(address="a@example.org", frequency=frequency, created=NOON, changed=NOON)
    for start in range(7):
        got = [
            day
            for day in (MONDAY + timedelta(days=start + number) for number in range(7))
            if gets(reader, day, day - timedelta(days=1))
        ]
        assert len(got) == days
        if frequency is Frequency.WEEKLY:
            assert got[0].weekday() == reader.week_day


def test_a_missed_day_costs_nobody_their_week() -> None:
    """With no edition on the reader's Saturday the week comes on Sunday, once."""
    reader = Subscriber(address="a@example.org", frequency=Frequency.WEEKLY, created=NOON, changed=NOON)
    friday, sunday = MONDAY + timedelta(days=4), MONDAY + timedelta(days=6)
    assert gets(reader, sunday, friday)
    assert not gets(reader, sunday + timedelta(days=1), sunday)


def test_a_pause_ends_on_its_day() -> None:
    """No mail before the day, mail from it on."""
    reader = Subscriber(address="a@example.org", paused_until=MONDAY, created=NOON, changed=NOON)
    assert not gets(reader, MONDAY - timedelta(days=1), None)
    assert gets(reader, MONDAY, None)


def test_the_weekend_comes_on_the_next_working_day() -> None:
    """Monday lists Saturday and Sunday; with no edition on Monday, Tuesday does; Wednesday never, nor the weekend."""
    days = [MONDAY - timedelta(days=number) for number in range(1, 9)]
    saturday, sunday = MONDAY - timedelta(days=2), MONDAY - timedelta(days=1)
    assert weekend_before(MONDAY, days) == (sunday, saturday)
    assert weekend_before(MONDAY + timedelta(days=1), days) == (sunday, saturday)
    assert weekend_before(MONDAY + timedelta(days=1), [*days, MONDAY]) == ()
    assert weekend_before(sunday, days) == ()
    assert weekend_before(MONDAY, []) == ()


def of_day(number: int, *headlines: str) -> Edition:
    """Return the edition of so many days after Monday."""
    day = MONDAY + timedelta(days=number)
    return replace(an_edition(*(a_story(one, "fr") for one in headlines)), day=day)


def test_a_weekend_follows_monday_without_what_monday_tells() -> None:
    """Each story stands once: on its newest day."""
    monday = of_day(0, "A", "B")
    joined = with_weekend(monday, [of_day(-2, "C", "D"), of_day(-1, "B", "C")])
    assert [section.name for section in joined.sections] == [
        "news", day_section(MONDAY - timedelta(days=1)), day_section(MONDAY - timedelta(days=2)),
    ]  # fmt: skip
    assert [[story.headline.text for story in section.stories] for section in joined.sections] == [
        ["A fr", "B fr"], ["C fr"], ["D fr"],
    ]  # fmt: skip
    assert joined.counts.stories == 4


def test_a_week_holds_the_leading_stories_of_each_day() -> None:
    """At most ten a day, newest day first, machine series left out, nothing that no edition printed."""
    many = of_day(0, *(f"A{number}" for number in range(14)))
    series = replace(a_story("Météo", "fr"), series="weather: x")
    earlier = [replace(of_day(-3, "B"), sections=(Section(name="news", stories=(series, a_story("B", "fr"))),))]
    week = week_of(many, earlier)
    assert [len(section.stories) for section in week.sections] == [10, 1]
    assert week.sections[1].stories[0].headline.text == "B fr"
    assert {story.id for story in week.stories} <= {s.id for one in (many, *earlier) for s in one.stories}
    assert week_before(MONDAY, [MONDAY, MONDAY - timedelta(days=6), MONDAY - timedelta(days=7)]) == (
        MONDAY - timedelta(days=6),
    )
