"""How fast wire copies and stories are found, and how the time per article grows with the size of a day.

    python -m benchmarks.grouping [ARTICLES ...]      one simulated day each; default: 10000 100000
    python -m benchmarks.grouping --sets              the bundled days, and real texts where they are at hand

The day is made of real texts, resampled with edits and seeded; see grouping_day. Its F1 tells that the work was done;
quality is measured on real texts in tests/gates. Rates are articles a second of processor time, on one core.
Last measured on a two-core machine: 10,000 articles 1,280 a second, 100,000 1,088 a second and 1.80 GB; the aims
are 1,000 a second and 2 GB, and at most 1.5 times the time per article (measured 1.18).
docs/concepts/quality.md says more.
"""

import gc
import resource
import sys
import time
from collections.abc import Iterator
from typing import Any

from benchmarks.grouping_day import day
from benchmarks.grouping_peers import compare
from tests.gates.stories.grouping_score import DATA, bundled, local

from bouclage.records import Article
from bouclage.stories import stories
from bouclage.stories.grouping import articles_of, bcubed
from bouclage.wire import wire_copies

MOST_FOR_PEERS = 20_000  # articles: the single pass compares each with all before it


def report(name: str, articles: list[Article], gold: list[str]) -> float:
    """Print rate, F1 and memory of wire copies and stories; return seconds per article."""
    count = len(articles)
    gc.collect()
    gc.freeze()  # the articles are the benchmark's own: the collector need not walk them
    begun = time.process_time()
    copies = wire_copies(articles)
    middle = time.process_time()
    found = stories(articles, copies)
    ended = time.process_time()
    story_of = {article_id: story.id for story in found for article_id in story.article_ids}
    f1 = bcubed(gold, [story_of[article.id] for article in articles])["f1"]
    print(
        f"{name}: wire {count / (middle - begun):.0f}/s ({len(copies)} copies), "
        f"stories {count / (ended - middle):.0f}/s ({len(found)} stories), both {count / (ended - begun):.0f}/s, "
        f"BCubed F1 {f1:.3f}, memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB",
        flush=True,
    )
    return (ended - begun) / count


def main() -> None:
    """Print figures for each size asked for, or for the sets at hand with `--sets`."""
    if "--sets" in sys.argv[1:]:
        for name, rows in sets():
            articles, gold = articles_of(rows), [str(row["gold"]) for row in rows]
            report(name, articles, gold)
            peers(articles, gold)
        return
    real = [rows for _, rows in sets()]
    first = 0.0
    sizes = [int(size) for size in sys.argv[1:]] or [10_000, 100_000]
    for count in sizes:
        each = report(f"{count} articles", *day(count, real))
        first = first or each
        print(f"  {each * 1000:.3f} ms an article, {each / first:.2f} times the first size's", flush=True)
    for count in [size for size in sizes if size <= MOST_FOR_PEERS]:  # last: their squares would count as our memory
        print(f"peers on {count} articles:", flush=True)
        peers(*day(count, real))


def peers(articles: list[Article], gold: list[str]) -> None:
    """Print the peers' figures on the same articles."""
    for line in compare(articles, gold, window=len(articles)):
        print(f"  {line}", flush=True)


def sets() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Give the bundled days, and the sets beside the project that are there."""
    yield "bundled days", bundled()
    for name in ("ecbplus.dev", "fr_googlenews_headlines.dev", "swiss-2024-06-26.dev"):
        if (DATA / f"{name}.jsonl").is_file():
            yield name, local(name)


if __name__ == "__main__":
    main()
