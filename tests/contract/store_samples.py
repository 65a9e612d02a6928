"""Records with just enough in them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from bouclage.records import (
    Article,
    Delivery,
    Edition,
    Entry,
    Fate,
    Ledger,
    LedgerEntry,
    Membership,
    PageState,
    Printing,
    Refusal,
    RefusalReason,
    Ruling,
    RulingKind,
    Source,
    Story,
    Subscriber,
    WireCopy,
    item_id,
)

DAY = date(2026, 9, 8)
NOON = datetime(2026, 9, 8, 12, tzinfo=UTC)


def hours(count: float) -> timedelta:
    """Return that many hours."""
    return timedelta(hours=count)


def source(key: str = "le-rivage", **given: Any) -> Source:
    """Return a source."""
    return Source(**{"id": key, "name": key.title(), "url": f"https://{key}.example/feed"} | given)


def article(guid: str = "1", **given: Any) -> Article:
    """Return an article of Le Rivage."""
    facts = {
        "item": item_id("le-rivage", guid),
        "source_id": "le-rivage",
        "outlet": "Le Rivage",
        "url": f"https://le-rivage.example/{guid}",
        "guid": guid,
        "headline": f"Le pont numéro {guid} ferme",
        "seen": NOON,
    }
    return Article(**facts | given)


def page_state(guid: str = "1", **given: Any) -> PageState:
    """Return what is known of a page of Le Rivage."""
    entry = Entry(source_id="le-rivage", guid=guid, url=f"https://le-rivage.example/{guid}", headline="Le pont")
    return PageState(**{"entry": entry, "first": NOON, "due": NOON, "etag": '"ä"'} | given)


def refusal(item: str = "item", **given: Any) -> Refusal:
    """Return a refusal."""
    facts = {
        "item": item,
        "source_id": "le-rivage",
        "url": "https://le-rivage.example/x",
        "reason": RefusalReason.EMPTY,
        "detail": "no text",
    }
    return Refusal(**facts | given)


def story(name: str = "s1", *article_ids: str, **given: Any) -> Story:
    """Return a story of these articles."""
    members = tuple(Membership(article_id=key, score=0.5, reason="same names") for key in article_ids)
    return Story(**{"id": name, "members": members, "first": NOON, "last": NOON} | given)


def ruling(*items: str, after: float = 0, **given: Any) -> Ruling:
    """Return an editor's split of these items."""
    facts = {"kind": RulingKind.SPLIT, "editor": "Ada 🖊", "made": NOON + hours(after), "story": "s1", "items": items}
    return Ruling(**facts | given)


def wire_copy(*article_ids: str) -> WireCopy:
    """Return a wire copy, the original first."""
    printings = tuple(Printing(article_id=key, overlap=0.9, reason="same text") for key in article_ids)
    return WireCopy(original=article_ids[0], agency="ATR", printings=printings)


def edition(day: date = DAY, **given: Any) -> Edition:
    """Return an edition with nothing in it."""
    facts = {
        "name": "evening",
        "day": day,
        "title": "Le soir",
        "language": "fr",
        "time_zone": "Europe/Zurich",
        "opens": NOON - hours(24),
        "closes": NOON,
        "closed": NOON,
    }
    return Edition(**facts | given)


def entry(item: str, fate: Fate = Fate.PRINTED, **given: Any) -> LedgerEntry:
    """Return a line of a ledger."""
    facts = {
        "item": item,
        "source_id": "le-rivage",
        "outlet": "Le Rivage",
        "url": "https://le-rivage.example/x",
        "headline": None,
        "fate": fate,
        "reason": "in the edition",
    }
    return LedgerEntry(**facts | given)


def ledger(*entries: LedgerEntry, day: date = DAY, name: str = "evening") -> Ledger:
    """Return a ledger."""
    return Ledger(name=name, day=day, entries=entries)


def subscriber(address: str = "ada@example.org", **given: Any) -> Subscriber:
    """Return a subscriber."""
    return Subscriber(**{"address": address, "created": NOON, "changed": NOON} | given)


def delivery(name: str = "a", **given: Any) -> Delivery:
    """Return a delivery that is planned."""
    facts = {
        "edition": "evening",
        "day": DAY,
        "subscriber_id": name,
        "address": f"{name}@example.org",
        "message_id": f"<{name}@bouclage.example>",
        "changed": NOON,
    }
    return Delivery(**facts | given)
