"""The pins: every package at one version with its hashes, what we ask for among them, what is installed as pinned."""

import re
import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def _pins(lock: str) -> dict[str, list[tuple[Requirement, list[str]]]]:
    """Return by name each pin of a lock file (one a platform, where they differ) with its hashes."""
    found: dict[str, list[tuple[Requirement, list[str]]]] = {}
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    for line in filter(str.strip, text.splitlines()):
        asked, *hashes = line.split("--hash=")
        requirement = Requirement(asked.strip())
        found.setdefault(canonicalize_name(requirement.name), []).append((requirement, [one.strip() for one in hashes]))
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_its_hashes(lock: str) -> None:
    """One exact version, from no address of its own, and what its files must hash to."""
    pins = _pins(lock)
    assert len(pins) > 20
    for name, rows in pins.items():
        for requirement, hashes in rows:
            assert re.fullmatch(r"==[\w.+!]+", str(requirement.specifier)), name
            assert requirement.url is None, name
            assert hashes, name
            assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", one) for one in hashes), name


def test_the_pins_are_what_the_project_asks_for() -> None:
    """Each dependency named in pyproject is pinned at a version that it allows, the extras in the development lock."""
    wanted = {"requirements.lock": PROJECT["dependencies"]}
    wanted["requirements-dev.lock"] = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]
    for lock, asked in wanted.items():
        pins = _pins(lock)
        for requirement in map(Requirement, asked):
            if requirement.name == PROJECT["name"]:
                continue
            for pin, _ in pins[canonicalize_name(requirement.name)]:
                (exact,) = pin.specifier
                assert requirement.specifier.contains(Version(exact.version), prereleases=True), f"{lock}: {pin}"


def test_what_is_installed_is_what_is_pinned() -> None:
    """The tests run on the very versions that are pinned: what they show holds for what is installed elsewhere."""
    wrong = []
    for name, rows in _pins("requirements-dev.lock").items():
        here = [pin for pin, _ in rows if pin.marker is None or pin.marker.evaluate()]
        try:
            installed = version(name)
        except PackageNotFoundError:
            installed = ""
        if here and not any(pin.specifier.contains(installed, prereleases=True) for pin in here if installed):
            wrong.append(f"{name}: {installed or 'not installed'}, pinned {here[0].specifier}")
    assert wrong == []
