"""How fast wire copies and stories are found, and how the time per article grows with the stream.

    python -m benchmarks.grouping [ARTICLES ...]      default: 10000 100000

The stream is synthetic and seeded: words by Zipf's law, events of one to some dozens of reports over a few days, a
third of the reports printing another's text whole or cut. It measures time, not quality: for that see tests/gates.
"""

import random
import sys
import time
from datetime import UTC, datetime, timedelta

from bouclage.records import Article, Block, BlockKind
from bouclage.stories import stories
from bouclage.wire import wire_copies

START = datetime(2026, 1, 1, tzinfo=UTC)
A_DAY = 4000  # articles a day: a large collection
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


def main() -> None:
    """Print articles a second for each size asked for."""
    for count in [int(size) for size in sys.argv[1:]] or [10_000, 100_000]:
        articles = stream(count)
        begun = time.process_time()
        copies = wire_copies(articles)
        middle = time.process_time()
        found = stories(articles, copies)
        ended = time.process_time()
        print(
            f"{count} articles: wire {count / (middle - begun):.0f}/s ({len(copies)} copies), "
            f"stories {count / (ended - middle):.0f}/s ({len(found)} stories), both {count / (ended - begun):.0f}/s",
            flush=True,
        )


if __name__ == "__main__":
    main()
