"""The operator's figures, as Prometheus reads them."""

import socket
import urllib.request
from datetime import UTC, datetime

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.parser import text_string_to_metric_families
from tests.contract.store_samples import edition, ledger, source

from bouclage.config import Config, OperatingConfig
from bouclage.records import SourceState
from bouclage.store import Store
from bouclage.web.metrics import StoreFigures, serve_metrics

NOW = datetime(2026, 9, 8, 14, 30, tzinfo=UTC)


def _figures(text: str) -> dict[tuple[str, ...], float]:
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_figures_come_from_the_store(store: Store) -> None:
    """Sources by health and the last edition's figures are those of the store at the moment of asking."""
    registry = CollectorRegistry()
    registry.register(StoreFigures(store, Config(), clock=lambda: NOW))
    assert _figures(generate_latest(registry).decode())["bouclage_sources", "healthy"] == 0
    closed = edition()
    with store.begin() as tx:
        tx.sources.add(source())
        tx.sources.save_state(SourceState(source_id=source().id, error="no answer", failures=1))
        tx.editions.close(closed, ledger())

    figures = _figures(generate_latest(registry).decode())

    assert figures["bouclage_store_up",] == 1
    assert figures["bouclage_sources", "trouble"] == 1
    assert figures["bouclage_edition_stories", "evening"] == closed.counts.stories
    assert figures["bouclage_edition_closed_seconds", "evening"] == closed.closed.timestamp()


def test_a_store_that_is_away_is_a_figure_too(store: Store) -> None:
    """While the store cannot be read the answer says so, and says nothing else of it."""
    registry = CollectorRegistry()
    registry.register(StoreFigures(store, Config(), clock=lambda: NOW))
    with store.begin() as tx:
        tx.link.connection.exec_driver_sql("drop table source_states")

    figures = _figures(generate_latest(registry).decode())

    assert figures["bouclage_store_up",] == 0
    assert not [name for name, *_ in figures if name == "bouclage_sources"]


def test_they_stand_at_an_address_of_their_own(store: Store) -> None:
    """No port, no figures; with a port, they answer there until stopped."""
    assert serve_metrics(store, Config(), clock=lambda: NOW) is None
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    stop = serve_metrics(store, Config(operating=OperatingConfig(metrics_port=port)), clock=lambda: NOW)
    assert stop is not None
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
            assert b"bouclage_store_up 1.0" in answer.read()
    finally:
        stop()
