"""Scores of reading against saved pages with known answers: the shingle measure of the article extraction benchmark."""

import gzip
import json
import re
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bouclage.read import read_page
from bouclage.records import Article, Document, Source
from bouclage.text.clean import letters

DATA = Path(__file__).parents[4] / "shared" / "data"
_TOKEN = re.compile(r"\w+")


@dataclass(frozen=True)
class Overlap:
    """Shares of 4-token shingles: in both texts, only in ours, only in the expected one."""

    both: float
    extra: float
    missing: float


def overlap(expected: str, found: str) -> Overlap | None:
    """Compare two texts by their runs of four tokens; None where both are empty."""
    one, other = _shingles(expected), _shingles(found)
    both = sum((one & other).values())
    extra, missing = sum((other - one).values()), sum((one - other).values())
    total = both + extra + missing
    return Overlap(both / total, extra / total, missing / total) if total else None


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    tokens = _TOKEN.findall(text)
    return Counter(tuple(tokens[at : at + 4]) for at in range(max(1, len(tokens) - 3))) if tokens else Counter()


def f1(overlaps: list[Overlap]) -> float:
    """Return F1 of the mean precision and the mean recall over documents."""
    precisions = [each.both / (each.both + each.extra) for each in overlaps if each.both + each.extra]
    recalls = [each.both / (each.both + each.missing) for each in overlaps if each.both + each.missing]
    if not precisions or not recalls:
        return 0.0
    precision, recall = sum(precisions) / len(precisions), sum(recalls) / len(recalls)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


@dataclass(frozen=True)
class Page:
    """One saved page and what is expected of it."""

    name: str
    url: str
    html: bytes
    fetched: datetime
    gold: dict[str, Any]


def read(page: Page) -> Article | None:
    """Read a page; None where it was refused."""
    document = Document(source_id="gate", url=page.url, final_url=page.url, fetched=page.fetched, body=page.html)
    found = read_page(document, Source(id="gate", name="", url=page.url))
    return found if isinstance(found, Article) else None


def printed(article: Article) -> str:
    """Return lead and body as they stood on the page, dateline and sign-off put back."""
    parts = [article.dateline, article.lead, *(block.text for block in article.body), article.sign_off]
    return "\n".join(part for part in parts if part)


def zyte() -> list[Page]:
    """Load the pages of the neutral set: bodies only."""
    root = DATA / "reading" / "zyte"
    gold = json.loads((root / "gold.json").read_text(encoding="utf-8"))
    pages = []
    for name, expected in sorted(gold.items()):
        path = next((root / "html").glob(f"{name}.html*"))
        raw = path.read_bytes()
        html = gzip.decompress(raw) if path.suffix == ".gz" else raw
        url = expected.get("url") or "https://news.example/article"
        pages.append(Page(name[:10], url, html, datetime(2026, 1, 1, tzinfo=UTC), expected))
    return pages


def publishers() -> list[Page]:
    """Load the pages of publishers, each with the expected parse of its layout version."""
    pages = []
    for folder in sorted((DATA / "reading" / "publishers").iterdir()):
        info = json.loads((folder / "meta.info").read_text(encoding="utf-8"))
        for path in sorted(folder.glob("*.html.gz")):
            outlet = path.name.split("_")[0]
            versions = json.loads((folder / f"{outlet}.json").read_text(encoding="utf-8"))
            html = gzip.decompress(path.read_bytes())
            gold = _version(versions, html.decode("utf-8", "replace"))
            facts = info.get(path.name)
            if gold is None or facts is None:
                continue
            fetched = datetime.fromisoformat(facts["crawl_date"]).replace(tzinfo=UTC) + timedelta(days=1)
            pages.append(Page(path.name.removesuffix(".html.gz"), facts["url"], html, fetched, gold))
    return pages


def _version(versions: dict[str, Any], html: str) -> dict[str, Any] | None:
    """Return the expected parse that belongs to a page: the one whose text is in it."""
    if len(versions) == 1:
        return next(iter(versions.values()))
    text = letters(re.sub(r"<[^>]+>", "", html))
    for gold in reversed(versions.values()):
        sections = (gold.get("body") or {}).get("sections") or []
        first = next((part for section in sections for part in section["paragraphs"]), "")
        if first and letters(first)[:60] in text:
            return gold
    return None


def body_of(gold: dict[str, Any]) -> str:
    """Return lead, crossheads and paragraphs of an expected parse."""
    body = gold["body"]
    parts = list(body.get("summary") or [])
    for section in body.get("sections") or []:
        parts.extend(section.get("headline") or [])
        parts.extend(section.get("paragraphs") or [])
    return "\n".join(parts)
