"""Every act of maintenance, to be tried on stores that are broken or locked."""

from collections.abc import Callable
from typing import Any

from store_samples import DAY, NOON

from bouclage.store import Transaction

KEEPING_METHODS: dict[str, Callable[[Transaction], Any]] = {
    "keeping.rows": lambda tx: tx.keeping.rows(),
    "keeping.unprinted": lambda tx: tx.keeping.unprinted(NOON, None, most=5),
    "keeping.of_sources": lambda tx: tx.keeping.of_sources(["a"], NOON, None, most=5),
    "keeping.drop_articles": lambda tx: tx.keeping.drop_articles(["a"]),
    "keeping.over": lambda tx: tx.keeping.over("refusals", NOON),
    "keeping.drop": lambda tx: tx.keeping.drop("deliveries", DAY, most=5),
    "keeping.date_readings": lambda tx: tx.keeping.date_readings(NOON),
    "keeping.ran": lambda tx: tx.keeping.ran(DAY),
    "keeping.note": lambda tx: tx.keeping.note(DAY, NOON, {}),
    "keeping.last": lambda tx: tx.keeping.last(),
}
