"""Metrics: figures for whoever watches many machines, in Prometheus' form, read from the store when asked.

They stand at an address of their own, not among the public pages: how many people read us is nobody else's business.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from prometheus_client import CollectorRegistry, GCCollector, ProcessCollector, start_http_server
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bouclage import __version__
from bouclage.config import Config
from bouclage.errors import StoreError
from bouclage.records import SourceState
from bouclage.store import Store, Transaction, waiting_jobs

_WEEK = timedelta(days=7)


def serve_metrics(store: Store, config: Config, *, clock: Callable[[], datetime]) -> Callable[[], None] | None:
    """Answer at the configured port from a thread of its own; return what stops it, or None where no port is set.

    Raises OSError where the port is taken.
    """
    if not config.operating.metrics_port:
        return None
    registry = CollectorRegistry()
    registry.register(StoreFigures(store, config, clock=clock))
    ProcessCollector(registry=registry)
    GCCollector(registry=registry)
    server, thread = start_http_server(config.operating.metrics_port, config.operating.metrics_host, registry)

    def stop() -> None:
        server.shutdown()
        server.server_close()
        thread.join()

    return stop


class StoreFigures(Collector):
    """Reads the figures anew at each asking: any process tells the same."""

    def __init__(self, store: Store, config: Config, *, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._config = config
        self._clock = clock

    def collect(self) -> Iterator[Metric]:
        """Yield every figure; while the store does not answer, only that it does not."""
        build = GaugeMetricFamily("bouclage_build_info", "The program's version.", labels=["version"])
        build.add_metric([__version__], 1)
        yield build
        try:
            with self._store.read() as tx:
                figures = list(self._figures(tx))
        except StoreError:
            yield GaugeMetricFamily("bouclage_store_up", "Whether the store answers.", value=0)
            return
        yield GaugeMetricFamily("bouclage_store_up", "Whether the store answers.", value=1)
        yield from figures

    def _figures(self, tx: Transaction) -> Iterator[Metric]:
        yield _family("bouclage_sources", "Sources by health.", ["health"], _health(tx))
        yield from self._editions(tx)
        jobs = [
            ((row.kind, state), getattr(row, state))
            for row in waiting_jobs(tx)
            for state in ("waiting", "at_work", "dead")
        ]
        yield _family("bouclage_jobs", "Jobs of the workers, by kind and state.", ["kind", "state"], jobs)

    def _editions(self, tx: Transaction) -> Iterator[Metric]:
        closed, items, stories, slots, mails = [], [], [], [], []
        since = (self._clock() - _WEEK).date()
        for edition in self._config.editions:
            name = edition.name
            states = [slot.state.value for slot in tx.slots.list(name, since=since)]
            slots += [((name, state), states.count(state)) for state in sorted(set(states))]
            latest = tx.editions.latest_head(name)
            if latest is None:
                continue
            closed.append(((name,), latest.closed.timestamp()))
            stories.append(((name,), latest.counts.stories))
            fates = ("printed", "merged", "held", "refused")
            items += [((name, fate), getattr(latest.counts, fate)) for fate in fates]
            counts = tx.deliveries.counts(name, latest.day)
            mails += [((name, state.value), count) for state, count in counts.items()]
        yield _family("bouclage_edition_closed_seconds", "When the last edition closed.", ["edition"], closed)
        yield _family("bouclage_edition_stories", "Stories of the last edition.", ["edition"], stories)
        yield _family("bouclage_edition_items", "Items of the last edition, by fate.", ["edition", "fate"], items)
        yield _family("bouclage_slots_week", "Closings of the last seven days, by state.", ["edition", "state"], slots)
        yield _family("bouclage_deliveries", "Deliveries of the last edition.", ["edition", "state"], mails)


def _family(
    name: str, told: str, labels: list[str], values: Sequence[tuple[tuple[str, ...], float]]
) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, told, labels=labels)
    for label, value in values:
        family.add_metric(list(label), value)
    return family


def _health(tx: Transaction) -> list[tuple[tuple[str, ...], float]]:
    states = tx.sources.states()
    found = {"healthy": 0, "trouble": 0, "gone": 0}
    for source in tx.sources.all():
        state = states.get(source.id, SourceState(source_id=source.id))
        found["gone" if state.gone else "trouble" if state.error else "healthy"] += 1
    return [((health,), count) for health, count in found.items()]
