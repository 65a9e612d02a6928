"""Every reader bears what is thrown at it: a short run of what benchmarks/fuzz.py does at length."""

import pytest

from tests.fuzz.fuzzing import READERS, fuzz

RUNS = 60  # for the slowest reader; the others do as many times more as they are faster


@pytest.mark.parametrize("reader", READERS)
def test_no_crash_and_no_hang(reader: str) -> None:
    """Mutated samples are read or refused: nothing is raised, nothing takes more than two seconds."""
    report = fuzz(reader, RUNS * READERS[reader][0], seed=20260908)
    assert not report.crashes, "\n".join(report.crashes)
    assert not report.hangs, "\n".join(report.hangs)
