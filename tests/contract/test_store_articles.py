"""Articles, refusals, readings, stories and sources, on every database."""

from itertools import permutations

import pytest
from store_samples import NOON, article, hours, refusal, source, story, wire_copy

from bouclage.errors import SourceExistsError, SourceNotFoundError, StoryNotFoundError
from bouclage.records import Block, BlockKind, Photo, PubStatus, RefusalReason, SourceState, item_id
from bouclage.store import Store


def test_an_article_comes_back_as_it_went_in(store: Store) -> None:
    """What was read is kept exactly: accents, blocks, times, and characters no database likes."""
    odd = article(
        headline="«Œuvre» d’été\u00a0: 12 × 3 – 🚆",
        lead="NUL \x00, lone \ud800, end",
        body=(Block(kind=BlockKind.QUOTE, text="ligne\r\nligne\t\u2028"),),
        photo=Photo(url="https://le-rivage.example/p.jpg", caption="Légende"),
        published=NOON.replace(microsecond=123456),
        pub_status=PubStatus.WITHHELD,
        authors=("Ada", "Élie"),
        version=10**30,
    )
    with store.begin() as tx:
        tx.articles.add([odd])
    with store.read() as tx:
        assert tx.articles.by_ids([odd.id]) == {odd.id: odd}


def test_the_same_article_again_changes_nothing(store: Store) -> None:
    """Reading twice keeps the article as first seen and says that nothing was new."""
    first, again, other = article(), article(seen=NOON + hours(1)), article("2")
    assert first.id == again.id
    with store.begin() as tx:
        assert tx.articles.add([first, first]) == (first.id,)
        assert tx.articles.add([again, other]) == (other.id,)
        assert tx.articles.by_ids([other.id, "none", first.id]) == {other.id: other, first.id: first}


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_latest_version_does_not_depend_on_arrival(store: Store, order: tuple[int, ...]) -> None:
    """The highest version wins, then the one seen last, whatever order they came in."""
    late_old = article(headline="v1", version=1, seen=NOON + hours(5))
    early = article(headline="v2", version=2, seen=NOON)
    silent_edit = article(headline="v2 edited", version=2, seen=NOON + hours(1))
    versions = (late_old, early, silent_edit)
    for index in order:
        with store.begin() as tx:
            tx.articles.add([versions[index]])
    with store.read() as tx:
        assert tx.articles.latest([early.item, "none"]) == {early.item: silent_edit}
        assert tx.articles.of_items([early.item]) == {early.item: versions}
        assert tx.articles.seen_items([early.item, "none"]) == {early.item}


def test_a_window_excludes_its_start_and_includes_its_end(store: Store) -> None:
    """News on the stroke belongs to one edition alone; publishing time or first sight counts."""
    after, until = NOON, NOON + hours(24)
    week_ago, later = NOON - hours(168), NOON + hours(48)
    at_start = article("start", published=after, seen=after)
    at_end = article("end", published=until, seen=later)
    only_seen = article("seen", published=week_ago, seen=until)
    no_date = article("undated", seen=after + hours(1))
    outside = article("outside", published=week_ago, seen=later)
    with store.begin() as tx:
        tx.articles.add([at_start, at_end, only_seen, no_date, outside])
        assert tx.articles.in_window(after, until) == (only_seen, no_date, at_end)


def test_many_articles_in_one_call(store: Store) -> None:
    """More ids than a statement can bind are stored and asked for all the same."""
    many = [article(str(number)) for number in range(2500)]
    with store.begin() as tx:
        assert len(tx.articles.add(many)) == 2500
        assert list(tx.articles.by_ids(one.id for one in many).values()) == many


def test_refusals_are_kept_once_an_item_and_reason(store: Store) -> None:
    """An item that fails at every reading stands in one ledger, on the day it first failed."""
    empty, late = refusal(), refusal(reason=RefusalReason.TOO_OLD)
    hostile = refusal("https://x.example/\x00\ud800")
    with store.begin() as tx:
        assert tx.articles.add_refusals([empty, hostile, empty], NOON) == 2
        assert tx.articles.add_refusals([empty, late], NOON + hours(24)) == 1
        assert set(tx.articles.refusals_in(NOON - hours(1), NOON)) == {empty, hostile}
        assert tx.articles.refusals_in(NOON, NOON + hours(24)) == (late,)


def test_an_unchanged_entry_is_known(store: Store) -> None:
    """A page is fetched again only when its feed entry changed, and guids are a source's own."""
    with store.begin() as tx:
        tx.articles.mark_read("a", {"1": "x", "2\x00": "y"}, NOON)
        assert tx.articles.knows("a", {"1": "x", "2\x00": "y", "3": "z"}) == {"1", "2\x00"}
        assert tx.articles.knows("a", {"1": "changed"}) == set()
        assert tx.articles.knows("b", {"1": "x"}) == set()
        tx.articles.mark_read("a", {"1": "changed"}, NOON)
        assert tx.articles.knows("a", {"1": "changed"}) == {"1"}


def test_a_source_is_added_once(store: Store) -> None:
    """The same id or the same address twice is an error that leaves the transaction usable."""
    with store.begin() as tx:
        tx.sources.add(source("b"))
        for twin in (source("b", url="https://new.example"), source("c", url=source("b").url)):
            with pytest.raises(SourceExistsError) as caught:
                tx.sources.add(twin)
            assert caught.value.source_id == twin.id
        tx.sources.add(source("a"))
    with store.read() as tx:
        assert tx.sources.all() == (source("a"), source("b"))
        assert tx.sources.get("b") == tx.sources.find("b") == tx.sources.find(source("b").url) == source("b")
        assert tx.sources.find("c") is None


def test_sources_sort_alike_everywhere(store: Store) -> None:
    """The catalogue's order is that of the bytes, not of a server's locale."""
    names = ["Zeit", "a-b", "a_c", "aB", "ab", "é"]
    with store.begin() as tx:
        for name in reversed(names):
            tx.sources.add(source(name))
        assert [one.id for one in tx.sources.all()] == sorted(names)


def test_a_source_is_replaced(store: Store) -> None:
    """A change to a source keeps its id, and may not take another's address."""
    with store.begin() as tx:
        tx.sources.add(source("a"))
        tx.sources.add(source("b"))
        tx.sources.replace(source("a", name="Nouveau"))
        with pytest.raises(SourceExistsError):
            tx.sources.replace(source("a", url=source("b").url))
        with pytest.raises(SourceNotFoundError):
            tx.sources.replace(source("c"))
        assert tx.sources.get("a").name == "Nouveau"


def test_a_source_that_is_not_there(store: Store) -> None:
    """Asking for, removing or visiting an unknown source names it."""
    with store.begin() as tx:
        for act in (
            lambda: tx.sources.get("ghost"),
            lambda: tx.sources.remove("ghost"),
            lambda: tx.sources.save_state(SourceState(source_id="ghost")),
        ):
            with pytest.raises(SourceNotFoundError) as caught:
                act()
            assert caught.value.source_id == "ghost"


def test_what_a_visit_taught_is_kept(store: Store) -> None:
    """Caching facts are kept byte for byte, and go when their source goes."""
    state = SourceState(source_id="a", etag='W/"é\\"', next_due=NOON, failures=2, error="timeout")
    with store.begin() as tx:
        tx.sources.add(source("a"))
        assert tx.sources.state("a") == SourceState(source_id="a")
        tx.sources.save_state(SourceState(source_id="a"))
        tx.sources.save_state(state)
        assert tx.sources.state("a") == state
        assert tx.sources.states() == {"a": state}
        tx.sources.remove("a")
        assert tx.sources.states() == {}


def test_stories_are_replaced_by_id(store: Store) -> None:
    """A story that grew is one story, found by any of its articles."""
    grown = story("s1", "a1", "a2", last=NOON + hours(2), thread="t")
    other = story("s2", "a9", first=NOON - hours(9), thread="t")
    with store.begin() as tx:
        tx.stories.save([], [story("s1", "a1", "a0"), other])
        tx.stories.save([], [grown])
        assert tx.stories.get("s1") == grown
        assert tx.stories.of_articles(["a2", "a9"]) == (other, grown)
        assert tx.stories.of_articles(["a0"]) == ()
        assert tx.stories.by_ids(["s2", "none"]) == {"s2": other}
        assert tx.stories.active_since(NOON + hours(1)) == (grown,)
        assert tx.stories.active_since(NOON) == (other, grown)
        assert tx.stories.threads(["t", "none"]) == {"t": (other, grown)}
        with pytest.raises(StoryNotFoundError):
            tx.stories.get("none")


def test_wire_copies_are_found_by_any_printing(store: Store) -> None:
    """A printing that arrives late joins its wire copy; what was merged away is gone."""
    copy = wire_copy("a1", "a2", "a3")
    with store.begin() as tx:
        tx.stories.save([wire_copy("a1", "a2"), wire_copy("b1", "b2")], [story("s1", "a1")])
        tx.stories.save([copy], [])
        assert tx.stories.wire_copies(["a3", "a2"]) == (copy,)
        assert tx.stories.remove([wire_copy("b1").id, "s1", "none"]) == 2
        assert tx.stories.wire_copies(["b2"]) == ()
        assert tx.stories.of_articles(["a1"]) == ()


def test_a_batch_is_kept_whole_or_not_at_all(store: Store) -> None:
    """An error half-way leaves neither the articles nor the readings of its batch."""

    def save() -> None:
        with store.begin() as tx:
            tx.articles.add([article()])
            tx.articles.mark_read("le-rivage", {"1": "x"}, NOON)
            tx.sources.save_state(SourceState(source_id="gone"))

    with pytest.raises(SourceNotFoundError):
        save()
    with store.read() as tx:
        assert tx.articles.seen_items([item_id("le-rivage", "1")]) == set()
        assert tx.articles.knows("le-rivage", {"1": "x"}) == set()
