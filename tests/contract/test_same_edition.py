"""The bundled Tuesday on SQLite and on PostgreSQL: the same edition to the byte, and each reader served once."""

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bouclage.config import Config, EditionConfig, MailConfig
from bouclage.deliver.sink import MailSink
from bouclage.engine import Engine
from bouclage.fetch import FetchSettings
from bouclage.pipeline import Closing
from bouclage.records import Edition, Ledger, Subscriber, SubscriberStatus, to_plain
from bouclage.schedule import window
from bouclage.store import Store, open_store
from bouclage.web.sample_site import SampleSite

NOW = datetime(2026, 9, 8, 14, 30, tzinfo=UTC)


def _made(store: Store, site: SampleSite, sink: MailSink) -> tuple[Edition, Ledger, dict[str, int]]:
    settings = EditionConfig()
    config = Config(
        editions=(settings,),
        fetch=FetchSettings(allow_loopback=True, min_delay_s=0.0),
        mail=MailConfig(host=sink.host, port=sink.port, from_address="edition@bouclage.example"),
    )
    engine = Engine(store=store, config=config, secret="s" * 32, clock=lambda: NOW)
    with store.begin() as tx:
        for source in site.sources():
            tx.sources.add(source)
        for name in ("anna", "bruno"):
            reader = Subscriber(
                address=f"{name}@example.org", status=SubscriberStatus.CONFIRMED, created=NOW, changed=NOW
            )
            tx.subscribers.add(reader)
    asyncio.run(engine.collect(everything=True))
    day = NOW.date()
    opens, closes = window(day, settings.closing_time, settings.zone)
    edition = engine.close(Closing(edition=settings, day=day, opens=opens, closes=closes))
    sent = engine.send(edition, wait=lambda _s: None)
    with store.read() as tx:
        return edition, tx.editions.ledger(edition.name, day), dict(sent.states)


@pytest.fixture
def site() -> SampleSite:
    """The bundled sites at Tuesday 16:25, at one port for both runs: addresses are part of identities."""
    return SampleSite(layer=3)


def test_both_databases_give_the_same_edition(site: SampleSite, postgresql_url: str, tmp_path: Path) -> None:
    """What is decided does not depend on where it is kept."""
    results = []
    with site, MailSink(tmp_path / "mailbox") as sink:
        for url in (f"sqlite:///{tmp_path}/one.db", postgresql_url):
            with open_store(url) as store:
                results.append(_made(store, site, sink))
        received = sink.count
    (one, its_ledger, its_states), (other, other_ledger, other_states) = results

    assert json.dumps(to_plain(one)) == json.dumps(to_plain(other))
    assert to_plain(its_ledger) == to_plain(other_ledger)
    assert its_states == other_states
    assert its_states["accepted"] == 2
    assert received == 4
    assert one.counts.adds_up
