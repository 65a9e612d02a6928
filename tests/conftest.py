"""What holds for every test: no setting of the machine leaks in, and unit tests reach no network."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.postgresql"]

UNIT = Path(__file__).parent / "unit"

# Machines of contributors differ in speed; the same examples every time make a failure everybody's.
# HYPOTHESIS_PROFILE=explore looks for new ones.
settings.register_profile(
    "same", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.register_profile("explore", settings.get_profile("same"), derandomize=False, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


class NetworkUsedError(RuntimeError):
    """A unit test tried to reach the network."""


@pytest.fixture(autouse=True)
def _no_settings_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("BOUCLAGE_")]:
        monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def _no_network(request: pytest.FixtureRequest) -> Iterator[None]:
    if UNIT not in request.path.parents:
        yield
        return
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex", "sendto"):
            patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
        yield


def _guarded(method: Any) -> Any:
    def guarded(self: socket.socket, *given: Any) -> Any:
        if self.family != socket.AF_UNIX:
            raise NetworkUsedError(f"a unit test reaches for {given[-1]!r}: give it a fake transport")
        return method(self, *given)

    return guarded


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let long runs be asked for at full size."""
    parser.addoption("--readers", type=int, default=300, help="how many deliveries a fault test sends")
    parser.addoption("--seed", type=int, default=7, help="what the random moments of a fault test are drawn from")
    parser.addoption("--kills", type=int, default=6, help="how many kill -9 a fault test does at each stage")
    parser.addoption("--api-examples", type=int, default=2, help="how many requests are made up for each route")

    parser.addoption("--store", choices=["sqlite", "postgresql"], default="sqlite", help="of flow and fault tests")
    parser.addoption("--days", type=int, default=24, help="how many days of editions the long run makes")
    parser.addoption("--flood", type=int, default=300, help="how many sign-up forms a flood sends")

    parser.addoption("--silence", type=float, default=4.0, help="seconds a database answers nobody in a fault test")
    parser.addoption("--fuzz", type=int, default=4000, help="how many odd texts the messages are made of")
