"""Reading pages: body F1 and speed beside the peers, on the same pages in the same run, on one core.

Every reader gets the bytes of a page and gives its text. Ours gives all the rest of the article besides (headline,
kicker, byline, dates, photo, agency, language); the peers are asked for the body alone. Passes of the readers
alternate; each rate is the median over them, of CPU time, so that a busy machine slows nobody's figure.

    python benchmarks/reading.py [--passes 5]
"""

import argparse
import importlib.util
import logging
import re
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.gates.read import reading_score as score

from bouclage.read.decode import decode
from bouclage.read.markup import parse

Reader = Callable[[score.Page], str]


def ours(page: score.Page) -> str:
    """Lead and body as our reader finds them."""
    article = score.read(page)
    return score.printed(article) if article else ""


def trafilatura(**options: bool) -> Reader:
    """A reader by trafilatura with these options."""
    from trafilatura import extract  # noqa: PLC0415 -- a peer, taken if it is there

    def read(page: score.Page) -> str:
        return extract(page.html, include_comments=False, **options) or ""

    return read


def readability(page: score.Page) -> str:
    """The text readability-lxml finds."""
    from readability import Document  # noqa: PLC0415 -- a peer, taken if it is there

    html = Document(decode(page.html, None).text).summary(html_partial=True)
    return re.sub(r"<[^>]+>", " ", html)


def readers() -> dict[str, Reader]:
    """Ours, and the peers that are installed."""
    found: dict[str, Reader] = {"bouclage": ours}
    if importlib.util.find_spec("trafilatura"):
        logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
        found["trafilatura fast"] = trafilatura(fast=True)
        found["trafilatura default"] = trafilatura()
        found["trafilatura precision"] = trafilatura(favor_precision=True)
    if importlib.util.find_spec("readability"):
        found["readability-lxml"] = readability
    return found


def measure(read: Reader, pages: list[score.Page]) -> tuple[float, list[str]]:
    """CPU seconds one pass takes, and the texts found."""
    start = time.process_time()
    texts = [read(page) for page in pages]
    return time.process_time() - start, texts


def f1(texts: list[str], gold: list[str]) -> float:
    """Body F1 over pages."""
    overlaps = [score.overlap(wanted, found) for wanted, found in zip(gold, texts, strict=True)]
    return score.f1([each for each in overlaps if each is not None])


def parsing(pages: list[score.Page]) -> float:
    """CPU seconds that decoding and parsing alone take."""
    start = time.process_time()
    for page in pages:
        parse(decode(page.html, None).text)
    return time.process_time() - start


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--passes", type=int, default=5)
    passes = options.parse_args().passes
    if not (score.DATA / "reading").is_dir():
        print("skipped: saved pages are not in ../shared/data/reading")
        return
    neutral = score.zyte()
    printed = [page for page in score.publishers() if page.gold.get("body") and len(score.body_of(page.gold)) > 200]
    pages = [*neutral, *printed]
    found = readers()
    seconds: dict[str, list[float]] = {name: [] for name in found}
    texts: dict[str, list[str]] = {}
    parsed = []
    for read in found.values():
        measure(read, pages[:5])  # warm up: imports, tables, caches
    for _ in range(passes):
        for name, read in found.items():
            took, texts[name] = measure(read, pages)
            seconds[name].append(took)
        parsed.append(parsing(pages))
    base = statistics.median(seconds.get("trafilatura fast") or seconds["bouclage"])
    print(
        f"{len(neutral)} pages of the neutral set, {len(printed)} of publishers; {passes} passes, CPU time, one core\n"
    )
    print(f"{'reader':<24}{'F1 neutral':>12}{'F1 publishers':>15}{'pages/s':>10}{'x fast':>8}")
    for name, took in seconds.items():
        middle = statistics.median(took)
        one = f1(texts[name][: len(neutral)], [page.gold["articleBody"] for page in neutral])
        two = f1(texts[name][len(neutral) :], [score.body_of(page.gold) for page in printed])
        print(f"{name:<24}{one:>12.3f}{two:>15.3f}{len(pages) / middle:>10.0f}{base / middle:>8.2f}")
    share = statistics.median(parsed) / statistics.median(seconds["bouclage"])
    print(f"\n{share:.0%} of our time is decoding and parsing the page")


if __name__ == "__main__":
    main()
