"""Signed return addresses."""

import random
from datetime import UTC, date, datetime

import pytest

from bouclage.deliver import return_address, returned
from bouclage.errors import DeliveryError
from bouclage.records import Delivery, digest

SECRET = b"a secret of more than sixteen bytes"
BOUNCE = "bounce@news.example"
ADA = Delivery(
    edition="evening", day=date(2026, 9, 8), subscriber_id=digest("ada", kind="subscriber"), address="ada@r.example",
    message_id="<1@n.example>", changed=datetime(2026, 9, 8, tzinfo=UTC),
)  # fmt: skip


def test_it_says_whose_and_of_which_day():
    """Row 73: short enough for every server, readable in capitals too, saying nothing of the address."""
    made = return_address(BOUNCE, ADA, SECRET)
    local, _, domain = made.partition("@")
    assert domain == "news.example"
    assert local.startswith("bounce+")
    assert len(local) <= 64
    assert "ada" not in made
    for form in (made, made.upper(), f" {made}"):
        found = returned(form, BOUNCE, SECRET)
        assert found is not None
        assert (found.subscriber_id, found.day) == (ADA.subscriber_id, ADA.day)


def test_nobody_else_can_make_one():
    """Row 76: every other letter, another secret, another domain and the bare address are nobody's."""
    made = return_address(BOUNCE, ADA, SECRET)
    dice = random.Random(1)
    for place in range(len("bounce+"), made.index("@")):
        other = dice.choice([c for c in "abcdefghijklmnopqrstuvwxyz234567" if c != made[place]])
        assert returned(made[:place] + other + made[place + 1 :], BOUNCE, SECRET) is None
    assert returned(made, BOUNCE, b"another secret of sixteen bytes") is None
    assert returned(made.replace("news.example", "evil.example"), BOUNCE, SECRET) is None
    for bad in (BOUNCE, "bounce+@news.example", "bounce+é@news.example", "", "x", made[:-20]):
        assert returned(bad, BOUNCE, SECRET) is None


def test_another_delimiter_and_an_address_without_room():
    """qmail parts by "-"; a bounce address that is too long is our mistake and is named."""
    made = return_address(BOUNCE, ADA, SECRET, "-")
    assert made.startswith("bounce-")
    assert returned(made, BOUNCE, SECRET, "-") is not None
    with pytest.raises(DeliveryError, match="too long"):
        return_address("b" * 40 + "@news.example", ADA, SECRET)
