"""One simulated day from bytes to a closed edition, stage by stage, and how its time per article grows with its size.

    python -m benchmarks.day [PAGES ...] [--feeds 10000]     default: 2000 10000; each size in a process of its own
    python -m benchmarks.day --workers [PAGES]               the day on PostgreSQL by one worker, then by two

Feeds and pages are read from bytes as they would come from the network; the network is not in it (benchmarks/
collecting.py measures that). Pages are real saved ones with the day's texts in place of theirs; a page is made, read
and thrown away, and its making is not counted. The store is SQLite. Seconds are of processor time on one core;
"load and save" is what closing takes beside its stages.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import wraps
from typing import Any

from benchmarks.day_pages import catalogue, document, entries, feed, frames
from benchmarks.grouping import sets
from benchmarks.grouping_day import DAY, day

from bouclage.config import Config, EditionConfig
from bouclage.pipeline import Closing, close_edition
from bouclage.pipeline import close as close_module
from bouclage.read import read_page, read_source
from bouclage.records import Article, Document, SourceState
from bouclage.store import Store, open_store

CLOSES = DAY + timedelta(days=1)
BATCH = 50  # articles a transaction, as one visit saves them
STAGES = ("sift", "wire_copies", "group_stories", "answer", "compose")
NAMES = {"wire_copies": "wire copies", "group_stories": "stories", "answer": "statements", "sift": "sift"}


class Clock:
    """Seconds of processor time by stage."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()

    @contextmanager
    def at(self, stage: str) -> Iterator[None]:
        """Count what is done within."""
        begun = time.process_time()
        try:
            yield
        finally:
            self.seconds[stage] += time.process_time() - begun

    def timed(self, stage: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """Return `work`, counted."""

        @wraps(work)
        def counted(*given: Any, **named: Any) -> Any:
            with self.at(stage):
                return work(*given, **named)

        return counted


def one_day(pages: int, feeds: int) -> dict[str, Any]:
    """Take one day from bytes to its edition; return the figures."""
    clock, dice = Clock(), random.Random(11)
    made, _ = day(pages, [rows for _, rows in sets()])
    known = frames()
    with tempfile.TemporaryDirectory() as folder, open_store(f"sqlite:///{folder}/day.db") as store:
        read, amount = _read(store, catalogue(made, feeds, dice), known, clock, dice)
        del made
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        edition = _close(store, clock)
        size = store.size()
    return {
        "pages": pages,
        "feeds": feeds,
        "frames": len(known),
        "read": read,
        "mb": amount / 1e6,
        "seconds": dict(clock.seconds),
        "stories": edition.counts.stories,
        "printed": edition.counts.printed + edition.counts.merged,
        "adds_up": edition.counts.adds_up,
        "memory_reading_mb": before / 1e3,
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3,
        "store_mb": size / 1e6,
    }


def _read(store: Store, given: list[Any], known: list[Any], clock: Clock, dice: random.Random) -> tuple[int, int]:
    """Read every feed and every page and save them; return how many articles there were, and the pages' bytes."""
    count = amount = 0
    waiting: list[Article] = []
    with store.begin() as tx:
        for source, _ in given:
            tx.sources.add(source)
            state = SourceState(source_id=source.id, last_read=CLOSES, last_success=CLOSES)
            tx.sources.save_state(state)
    for source, articles in given:
        listing = Document(
            source_id=source.id, url=source.url, final_url=source.url, fetched=CLOSES, body=feed(source, articles)
        )
        with clock.at("feeds"):
            listed = read_source(listing, source)
        assert len(listed.entries) == len(articles), listed.complaint
        for entry, article in entries(source, articles):
            page = document(dice.choice(known).page(article), article)
            amount += len(page.body)
            with clock.at("pages"):
                found = read_page(page, source, entry)
            if isinstance(found, Article):
                waiting.append(found)
        if len(waiting) >= BATCH:
            count += _save(store, waiting, clock)
    return count + _save(store, waiting, clock), amount


def _save(store: Store, waiting: list[Article], clock: Clock) -> int:
    with clock.at("save"), store.begin() as tx:
        new = len(tx.articles.add(waiting))
    waiting.clear()
    return new


def _close(store: Store, clock: Clock) -> Any:
    edition = EditionConfig(closes="00:00", time_zone="UTC")
    config = Config(editions=(edition,))
    closing = Closing(edition=edition, day=CLOSES.date(), opens=DAY, closes=CLOSES)
    whole, kept = Clock(), {name: getattr(close_module, name) for name in STAGES}
    try:
        for name, work in kept.items():
            setattr(close_module, name, clock.timed(NAMES.get(name, name), work))
        with whole.at("close"):
            closed = close_edition(store, config, closing, now=CLOSES, even_if_thin=True)
    finally:
        for name, work in kept.items():
            setattr(close_module, name, work)
    inside = sum(clock.seconds[NAMES.get(name, name)] for name in STAGES)
    clock.seconds["load and save"] += whole.seconds["close"] - inside
    return closed


def show(found: dict[str, Any], first: float | None) -> float:
    """Print one size's figures; return its seconds per article."""
    pages, seconds = found["pages"], found["seconds"]
    whole = sum(seconds.values())
    each = whole / found["read"]
    print(
        f"\n{pages:,} pages ({found['mb']:.0f} MB, in {found['frames']} frames), {found['feeds']:,} feeds: "
        f"{found['read']:,} articles, {found['printed']:,} printed or merged, {found['stories']:,} stories"
    )
    print(f"{'stage':<16}{'s':>9}{'articles/s':>12}")
    for stage, took in seconds.items():
        print(f"{stage:<16}{took:>9.1f}{found['read'] / max(took, 1e-9):>12,.0f}")
    closing = whole - seconds["feeds"] - seconds["pages"] - seconds["save"]
    print(f"{'closing':<16}{closing:>9.1f}{found['read'] / closing:>12,.0f}")
    print(f"{'all':<16}{whole:>9.1f}{found['read'] / whole:>12,.0f}")
    growth = f", {each / first:.2f} times the first size's" if first else ""
    print(
        f"{each * 1000:.2f} ms an article{growth}; memory {found['memory_mb']:,.0f} MB "
        f"({found['memory_reading_mb']:,.0f} before closing); store {found['store_mb']:,.0f} MB",
        flush=True,
    )
    assert found["adds_up"]
    return each


def main() -> None:
    """Print the table of each size."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("pages", type=int, nargs="*")
    options.add_argument("--feeds", type=int, default=10_000)
    options.add_argument("--workers", action="store_true")
    options.add_argument("--json", action="store_true", help="one size, its figures as JSON")
    given = options.parse_args()
    if given.workers:
        from benchmarks.day_workers import workers  # noqa: PLC0415 - for this part alone

        workers((given.pages or [2_000])[0])
        return
    if given.json:
        print(json.dumps(one_day(given.pages[0], given.feeds)))
        return
    first: float | None = None
    for pages in given.pages or [2_000, 10_000]:
        command = [sys.executable, "-m", "benchmarks.day", str(pages), "--feeds", str(given.feeds), "--json"]
        found = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
        each = show(json.loads(found), first)
        first = first or each


if __name__ == "__main__":
    main()
