"""Golden files: what is rendered is compared byte for byte with a file that a person has looked at."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

HERE = Path(__file__).parent
# the hand-built edition is shared with the unit tests of render
sys.path.insert(0, str(HERE.parent / "unit" / "render"))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that writes golden files instead of comparing."""
    parser.addoption("--update-golden", action="store_true", help="write golden files instead of comparing")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Return a function that compares a text with the golden file of a name; a missing file is a failure."""

    def compare(name: str, text: str) -> None:
        path = HERE / name
        # the option is unknown when pytest was started above this folder
        if request.config.getoption("--update-golden", default=False):
            path.write_text(text, encoding="utf-8", newline="")
            return
        if not path.is_file():
            pytest.fail(
                f"golden file {name} is missing: look at the output, then run pytest {HERE.name} --update-golden"
            )
        assert text == path.read_bytes().decode(), f"{name} differs from what was looked at"

    return compare
