"""Webhooks: who is told what, and whether they answered."""

from fastapi import Response

from bouclage.web.desk.acts import webhooks as acts
from bouclage.web.desk.visit import Visit


def webhooks(visit: Visit) -> Response:
    """Show the addresses and the last calls."""
    return _show(visit)


def change(visit: Visit) -> Response:
    """Add an address, call it for a test, or tell it no more."""
    house, user, form = visit.house, visit.editor, visit.form
    match form.get("act", ""):
        case "add":
            hook = acts.add(house, user, form.get("url", ""), visit.many.get("event", ()))
            return _show(visit, made=hook.id, secret=hook.secret)
        case "remove":
            acts.remove(house, user, form.get("id", ""))
        case "test":
            acts.try_out(house, user, form.get("id", ""))
        case _:
            return visit.told("cannot", status=422)
    return visit.go("/desk/webhooks")


def _show(visit: Visit, *, made: str = "", secret: str = "") -> Response:
    with visit.house.store.read() as tx:
        hooks, calls = tx.webhooks.all(), tx.webhooks.calls()
    return visit.show("webhooks.html", hooks=hooks, calls=calls, events=acts.EVENTS, made=made, secret=secret)
