"""Two years of small days in one run: each edition at 16:30 sharp, closing no slower, the store no larger than linear.

pytest tests/flow/test_years.py --days 731 -s    # all of it: from 20 October 2026, four changes of clocks
"""

import itertools
import random
import statistics
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bouclage.records import SourceState
from tests.builders import an_article
from tests.flow.test_clock import Newsroom
from tests.flow.test_clock import newsroom as newsroom  # noqa: PLC0414 - the fixture

ZURICH = ZoneInfo("Europe/Zurich")
BEGIN = date(2026, 10, 20)
REPORTS = 8  # a day
OLD = 2  # a day, published long before: read, refused, kept for a while
MONTH = 30  # days a line of the table


def _words(seed: int) -> list[str]:
    dice = random.Random(seed)
    syllables = ["ba", "ro", "ti", "ven", "lou", "mar", "che", "dis", "pon", "gri", "sal", "fe", "nol", "vau"]
    return ["".join(dice.choices(syllables, k=dice.randint(2, 4))) for _ in range(4000)]


def _read(room: Newsroom, day: date, words: list[str], dice: random.Random) -> None:
    """Let a day's reports be read at eleven; some are old."""
    moment = datetime(day.year, day.month, day.day, 11, tzinfo=ZURICH).astimezone(UTC)
    articles = []
    for number in range(REPORTS + OLD):
        published = moment - timedelta(days=20 if number >= REPORTS else 0, minutes=number)
        body = [" ".join(dice.choices(words, k=40)).capitalize() + "." for _ in range(6)]
        headline = " ".join(dice.choices(words, k=7)).capitalize()
        articles.append(an_article(headline, guid=f"{day}-{number}", body=body, published=published, seen=moment))
    with room.store.begin() as tx:
        tx.articles.add(articles)
        tx.articles.mark_read("le-rivage", {article.guid: "x" for article in articles}, moment)
        tx.sources.save_state(SourceState(source_id="le-rivage", last_read=moment, last_success=moment))


def _days(count: int) -> Iterator[date]:
    yield from (BEGIN + timedelta(days=number) for number in range(count))


@pytest.mark.timeout(3000)
def test_years_of_editions(newsroom: Newsroom, request: pytest.FixtureRequest) -> None:
    """Every day the edition closes at its minute, takes no longer than on others, and adds as much to the store."""
    count = int(request.config.getoption("--days"))
    words, dice = _words(3), random.Random(5)
    seconds: list[float] = []
    sizes: list[int] = []
    for day in _days(count):
        _read(newsroom, day, words, dice)
        assert newsroom.at(f"{day}T16:29:59") == ()
        begun = time.process_time()
        newsroom.at(f"{day}T16:30")
        seconds.append(time.process_time() - begun)
        newsroom.at(f"{day}T23:30")
        newsroom.engine.maintain()
        sizes.append(newsroom.store.size())

    with newsroom.store.read() as tx:
        days = tx.editions.days("evening")
        assert sorted(days) == list(_days(count))
        for day in days:
            edition = tx.editions.get("evening", day)
            assert edition.closed == edition.closes == datetime(day.year, day.month, day.day, 16, 30, tzinfo=ZURICH)
            assert (edition.late, edition.counts.printed) == (False, REPORTS)
        offsets = [datetime(day.year, day.month, day.day, 16, 30, tzinfo=ZURICH).utcoffset() for day in sorted(days)]
    assert newsroom.sink.count == count
    changes = sum(one != other for one, other in itertools.pairwise(offsets))
    assert changes >= min(4, count // 180)

    _tell(seconds, sizes, changes)
    third = count // 3
    growth = [(sizes[end - 1] - sizes[end - third]) / third for end in (2 * third, 3 * third)]
    assert growth[1] <= 1.2 * growth[0]
    early, late = statistics.median(seconds[third : 2 * third]), statistics.median(seconds[-third:])
    assert late <= 1.6 * early


def _tell(seconds: list[float], sizes: list[int], changes: int) -> None:
    print(f"\n{len(sizes)} editions, {changes} changes of clocks\n{'days':>6}{'MB':>8}{'CPU s a closing':>17}")
    for end in range(MONTH, len(sizes) + 1, MONTH):
        print(f"{end:>6}{sizes[end - 1] / 1e6:>8.2f}{statistics.median(seconds[end - MONTH : end]):>17.3f}")
