"""Scores of an article's anatomy against hand labels: precision and recall, field by field."""

import gzip
import json
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bouclage.records import Article, BlockKind
from tests.gates.read.label_digests import digest_of
from tests.gates.read.reading_score import DATA, Page, read

_LABELS = Path(__file__).parent / "labels.jsonl"
_FIELDS = ("kicker", "lead", "photo_credit")


def labelled() -> list[tuple[Page, dict[str, Any]]]:
    """Load the labelled pages, each with its labels as digests."""
    pairs = []
    for line in _LABELS.read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        path = DATA / "reading" / "publishers" / label["page"]
        info = json.loads((path.parent / "meta.info").read_text(encoding="utf-8")).get(path.name) or {}
        fetched = datetime.fromisoformat(info.get("crawl_date", "2026-01-01")).replace(tzinfo=UTC) + timedelta(days=1)
        html = gzip.decompress(path.read_bytes())
        pairs.append((Page(label["page"], info.get("url", "https://news.example/a/b"), html, fetched, {}), label))
    return pairs


def scores() -> dict[str, float]:
    """Read every labelled page; return precision and recall of each field, "kicker_precision" and so on."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for page, label in labelled():
        article = read(page)
        assert article is not None, page.name
        also = label.get("also") or {}
        for field, shown in zip(_FIELDS, _shown(article), strict=True):
            _count(counts[field], digest_of(shown) if shown else None, label[field], also.get(field, []))
        agency = article.agency
        right = agency in label["agency"]
        counts["agency"].update(
            hits=right, wrong=bool(agency) and not right, missed=bool(label["agency"]) and not right
        )
        found = Counter(digest_of(block.text) for block in article.body if block.kind is BlockKind.CROSSHEAD)
        wanted = Counter(label["crossheads"])
        extra = found - wanted
        counts["crossheads"].update(
            hits=sum((found & wanted).values()),
            wrong=sum(count for digest, count in extra.items() if digest not in also.get("crossheads", [])),
            missed=sum((wanted - found).values()),
        )
    reached = {}
    for field, count in counts.items():
        reached[f"{field}_precision"] = count["hits"] / max(1, count["hits"] + count["wrong"])
        reached[f"{field}_recall"] = count["hits"] / max(1, count["hits"] + count["missed"])
    return reached


def _shown(article: Article) -> tuple[str | None, str | None, str | None]:
    return article.kicker, article.lead, article.photo.credit if article.photo else None


def _count(count: Counter[str], found: str | None, wanted: str | None, also: list[str]) -> None:
    right = found is not None and (found == wanted or found in also)
    if right and wanted is None:
        return  # a reading that may count, where the label has none: neither right nor wrong
    count.update(hits=right, wrong=found is not None and not right, missed=wanted is not None and not right)
