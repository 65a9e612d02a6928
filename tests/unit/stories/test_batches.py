"""Whatever the batches reports come in, and whatever the order within the open days: the same stories."""

import random
from datetime import timedelta

import pytest

from bouclage.records import Article, Story, WireCopy
from bouclage.stories import stories
from bouclage.wire import wire_copies
from tests.gates.stories.grouping_score import articles_of, bundled
from tests.unit.stories.test_stories import QUAKE, STRIKE, groups, report, retold


def in_batches(articles: list[Article], size: int) -> tuple[Story, ...]:
    """Give articles in batches of a size, each with the stories and articles of the batches before."""
    found: tuple[Story, ...] = ()
    past: dict[str, Article] = {}
    for start in range(0, len(articles), size):
        batch = articles[start : start + size]
        copies = wire_copies([*past.values(), *batch])
        found = stories(batch, copies, before=found, articles_before=past)
        past |= {one.id: one for one in batch}
    return found


def together(found: tuple[Story, ...]) -> dict[str, tuple[frozenset[str], str | None, frozenset[str]]]:
    """Return for each article those it stands with, its reason, and those its thread holds."""
    threads: dict[str, set[str]] = {}
    for story in found:
        threads.setdefault(story.thread or story.id, set()).update(story.article_ids)
    return {
        member.article_id: (
            frozenset(story.article_ids),
            member.reason,
            frozenset(threads[story.thread or story.id]),
        )
        for story in found
        for member in story.members
    }


@pytest.fixture(scope="module")
def days() -> list[Article]:
    """Return the bundled two days: events in four languages, printings, look-alikes and forecasts."""
    return articles_of(bundled())


@pytest.mark.parametrize("size", [1, 7, 100])
def test_the_size_of_batches_means_nothing(days: list[Article], size: int) -> None:
    """The bundled days in order of time, in any batches, give the stories, reasons and threads of all at once."""
    ordered = sorted(days, key=lambda one: (one.time, one.id))
    if size < 100:
        ordered = ordered[:30] + ordered[-30:]
    at_once = in_batches(ordered, len(ordered))
    assert in_batches(ordered, size) == at_once


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_arrival_means_nothing(days: list[Article], seed: int) -> None:
    """Late and out of order within the open days: who stands with whom, why and in which thread is the same."""
    at_once = together(in_batches(days, len(days)))
    assert together(in_batches(random.Random(seed).sample(days, len(days)), 25)) == at_once


def test_what_is_older_than_the_open_days_stays() -> None:
    """A story of last week is not decided again; its reports stay together whatever is known now."""
    early = [report("a"), report("b", STRIKE, after=1)]
    (one, other) = stories(early, ())
    settled = Story(id=one.id, members=one.members + other.members, first=one.first, last=other.last)
    late = report("c", retold(QUAKE["fr"]), after=24 * 6)
    found = stories([late], (), before=[settled], articles_before={article.id: article for article in early})
    assert frozenset(article.id for article in early) <= next(iter({s for s in groups(found) if early[0].id in s}))


def test_a_story_is_parted_as_later_reports_show_it() -> None:
    """What stood together yesterday by mistake is decided again with today's reports; the founder keeps the id."""
    one, other = report("a"), report("b", STRIKE, after=1)
    first, second = stories([one, other], ())
    wrong = Story(id=first.id, members=first.members + second.members, first=first.first, last=second.last)
    found = stories([report("c", after=24)], (), before=[wrong], articles_before={a.id: a for a in (one, other)})
    assert {story.id: story.article_ids[0] for story in found} == {first.id: one.id, second.id: other.id}


def test_a_story_keeps_the_id_readers_know() -> None:
    """A report that comes late but was published first joins the story; its id stays as it was printed."""
    printed = report("b", retold(QUAKE["fr"]), after=2)
    (was,) = stories([printed], ())
    late = report("a")
    (now,) = stories([late], (), before=[was], articles_before={printed.id: printed})
    assert now.article_ids == (late.id, printed.id)
    assert now.id == was.id


def test_a_thread_outlives_the_story_that_began_it() -> None:
    """The thread of a story that is not at hand any more stays with its sequel."""
    one = report("a")
    (was,) = stories([one], ())
    sequel = Story(id=was.id, members=was.members, first=was.first, last=was.last, thread="gone")
    (now,) = stories([], (), before=[sequel], articles_before={one.id: one})
    assert now.thread == "gone"


def test_nothing_is_lost_where_copies_bridge_days(days: list[Article]) -> None:
    """Batches by the day with wire copies found over both days hold every article once."""
    ordered = sorted(days, key=lambda one: one.time)
    middle = ordered[0].time + timedelta(hours=30)
    batches = [[one for one in ordered if (one.time < middle) is early] for early in (True, False)]
    copies: tuple[WireCopy, ...] = wire_copies(ordered)
    found = stories(batches[0], copies)
    found = stories(batches[1], copies, before=found, articles_before={one.id: one for one in batches[0]})
    assert sorted(one for story in found for one in story.article_ids) == sorted(one.id for one in ordered)
