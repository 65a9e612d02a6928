"""Close: the day's items → wire copies → stories → one frozen edition and its ledger, saved together."""

import os
import socket
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from bouclage.config import Config, EditionConfig
from bouclage.edition import (
    Accounted,
    Decided,
    Earlier,
    Sifted,
    Slot,
    compose,
    decided,
    outlook,
    reason_to_hold,
    sift,
)  # fmt: skip
from bouclage.errors import EditionNotFoundError, EditorialError
from bouclage.pipeline.embedder import load_embedder
from bouclage.pipeline.photos import with_credits
from bouclage.pipeline.said import Question, answer, questions
from bouclage.pipeline.weather import place_of
from bouclage.records import (
    Article,
    Edition,
    EditionStatus,
    EditorialDecision,
    Ledger,
    Refusal,
    Ruling,
    Source,
    SourceState,
    SourceTrouble,
    Story,
    StoryStatements,
    Weather,
    WireCopy,
)
from bouclage.store import Store, Transaction
from bouclage.stories import stories as group_stories
from bouclage.text.urls import without_secrets
from bouclage.wire import wire_copies

OWED_DAYS = 7  # after a longer pause the news before it are history
HELD_DAYS = 30  # an embargo further off than this is no embargo but a mistake
GROUPING_DAYS = 4  # stories are grouped over so many days back; older ones have ended or come back as new


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """A slot to be closed."""

    edition: EditionConfig
    day: date
    opens: datetime
    closes: datetime
    late: bool = False
    ranked_as: datetime | None = (
        None  # closed early: stories are ranked as at the hour planned, as the desk showed them
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Material:
    """All that a closing thinks about, loaded at once."""

    articles: tuple[Article, ...]
    refusals: tuple[Refusal, ...]
    accounted: Mapping[str, Accounted]
    owed: datetime  # news after this are this edition's
    sources: Mapping[str, Source]
    states: Mapping[str, SourceState]
    earlier: Mapping[str, Earlier]
    stories: tuple[Story, ...]
    past: Mapping[str, Article]
    decisions: tuple[EditorialDecision, ...]
    rulings: tuple[Ruling, ...]
    weather: Weather | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Grouped:
    """The material sifted and grouped."""

    sifted: Sifted
    copies: tuple[WireCopy, ...]
    stories: tuple[Story, ...]
    known: Mapping[str, Article]  # all articles that these mention


def close_edition(
    store: Store, config: Config, closing: Closing, *, now: datetime, even_if_thin: bool = False
) -> Edition:
    """Close a slot once and return its edition; a slot that is closed already gives the edition as it was closed.

    Raises StoreBusyError while another process closes the same slot. A held edition is returned with its reason and
    may be closed later (`even_if_thin` closes what would be held). A process killed half-way leaves the slot claimed;
    the next call takes it over, since the lock died with the process.
    """
    name, day = closing.edition.name, closing.day
    with store.exclusive(f"close {name} {day.isoformat()}"):
        with store.read() as tx:
            try:
                return tx.editions.get(name, day)
            except EditionNotFoundError:
                pass
        _claim(store, name, day, now)
        with store.read() as tx:
            material = _load(tx, closing, config)
        grouped = _grouped(material, closing, config)
        said = _said(store, grouped, closing)
        made = _think(material, grouped, said, closing, config, now=now, even_if_thin=even_if_thin)
        edition, ledger, stories = made.edition, made.ledger, grouped.stories
        with store.begin() as tx:
            tx.editions.close(edition, ledger)
            if edition.status is EditionStatus.HELD:
                tx.slots.hold(name, day, now, edition.reason or "")
            else:
                tx.stories.remove({story.id for story in material.stories} - {story.id for story in stories})
                tx.stories.save(grouped.copies, stories)
                tx.said.drop(name, day)
                tx.slots.done(name, day, now)
            tx.webhooks.tell(f"edition.{edition.status}", _event(edition), now)
        return edition


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """An edition as it would close now."""

    made: Decided
    stories: tuple[Story, ...]  # with the reason of each report's place


def preview_edition(store: Store, config: Config, closing: Closing, *, now: datetime) -> Preview:
    """Return the edition as `closing` would make it now, with its editors' decisions; nothing is stored.

    A decision that would lapse at the closing is told. A reason to hold shows as the edition's status.
    """
    with store.read() as tx:
        material = _load(tx, closing, config)
    grouped = _grouped(material, closing, config)
    said = _said(store, grouped, closing)
    made = _think(material, grouped, said, closing, config, now=now, even_if_thin=False)
    return Preview(made=made, stories=grouped.stories)


def open_stories(store: Store, config: Config, closing: Closing) -> tuple[tuple[Story, ...], Mapping[str, Article]]:
    """Return the stories that a closing would make of what is stored now, and their articles by id; saves nothing.

    Stories without a report for this edition are left out. For a desk, and for rulings before the closing.
    """
    with store.read() as tx:
        material = _load(tx, closing, config)
    grouped = _grouped(material, closing, config)
    today = {article.id for article in grouped.sifted.fit}
    return tuple(story for story in grouped.stories if not today.isdisjoint(story.article_ids)), grouped.known


def asked_by(store: Store, config: Config, closing: Closing) -> tuple[Question, ...]:
    """Return what a closing would ask of the reports stored now, one question a story; saves nothing."""
    with store.read() as tx:
        material = _load(tx, closing, config)
    return tuple(_asked(_grouped(material, closing, config), closing).values())


def _event(edition: Edition) -> dict[str, object]:
    """Return what webhooks are told of a closing."""
    return {
        "edition": edition.name,
        "day": edition.day.isoformat(),
        "reason": edition.reason,
        "stories": edition.counts.stories,
        "late": edition.late,
    }


def _claim(store: Store, name: str, day: date, now: datetime) -> None:
    owner = f"{socket.gethostname()}:{os.getpid()}"
    with store.begin() as tx:
        if not tx.slots.claim(name, day, owner, now):
            slot = tx.slots.get(name, day)
            if slot is not None:
                tx.slots.reclaim(slot, owner, now)


def _load(tx: Transaction, closing: Closing, config: Config) -> _Material:
    name = closing.edition.name
    last = tx.editions.head_before(name, closing.day)
    # what came since the last edition that really closed is owed, however many closings were missed or held meanwhile
    owed = max(min(closing.opens, last.closes if last else closing.opens), closing.opens - timedelta(days=OWED_DAYS))
    since = owed - timedelta(days=config.making.late_days)
    found = {article.id: article for article in tx.articles.in_window(since, closing.closes)}
    held = tx.editions.held_items(name, closing.day - timedelta(days=HELD_DAYS))
    refusals = tx.articles.refusals_in(since, closing.closes)
    items = {article.item for article in found.values()} | held
    for versions in tx.articles.of_items(items).values():
        found |= {version.id: version for version in versions}
    ledgered = tx.editions.ledgered(items | {refusal.item for refusal in refusals}, name=name)
    stories = tx.stories.active_since(closing.closes - timedelta(days=GROUPING_DAYS))
    stories = tuple(story for story in stories if story.first <= closing.closes)
    past = tx.articles.by_ids(article_id for story in stories for article_id in story.article_ids)
    rulings = tx.rulings.of_items(items.union(article.item for article in past.values()))
    forecast = tx.forecasts.get(place_of(config.weather)) if config.weather.place else None
    days = [day for day in tx.editions.days(name) if closing.day - timedelta(days=GROUPING_DAYS) <= day < closing.day]
    return _Material(
        articles=tuple(with_credits(tx, found.values())),
        refusals=refusals,
        accounted={
            item: Accounted(
                day=line.day, fate=line.fate, article_id=line.entry.article_id, headline=line.entry.headline
            )
            for item, line in ledgered.items()
            if line.day != closing.day  # a held day may be closed after the next one
        },
        owed=owed,
        sources={source.id: source for source in tx.sources.all()},
        states=tx.sources.states(),
        earlier=_earlier(tx.editions.get(name, day) for day in sorted(days)),
        stories=stories,
        decisions=tx.decisions.of(name, closing.day),
        past=past,
        rulings=rulings,
        weather=forecast.weather if forecast else None,
    )


def _earlier(editions: Iterable[Edition]) -> dict[str, Earlier]:
    """Return what earlier editions, oldest first, printed of each story: the newest day, and all that was told."""
    earlier: dict[str, Earlier] = {}
    for edition in editions:
        for story in edition.stories:
            before = earlier.get(story.id)
            told = frozenset(quote.text for quote in story.summary)
            ids = frozenset(report.article_id for report in story.reports)
            earlier[story.id] = Earlier(
                day=edition.day,
                article_ids=ids | (before.article_ids if before else frozenset()),
                told=told | (before.told if before else frozenset()),
            )
    return earlier


def _told(stories: Iterable[Story], earlier: Mapping[str, Earlier]) -> dict[str, Earlier]:
    """Return what was printed of each story, under whatever ids: stories may have been parted or joined since."""
    printed: dict[str, set[str]] = {}
    for key, told in earlier.items():
        for article_id in told.article_ids:
            printed.setdefault(article_id, set()).add(key)
    found = dict(earlier)
    for story in stories:
        keys = set[str]().union(*(printed.get(one, ()) for one in story.article_ids))
        parts = [earlier[key] for key in sorted(keys)]
        if parts:
            found[story.id] = Earlier(
                day=max(part.day for part in parts),
                article_ids=frozenset().union(*(part.article_ids for part in parts)),
                told=frozenset().union(*(part.told for part in parts)),
            )
    return found


def _think(
    material: _Material,
    grouped: _Grouped,
    said: Mapping[str, StoryStatements],
    closing: Closing,
    config: Config,
    *,
    now: datetime,
    even_if_thin: bool,
) -> Decided:
    """Decide everything; nothing here reads or writes the store."""
    sifted = grouped.sifted
    edition, ledger = compose(
        Slot(
            name=closing.edition.name,
            day=closing.day,
            opens=closing.opens,
            closes=closing.ranked_as or closing.closes,
            title=closing.edition.title,
            language=closing.edition.language,
            time_zone=closing.edition.time_zone,
        ),
        sifted,
        grouped.stories,
        grouped.copies,
        articles=grouped.known,
        sources=material.sources,
        earlier=_told(grouped.stories, material.earlier),
        troubles=_troubles(material, closing),
        closed=now,
        late=closing.late,
        settings=config.making,
        said=said,
    )
    weather = outlook(material.weather, closes=closing.closes, now=now, zone=closing.edition.zone)
    edition = replace(edition, closes=closing.closes, weather=weather)
    made = decided(edition, ledger, material.decisions)
    _check_account(sifted, made.ledger)
    reason = reason_to_hold(
        material.sources, material.states, fit=len(sifted.fit), closes=closing.closes, settings=config.making
    )
    if reason is not None and not (even_if_thin or made.approved):
        held = replace(made.edition, status=EditionStatus.HELD, reason=reason)
        made = replace(made, edition=held)
    return made


def _grouped(material: _Material, closing: Closing, config: Config) -> _Grouped:
    """Sift, find wire copies, group into stories; nothing here reads or writes the store."""
    sifted = sift(
        material.articles,
        material.refusals,
        material.accounted,
        opens=closing.opens,
        closes=closing.closes,
        settings=config.making,
        since=material.owed,
    )
    agencies = frozenset(source.id for source in material.sources.values() if source.agency)
    known = dict(material.past) | {article.id: article for article in sifted.fit}
    copies = wire_copies(known.values(), agencies=agencies)
    model = config.grouping.model
    stories = group_stories(
        sifted.fit,
        copies,
        before=material.stories,
        articles_before=material.past,
        rulings=material.rulings,
        embed=load_embedder(Path(model)) if model else None,
    )
    return _Grouped(sifted=sifted, copies=copies, stories=stories, known=known)


def _asked(grouped: _Grouped, closing: Closing) -> dict[str, Question]:
    today = {article.id: article for article in grouped.sifted.fit}
    return questions(grouped.stories, grouped.copies, today, closing.edition)


def _said(store: Store, grouped: _Grouped, closing: Closing) -> dict[str, StoryStatements]:
    """Return what the reports of today say, by story: found ahead, or else here."""
    asked = _asked(grouped, closing)
    with store.read() as tx:
        ahead = tx.said.of(question.key for question in asked.values())
    return {
        story: ahead[question.key] if question.key in ahead else answer(question, grouped.known, closing.edition)
        for story, question in asked.items()
    }


def _check_account(sifted: Sifted, ledger: Ledger) -> None:
    """Raise EditorialError unless every item sifted has one line in the ledger: sums alone would not show a loss."""
    owed = sorted([*(article.item for article in sifted.fit), *(entry.item for entry in sifted.entries)])
    kept = sorted(entry.item for entry in ledger.entries)
    if owed != kept:
        raise EditorialError(f"the ledger of {ledger.day} has {len(kept)} lines for {len(owed)} items; nothing closed")


def _troubles(material: _Material, closing: Closing) -> tuple[SourceTrouble, ...]:
    """Return the sources that were in trouble when this edition's news were read."""
    return tuple(
        SourceTrouble(source_id=key, outlet=material.sources[key].name, error=without_secrets(state.error))
        for key, state in sorted(material.states.items())
        if key in material.sources
        and state.error is not None
        and state.last_read is not None
        and state.last_read > closing.opens
    )
