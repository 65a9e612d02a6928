"""What operators copy: container, compose, systemd and dashboard files, held to the program they start."""

import configparser
import json
import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from bouclage.cli import app
from bouclage.config import Config, config_rows

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
COMMANDS = set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
SETTINGS = {"BOUCLAGE_" + key.upper().replace(".", "__") for key, _, _ in config_rows(Config())}


def test_the_container_runs_as_nobody_special_and_says_how_it_is() -> None:
    """Not root, a health check, locked packages, and a command that exists."""
    lines = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    last = lines.rpartition("\nFROM ")[2]

    assert re.search(r"^USER bouclage$", last, re.MULTILINE)
    assert "HEALTHCHECK" in last
    assert "--require-hashes -r requirements.lock" in lines
    assert ":latest" not in "".join(line for line in lines.splitlines() if line.startswith("FROM"))
    assert json.loads(re.findall(r"^CMD (\[.*\])$", last, re.MULTILINE)[0])[0] in COMMANDS
    assert set(re.findall(r"BOUCLAGE_\w+(?==)", lines)) <= SETTINGS
    for copied in re.findall(r"^COPY (?!--from)(.+) \S+$", lines, re.MULTILINE):
        assert all((ROOT / name).exists() for name in copied.split())


def test_the_containers_packages_are_the_extras() -> None:
    """What the image adds for PostgreSQL is what the extra names."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = set(re.findall(r'"(psycopg|procrastinate)\b', (DEPLOY / "Dockerfile").read_text(encoding="utf-8")))

    assert named == {re.split(r"[\[>=]", wanted)[0] for wanted in project["optional-dependencies"]["postgresql"]}


def test_compose_starts_what_exists() -> None:
    """Every service's command, setting, secret and volume is one there is."""
    compose: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yml").read_text(encoding="utf-8"))
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]

    assert set(compose["services"]) == {"app", "worker", "database"}
    for service in compose["services"].values():
        assert set(service.get("secrets", ())) <= set(compose["secrets"])
        assert {volume.split(":")[0] for volume in service.get("volumes", ())} <= set(compose["volumes"])
        assert set(service.get("depends_on", ())) <= set(compose["services"])
        if "command" in service:
            name, *options = service["command"]
            known = {option for parameter in commands[name].params for option in parameter.opts}
            assert set(options) <= known
            settings = {key.removesuffix("_FILE") for key in service["environment"]}
            assert settings <= SETTINGS


@pytest.mark.parametrize(
    "unit", sorted(DEPLOY.glob("*.service")) + sorted(DEPLOY.glob("*.timer")), ids=lambda p: p.name
)
def test_units_are_well_formed(unit: Path) -> None:
    """Each unit parses, has its sections, and starts a command there is."""
    read = configparser.ConfigParser(strict=False, interpolation=None)
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read(unit, encoding="utf-8")

    assert read["Unit"]["Description"]
    if unit.suffix == ".timer":
        assert read["Timer"]["OnCalendar"]
        assert (DEPLOY / f"{unit.stem}.service").exists()
    else:
        started = re.search(r"/bin/bouclage (\w+)", read["Service"]["ExecStart"])
        assert started is not None
        assert started[1] in COMMANDS
        assert read["Service"]["NoNewPrivileges"] == "true"
        assert read["Service"]["User"] != "root"


def test_units_please_systemd() -> None:
    """systemd's own check finds nothing but that the program is not installed here."""
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("no systemd-analyze")
    units = [str(unit) for unit in (*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer"))]
    told = subprocess.run(
        [program, "verify", "--man=no", *units], capture_output=True, check=False, text=True, timeout=120
    )
    ours = [line for line in (told.stdout + told.stderr).splitlines() if "bouclage" in line]

    assert [line for line in ours if "is not executable" not in line] == []


def test_the_dashboard_asks_for_figures_there_are() -> None:
    """Every figure named in the dashboard is one that the program gives."""
    given = set(re.findall(r'"(bouclage_\w+)"', (ROOT / "src/bouclage/web/metrics.py").read_text(encoding="utf-8")))
    board = json.loads((DEPLOY / "grafana.json").read_text(encoding="utf-8"))
    asked = {
        name
        for panel in board["panels"]
        for target in panel["targets"]
        for name in re.findall(r"bouclage_\w+", target["expr"])
    }

    assert asked
    assert asked <= given


def _instructions() -> list[tuple[str, str]]:
    """Return the Dockerfile's instructions with their arguments, continued lines joined."""
    text = re.sub(r"^#.*\n", "", (DEPLOY / "Dockerfile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    lines = re.sub(r"\\\n", " ", text).splitlines()
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in lines if line.strip())]


def test_the_image_is_built_by_instructions_that_there_are() -> None:
    """What a linter asks: known words, versions, stages named before use, lists that parse, no ADD, no secret set."""
    known = {
        "FROM",
        "LABEL",
        "RUN",
        "COPY",
        "ENV",
        "USER",
        "WORKDIR",
        "VOLUME",
        "EXPOSE",
        "HEALTHCHECK",
        "ENTRYPOINT",
        "CMD",
    }
    found = _instructions()
    assert {word for word, _ in found} <= known
    assert found[0][0] == "FROM"
    stages: set[str] = set()
    for word, rest in found:
        if word == "FROM":
            image, _, name = rest.partition(" AS ")
            assert re.fullmatch(r"[a-z/]+:[\w.-]*\d[\w.-]*", image), f"no version: {image}"
            stages.add(name)
        if word == "COPY" and (source := re.match(r"--from=(\S+)", rest)):
            assert source[1] in stages
        if word in {"ENTRYPOINT", "CMD"}:
            assert all(isinstance(part, str) for part in json.loads(rest))
        if word == "WORKDIR":
            assert rest.startswith("/")
        if word == "RUN":
            assert "sudo" not in rest
            assert "curl" not in rest
            assert "apt" not in rest or ("-y" in rest and "--no-install-recommends" in rest)
            assert all("--no-cache-dir" in one for one in re.findall(r"pip install[^&]*", rest))
        if word == "ENV":
            assert not re.search(r"SECRET|PASSWORD|TOKEN", rest)
    words = [word for word, _ in found]
    assert words.count("CMD") == words.count("ENTRYPOINT") == words.count("HEALTHCHECK") == 1
    assert words.index("USER") < words.index("ENTRYPOINT")
