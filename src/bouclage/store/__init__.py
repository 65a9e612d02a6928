"""Keep everything that must survive a restart, on SQLite or PostgreSQL alike.

Takes records and gives them back, in transactions: `with store.begin() as tx: tx.articles.add(articles)`, or
`store.read()` where nothing is written. Every failure of the database leaves as a StoreError that names the store.
`Store.exclusive` keeps a piece of work to one process. Never judges, never reads the clock, never changes a closed
edition.
"""

from bouclage.store.dump import dump, load_dump
from bouclage.store.editions import Accounted
from bouclage.store.jobs import Waiting, drop_dead_jobs, waiting_jobs
from bouclage.store.keeping import AGEING, Place
from bouclage.store.search import Filter, Found
from bouclage.store.slots import Slot, SlotState
from bouclage.store.store import Store, Transaction, open_store
from bouclage.store.subscribers import Imported

__all__ = [
    "AGEING",
    "Accounted",
    "Filter",
    "Found",
    "Imported",
    "Place",
    "Slot",
    "SlotState",
    "Store",
    "Transaction",
    "Waiting",
    "drop_dead_jobs",
    "dump",
    "load_dump",
    "open_store",
    "waiting_jobs",
]  # fmt: skip
