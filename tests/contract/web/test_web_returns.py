"""What mail providers post: guarded by a token, bounded, followed once."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import httpx
import pytest
from tests.contract.web.web_samples import SECRET, Clock, reader_of

from bouclage.config import Config, ReturnsConfig
from bouclage.deliver import message_id
from bouclage.records import Delivery, ReturnKind, Subscriber, SubscriberStatus
from bouclage.store import Store
from bouclage.web.app import make_app

TOKEN = "a token of the tests alone"
NOW = datetime(2026, 9, 8, 18, 0, tzinfo=UTC)
DAY = date(2026, 9, 8)
CONFIG = Config(returns=ReturnsConfig(webhook_token=TOKEN, webhook_per_minute=5))
PATH = f"/returns/{TOKEN}"


def reader(name: str, edition: str = "evening") -> Subscriber:
    return Subscriber(
        address=f"{name}@reader.example", edition=edition, status=SubscriberStatus.CONFIRMED, created=NOW, changed=NOW
    )


ADA, BEN, TOO = reader("ada"), reader("ben"), reader("ben", "morning")
SENT = Delivery(
    edition="evening", day=DAY, subscriber_id=ADA.id, address=ADA.address, changed=NOW,
    message_id=message_id("evening", DAY, ADA.id, SECRET.encode(), "news.example"),
)  # fmt: skip


@pytest.fixture
def store(empty: Store) -> Store:
    """Give a store with two readers, one of them on two lists, and a delivery."""
    with empty.begin() as tx:
        for one in (ADA, BEN, TOO):
            tx.subscribers.add(one)
        tx.deliveries.plan("evening", DAY, [SENT])
    return empty


@pytest.fixture
async def provider(store: Store, clock: Clock) -> AsyncIterator[httpx.AsyncClient]:
    """Give a provider's client."""
    async with reader_of(make_app(store, CONFIG, secret=SECRET, clock=clock)) as client:
        yield client


def states(store: Store) -> dict[str, str]:
    with store.read() as tx:
        found = [tx.subscribers.by_id(one.id) for one in (ADA, BEN, TOO)]
    return {f"{one.address.partition('@')[0]} {one.edition}": one.status.value for one in found if one is not None}


async def test_a_bounce_suppresses_once(provider: httpx.AsyncClient, store: Store) -> None:
    """Row 79 by webhook: by our Message-ID; a provider that comes again is answered well and changes nothing."""
    event = {"event": "bounce", "message_id": SENT.message_id, "status": "5.1.1", "detail": "gone"}
    for known in (0, 1):
        answer = await provider.post(PATH, json=event)
        assert (answer.status_code, answer.json()) == (200, {"taken": 1, "known": known, "passed_over": 0})
    assert states(store) == {"ada evening": "suppressed", "ben evening": "confirmed", "ben morning": "confirmed"}
    with store.read() as tx:
        assert tx.returns.counts("evening", DAY)[ReturnKind.HARD] == 1


@pytest.mark.parametrize(("event", "state"), [("complaint", "suppressed"), ("unsubscribe", "unsubscribed")])
async def test_by_address_on_every_list(provider: httpx.AsyncClient, store: Store, event: str, state: str) -> None:
    """Row 80 by webhook: a provider with Message-IDs of its own names the address, which is off all its lists then."""
    answer = await provider.post(PATH, json=[{"event": event, "recipient": BEN.address.upper(), "id": "7"}])
    assert answer.status_code == 200
    assert states(store) == {"ada evening": "confirmed", "ben evening": state, "ben morning": state}


async def test_a_stranger_is_nobodys(provider: httpx.AsyncClient, store: Store) -> None:
    """An address on no list changes nobody."""
    await provider.post(PATH, json={"event": "complaint", "recipient": "eve@elsewhere.example"})
    assert set(states(store).values()) == {"confirmed"}


async def test_nothing_without_the_token(
    provider: httpx.AsyncClient, store: Store, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    """A wrong token finds nothing, guessing is bounded by network, and where none is set there is no such page."""
    event = {"event": "complaint", "recipient": ADA.address}
    seen = [(await provider.post(f"/returns/{TOKEN[:-1]}{n:02d}", json=event)).status_code for n in range(22)]
    assert seen == [404] * 20 + [429] * 2
    assert (await provider.get(PATH)).status_code in (404, 405)
    assert set(states(store).values()) == {"confirmed"}
    without = replace(CONFIG, returns=ReturnsConfig())
    async with reader_of(make_app(store, without, secret=SECRET, clock=clock)) as client:
        assert (await client.post(PATH, json=event)).status_code == 404
        assert (await client.post("/returns/None", json=event)).status_code == 404
    assert (await provider.post(PATH, json=event)).status_code == 200  # a guesser next door does not stop the provider
    assert TOKEN not in caplog.text


async def test_calls_are_bounded(provider: httpx.AsyncClient) -> None:
    """Beyond so many a minute a provider is told when to come again."""
    event = {"event": "delayed", "recipient": ADA.address}
    answers = [await provider.post(PATH, json=event) for _ in range(7)]
    assert [one.status_code for one in answers] == [200] * 5 + [429] * 2
    assert answers[-1].headers["retry-after"] == "60"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"\xff\xfe", 400),
        (b"[" * 100_000, 400),
        (json.dumps({"event": "bounce"}).encode(), 400),
        (b" " * (600 * 1024), 413),
    ],
)
async def test_bad_bodies_are_refused(provider: httpx.AsyncClient, store: Store, body: bytes, status: int) -> None:
    """Rule 8: what is no JSON, too deep, too long or says nothing is refused, and the store is left alone."""
    answer = await provider.post(PATH, content=body)
    assert answer.status_code == status
    assert set(answer.json()) == {"error"}
    assert set(states(store).values()) == {"confirmed"}


async def test_a_question_of_amazons_is_told(provider: httpx.AsyncClient, caplog: pytest.LogCaptureFixture) -> None:
    """We open no address: the operator is told where Amazon waits for a yes."""
    page = "https://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription&Token=x"
    asked: dict[str, Any] = {"Type": "SubscriptionConfirmation", "SubscribeURL": page}
    answer = await provider.post(PATH, content=json.dumps(asked), headers={"Content-Type": "text/plain"})
    assert answer.status_code == 200
    assert [vars(record)["told"] for record in caplog.records if record.levelname == "WARNING"] == [page]
