"""Every method of the nouns around subscribers, called once: tried against broken stores."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from tests.contract.store_samples import DAY, NOON, hours

from bouclage.records import Consent, ConsentAct, Letter, LetterKind, Suppression, SuppressionReason
from bouclage.store import Transaction


def consent(subscriber_id: str = "a", **given: Any) -> Consent:
    """Return an act of consent."""
    facts = {
        "subscriber_id": subscriber_id,
        "edition": "evening",
        "act": ConsentAct.ASKED,
        "at": NOON,
        "where": "web form",
        "words": "Yes, mail me.",
    }
    return Consent(**facts | given)


def suppression(address: str = "ada@example.org", **given: Any) -> Suppression:
    """Return a suppression for a bounce."""
    return Suppression(**{"address": address, "reason": SuppressionReason.BOUNCE, "since": NOON} | given)


def letter(name: str = "l1", **given: Any) -> Letter:
    """Return a letter that waits."""
    facts = {
        "id": name,
        "kind": LetterKind.SIGN_UP,
        "address": "ada@example.org",
        "edition": "evening",
        "language": "fr",
        "asked": NOON,
        "where": "web form",
        "expires": NOON + hours(48),
    }
    return Letter(**facts | given)


def take(tx: Transaction, *, what: str = "x", limit: int = 2, now: datetime = NOON, day: date = DAY) -> bool:
    """Count one more within an hour."""
    return tx.rates.take(what, day.isoformat(), now, limit=limit, span=hours(1))


READER_METHODS: dict[str, Callable[[Transaction], Any]] = {
    "subscribers.of_address": lambda tx: tx.subscribers.of_address("a"),
    "deliveries.has_due": lambda tx: tx.deliveries.has_due("evening", DAY, NOON),
    "deliveries.has_stale": lambda tx: tx.deliveries.has_stale("evening", DAY, NOON),
    "deliveries.is_planned": lambda tx: tx.deliveries.is_planned("evening", DAY),
    "deliveries.give_up": lambda tx: tx.deliveries.give_up("evening", DAY, NOON, due_before=NOON),
    "consents.add": lambda tx: tx.consents.add([consent()]),
    "consents.of": lambda tx: tx.consents.of("a"),
    "consents.left_after": lambda tx: tx.consents.left_after("evening", DAY, since=NOON, until=NOON),
    "consents.of_many": lambda tx: tx.consents.of_many(["a"]),
    "suppressions.add": lambda tx: tx.suppressions.add(suppression()),
    "suppressions.lift": lambda tx: tx.suppressions.lift("a"),
    "suppressions.get": lambda tx: tx.suppressions.get("a"),
    "suppressions.among": lambda tx: tx.suppressions.among(["a"]),
    "suppressions.pages": lambda tx: list(tx.suppressions.pages()),
    "letters.add": lambda tx: tx.letters.add(letter()),
    "letters.get": lambda tx: tx.letters.get("l1"),
    "letters.put": lambda tx: tx.letters.put(letter()),
    "letters.due": lambda tx: tx.letters.due(NOON, 9),
    "letters.sent_to": lambda tx: tx.letters.sent_to("a", NOON),
    "letters.of": lambda tx: tx.letters.of("a"),
    "letters.counts": lambda tx: tx.letters.counts(),
    "letters.has_older": lambda tx: tx.letters.has_older(NOON),
    "deliveries.of_subscriber": lambda tx: tx.deliveries.of_subscriber("a"),
    "letters.forget": lambda tx: tx.letters.forget(NOON),
    "letters.erase": lambda tx: tx.letters.erase(["a"]),
    "rates.take": take,
    "rates.forget": lambda tx: tx.rates.forget(NOON),
}
