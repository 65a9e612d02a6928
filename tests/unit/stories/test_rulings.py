"""Editors' rulings: what is split, merged or pinned stays so, whatever the evidence says."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bouclage.errors import RulingError
from bouclage.records import Article, Ruling, RulingKind, Story, digest
from bouclage.stories import merge, pin, ruled, split, stories
from bouclage.stories.bounds import against, bounds
from tests.builders import NOON, a_story, a_wire_copy, an_article, hours
from tests.unit.stories.test_stories import QUAKE, STRIKE, groups, report, retold

ADA = {"editor": "Ada", "made": NOON + hours(3)}


def by_id(*articles: Article) -> dict[str, Article]:
    """Return articles by id."""
    return {one.id: one for one in articles}


def holder(found: tuple[Story, ...], article: Article) -> Story:
    """Return the story that an article stands in."""
    (story,) = [story for story in found if article.id in story.article_ids]
    return story


def test_a_split_wins_over_the_evidence() -> None:
    """Two reports of one event that an editor split stay two stories, and the reason names the editor."""
    one, other, third = report("a"), report("b", retold(QUAKE["fr"]), after=1), report("c", QUAKE["fr"], after=2)
    articles = by_id(one, other, third)
    (story,) = stories(articles.values(), ())
    ruling = split(story, [other.id], articles, **ADA, note="two quakes")
    found = stories(articles.values(), (), rulings=[ruling])
    assert groups(found) == {frozenset({one.id, third.id}), frozenset({other.id})}
    assert holder(found, other).members[0].reason == "split off by Ada: two quakes"
    assert holder(found, one).id == story.id


def test_a_split_wins_over_a_wire_copy() -> None:
    """Printings of one text that an editor split stand apart."""
    one, other = report("a"), report("b", after=1)
    copies = [a_wire_copy(one, other)]
    (story,) = stories([one, other], copies)
    ruling = split(story, [other.id], by_id(one, other), **ADA)
    assert len(stories([one, other], copies, rulings=[ruling])) == 2


def test_a_merger_wins_over_the_evidence() -> None:
    """Stories that have nothing in common are one where an editor says so, under the id of the earlier."""
    quake, strike = [report("a"), report("b", retold(QUAKE["fr"]), after=1)], report("c", STRIKE, after=2)
    articles = by_id(*quake, strike)
    first, second = stories(articles.values(), ())
    ruling = merge(first, [second], articles, **ADA)
    (found,) = stories(articles.values(), (), rulings=[ruling])
    assert found.id == first.id
    assert [member.reason for member in found.members][2] == "merged into this story by Ada"


def test_a_pin_moves_a_report_and_keeps_it() -> None:
    """A report pinned to another story leaves the one that the evidence puts it in."""
    quake = [report("a"), report("b", retold(QUAKE["fr"]), after=1), report("d", after=3)]
    strike = report("c", STRIKE, after=2)
    articles = by_id(*quake, strike)
    found = stories(articles.values(), ())
    left, story = holder(found, quake[0]), holder(found, strike)
    ruling = pin(story, [quake[1].id], articles, **ADA, left=[left])
    again = stories(articles.values(), (), rulings=[ruling])
    assert groups(again) == {frozenset({quake[0].id, quake[2].id}), frozenset({quake[1].id, strike.id})}
    assert "pinned to this story by Ada" in {member.reason for member in holder(again, strike).members}


def test_a_pinned_story_keeps_what_it_has() -> None:
    """A pin without reports binds all that stand in the story now, even what evidence alone would not."""
    one, other = report("a"), report("c", STRIKE, after=2)
    ruling = pin(a_story(one, other), [], by_id(one, other), **ADA)
    assert len(stories([one, other], (), rulings=[ruling])) == 1


def test_rulings_hold_on_the_next_days() -> None:
    """Tomorrow's reports do not bring together what was split, and join what was merged."""
    monday = [report("a"), report("b", retold(QUAKE["fr"]), after=1), report("c", STRIKE, after=2)]
    articles = by_id(*monday)
    was = stories(monday, ())
    quake, strike = holder(was, monday[0]), holder(was, monday[2])
    rulings = [
        split(quake, [monday[1].id], articles, **ADA),
        merge(a_story(monday[1]), [strike], articles, editor="Bo", made=NOON + hours(4)),
    ]
    was = stories(monday, (), rulings=rulings)
    assert groups(was) == {frozenset({monday[0].id}), frozenset({monday[1].id, monday[2].id})}
    tuesday = [report("d", after=24), report("e", retold(QUAKE["fr"]), after=25)]
    found = stories(tuesday, (), before=was, articles_before=articles, rulings=rulings)
    assert holder(found, monday[0]).id != holder(found, monday[1]).id
    assert holder(found, monday[1]).id == holder(found, monday[2]).id
    assert sum(len(story.members) for story in found) == 5


def test_a_ruling_holds_for_later_versions() -> None:
    """A corrected version of a report that was split off stands with it."""
    one, other = report("a"), report("b", retold(QUAKE["fr"]), after=1, guid="b")
    (story,) = stories([one, other], ())
    ruling = split(story, [other.id], by_id(one, other), **ADA)
    corrected = report("b", QUAKE["fr"], after=2, guid="b", version=2)
    found = stories([one, other, corrected], (), rulings=[ruling])
    assert groups(found) == {frozenset({one.id}), frozenset({other.id, corrected.id})}


def test_the_later_ruling_wins() -> None:
    """Split, then merged, then split again: what was said last holds."""
    one, other = report("a"), report("b", retold(QUAKE["fr"]), after=1)
    articles = by_id(one, other)
    (story,) = stories(articles.values(), ())
    rulings = [split(story, [other.id], articles, **ADA)]
    first, second = stories(articles.values(), (), rulings=rulings)
    rulings.append(merge(first, [second], articles, editor="Bo", made=NOON + hours(4)))
    (story,) = stories(articles.values(), (), rulings=rulings)
    rulings.append(split(story, [one.id], articles, editor="Cy", made=NOON + hours(5)))
    found = stories(articles.values(), (), rulings=rulings)
    assert len(found) == 2
    assert holder(found, one).members[0].reason == "split off by Cy"
    assert found == stories(articles.values(), (), rulings=reversed(rulings))


def test_rulings_on_stored_stories_need_no_evidence() -> None:
    """Stories as they stand are split and merged at once; ids come from the founders, nobody is lost."""
    monday = [report("a"), report("b", retold(QUAKE["fr"]), after=1), report("c", STRIKE, after=2)]
    articles = by_id(*monday)
    quake, strike = a_story(*monday[:2]), a_story(monday[2])
    off = split(quake, [monday[0].id], articles, **ADA)
    found = ruled([quake, strike], [off], articles)
    assert holder(found, monday[0]).id == quake.id  # the part with the founder
    assert holder(found, monday[1]).id == digest(monday[1].item, kind="story")
    assert strike in found
    on = merge(strike, [quake], articles, editor="Bo", made=NOON + hours(4))
    (one,) = ruled([quake, strike], [off, on], articles)
    assert one.id == quake.id
    assert set(one.article_ids) == set(articles)


@pytest.mark.parametrize("ids", [[], ["x"], None])
def test_a_split_that_says_nothing_is_refused(ids: list[str] | None) -> None:
    """No report, a report that is elsewhere, or all of them: an error that says so."""
    one, other = report("a"), report("b")
    story = a_story(one, other)
    with pytest.raises(RulingError, match=story.id):
        split(story, list(story.article_ids) if ids is None else ids, by_id(one, other), **ADA)


def test_empty_rulings_are_refused() -> None:
    """A merger with itself, a pin of one report to itself, and a ruling by nobody."""
    one, other = report("a"), report("b")
    story, articles = a_story(one), by_id(one, other)
    with pytest.raises(RulingError):
        merge(story, [story], articles, **ADA)
    with pytest.raises(RulingError):
        pin(story, [], articles, **ADA)
    with pytest.raises(RulingError, match="name"):
        pin(story, [other.id], articles, editor=" ", made=NOON)


@st.composite
def some_rulings(draw: st.DrawFn) -> list[Ruling]:
    """Draw rulings on eight items."""
    items = st.sets(st.sampled_from("abcdefgh"), min_size=1, max_size=4)
    found = []
    for number in range(draw(st.integers(1, 8))):
        moved, joined, parted = draw(items), draw(items), draw(items)
        kind = draw(st.sampled_from(RulingKind))
        found.append(
            Ruling(
                kind=kind,
                editor="Ada",
                made=NOON + timedelta(minutes=number),
                story="s",
                items=tuple(sorted(moved)),
                joined=() if kind is RulingKind.SPLIT else tuple(sorted(joined - moved)),
                parted=() if kind is RulingKind.MERGE else tuple(sorted(parted - moved - joined)),
            )
        )
    return found


@settings(deadline=None)
@given(some_rulings())
def test_what_rulings_ask_never_contradicts_itself(rulings: list[Ruling]) -> None:
    """Whatever was ruled, nothing that is bound together is parted, and the last ruling holds."""
    found = bounds(rulings)
    for item, block in found.block.items():
        assert not against(found.sides.get(item, frozenset()), found.sides.get(block, frozenset()))
    last = rulings[-1]
    together = {*last.items, *last.joined}
    if len(together) > 1:
        assert len({found.block.get(item) for item in together}) == 1
    for one in last.items:
        for other in last.parted:
            assert against(found.sides[one], found.sides[other])


@settings(max_examples=25, deadline=None)
@given(some_rulings())
def test_stories_obey_whatever_was_ruled(rulings: list[Ruling]) -> None:
    """Grouping from nothing, and stories as they stand, both keep what is bound together and part what is parted."""
    articles = {}
    told = [*QUAKE.values(), STRIKE]
    items = {}
    for number, key in enumerate("abcdefgh"):
        language = list(QUAKE)[number % 5] if number % 5 < 4 else "fr"
        one = an_article(told[number % 5][0], source=key, body=told[number % 5][1:], language=language)
        articles[one.id] = one
        items[key] = one.item
    said = [
        Ruling(
            kind=one.kind,
            editor=one.editor,
            made=one.made,
            story=one.story,
            items=tuple(items[key] for key in one.items),
            joined=tuple(items[key] for key in one.joined),
            parted=tuple(items[key] for key in one.parted),
        )
        for one in rulings
    ]
    wanted = bounds(said)
    plain = stories(articles.values(), ())
    for found in (stories(articles.values(), (), rulings=said), ruled(plain, said, articles)):
        assert sorted(one for story in found for one in story.article_ids) == sorted(articles)
        assert len({story.id for story in found}) == len(found)
        story_of = {articles[one].item: story.id for story in found for one in story.article_ids}
        for item, block in wanted.block.items():
            assert story_of[item] == story_of[block]
        for one, ones in wanted.sides.items():
            for other, others in wanted.sides.items():
                assert story_of[one] != story_of[other] or not against(ones, others)
