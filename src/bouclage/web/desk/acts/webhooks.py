"""Webhooks: addresses that are told what happens."""

import secrets

from bouclage.errors import DeskError, FetchError
from bouclage.fetch.guard import checked_url
from bouclage.records import User, Webhook
from bouclage.web.desk.house import House
from bouclage.web.desk.passwords import new_secret

EVENTS = (
    "edition.closed", "edition.held", "edition.approve", "edition.unapprove", "edition.close", "edition.note",
    "edition.test_mail", "story.hold", "story.place", "story.section", "story.headline", "story.note", "story.lift",
    "story.merge", "story.split", "story.unrule", "source.add", "source.import", "source.change", "source.remove",
    "subscriber.leave", "subscriber.erase", "user.add", "user.role", "user.remove", "user.password", "user.change",
    "user.second_factor", "token.give", "token.revoke", "webhook.add", "webhook.remove", "webhook.test",
)  # fmt: skip


def add(house: House, user: User, url: str, events: tuple[str, ...] = ()) -> Webhook:
    """Add an address; the secret that signs its calls is made here. Raises DeskError for one that is not to be called.

    The address is judged again, as resolved and at the socket, at each call.
    """
    unknown = [event for event in events if event not in EVENTS]
    if unknown:
        raise DeskError(f"there is no event {unknown[0][:40]!r}", word="bad_value")
    try:
        checked_url(url.strip(), allow_loopback=house.config.fetch.allow_loopback, asked=url.strip(), source_id="")
    except FetchError as error:
        raise DeskError(str(error), word="bad_address") from error
    hook = Webhook(id=secrets.token_hex(6), url=url.strip(), events=events, secret=new_secret(), made=house.clock())
    with house.doing(user.name, "webhook.add", hook.id, hook.url) as tx:
        if len(tx.webhooks.all()) >= 20:
            raise DeskError("20 webhooks are enough", word="too_many")
        tx.webhooks.add(hook)
    return hook


def remove(house: House, user: User, hook_id: str) -> None:
    """Tell an address no more. Raises DeskError where there is none."""
    with house.doing(user.name, "webhook.remove", hook_id) as tx:
        if not tx.webhooks.remove(hook_id):
            raise DeskError("there is no such webhook", word="gone")


def try_out(house: House, user: User, hook_id: str) -> None:
    """Call an address with an event of no meaning, to see that it answers."""
    now = house.clock()
    with house.store.begin() as tx:
        if not tx.webhooks.tell("webhook.test", {"by": user.name, "about": hook_id}, now, only=hook_id):
            raise DeskError("there is no such webhook", word="gone")
        tx.audit.note(now, by=user.name, action="webhook.test", about=hook_id)
