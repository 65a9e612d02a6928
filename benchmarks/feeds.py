"""Feeds: how many a second, and how many right, beside the peers, on the same bytes in the same run, on one core.

Right: cases of feedparser's conformance suite that ask for an item's title, link, id, dates or text. Speed: feeds of
thirty real articles each, in RSS, Atom and RDF, whole texts and summaries mixed, one in twenty damaged as feeds in the
wild are. Ours makes entries (texts cleaned, dates judged, addresses resolved); the peers give what they parsed.
Passes alternate; each rate is the median over them, of CPU time.

    python benchmarks/feeds.py [--passes 5] [--feeds 120]
"""

import argparse
import importlib.util
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.gates.read import feed_score as score
from tests.gates.read import reading_score

from bouclage.read import read_file
from bouclage.read.decode import decode
from bouclage.read.feed_fast import parse_quickly
from bouclage.read.mend import mend
from bouclage.read.prologue import without_prologue
from bouclage.records import Article, Document

_NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom"'
)
ITEMS = 30
SLOW = frozenset(("feedparser", "feedparser, not sanitising"))
DAMAGED = 20  # one feed in so many


def main() -> None:
    """Print both tables."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--passes", type=int, default=5)
    options.add_argument("--feeds", type=int, default=120)
    given = options.parse_args()
    readers = _readers()
    _right(readers)
    _speed(readers, _feeds(given.feeds), given.passes)


def _right(readers: dict[str, score.Reader]) -> None:
    if not score.ROOT.is_dir():
        print("conformance skipped: the suite is not in ../shared/data/feeds\n")
        return
    cases = score.cases()
    asked = Counter(kind for case in cases for kind in case.kinds)
    print(f"{len(cases)} conformance cases right (asked: {_counts(asked)})\n")
    print(f"{'reader':<26}{'right':>8}  " + "".join(f"{kind:>8}" for kind in score.KINDS) + f"{'raised':>8}")
    for name, read in readers.items():
        good: Counter[str] = Counter()
        total = raised = 0
        for case in cases:
            try:
                items = read(case.body)
            except Exception:  # noqa: BLE001 -- whatever a peer raises is counted
                raised += 1
                continue
            if score.right(case, items):
                total += 1
                good.update(case.kinds)
        print(f"{name:<26}{total:>8}  " + "".join(f"{good[kind]:>8}" for kind in score.KINDS) + f"{raised:>8}")
    print()


def _counts(counted: Counter[str]) -> str:
    return ", ".join(f"{kind} {counted[kind]}" for kind in score.KINDS)


def _speed(readers: dict[str, score.Reader], feeds: list[bytes], passes: int) -> None:
    size = sum(map(len, feeds)) / len(feeds)
    ways = Counter(_way(body) for body in feeds)
    print(
        f"{len(feeds)} feeds of {ITEMS} articles, {size / 1000:.0f} KB each, one in {DAMAGED} damaged; "
        f"{passes} passes, CPU time, one core; ours: {ways['fast']} the fast way, {ways['mended']} mended first, "
        f"{ways['slow']} by feedparser\n"
    )
    seconds: dict[str, list[float]] = {name: [] for name in readers}
    found: dict[str, int] = {}
    for read in readers.values():
        _pass(read, feeds[:3])
    for turn in range(passes):
        for name, read in readers.items():
            if turn > 1 and name in SLOW:
                continue  # two passes of the slowest tell enough
            took, found[name] = _pass(read, feeds)
            seconds[name].append(took)
    base = statistics.median(seconds["bouclage"])
    print(f"{'reader':<26}{'feeds/s':>10}{'ours is':>10}{'items':>8}")
    for name, took in seconds.items():
        middle = statistics.median(took)
        print(f"{name:<26}{len(feeds) / middle:>10.0f}{middle / base:>9.1f}x{found[name]:>8}")


def _pass(read: score.Reader, feeds: Iterable[bytes]) -> tuple[float, int]:
    start = time.process_time()
    count = 0
    for body in feeds:
        try:
            count += len(read(body))
        except Exception:  # noqa: BLE001 -- whatever a peer raises, its items are missing
            continue
    return time.process_time() - start, count


def _way(body: bytes) -> str:
    """Which of our ways a feed takes."""
    text, _ = without_prologue(decode(body).text)
    for way, tried in (("fast", text), ("mended", mend(text))):
        try:
            if parse_quickly(tried.encode()) is not None:
                return way
        except SyntaxError:  # what lxml raises
            continue
    return "slow"


def _readers() -> dict[str, score.Reader]:
    found: dict[str, score.Reader] = {"bouclage": score.ours, "feedparser": _feedparser()}
    found["feedparser, not sanitising"] = _feedparser(sanitize_html=False, resolve_relative_uris=False)
    if importlib.util.find_spec("fastfeedparser"):
        found["fastfeedparser"] = _fastfeedparser()
    if importlib.util.find_spec("feedparser_rs"):
        found["feedparser-rs"] = _feedparser_rs()
    return found


def _feedparser(**options: bool) -> score.Reader:
    import feedparser  # noqa: PLC0415

    def read(body: bytes) -> list[score.Item]:
        return [_item(entry) for entry in feedparser.parse(BytesIO(body), **options).entries]

    return read


def _feedparser_rs() -> score.Reader:
    import feedparser_rs  # noqa: PLC0415 -- a peer, taken if it is there

    def read(body: bytes) -> list[score.Item]:
        return [_item(entry) for entry in feedparser_rs.parse(body).entries]

    return read


def _fastfeedparser() -> score.Reader:
    import fastfeedparser  # noqa: PLC0415 -- a peer, taken if it is there

    def read(body: bytes) -> list[score.Item]:
        made = []
        for entry in fastfeedparser.parse(body).entries:
            contents = [part.get("value") or "" for part in entry.get("content") or []]
            made.append(
                score.Item(
                    title=entry.get("title"), link=entry.get("link"), id=entry.get("id"),
                    published=_written(entry.get("published")), updated=_written(entry.get("updated")),
                    texts=[*contents, entry.get("description") or entry.get("summary") or ""],
                )
            )  # fmt: skip
        return made

    return read


def _written(text: Any) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _item(entry: Any) -> score.Item:
    def own(name: str) -> Any:
        """What is there under this very name: feedparser passes off one date as another."""
        return dict.get(entry, name) if isinstance(entry, dict) else getattr(entry, name, None)

    contents = [part["value"] if isinstance(part, dict) else part.value for part in own("content") or []]
    return score.Item(
        title=own("title"),
        link=own("link"),
        id=own("id") or (entry.get("id") if isinstance(entry, dict) else None),
        published=_moment(own("published_parsed") or own("created_parsed")),
        updated=_moment(own("updated_parsed")),
        texts=[text for text in (*contents, own("summary")) if text],
    )


def _moment(parsed: Any) -> datetime | None:
    return datetime(*parsed[:6], tzinfo=UTC) if parsed else None


def _feeds(count: int) -> list[bytes]:
    """Make feeds of real articles, the same every time."""
    chance = random.Random(20260908)
    articles = _articles()
    forms = (_rss, _rss, _atom, _rdf)
    feeds = []
    for row in range(count):
        chosen = [articles[(row * 17 + step) % len(articles)] for step in range(ITEMS)]
        body = forms[row % len(forms)](row, chosen, whole=row % 3 != 0)
        feeds.append(_damaged(body, chance.randrange(5)) if row % DAMAGED == DAMAGED - 1 else body.encode())
    return feeds


def _articles() -> list[tuple[str, str, list[str]]]:
    """Headline, lead and paragraphs of real articles where the saved pages are there, else of the bundled days."""
    if (reading_score.DATA / "reading").is_dir():
        found = [reading_score.read(page) for page in (*reading_score.zyte(), *reading_score.publishers())]
    else:
        pages = sorted((Path(__file__).parents[1] / "sample" / "site").rglob("*.html"))
        outcomes = [read_file(_document(page)) for page in pages]
        found = [one for outcome in outcomes for one in outcome if isinstance(one, Article) and one.body]
    return [(each.headline or "", each.lead or "", [block.text for block in each.body]) for each in found if each]


def _document(page: Path) -> Document:
    return Document(source_id="bench", url=page.name, final_url=page.name, fetched=score.NOW, body=page.read_bytes())


def _when(row: int) -> datetime:
    return datetime(2026, 9, 7, 18, tzinfo=UTC) - timedelta(minutes=7 * row)


def _html(paragraphs: list[str]) -> str:
    return "".join(f'<p class="text">{escape(text, quote=False)}</p>\n' for text in paragraphs)


def _rss(feed: int, articles: list[tuple[str, str, list[str]]], *, whole: bool) -> str:
    items = []
    for row, (headline, lead, paragraphs) in enumerate(articles):
        link = f"https://outlet{feed}.example/news/2026/09/07/{row}-{feed}"
        text = f"<content:encoded><![CDATA[{_html(paragraphs)}]]></content:encoded>" if whole else ""
        items.append(
            f"<item><title>{escape(headline)}</title><link>{link}?utm_source=rss&amp;utm_medium=feed</link>"
            f'<guid isPermaLink="false">{link}</guid><pubDate>{format_datetime(_when(row))}</pubDate>'
            f"<description><![CDATA[<p>{escape(lead, quote=False)}</p>]]></description>"
            f"<dc:creator><![CDATA[Anna Muster]]></dc:creator><category>News</category>{text}"
            f'<media:content url="{link}.jpg" medium="image" type="image/jpeg"><media:credit>KEYSTONE</media:credit>'
            "</media:content></item>"
        )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" {_NAMESPACES}><channel><title>Outlet</title>'
        f"<link>https://outlet.example/</link><language>de-CH</language><ttl>30</ttl>{''.join(items)}</channel></rss>"
    )


def _atom(feed: int, articles: list[tuple[str, str, list[str]]], *, whole: bool) -> str:
    items = []
    for row, (headline, lead, paragraphs) in enumerate(articles):
        link = f"https://outlet{feed}.example/news/{row}-{feed}"
        text = f'<content type="html">{escape(_html(paragraphs))}</content>' if whole else ""
        items.append(
            f'<entry><id>tag:outlet{feed}.example,2026:{row}</id><title type="html">{escape(headline)}</title>'
            f'<link rel="alternate" type="text/html" href="{link}"/><published>{_when(row).isoformat()}</published>'
            f"<updated>{_when(row).isoformat()}</updated><author><name>Anna Muster</name></author>"
            f'<category term="News"/><summary type="html">{escape(escape(lead, quote=False))}</summary>{text}</entry>'
        )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de-CH">'
        f"<id>tag:outlet</id><title>Outlet</title><updated>2026-09-07T18:00:00Z</updated>{''.join(items)}</feed>"
    )


def _rdf(feed: int, articles: list[tuple[str, str, list[str]]], *, whole: bool) -> str:
    items = []
    for row, (headline, lead, paragraphs) in enumerate(articles):
        link = f"https://outlet{feed}.example/news/{row}"
        text = f"<content:encoded>{escape(_html(paragraphs))}</content:encoded>" if whole else ""
        items.append(
            f'<item rdf:about="{link}"><title>{escape(headline)}</title><link>{link}</link>'
            f"<description>{escape(lead)}</description><dc:date>{_when(row).isoformat()}</dc:date>{text}</item>"
        )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        f'xmlns="http://purl.org/rss/1.0/" {_NAMESPACES}><channel rdf:about="https://outlet.example/"><title>Outlet'
        f"</title></channel>{''.join(items)}</rdf:RDF>"
    )


def _damaged(text: str, how: int) -> bytes:
    """Damage a feed in one of the ways that are met."""
    half = text.index("</title>", len(text) // 2)
    if how == 0:
        return text[: len(text) * 6 // 10].encode()  # cut off
    if how == 1:
        return (text[:half] + " R&D" + text[half:]).encode()  # a bare ampersand
    if how == 2:
        return (text[:half] + " \x0b" + text[half:]).encode()  # a control character
    if how == 3:
        return (text[:half] + "&nbsp;&eacute;" + text[half:]).encode()  # HTML's entities
    return ("\n\n" + text + "\n<!-- cached --><br>").encode()  # blanks before, junk after


if __name__ == "__main__":
    main()
