"""Closing from the desk: now instead of at the hour, or what was held; and a test mail to oneself."""

from dataclasses import replace
from datetime import date

from bouclage import pipeline
from bouclage.deliver import checked_address
from bouclage.errors import DeliveryError, DeskError
from bouclage.pipeline import Sent
from bouclage.records import Edition, User
from bouclage.store import Slot, SlotState
from bouclage.web.desk.house import House


def close_now(house: House, user: User) -> Edition:
    """Close tonight's edition at once; what comes after this moment is the next edition's.

    It is sent as soon as the schedule looks, within half a minute. Raises StoreBusyError while it is closing already.
    """
    closing, now = house.coming(), house.clock()
    if now <= closing.opens:
        raise DeskError("this edition's day has not begun", word="too_early")
    early = replace(closing, closes=min(now, closing.closes), ranked_as=closing.closes)
    edition = pipeline.close_edition(house.store, house.config, early, now=now, even_if_thin=True)
    with house.doing(user.name, "edition.close", edition.day.isoformat(), f"{edition.counts.stories} stories"):
        pass
    return edition


def close_held(house: House, user: User, day: date) -> Edition:
    """Close an edition that was held at its hour. Raises DeskError where that day's edition is not held."""
    if day not in {slot.day for slot in held(house)}:
        raise DeskError("this edition is not held", word="not_held")
    closing = replace(house.hours.closing(house.edition, day), late=True)
    edition = pipeline.close_edition(house.store, house.config, closing, now=house.clock(), even_if_thin=True)
    with house.doing(user.name, "edition.close", day.isoformat(), "held before"):
        pass
    return edition


def held(house: House) -> tuple[Slot, ...]:
    """Return the editions that wait for an editor, the oldest first."""
    with house.store.read() as tx:
        return tuple(one for one in tx.slots.list(house.edition.name)[-14:] if one.state is SlotState.HELD)


def mail_to_me(house: House, user: User, address: str = "") -> Sent:
    """Send tonight's edition as it would close now to one address, the user's own if none is given."""
    wanted = address.strip() or user.address or ""
    if not wanted:
        raise DeskError("no address to send to", word="no_address")
    to = checked_address(wanted)
    edition = house.tonight().preview.made.edition
    with house.doing(user.name, "edition.test_mail", edition.day.isoformat(), to):
        pass
    sent = pipeline.send_edition(
        house.store, house.config, edition, secret=house.secret, clock=house.clock, wait=house.wait, to=to
    )
    if not sent.states.get("accepted"):
        became = ", ".join(state for state, count in sent.states.items() if count) or "not sent"
        raise DeliveryError(f"the test mail was not accepted: {became}", recipient=to)
    return sent
