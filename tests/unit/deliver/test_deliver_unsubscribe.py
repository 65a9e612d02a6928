"""Tokens that name a subscriber to us alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bouclage.deliver import subscriber_of, token
from bouclage.records import digest

SECRET = b"a secret of more than sixteen bytes"
ADA = digest("evening", "ada@reader.example", kind="subscriber")


def test_token_names_its_subscriber():
    """A token gives back the id under the same secret, and the same token every time: links of years ago work."""
    assert token(ADA, SECRET) == token(ADA, SECRET) == "aiwv4zfcg3mxca4ohgapgzdr2wap4m2wgzgehejeefupcwow5whjewokfi"
    assert subscriber_of(token(ADA, SECRET), SECRET) == ADA


def test_case_is_of_no_matter():
    """Mail programs change the case of addresses and subjects."""
    assert subscriber_of(token(ADA, SECRET).upper(), SECRET) == ADA


def test_token_is_opaque_and_url_safe():
    """Row 17: neither the id nor its bytes can be seen, and nothing needs escaping."""
    made = token(ADA, SECRET)
    assert ADA not in made
    assert made.isascii()
    assert made.isalnum()
    assert made == made.lower()
    assert len("leave+" + made) <= 64  # fits the local part of an address


def test_another_secret_knows_nothing():
    """A token of another installation is unknown."""
    assert subscriber_of(token(ADA, SECRET), SECRET + b"x") is None


def test_every_changed_character_is_noticed():
    """Row 17: no token can be made from another."""
    made = token(ADA, SECRET)
    for place in range(len(made) - 1):
        other = "a" if made[place] != "a" else "b"
        assert subscriber_of(made[:place] + other + made[place + 1 :], SECRET) is None


@given(st.text(max_size=120))
def test_any_text_is_answered(text):
    """Whatever arrives in a URL is no error, and names nobody."""
    assert subscriber_of(text, SECRET) is None


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=8))
def test_any_short_id_comes_back(subscriber_id):
    """Ids need not be ours."""
    assert subscriber_of(token(subscriber_id, SECRET), SECRET) == subscriber_id


def test_short_secret_and_long_id_are_refused():
    """A secret that can be guessed protects nothing."""
    with pytest.raises(ValueError, match="16 bytes"):
        token(ADA, b"short")
    with pytest.raises(ValueError, match="subscriber id"):
        token("x" * 33, SECRET)
