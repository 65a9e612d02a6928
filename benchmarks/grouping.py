"""How fast wire copies and stories are found, and how the time per article grows with the stream.

    python -m benchmarks.grouping [ARTICLES ...]      default: 10000 100000
    python -m benchmarks.grouping --sets              the bundled days, and real texts where they are at hand

The stream is synthetic and seeded: words by Zipf's law, events of one to some dozens of reports over a few days, a
third of the reports printing another's text whole or cut. It measures time; its F1 tells
that the work was done, quality is measured on real texts in tests/gates.
"""

import gc
import random
import resource
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from benchmarks.grouping_peers import compare
from tests.gates.stories.grouping_score import DATA, bundled, local

from bouclage.records import Article, Block, BlockKind
from bouclage.stories import stories
from bouclage.stories.grouping import articles_of, bcubed
from bouclage.wire import wire_copies

START = datetime(2026, 1, 1, tzinfo=UTC)
A_DAY = 4000  # articles a day: a large collection
MOST_FOR_PEERS = 20_000  # articles: the single pass compares each with a day's
SYLLABLES = [
    a + b
    for a in ["b", "c", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "w", "z", "br", "st"]
    for b in ["a", "e", "i", "o", "u", "an", "er", "is"]
]


def stream(count: int, seed: int = 7) -> list[Article]:
    """Return `count` articles in no order, about 220 words each."""
    dice = random.Random(seed)
    vocabulary = ["".join(dice.choices(SYLLABLES, k=dice.randint(1, 4))) for _ in range(60_000)]
    weights = [1 / (rank + 2.7) for rank in range(len(vocabulary))]
    pool = dice.choices(vocabulary, weights, k=400_000)
    articles: list[Article] = []
    while len(articles) < count:
        number = len(articles)
        begun = START + timedelta(days=number / A_DAY)
        theme = dice.sample(vocabulary[300:], 14)
        names = [word.capitalize() for word in dice.sample(vocabulary[2000:], 6)]
        texts: list[list[str]] = []
        for report in range(min(int(dice.paretovariate(0.9)), 40, count - number)):
            if texts and dice.random() < 0.35:
                paragraphs = dice.choice(texts)[: dice.randint(2, 5)]
            else:
                paragraphs = [_paragraph(dice, pool, theme, names) for _ in range(5)]
                texts.append(paragraphs)
            articles.append(
                _article(f"{number}-{report}", begun + timedelta(hours=dice.expovariate(0.2)), paragraphs, dice)
            )
    dice.shuffle(articles)
    return articles


def _paragraph(dice: random.Random, pool: list[str], theme: list[str], names: list[str]) -> str:
    start = dice.randrange(len(pool) - 50)
    found = [*pool[start : start + 32], *dice.choices(theme, k=7), *dice.choices(names, k=4)]
    dice.shuffle(found)
    return " ".join(found).capitalize() + "."


def _article(guid: str, published: datetime, paragraphs: list[str], dice: random.Random) -> Article:
    outlet = f"outlet {dice.randrange(300)}"
    return Article(
        item=guid,
        source_id=outlet,
        outlet=outlet,
        url="",
        guid=guid,
        seen=published,
        published=published,
        language="en",
        headline=" ".join(paragraphs[0].split()[:9]),
        body=tuple(Block(kind=BlockKind.PARAGRAPH, text=text) for text in paragraphs),
    )


def report(name: str, articles: list[Article], gold: list[str]) -> None:
    """Print rate, F1 and memory of ours, then the peers' on the same articles."""
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
    if count <= MOST_FOR_PEERS:
        for line in compare(articles, gold, window=A_DAY):
            print(f"  {line}", flush=True)


def main() -> None:
    """Print figures for each size asked for, or for the sets at hand with `--sets`."""
    if "--sets" in sys.argv[1:]:
        for name, rows in sets():
            report(name, articles_of(rows), [str(row["gold"]) for row in rows])
        return
    for count in [int(size) for size in sys.argv[1:]] or [10_000, 100_000]:
        articles = stream(count)
        report(f"{count} articles", articles, [article.guid.split("-")[0] for article in articles])


def sets() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Give the bundled days, and the sets beside the project that are there."""
    yield "bundled days", bundled()
    for name in ("ecbplus.dev", "fr_googlenews_headlines.dev", "swiss-2024-06-26.dev"):
        if (DATA / f"{name}.jsonl").is_file():
            yield name, local(name)


if __name__ == "__main__":
    main()
