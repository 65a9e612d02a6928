"""Subscribers, as far as an editor may: taken off the list, or forgotten."""

from bouclage.errors import DeskError
from bouclage.records import SubscriberStatus, User
from bouclage.web.desk.house import House


def leave(house: House, user: User, subscriber_id: str) -> None:
    """Take somebody off the list who asked for it in another way than by the link."""
    with house.doing(user.name, "subscriber.leave", subscriber_id) as tx:
        if not tx.subscribers.set_status(subscriber_id, SubscriberStatus.UNSUBSCRIBED, house.clock()):
            raise DeskError("there is no such subscriber", word="gone")


def erase(house: House, user: User, subscriber_id: str) -> None:
    """Forget somebody everywhere; the audit trail names the id, never the address."""
    with house.doing(user.name, "subscriber.erase", subscriber_id) as tx:
        known = tx.subscribers.by_id(subscriber_id)
        if known is None:
            raise DeskError("there is no such subscriber", word="gone")
        tx.subscribers.erase(known.address, house.clock())
