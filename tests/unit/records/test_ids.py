"""Identities are content hashes."""

from itertools import combinations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bouclage.records import digest, item_id

parts = st.lists(st.none() | st.text(max_size=12) | st.binary(max_size=12), max_size=4)


def as_bytes(listed: list[str | bytes | None]) -> list[bytes | None]:
    """Return parts as they are hashed: text and its UTF-8 bytes are one thing."""
    return [part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part for part in listed]


@given(one=parts, other=parts)
def test_different_parts_have_different_ids(one: list[str | bytes | None], other: list[str | bytes | None]) -> None:
    """No regrouping of the same letters gives the same id."""
    assume(as_bytes(one) != as_bytes(other))
    assert digest(*one, kind="item") != digest(*other, kind="item")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("ab", "c"), ("a", "bc")),
        (("ab",), ("a", "b")),
        (("",), (None,)),
        (("", ""), ("",)),
        ((), ("",)),
        (("-",), (None,)),
        (("1:a",), ("a",)),
        ((None, "a"), ("a", None)),
    ],
)
def test_parts_are_prefixed_with_their_length(one: tuple[str | None, ...], other: tuple[str | None, ...]) -> None:
    """Moved borders, missing and empty parts, and parts that look like prefixes are told apart."""
    assert digest(*one, kind="item") != digest(*other, kind="item")


def test_the_kind_keeps_equal_parts_apart() -> None:
    """An item, an article, a story, a wire copy and a subscriber made of the same text are five things."""
    kinds = ("item", "article", "story", "wire", "subscriber", "document", "entry", "ledger")
    ids = [digest("same", kind=kind) for kind in kinds]
    assert all(one != other for one, other in combinations(ids, 2))


def test_ids_are_the_same_for_ever() -> None:
    """A store written today is read by next year's version: the hash of known parts is written down here."""
    assert digest("le-rivage", "guid-1", kind="item") == item_id("le-rivage", "guid-1") == "6818468b5bfaa0ff3958"
    assert digest(None, "", "été", b"\x00", kind="article") == "6df43657dfcab9cd40eb"


@given(st.text())
def test_any_text_has_an_id(text: str) -> None:
    """Half a surrogate pair from a broken feed is hashed like any other text, to 20 hexadecimal digits."""
    found = digest(text, "\ud800", kind="item")
    assert len(found) == 20
    assert int(found, 16) >= 0
