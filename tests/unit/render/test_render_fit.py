"""How a mail's space is given out."""

from hypothesis import given
from hypothesis import strategies as st

from bouclage.render.fit import Level, fit, shorten

SIZES = {Level.PLAIN: 10, Level.LINK: 20, Level.LINE: 30, Level.SHORT: 100, Level.FULL: 300}


def test_a_small_edition_is_set_in_full() -> None:
    """Where there is room, nothing is shortened."""
    assert fit([True, False], lambda _, level: SIZES[level], 600) == [Level.FULL, Level.FULL]


def test_the_front_page_comes_first_then_links() -> None:
    """When room is short the front keeps its summaries and the rest its links."""
    levels = fit([True, False, False, False], lambda _, level: SIZES[level], 365)
    assert levels == [Level.FULL, Level.LINK, Level.LINK, Level.LINK]


def test_none_when_headlines_alone_are_too_much() -> None:
    """The caller is told, so that it can shorten headlines."""
    assert fit([False] * 5, lambda _, level: SIZES[level], 49) is None


@given(st.lists(st.integers(1, 50), max_size=40), st.integers(0, 3000), st.integers(0, 5))
def test_never_over_budget_and_never_richer_later(bases: list[int], budget: int, fronts: int) -> None:
    """The sum keeps to the budget, and every story has a level."""

    def size(index: int, level: Level) -> int:
        return bases[index] + SIZES[level]

    levels = fit([index < fronts for index in range(len(bases))], size, budget)
    if levels is None:
        assert sum(base + 10 for base in bases) > budget
    else:
        assert len(levels) == len(bases)
        assert sum(size(index, level) for index, level in enumerate(levels)) <= budget
        ranks = [list(Level).index(level) for level in levels[fronts:]]
        assert ranks == sorted(ranks, reverse=True)


def test_shortened_at_a_word() -> None:
    """A cut headline ends with a whole word and says that it is cut."""
    assert shorten("Un titre assez long, vraiment", 22) == "Un titre assez long…"
    assert shorten("Donaudampfschifffahrt", 10) == "Donaudamp…"
    assert shorten("kurz", 10) == "kurz"
