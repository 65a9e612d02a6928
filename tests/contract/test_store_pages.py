"""Pages followed for a day, on every database."""

from tests.contract.store_samples import NOON, hours, page_state

from bouclage.store import Store


def test_pages_are_due_in_their_turn_and_forgotten(store: Store) -> None:
    """The longest overdue come first, as many as asked for; what is old goes; the caching facts come back exactly."""
    late, soon = page_state("1", due=NOON + hours(1)), page_state("2", due=NOON)
    never = page_state("3", due=None, first=NOON - hours(50))
    with store.begin() as tx:
        tx.pages.save([late, soon, never])
        tx.pages.save([late])
    with store.read() as tx:
        assert tx.pages.due("le-rivage", NOON + hours(2), 5) == (soon, late)
        assert tx.pages.due("le-rivage", NOON + hours(2), 1) == (soon,)
        assert tx.pages.due("le-rivage", NOON, 5) == (soon,)
        assert tx.pages.due("other", NOON + hours(2), 5) == ()
        assert tx.pages.of_items([late.item, never.item]) == {late.item: late, never.item: never}
    with store.begin() as tx:
        assert tx.pages.forget("le-rivage", NOON - hours(48)) == 1
