"""The timeline of a story, drawn."""

import re
from dataclasses import replace
from itertools import pairwise

from render_editions import small_edition

from bouclage.records import EditionStory
from bouclage.render import story_page
from bouclage.render.speech import speech
from bouclage.render.timeline import timeline_picture

FRENCH = speech("fr", "Europe/Zurich")


def _story(*spans: tuple[str, str]) -> EditionStory:
    """Return the lead with its first dated sentence on these days."""
    story = small_edition().stories[0]
    return replace(story, timeline=tuple(replace(story.timeline[0], from_=a, to=b) for a, b in spans))


def test_later_stands_further_right() -> None:
    """Marks stand in the order of time within the drawing, an interval as a bar, however far apart the days are."""
    story = _story(("1954-03-01", "1954-03-01"), ("2026-09-07", "2026-09-07"), ("2026-09-07", "2026-09-12"))
    picture = timeline_picture(story, small_edition(), FRENCH)

    assert picture is not None
    old, monday, week = picture.marks
    assert old.x < monday.x == week.x
    assert old.width == monday.width == 0 < week.width
    assert week.y < monday.y, "two of one day stand on each other"
    assert all(mark.x >= 0 and mark.x + mark.width <= picture.width for mark in picture.marks)
    assert [label for _, label in picture.days] == ["1er mars 1954", "12 sept."]
    assert picture.today is not None
    assert monday.x < picture.today < week.x + week.width


def test_dates_do_not_run_into_one_another() -> None:
    """Of thirty days in a row as many are named as there is room for, the first and the last always."""
    days = [f"2026-09-{n:02d}" for n in range(1, 31)]
    picture = timeline_picture(_story(*((day, day) for day in days)), small_edition(), FRENCH)

    assert picture is not None
    places = [x for x, _ in picture.days]
    assert all(after - before >= 70 for before, after in pairwise(places))
    assert (picture.days[0][1], picture.days[-1][1]) == ("1er sept.", "30 sept.")


def test_two_dates_are_no_picture() -> None:
    """What a glance at the list tells better is not drawn."""
    assert timeline_picture(_story(("2026-09-07", "2026-09-07")), small_edition(), FRENCH) is None
    assert timeline_picture(_story(*[("2026-09-07", "2026-09-07")] * 4), small_edition(), FRENCH) is None


def test_it_is_on_the_page_and_told_in_words() -> None:
    """The drawing has a name for who cannot see it, and each mark says its day."""
    story = _story(("2026-09-05", "2026-09-05"), ("2026-09-07T10:00", "2026-09-07T10:00"), ("2026-09-08", "2026-09-09"))
    edition = small_edition()
    page = story_page(edition, story)
    drawing = page.partition('id="timeline"')[2].partition("</svg>")[0]

    assert re.search(r'role="img" aria-label="Chronologie[^"]*: 5.9 sept', drawing)
    assert drawing.count("<title>") == 3
