"""The report of a sending: counts by state, what came back, who left; nobody is named."""

import json
from datetime import timedelta

from tests.contract.store_samples import DAY, NOON, delivery, edition, ledger, subscriber

from bouclage.pipeline import delivery_report
from bouclage.records import Consent, ConsentAct, DeliveryState, MailReturn, ReturnKind, to_plain
from bouclage.store import Store

LATER = NOON + timedelta(hours=2)


def test_a_report_adds_up(store: Store) -> None:
    """Each delivery is in one state, refusals are told by domain, and leaving counts for those it went to."""
    readers = [subscriber(f"{name}@{host}.example") for name, host in (("a", "one"), ("b", "two"), ("c", "two"))]
    other = subscriber("d@one.example")
    states = (DeliveryState.ACCEPTED, DeliveryState.REFUSED, DeliveryState.REFUSED)
    closed = edition(closed=NOON)
    with store.begin() as tx:
        tx.editions.close(closed, ledger())
        for reader in (*readers, other):
            tx.subscribers.add(reader)
        tx.deliveries.plan(
            "evening",
            DAY,
            [
                delivery(subscriber_id=reader.id, address=reader.address, state=state)
                for reader, state in zip(readers, states, strict=True)
            ],
        )
        for reader in (readers[0], other):  # the other one never was to get it
            left = {
                "subscriber_id": reader.id,
                "edition": "evening",
                "act": ConsentAct.LEFT,
                "where": "link",
                "words": "",
            }
            tx.consents.add([Consent(**left, at=LATER)])  # type: ignore[arg-type]
        tx.returns.add(
            MailReturn(id="r", kind=ReturnKind.SOFT, received=LATER, edition="evening", day=DAY, domain="one.example")
        )

    report = delivery_report(store, "evening", DAY, now=LATER + timedelta(hours=1))

    assert report.planned == 3
    assert report.states[DeliveryState.ACCEPTED] == 1
    assert report.refused_by == (("two.example", 2),)
    assert report.returns[ReturnKind.SOFT] == 1
    assert report.left == 1
    assert "@" not in json.dumps(to_plain(report))
