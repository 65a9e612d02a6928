"""Editors' rulings, on every database."""

import pytest
from store_samples import ruling

from bouclage.errors import RulingNotFoundError
from bouclage.records import RulingKind
from bouclage.store import Store


def test_rulings_are_found_by_any_item_they_speak_of(store: Store) -> None:
    """Moved, joined or parted: each item leads to its rulings, in the order they were made."""
    late = ruling("a", parted=("c",), after=2)
    early = ruling("b", joined=("a",), kind=RulingKind.PIN, note="same quake")
    with store.begin() as tx:
        for one in (late, early, late, ruling("x")):
            tx.rulings.add(one)
    with store.read() as tx:
        assert tx.rulings.of_items(["a"]) == (early, late)
        assert tx.rulings.of_items(["c", "nothing"]) == (late,)
        assert tx.rulings.of_items([]) == ()
        assert tx.rulings.get(late.id) == late
        assert tx.rulings.latest(1) == (late,)


def test_a_withdrawn_ruling_is_gone(store: Store) -> None:
    """A ruling taken back is found by nothing any more; taking it back twice is an error."""
    one = ruling("a", parted=("b",))
    with store.begin() as tx:
        tx.rulings.add(one)
        assert tx.rulings.remove(one.id) == one
    with store.read() as tx:
        assert tx.rulings.of_items(["a", "b"]) == ()
    with pytest.raises(RulingNotFoundError, match=one.id), store.begin() as tx:
        tx.rulings.remove(one.id)
