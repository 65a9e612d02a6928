"""Feeds: the conformance suite's cases right, beside feedparser in the same run, and the fast way's share."""

from collections import Counter
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import feedparser
import pytest

from bouclage.read.decode import decode
from bouclage.read.feed_fast import parse_quickly
from bouclage.read.feed_slow import parse_slowly
from bouclage.read.prologue import with_entities, without_prologue
from tests.gates.read import feed_score as score

pytestmark = pytest.mark.skipif(not score.ROOT.is_dir(), reason="the feed suite is not in ../shared/data/feeds")

RIGHT = 202  # of 202 cases that ask for an item's title, link, id, dates or text
FAST = 0.95  # of the suite's files that are well-formed feeds


def _feedparser(body: bytes) -> list[score.Item]:
    return [
        score.Item(
            title=entry.get("title"),
            link=entry.get("link"),
            id=entry.get("id"),
            published=_moment(dict.get(entry, "published_parsed") or dict.get(entry, "created_parsed")),
            updated=_moment(dict.get(entry, "updated_parsed")),
            texts=[part["value"] for part in entry.get("content", ())] + [entry.get("summary", "")],
        )
        for entry in feedparser.parse(BytesIO(body)).entries
    ]


def _moment(parsed: Any) -> datetime | None:
    return datetime(*parsed[:6], tzinfo=UTC) if parsed else None


def test_as_many_cases_right_as_feedparser() -> None:
    """Title, link, id, dates and text of the suite's items are right as often as feedparser has them right."""
    cases = score.cases()
    wrong = [case.name for case in cases if not score.right(case, score.ours(case.body))]
    theirs = sum(score.right(case, _feedparser(case.body)) for case in cases)
    assert len(cases) - len(wrong) >= max(RIGHT, theirs), wrong


def test_nearly_all_well_formed_feeds_take_the_fast_way() -> None:
    """Of the suite's files that feedparser finds well-formed and items in, nearly all never come to it."""
    ways: Counter[bool] = Counter()
    for name, body in score.everything():
        if "wellformed" not in name or "cdf" in name or not name.endswith(".xml"):
            continue
        text = with_entities(*without_prologue(decode(body).text))
        slow = parse_slowly(text, score.BASE)
        if slow.problem is None and slow.items:
            try:
                ways[parse_quickly(text.encode()) is not None] += 1
            except SyntaxError:
                ways[False] += 1
    assert ways.total() > 900
    assert ways[True] / ways.total() >= FAST, ways


def test_both_ways_agree() -> None:
    """Where the fast way reads a feed of the suite, it has as many items as feedparser, with the same titles."""
    agree = differ = 0
    for name, body in score.everything():
        if not name.endswith(".xml"):
            continue
        text = with_entities(*without_prologue(decode(body).text))
        try:
            fast = parse_quickly(text.encode("utf-8", "replace"))
        except SyntaxError:
            continue
        slow = parse_slowly(text, score.BASE)
        if fast is None or slow.failure or slow.problem:
            continue
        mine = [score.words(item.title) for item in fast[0]]
        same = mine == [score.words(item.title) for item in slow.items]
        agree, differ = agree + same, differ + (not same)
    assert agree / (agree + differ) >= 0.98, (agree, differ)
