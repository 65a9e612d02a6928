"""The promises of conftest.py, so that they are not lost unnoticed."""

import os
import socket

import pytest

from tests.conftest import NetworkUsedError


@pytest.mark.parametrize(
    ("family", "address"),
    [(socket.AF_INET, ("127.0.0.1", 9)), (socket.AF_INET, ("192.0.2.1", 80)), (socket.AF_INET6, ("::1", 9))],
)
def test_a_unit_test_reaches_no_network(family: socket.AddressFamily, address: tuple[str, int]) -> None:
    """Not even this machine's: a unit test that connects is told to take a fake."""
    with socket.socket(family, socket.SOCK_STREAM) as made:
        with pytest.raises(NetworkUsedError):
            made.connect(address)
        with pytest.raises(NetworkUsedError):
            made.connect_ex(address)
    with socket.socket(family, socket.SOCK_DGRAM) as made, pytest.raises(NetworkUsedError):
        made.sendto(b"", address)


def test_a_socket_pair_works() -> None:
    """Event loops wake themselves by one; it leaves no process."""
    one, other = socket.socketpair()
    with one, other:
        one.sendall(b"x")
        assert other.recv(1) == b"x"


def test_no_setting_of_the_machine_is_seen() -> None:
    """A developer's BOUCLAGE_STORE__URL does not become the tests' store."""
    assert not [name for name in os.environ if name.startswith("BOUCLAGE_")]
