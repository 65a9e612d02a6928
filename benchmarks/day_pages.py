"""Pages of one simulated day: the texts of `grouping_day` in frames of real saved pages, and the feeds that list them.

A frame is a real page with its head, navigation, scripts and foot as they were; its headline, dates and paragraphs are
places for others. Frames are taken where our reader finds again what was put in, so that stages after reading work on
a day as it was simulated.
"""

import gzip
import html
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

from lxml import etree
from lxml import html as markup
from tests.gates.read import reading_score as score

from bouclage.read import read_page
from bouclage.records import Article, Document, Entry, Source, item_id

LEAST = 60  # characters of a paragraph that is taken for one of the text
MOST_FRAMES = 60
_OFF = ("//script[@type='application/ld+json']", "//meta[@property='article:published_time']", "//time", "//h1")


@dataclass(frozen=True)
class Frame:
    """A real page cut at its text: what stands before, and after."""

    name: str
    before: str
    after: str

    def page(self, article: Article) -> bytes:
        """Return the page that prints an article in this frame."""
        headline, when = html.escape(article.headline or ""), article.time.isoformat()
        facts = {"@type": "NewsArticle", "headline": article.headline, "datePublished": when}
        head = (
            f"<title>{headline}</title><meta property='og:title' content=\"{headline}\">"
            f"<script type='application/ld+json'>{json.dumps(facts)}</script>"
        )
        told = "".join(f"<p>{html.escape(block.text)}</p>" for block in article.body)
        return (
            self.before.replace("</head>", head + "</head>", 1) + f"<h1>{headline}</h1>{told}" + self.after
        ).encode()


def frames() -> list[Frame]:
    """Return the frames at hand: of the real pages beside the project, else of the bundled sites."""
    folder = score.DATA / "reading" / "publishers"
    real = sorted(folder.rglob("*.html.gz")) if folder.is_dir() else []
    bundled = sorted((Path(__file__).parents[1] / "sample" / "site").rglob("*.html"))
    probe = _probe()
    found = []
    for path in real or bundled:
        frame = _frame(path)
        if frame is not None and _prints(frame, probe):
            found.append(frame)
        if len(found) == MOST_FRAMES:
            break
    return found


def _frame(path: Path) -> Frame | None:
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    try:
        tree = markup.document_fromstring(data.decode("utf-8", "replace"))
    except (etree.ParserError, ValueError):
        return None
    for query in _OFF:
        for node in tree.xpath(query):
            node.drop_tree()
    bodies: dict[markup.HtmlElement, list[markup.HtmlElement]] = {}
    for paragraph in tree.iter("p"):
        if len(paragraph.text_content()) >= LEAST and paragraph.getparent() is not None:
            bodies.setdefault(paragraph.getparent(), []).append(paragraph)
    if not bodies or tree.find("head") is None:
        return None
    parent, told = max(bodies.items(), key=lambda one: sum(len(p.text_content()) for p in one[1]))
    mark = parent.makeelement("bouclage-text")
    parent.insert(parent.index(told[0]), mark)
    for paragraph in told:
        paragraph.drop_tree()
    for title in tree.xpath("//title"):
        title.drop_tree()
    for meta in tree.xpath("//meta[contains(@property, 'title') or contains(@name, 'title')]"):
        meta.drop_tree()
    before, cut, after = etree.tostring(tree, method="html", encoding="unicode").partition(
        "<bouclage-text></bouclage-text>"
    )
    return Frame(path.name, "<!doctype html>" + before, after) if cut and "</head>" in before else None


def _prints(frame: Frame, article: Article) -> bool:
    """Say whether our reader finds a text again in this frame."""
    source = Source(id="x", name="x", url="https://x.example/")
    found = read_page(document(frame.page(article), article), source, None)
    if not isinstance(found, Article):
        return False
    overlap = score.overlap(article.text, found.text)
    return overlap is not None and overlap.both > 0.8


def _probe() -> Article:
    from benchmarks.grouping import sets  # noqa: PLC0415 - it imports peers
    from benchmarks.grouping_day import day  # noqa: PLC0415

    return day(20, [rows for _, rows in sets()])[0][0]


def document(body: bytes, article: Article) -> Document:
    """Return a page as it would be fetched."""
    return Document(
        source_id=article.source_id,
        url=_address(article),
        final_url=_address(article),
        fetched=article.time + timedelta(minutes=5),
        content_type="text/html; charset=utf-8",
        body=body,
    )


def catalogue(articles: Sequence[Article], feeds: int, dice: random.Random) -> list[tuple[Source, list[Article]]]:
    """Spread a day's articles over so many feeds; each is then its source's."""
    sources = [
        Source(id=f"outlet-{number}", name=f"Outlet {number}", url=f"https://outlet-{number}.example/rss")
        for number in range(feeds)
    ]
    given: list[tuple[Source, list[Article]]] = [(source, []) for source in sources]
    for article in articles:
        dice.choice(given)[1].append(article)
    return given


def feed(source: Source, articles: Sequence[Article]) -> bytes:
    """Return the RSS feed that lists a source's articles, with a teaser of each."""
    items = "".join(
        f"<item><title>{html.escape(one.headline or '')}</title><link>{_address(one)}</link>"
        f"<guid>{one.guid}</guid><pubDate>{format_datetime(one.time)}</pubDate>"
        f"<description>{html.escape(one.body[0].text[:200])}</description></item>"
        for one in articles
    )
    return (
        f"<?xml version='1.0'?><rss version='2.0'><channel><title>{source.name}</title>{items}</channel></rss>".encode()
    )


def entries(source: Source, articles: Sequence[Article]) -> Iterator[tuple[Entry, Article]]:
    """Give each article with its feed's mention of it."""
    for article in articles:
        entry = Entry(
            source_id=source.id,
            guid=article.guid,
            url=_address(article),
            headline=article.headline,
            published=article.published,
        )
        assert entry.item == item_id(source.id, article.guid)
        yield entry, article


def _address(article: Article) -> str:
    return f"https://{re.sub(r'[^a-z0-9]+', '-', article.outlet.lower())}.example/{article.guid}"
