"""Who said what at closing: processor time an article, by number of articles and by size of story.

Run: python benchmarks/story_statements.py
"""

import json
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.builders import an_article  # noqa: E402

from bouclage.records import Article  # noqa: E402
from bouclage.statements import story_statements  # noqa: E402

NINE = datetime(2026, 9, 8, 9, 0, tzinfo=UTC)
GOLD = [
    json.loads(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "tests/data/statements").glob("*/*.json"))
]


def articles(count: int) -> list[Article]:
    """Return so many articles of the gold, each with a line of its own."""
    return [
        an_article(
            f"Titre {number}", source=f"s{number % 50}", body=(GOLD[number % len(GOLD)]["text"], f"Fin {number}."),
            language=GOLD[number % len(GOLD)]["language"], published=NINE + timedelta(minutes=number % 300),
        )
        for number in range(count)
    ]  # fmt: skip


def measure(count: int, size: int) -> float:
    """Return milliseconds of processor time an article, in stories of `size`."""
    given = articles(count)
    begun = time.process_time()
    for first in range(0, count, size):
        story_statements(given[first : first + size])
    return (time.process_time() - begun) / count * 1000


if __name__ == "__main__":
    measure(30, 5)
    for count in (250, 500, 1000):
        print(f"{count:5} articles in stories of 5: {measure(count, 5):.1f} ms an article")
    for size in (1, 20, 100):
        print(f"  300 articles in stories of {size}: {measure(300, size):.1f} ms an article")
