"""Subscribers and what became of their mail."""

from datetime import UTC, datetime

from fastapi import Response

from bouclage.pipeline import delivery_report
from bouclage.records import DeliveryState, Subscriber, SubscriberStatus
from bouclage.web.desk.acts import subscribers as acts
from bouclage.web.desk.visit import Visit

_PAGE = 200
_DAYS = 14


def subscribers(visit: Visit) -> Response:
    """Show the list, a page at a time; ?find= looks for an address."""
    name, find = visit.house.edition.name, visit.asked("find").strip()
    with visit.house.store.read() as tx:
        counts = {status: tx.subscribers.count(name, status) for status in SubscriberStatus}
        if find:
            one = tx.subscribers.get(find, name)
            shown: tuple[Subscriber, ...] = () if one is None else (one,)
        else:
            shown = next(tx.subscribers.pages(name, size=_PAGE), ())
    return visit.show("subscribers.html", counts=counts, shown=shown, find=find, most=_PAGE)


def change(visit: Visit) -> Response:
    """Take somebody off the list, or forget them."""
    subscriber_id = visit.part("subscriber_id")
    if visit.form.get("act") == "erase":
        acts.erase(visit.house, visit.editor, subscriber_id)
    else:
        acts.leave(visit.house, visit.editor, subscriber_id)
    return visit.go("/desk/subscribers")


def deliveries(visit: Visit) -> Response:
    """Show what became of each edition's mail."""
    name = visit.house.edition.name
    with visit.house.store.read() as tx:
        days = tx.editions.days(name)[:_DAYS]
        failed = [
            one
            for one in (tx.deliveries.of_edition(name, days[0]) if days else ())
            if one.state in (DeliveryState.REFUSED, DeliveryState.DEFERRED, DeliveryState.UNCERTAIN)
        ][:_PAGE]
    now = datetime.now(UTC)
    rows = [delivery_report(visit.house.store, name, day, now=now) for day in days]
    return visit.show("deliveries.html", rows=rows, failed=failed, states=list(DeliveryState))
