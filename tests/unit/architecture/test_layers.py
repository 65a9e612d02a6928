"""The arrow of imports."""

import subprocess
import sys
from pathlib import Path

from tests.unit.architecture.tree import ROOT


def test_imports_point_one_way() -> None:
    """The contracts of pyproject.toml hold: layers in order, only the edges at network, database and processes."""
    program = Path(sys.executable).with_name("lint-imports")
    found = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout + found.stderr
