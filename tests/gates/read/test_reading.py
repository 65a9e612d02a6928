"""Reading against real pages and wire samples: scores with pinned floors."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bouclage.read import article_from_entry, read_file, read_source
from bouclage.records import Document, Source
from bouclage.text.clean import letters
from tests.gates.read import reading_score as score

FLOORS: dict[str, float] = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))
NOW = datetime(2026, 11, 23, tzinfo=UTC)
needs_pages = pytest.mark.skipif(
    not (score.DATA / "reading").is_dir(), reason="saved pages are not in ../shared/data/reading"
)
needs_wire = pytest.mark.skipif(
    not (score.DATA / "wire").is_dir(), reason="wire samples are not in ../shared/data/wire"
)
needs_feeds = pytest.mark.skipif(not (score.DATA / "feeds").is_dir(), reason="feeds are not in ../shared/data/feeds")


@needs_pages
def test_bodies_of_the_neutral_set() -> None:
    """Bodies of 89 saved pages, annotated by others, are found as well as ever."""
    overlaps = []
    for page in score.zyte():
        article = score.read(page)
        # Lead and body as printed: one fixed reading for all pages, though annotators left out some standfirsts.
        overlap = score.overlap(page.gold["articleBody"], score.printed(article) if article else "")
        assert overlap is not None
        overlaps.append(overlap)
    assert score.f1(overlaps) >= FLOORS["zyte_body_f1"]


@needs_pages
def test_fields_of_publishers() -> None:
    """Title, date, authors, lead and body of 139 publishers' pages are found as well as ever."""
    pages = score.publishers()
    titles, dates, authors, leads, overlaps = [], [], [], [], []
    for page in pages:
        article, gold = score.read(page), page.gold
        assert article is not None, page.name
        printed = {letters(article.headline or ""), letters(f"{article.kicker or ''}{article.headline or ''}")}
        titles.append(letters(gold["title"]) in printed)
        expected = datetime.fromisoformat(gold["publishing_date"])
        expected = expected if expected.tzinfo else expected.replace(tzinfo=UTC)
        dates.append(article.published is not None and abs(article.published - expected) < timedelta(days=1))
        if gold.get("authors"):
            authors.append(set(map(letters, gold["authors"])) == set(map(letters, article.authors)))
        if gold.get("body") and len(body := score.body_of(gold)) > 200:
            overlap = score.overlap(body, score.printed(article))
            assert overlap is not None
            overlaps.append(overlap)
            if lead := " ".join(gold["body"].get("summary") or []):
                leads.append(letters(lead)[:80] == letters(article.lead or "")[:80])
    reached = {
        "publishers_title": sum(titles) / len(titles),
        "publishers_date": sum(dates) / len(dates),
        "publishers_authors": sum(authors) / len(authors),
        "publishers_lead": sum(leads) / len(leads),
        "publishers_body_f1": score.f1(overlaps),
    }
    short = {name: round(value, 4) for name, value in reached.items() if value < FLOORS[name]}
    assert not short


@needs_wire
@pytest.mark.parametrize("folder", ["ninjs/examples", "ninjs/validation", "newsml-g2/examples"])
def test_every_wire_sample_is_read_or_refused_with_a_reason(folder: str) -> None:
    """No sample of the standards' own crashes, and none vanishes without a word."""
    source = Source(id="gate", name="Gate", url="https://wire.example/")
    for path in sorted((score.DATA / "wire" / folder).rglob("*.*")):
        if path.suffix not in {".json", ".xml"}:
            continue
        document = Document(source_id="gate", url=path.name, final_url=path.name, fetched=NOW, body=path.read_bytes())
        found = read_source(document, source)
        assert found.articles or found.refusals or found.complaint, path.name
        assert read_file(document)


@needs_feeds
def test_every_feed_of_the_conformance_suite_is_survived() -> None:
    """1,850 feed files, many of them broken on purpose, never raise."""
    source = Source(id="gate", name="Gate", url="https://feeds.example/")
    count = entries = 0
    for path in sorted((score.DATA / "feeds" / "feedparser").rglob("*.xml")):
        document = Document(
            source_id="gate",
            url="https://feeds.example/f",
            final_url="https://feeds.example/f",
            fetched=NOW,
            body=path.read_bytes(),
        )
        found = read_source(document, source)
        count += 1
        entries += len(found.entries)
        for entry in found.entries:
            article_from_entry(entry, source, NOW)
    assert count > 1_500
    assert entries > 200
