"""Maintenance: what goes, what stays, and that every sentence shown can still be found where it stood."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from tests.builders import a_source, an_article
from tests.contract.store_samples import refusal

from bouclage.config import Config, KeepingConfig
from bouclage.engine import Engine
from bouclage.pipeline import Closing, as_shown, close_edition, gone_since, look, maintain
from bouclage.records import (
    Edition,
    Picture,
    PubStatus,
    Quote,
    Rights,
    SourceState,
    TextRight,
    digest,
    item_id,
)
from bouclage.schedule import window
from bouclage.store import Store, schema

DAY = date(2026, 9, 8)
CLOSES = datetime(2026, 9, 8, 14, 30, tzinfo=UTC)
LATER = CLOSES + timedelta(days=200)
CONFIG = Config()
RAIN = "Des pluies record ont rempli les barrages; des caves sont inondées à Milan."
BRIEF = "Le conseil a voté le crédit du pont. Les travaux commencent en mars, a dit le syndic."


def _read(store: Store, headline: str, *, source: str = "le-rivage", at: datetime = CLOSES, **given: Any) -> str:
    """Let an article be read an hour before `at`; return its id."""
    moment = at - timedelta(hours=1)
    facts = {"item": item_id(source, headline), "guid": headline, "source_id": source, "outlet": source}
    article = an_article(headline, **facts | {"published": moment, "seen": moment} | given)
    with store.begin() as tx:
        tx.articles.add([article])
        tx.articles.mark_read(source, {headline: "x"}, moment)
        tx.sources.save_state(SourceState(source_id=source, last_read=moment, last_success=moment))
    return article.id


def _close(store: Store, day: date = DAY) -> Edition:
    edition = CONFIG.edition()
    opens, closes = window(day, edition.closing_time, edition.zone)
    closing = Closing(edition=edition, day=day, opens=opens, closes=closes)
    return close_edition(store, CONFIG, closing, now=closes, even_if_thin=True)


def _quotes(record: Any) -> Iterator[Quote]:
    """Give every quotation within a record, however deep."""
    if isinstance(record, Quote):
        yield record
    elif isinstance(record, tuple):
        for part in record:
            yield from _quotes(part)
    elif is_dataclass(record):
        for part in fields(record):
            yield from _quotes(getattr(record, part.name))


def _stored(store: Store, *ids: str) -> set[str]:
    with store.read() as tx:
        return set(tx.articles.by_ids(ids))


def test_photos_go_when_their_rights_do(store: Store) -> None:
    """A printed photo stays with its edition only while its source allows it: run out, taken back, or source gone."""
    picture = Picture(width=640, height=360, body=b"jpeg")
    allowing = {"stays": None, "runs-out": 60, "still": 300, "taken-back": None}
    with store.begin() as tx:
        for name, days in allowing.items():
            rights = Rights(text=TextRight.FULL, photo=name != "taken-back", expires_days=days)
            tx.sources.add(a_source(name, rights=rights))
        for name in (*allowing, "no-source"):
            tx.photos.add(name, {f"https://{name}.example/1.jpg": picture}, CLOSES)
        for row in tx.photos.sources():
            assert tx.photos.older(row, LATER, most=9)
        tx.link.connection.execute(schema.photos.update().values(printed=True))

    assert look(store, CONFIG, now=LATER).over["photos"] == 3
    assert maintain(store, CONFIG, now=LATER).dropped["photos"] == 3
    with store.read() as tx:
        assert set(tx.photos.sources()) == {"stays", "still"}


@pytest.fixture
def town(store: Store) -> Store:
    """A store with two sources, one of which lets its texts be shown for sixty days."""
    with store.begin() as tx:
        tx.sources.add(a_source("le-rivage", rights=Rights(text=TextRight.FULL)))
        tx.sources.add(a_source("la-depeche", rights=Rights(text=TextRight.FULL, expires_days=60)))
    return store


def test_texts_that_an_edition_lists_stay_and_its_sentences_are_found(town: Store) -> None:
    """Each quotation of the edition still stands in its article at its place; what nobody printed is gone."""
    printed = _read(town, "Le pont ferme", lead=BRIEF)
    old = _read(town, "Une vieille chose", published=CLOSES - timedelta(days=40))
    edition = _close(town)
    assert [story.headline.text for story in edition.stories] == ["Le pont ferme"]

    done = maintain(town, CONFIG, now=LATER)

    assert _stored(town, printed, old) == {printed}
    assert done.dropped["articles"] == 1
    quotes = list(_quotes(edition))
    assert quotes
    with town.read() as tx:
        articles = tx.articles.by_ids(quote.article_id for quote in quotes)
        assert tx.editions.get("evening", DAY) == edition
        assert len(tx.editions.ledger("evening", DAY).entries) == 2
        assert tx.stories.of_articles([printed])
    assert all(articles[quote.article_id].text[quote.start : quote.end] == quote.text for quote in quotes)


def test_texts_go_when_their_rights_run_out(town: Store) -> None:
    """The printed text of a source with sixty days goes after them; the edition still shows its headline and link."""
    kept, expired = _read(town, "Le pont ferme"), _read(town, "Le lac monte", source="la-depeche", lead=RAIN)
    edition = _close(town)

    assert maintain(town, CONFIG, now=CLOSES + timedelta(days=58)).dropped.get("articles") is None
    assert maintain(town, CONFIG, now=CLOSES + timedelta(days=62)).dropped["articles"] == 1

    assert _stored(town, kept, expired) == {kept}
    with town.read() as tx:
        shown = as_shown(edition, gone_since(tx, edition, LATER), instead="")
        assert tx.stories.of_articles([expired]) == ()
    assert {story.headline.text for story in shown.stories} == {"Le pont ferme", "Le lac monte"}
    assert RAIN in str(edition)
    assert RAIN not in str(shown)


def test_a_report_taken_back_stays_taken_back(town: Store) -> None:
    """The notice that withdraws a printed report outlives the report's text: without it, it would be shown again."""
    printed = _read(town, "Le lac monte", source="la-depeche")
    edition = _close(town)
    kill = _read(
        town,
        "Le lac monte",
        source="la-depeche",
        version=2,
        at=CLOSES + timedelta(days=1),
        pub_status=PubStatus.CANCELED,
    )

    maintain(town, CONFIG, now=LATER)

    assert _stored(town, printed, kill) == {kill}
    with town.read() as tx:
        assert item_id("la-depeche", "Le lac monte") in gone_since(tx, edition, LATER)


def test_news_of_the_last_days_are_never_touched(town: Store) -> None:
    """However short the rights are, what a closing may still look back to stays."""
    with town.begin() as tx:
        tx.sources.replace(a_source("la-depeche", rights=Rights(expires_days=1)))
    fresh = _read(town, "Le lac monte", source="la-depeche")

    maintain(town, CONFIG, now=CLOSES + timedelta(days=44))

    assert _stored(town, fresh) == {fresh}


def test_an_item_read_again_after_its_text_went_is_not_printed_again(town: Store) -> None:
    """The ledger remembers what the texts' table no longer does."""
    headline = "Le lac monte"
    _read(town, headline, source="la-depeche")
    _close(town)
    maintain(town, CONFIG, now=LATER)
    again = LATER.replace(hour=14, minute=30)
    _read(town, headline, source="la-depeche", at=again, published=None)

    edition = _close(town, again.date())

    assert edition.stories == ()


def test_what_ages_goes_batch_by_batch(town: Store) -> None:
    """More rows than one batch holds go too; what is younger stays; kept for good stays."""
    with town.begin() as tx:
        tx.articles.add_refusals([refusal(f"old-{number}") for number in range(35)], CLOSES)
        tx.articles.add_refusals([refusal("young")], LATER)
        tx.articles.mark_read("le-rivage", {str(number): "x" for number in range(25)}, CLOSES - timedelta(days=300))

    for number in range(15):
        _read(town, f"Jamais imprimé {number}", published=CLOSES - timedelta(days=40))
    kept = look(town, CONFIG, now=LATER)
    forever = replace(CONFIG, keeping=KeepingConfig(refusals_days=0, unprinted_days=0, readings_days=0))
    assert maintain(town, forever, now=LATER).dropped == {}

    done = maintain(town, CONFIG, now=LATER, batch=10)

    assert done.dropped == {"refusals": 35, "readings": 25, "articles": 15}
    assert kept.over == done.dropped
    assert kept.rows["refusals"] == 36
    with town.read() as tx:
        assert [one.item for one in tx.articles.refusals_in(CLOSES, LATER)] == ["young"]


def test_the_store_gives_space_back(town: Store) -> None:
    """Dropped rows make the store smaller on disk: at once on SQLite, by a full rewrite on PostgreSQL."""
    for number in range(300):
        body = " ".join(digest(f"{number} {part}", kind="x") for part in range(200))
        _read(town, f"Jamais imprimé {number}", lead=body, published=CLOSES - timedelta(days=40))

    done = maintain(town, CONFIG, now=LATER, full=not town.path.endswith(".db"))

    assert done.dropped["articles"] == 300
    assert done.size_after < done.size_before / 2


def test_it_is_done_once_a_day(town: Store) -> None:
    """Before its hour nothing happens, after it the first who asks does it, the others find it done."""
    clock = [datetime(2026, 9, 8, 0, 30, tzinfo=UTC)]  # 02:30 in Zurich
    engine = Engine(store=town, config=CONFIG, secret="s" * 32, clock=lambda: clock[0])
    assert engine.maintain() is None

    clock[0] += timedelta(hours=1)
    assert engine.maintain() is not None
    assert engine.maintain() is None

    clock[0] += timedelta(days=1)
    assert engine.maintenance_due()
    with town.read() as tx:
        last = tx.keeping.last()
    assert last is not None
    assert last[0] == DAY


@pytest.mark.parametrize("days", [1, 44, -5])
def test_days_that_a_closing_needs_cannot_be_set(days: int) -> None:
    """A retention shorter than a closing looks back is refused, by name."""
    with pytest.raises(ValueError, match="refusals_days"):
        KeepingConfig(refusals_days=days)


def test_readings_outlive_the_texts() -> None:
    """A reading forgotten before its text would have the text read again as new."""
    with pytest.raises(ValueError, match="readings_days"):
        KeepingConfig(readings_days=100)
