"""How fast wire copies and stories are found, and how the time per article grows with the stream.

    python -m benchmarks.grouping [ARTICLES ...]      default: 10000 100000

The stream is synthetic and seeded: words by Zipf's law, events of one to some dozens of reports over a few days, a
third of the reports printing another's text whole or cut. It measures time; its F1 tells
that the work was done, quality is measured on real texts in tests/gates.
"""

import gc
import random
import resource
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta

import numpy as np
from scipy.sparse import csr_array

from bouclage.records import Article, Block, BlockKind
from bouclage.stories import stories
from bouclage.stories.grouping import bcubed
from bouclage.wire import wire_copies

START = datetime(2026, 1, 1, tzinfo=UTC)
A_DAY = 4000  # articles a day: a large collection
MOST_FOR_PEER = 20_000  # it compares each article with a day's
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


def single_pass(articles: list[Article], alike: float) -> list[int]:
    """Group by the plain peer's way: TF-IDF of words, each article to the story of the most alike one before it."""
    ordered = sorted(range(len(articles)), key=lambda place: articles[place].time)
    numbers: dict[str, int] = {}
    counts = [Counter(articles[place].text.lower().split()) for place in ordered]
    ids = [[numbers.setdefault(word, len(numbers)) for word in count] for count in counts]
    pointer = np.cumsum([0, *(len(found) for found in ids)])
    flat = np.concatenate([np.array(found) for found in ids])
    weights = 1 + np.log(np.concatenate([np.array(list(count.values()), dtype=float) for count in counts]))
    matrix = csr_array((weights * np.log(len(ids) / np.bincount(flat))[flat], flat, pointer))
    matrix = matrix.multiply(1 / np.sqrt(matrix.power(2).sum(axis=1))[:, None]).tocsr()
    story: list[int] = []
    for start in range(0, len(ids), 500):
        first = max(0, start - A_DAY)
        likeness = (matrix[start : start + 500] @ matrix[first : start + 500].T).toarray()
        for row in range(likeness.shape[0]):
            before = likeness[row, : start + row - first]
            best = int(before.argmax()) if len(before) else 0
            story.append(story[first + best] if len(before) and before[best] >= alike else start + row)
    found = dict(zip(ordered, story, strict=True))
    return [found[place] for place in range(len(articles))]


def main() -> None:
    """Print articles a second for each size asked for."""
    for count in [int(size) for size in sys.argv[1:]] or [10_000, 100_000]:
        articles = stream(count)
        gc.collect()
        gc.freeze()  # the stream is the benchmark's own: the collector need not walk it
        begun = time.process_time()
        copies = wire_copies(articles)
        middle = time.process_time()
        found = stories(articles, copies)
        ended = time.process_time()
        gold = [article.guid.split("-")[0] for article in articles]
        story_of = {article_id: story.id for story in found for article_id in story.article_ids}
        f1 = bcubed(gold, [story_of[article.id] for article in articles])["f1"]
        print(
            f"{count} articles: wire {count / (middle - begun):.0f}/s ({len(copies)} copies), "
            f"stories {count / (ended - middle):.0f}/s ({len(found)} stories), both {count / (ended - begun):.0f}/s, "
            f"BCubed F1 {f1:.3f}, memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB",
            flush=True,
        )
        if count <= MOST_FOR_PEER:
            begun = time.process_time()
            answers = {alike: single_pass(articles, alike) for alike in (0.1, 0.2, 0.3)}
            rate = 3 * count / (time.process_time() - begun)
            best, alike = max((bcubed(gold, [str(s) for s in got])["f1"], alike) for alike, got in answers.items())
            print(
                f"  plain TF-IDF single pass: {rate:.0f}/s, BCubed F1 {best:.3f} at its best of {[*answers]}: {alike}"
            )


if __name__ == "__main__":
    main()
