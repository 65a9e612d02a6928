"""Collecting: two thousand feeds on loopback in one collection, then again when nothing has changed.

Every feed has a host name of its own and ten items that are read from the feed alone. The server runs in a thread of
this process, so its work is counted as ours.

    python benchmarks/collecting.py [--feeds 2000]
"""

import argparse
import asyncio
import resource
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.flow.many_feeds import ITEMS, ManyFeeds

from bouclage.fetch import Fetcher, FetchSettings
from bouclage.pipeline import Collected, collect
from bouclage.store import Store, open_store

NOW = datetime(2026, 9, 8, 14, 30, tzinfo=UTC)


async def _collect(store: Store, feeds: ManyFeeds) -> Collected:
    settings = FetchSettings(allow_loopback=True, hosts=feeds.hosts)
    async with Fetcher(settings, clock=lambda: NOW) as fetcher:
        return await collect(store, fetcher, clock=lambda: NOW, everything=True)


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--feeds", type=int, default=2000)
    count = options.parse_args().feeds
    print(f"{count} feeds of {ITEMS} items, each on its own host name, default politeness, SQLite\n")
    print(f"{'collection':<14}{'wall s':>8}{'CPU s':>8}{'new':>8}{'304':>7}{'failed':>8}{'peak MB':>9}")
    with (
        tempfile.TemporaryDirectory() as folder,
        ManyFeeds(count) as feeds,
        open_store(f"sqlite:///{folder}/bench.db") as store,
    ):
        with store.begin() as tx:
            for source in feeds.sources():
                tx.sources.add(source)
        for name in ("first", "again"):
            wall, cpu = time.perf_counter(), time.process_time()
            found = asyncio.run(_collect(store, feeds))
            wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            same = sum(visit.unchanged for visit in found.visits)
            print(
                f"{name:<14}{wall:>8.1f}{cpu:>8.1f}{found.new:>8}{same:>7}{len(found.failed):>8}{peak:>9.0f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
