"""The golden comparison can fail."""

from collections.abc import Callable

import pytest


def test_a_missing_golden_file_fails(golden: Callable[[str, str], None], request: pytest.FixtureRequest) -> None:
    """A file nobody has looked at is a failure, not a pass."""
    if request.config.getoption("--update-golden", default=False):
        pytest.skip("golden files are being written")
    with pytest.raises(pytest.fail.Exception, match="missing"):
        golden("never-written.html", "anything")


def test_a_changed_text_fails(golden: Callable[[str, str], None], request: pytest.FixtureRequest) -> None:
    """One changed character is seen."""
    if request.config.getoption("--update-golden", default=False):
        pytest.skip("golden files are being written")
    with pytest.raises(AssertionError, match="differs"):
        golden("story.fr.html", "x")
