"""The methods of sending, as the suite of failures calls them."""

from collections.abc import Callable
from typing import Any

from store_samples import DAY, NOON, delivery

from bouclage.records import MailReturn, ReturnKind, Sending, SendingState
from bouclage.store.store import Transaction

RUNNING = Sending(edition="evening", day=DAY, state=SendingState.RUNNING, planned=2, changed=NOON)
HARD = MailReturn(id="r", kind=ReturnKind.HARD, received=NOON, subscriber_id="a", domain="example.org")

SENDING_METHODS: dict[str, Callable[[Transaction], Any]] = {
    "subscribers.page": lambda tx: tx.subscribers.page("evening", None, after="", size=9),
    "deliveries.of_message": lambda tx: tx.deliveries.of_message("<a>"),
    "returns.add": lambda tx: tx.returns.add(HARD),
    "returns.of": lambda tx: tx.returns.of("a", since=NOON, kind=ReturnKind.SOFT),
    "returns.counts": lambda tx: tx.returns.counts("evening", DAY),
    "returns.by_domain": lambda tx: tx.returns.by_domain(ReturnKind.SOFT, NOON),
    "sendings.get": lambda tx: tx.sendings.get("evening", DAY),
    "sendings.put": lambda tx: tx.sendings.put(RUNNING),
    "claims.take": lambda tx: tx.claims.take("evening", DAY, NOON, "me", 9),
    "claims.readers": lambda tx: tx.claims.readers("evening", DAY, "me"),
    "claims.settle": lambda tx: tx.claims.settle("me", [delivery()]),
    "claims.senders": lambda tx: tx.claims.senders("evening", DAY),
    "claims.recover": lambda tx: tx.claims.recover("evening", DAY, "me", NOON, tries=5),
    "claims.repeat_uncertain": lambda tx: tx.claims.repeat_uncertain("evening", DAY, NOON),
    "claims.left": lambda tx: tx.claims.left("evening", DAY),
    "claims.next_due": lambda tx: tx.claims.next_due("evening", DAY),
}
