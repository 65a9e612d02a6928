"""The gold files of statements and dates, and their split by the hash of the id."""

import json
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from bouclage.records import Article, Block, BlockKind

DATA = Path(__file__).parents[2] / "data" / "statements"
LANGUAGES = ("fr", "de", "it", "en")


def is_dev(article_id: str) -> bool:
    """Whether an article is of the development split."""
    return int(sha256(article_id.encode()).hexdigest()[0], 16) % 2 == 0


@cache
def gold(language: str, split: str) -> tuple[dict[str, Any], ...]:
    """Return the gold files of a language and split ("dev" or "test"); what is of the other split is not opened."""
    files = sorted((DATA / language).glob("*.json"))
    return tuple(
        json.loads(path.read_text(encoding="utf-8")) for path in files if is_dev(path.stem) == (split == "dev")
    )


def article_of(one: dict[str, Any]) -> Article:
    """Return the article of a gold file: its first paragraph is the headline."""
    headline, *body = one["text"].split("\n\n")
    published = datetime.fromisoformat(one["published"]).astimezone(UTC)
    article = Article(
        item=one["id"],
        source_id="gold",
        outlet=one["outlet"],
        url=f"https://gold.example/{one['id']}",
        guid=one["id"],
        seen=published,
        published=published,
        language=one["language"],
        headline=headline,
        body=tuple(Block(kind=BlockKind.PARAGRAPH, text=paragraph) for paragraph in body),
    )
    assert article.text == one["text"], one["id"]
    return article
