"""Fuzzing: mutated samples through every reader; no crash, no hang (over 2 s), no growth.

Without options a short run; the full one is a million in all:

    python benchmarks/fuzz.py --runs 1000000 [--seed 2] [--reader feed]

The runs are shared out by how fast a reader is; a failure is printed with the seed and number that give it again.
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.fuzz.fuzzing import READERS, Report, fuzz


def main() -> int:
    """Print a line a reader; 1 where something was found."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--runs", type=int, default=10_000, help="executions in all, or of the one reader")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--reader", choices=sorted(READERS))
    given = options.parse_args()
    parts = sum(share for share, _ in READERS.values())
    print(f"{'reader':<12}{'runs':>9}{'CPU s':>8}{'slowest s':>11}{'grown MB':>10}{'crashes':>9}{'hangs':>7}")
    total, bad = 0, False
    for name, (share, _) in READERS.items():
        if given.reader in {None, name}:
            report = fuzz(name, given.runs if given.reader else given.runs * share // parts, seed=given.seed)
            _show(report)
            total += report.runs
            bad = bad or bool(report.crashes or report.hangs)
    print(f"{total} executions")
    return int(bad)


def _show(report: Report) -> None:
    print(
        f"{report.reader:<12}{report.runs:>9}{report.seconds:>8.0f}{report.slowest_s:>11.2f}{report.grown_mb:>10.1f}"
        f"{len(report.crashes):>9}{len(report.hangs):>7}",
        flush=True,
    )
    for line in (*report.crashes, *report.hangs):
        print("  " + line.replace("\n", "\n  "), flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
