"""How large the fault tests of delivery are."""

import pytest


@pytest.fixture
def kills(request: pytest.FixtureRequest) -> int:
    """How many kills in all."""
    return int(request.config.getoption("--kills"))


@pytest.fixture
def readers(request: pytest.FixtureRequest) -> int:
    """How many deliveries."""
    return int(request.config.getoption("--readers"))


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> int:
    """What the moments of the kills are drawn from."""
    return int(request.config.getoption("--seed"))
