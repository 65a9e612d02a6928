"""Log lines: the same keys every day, whatever is told."""

import json
import logging
from collections.abc import Iterator

import pytest

from bouclage.cli.logs import start_logging
from bouclage.config import OperatingConfig


@pytest.fixture(autouse=True)
def _own_logging() -> Iterator[None]:
    root, ours = logging.getLogger(), logging.getLogger("bouclage")
    kept = root.handlers[:], root.level, ours.level
    yield
    root.handlers[:], root.level, ours.level = kept[0], kept[1], kept[2]


def test_a_json_line_has_stable_keys(capsys: pytest.CaptureFixture[str]) -> None:
    """Time, level, logger, event and the event's own keys: what dashboards and alerts hang on."""
    start_logging(OperatingConfig(log="json"))

    logging.getLogger("bouclage.web.loops").info("collected", extra={"sources": 3, "new": 12, "trouble": 0})
    line = json.loads(capsys.readouterr().err)

    assert line.pop("time").endswith("Z")
    assert line == {
        "event": "collected",
        "level": "info",
        "logger": "bouclage.web.loops",
        "sources": 3,
        "new": 12,
        "trouble": 0,
    }


def test_an_error_is_one_json_line(capsys: pytest.CaptureFixture[str]) -> None:
    """A mistake's traceback stays within its line."""
    start_logging(OperatingConfig(log="json"))
    try:
        int("line one\nline two")
    except ValueError:
        logging.getLogger("bouclage.worker").exception("a mistake of ours", extra={"job": "collect:x"})

    lines = capsys.readouterr().err.splitlines()

    assert len(lines) == 1
    assert "ValueError" in json.loads(lines[0])["exception"]


def test_people_read_a_line_and_others_stay_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    """In text the keys stand behind the event; libraries' own news below a warning are left out."""
    start_logging(OperatingConfig(log_level="warning"))

    logging.getLogger("bouclage").info("not asked for")
    logging.getLogger("somebody.else").info("nor this")
    logging.getLogger("bouclage").warning("failed", extra={"work": "sending"})

    said = capsys.readouterr().err
    assert "failed" in said
    assert "work=sending" in said
    assert "asked for" not in said
    assert "nor this" not in said
