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
from bouclage.statements import story_statements
from bouclage.store import SlotState, Store, Transaction
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
        made, copies, stories = _think(material, closing, config, now=now, even_if_thin=even_if_thin)
        edition, ledger = made.edition, made.ledger
        with store.begin() as tx:
            tx.editions.close(edition, ledger)
            if edition.status is EditionStatus.HELD:
                tx.slots.hold(name, day, now, edition.reason or "")
            else:
                tx.stories.remove({story.id for story in material.stories} - {story.id for story in stories})
                tx.stories.save(copies, stories)
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
    made, _, stories = _think(material, closing, config, now=now, even_if_thin=False)
    return Preview(made=made, stories=stories)


def open_stories(store: Store, config: Config, closing: Closing) -> tuple[tuple[Story, ...], dict[str, Article]]:
    """Return the stories that a closing would make of what is stored now, and their articles by id; saves nothing.

    Stories without a report for this edition are left out. For a desk, and for rulings before the closing.
    """
    with store.read() as tx:
        material = _load(tx, closing, config)
    sifted = _sifted(material, closing, config)
    _, stories, known = _grouped(material, sifted, config)
    today = {article.id for article in sifted.fit}
    return tuple(story for story in stories if not today.isdisjoint(story.article_ids)), known


def mark_missed(store: Store, name: str, day: date, *, now: datetime) -> None:
    """Write down that a closing was missed beyond its grace: it is told, not made up."""
    with store.exclusive(f"close {name} {day.isoformat()}"), store.begin() as tx:
        reason = "nobody was there at closing time, nor within the grace"
        if not tx.slots.miss(name, day, now, reason):
            tx.slots.hold(name, day, now, "begun and never finished; missed beyond its grace")


def first_day(store: Store, name: str, newest: date, *, now: datetime) -> date:
    """Return the first day of an edition that this store has a slot for.

    A store without any begins now: `newest`, the last closing before its first start, is written down as not ours, so
    that a newsroom set up at 18:00 does not find a late edition in its subscribers' mail.
    """
    with store.begin() as tx:
        slots = tx.slots.list(name)
        if slots:
            return slots[0].day
        tx.slots.miss(name, newest, now, "before the first start")
        return newest


def settled_days(store: Store, name: str, since: date) -> tuple[date, ...]:
    """Return the days whose slot needs nothing more from the clock."""
    with store.read() as tx:
        slots = tx.slots.list(name, since=since)
    return tuple(slot.day for slot in slots if slot.state is not SlotState.CLAIMED)


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
        articles=tuple(found.values()),
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
    material: _Material, closing: Closing, config: Config, *, now: datetime, even_if_thin: bool
) -> tuple[Decided, tuple[WireCopy, ...], tuple[Story, ...]]:
    """Decide everything; nothing here reads or writes the store."""
    sifted = _sifted(material, closing, config)
    copies, stories, known = _grouped(material, sifted, config)
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
        stories,
        copies,
        articles=known,
        sources=material.sources,
        earlier=_told(stories, material.earlier),
        troubles=_troubles(material, closing),
        closed=now,
        late=closing.late,
        settings=config.making,
        said=_said(sifted, stories, copies, closing),
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
    return made, copies, stories


def _sifted(material: _Material, closing: Closing, config: Config) -> Sifted:
    return sift(
        material.articles,
        material.refusals,
        material.accounted,
        opens=closing.opens,
        closes=closing.closes,
        settings=config.making,
        since=material.owed,
    )


def _grouped(
    material: _Material, sifted: Sifted, config: Config
) -> tuple[tuple[WireCopy, ...], tuple[Story, ...], dict[str, Article]]:
    """Return wire copies, stories and all articles that these mention."""
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
    return copies, stories, known


def _said(
    sifted: Sifted, stories: Iterable[Story], copies: Iterable[WireCopy], closing: Closing
) -> dict[str, StoryStatements]:
    """Return what the reports of today say, by story; machine-made series quote nobody."""
    today = {article.id: article for article in sifted.fit}
    copy_of = {key: copy for copy in copies for key in copy.article_ids}
    said = {}
    for story in stories:
        reports = [today[key] for key in story.article_ids if key in today]
        if reports and story.series is None:
            printed = {copy_of[report.id].id: copy_of[report.id] for report in reports if report.id in copy_of}
            said[story.id] = story_statements(
                reports, copies=printed.values(), zone=closing.edition.zone, language=closing.edition.language
            )
    return said


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
