"""Subscribers, deliveries, users, webhooks and the audit trail, by program."""

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, Field

from bouclage.records import Role, SubscriberStatus, to_plain
from bouclage.web.desk.acts import subscribers as subscriber_acts
from bouclage.web.desk.acts import users as user_acts
from bouclage.web.desk.acts import webhooks as webhook_acts
from bouclage.web.desk.api.edition import Done
from bouclage.web.desk.api.rights import Edits, HouseIn, Looks, Runs

router = APIRouter()

Id = Annotated[str, Path(max_length=100)]
Name = Annotated[str, Path(max_length=100)]
Event = Literal[webhook_acts.EVENTS]  # type: ignore[valid-type]


class NewUser(BaseModel):
    """A user to add."""

    name: Annotated[str, Field(max_length=60)]
    password: Annotated[str, Field(max_length=1024)]
    role: Role = Role.EDITOR
    address: Annotated[str, Field(max_length=320)] = ""


class Changes(BaseModel):
    """What to change of a user; what is left out stays."""

    role: Role | None = None
    password: Annotated[str, Field(max_length=1024)] | None = None
    second_factor: Literal[False] | None = Field(None, description="false asks for no code any more.")


class NewWebhook(BaseModel):
    """An address to tell."""

    url: Annotated[str, Field(max_length=2000)]
    events: list[Event] = Field(default_factory=list, description="None = all.")


@router.get("/subscribers", tags=["subscribers"], summary="The list, a page at a time")
def subscribers(
    house: HouseIn,
    _user: Edits,
    status: SubscriberStatus | None = None,
    size: Annotated[int, Query(ge=1, le=500)] = 200,
) -> dict[str, Any]:
    """Return how many there are of each status, and the first of them."""
    name = house.edition.name
    with house.store.read() as tx:
        counts = {one.value: tx.subscribers.count(name, one) for one in SubscriberStatus}
        page = next(tx.subscribers.pages(name, status, size=size), ())
    return {"counts": counts, "subscribers": to_plain(page)}


@router.post("/subscribers/{subscriber_id}/leave", tags=["subscribers"], summary="Take somebody off the list")
def leave(house: HouseIn, user: Edits, subscriber_id: Id) -> Done:
    """Take somebody off the list who asked for it in another way than by the link."""
    subscriber_acts.leave(house, user, subscriber_id)
    return Done()


@router.delete("/subscribers/{subscriber_id}", tags=["subscribers"], summary="Forget somebody")
def erase(house: HouseIn, user: Edits, subscriber_id: Id) -> Done:
    """Forget somebody everywhere."""
    subscriber_acts.erase(house, user, subscriber_id)
    return Done()


@router.get("/deliveries/{day}", tags=["subscribers"], summary="What became of one day's mail")
def deliveries(house: HouseIn, _user: Looks, day: date) -> dict[str, int]:
    """Return how many deliveries of a day's edition are in each state."""
    with house.store.read() as tx:
        counts = tx.deliveries.counts(house.edition.name, day)
    return {state.value: count for state, count in counts.items()}


@router.get("/users", tags=["users"], summary="Who may sign in")
def users(house: HouseIn, _user: Runs) -> list[dict[str, Any]]:
    """Return all users."""
    with house.store.read() as tx:
        return [to_plain(user) for user in tx.users.all()]


@router.post("/users", tags=["users"], summary="Add a user", status_code=201)
def add_user(house: HouseIn, user: Runs, given: NewUser) -> dict[str, Any]:
    """Add a user and return them."""
    made = user_acts.add(
        house, user.name, name=given.name, password=given.password, role=given.role, address=given.address
    )
    return dict(to_plain(made))


@router.patch("/users/{name}", tags=["users"], summary="Change a user")
def change_user(house: HouseIn, user: Runs, name: Name, given: Changes) -> Done:
    """Give a user another role or password, or end their second factor."""
    if given.role is not None:
        user_acts.change_role(house, user, name, given.role)
    if given.password is not None:
        user_acts.set_password(house, user.name, name, given.password)
    if given.second_factor is False:
        user_acts.end_second_factor(house, user.name, name)
    return Done()


@router.delete("/users/{name}", tags=["users"], summary="Take a user out")
def remove_user(house: HouseIn, user: Runs, name: Name) -> Done:
    """Take a user out, with sessions and tokens."""
    user_acts.remove(house, user.name, name)
    return Done()


@router.get("/webhooks", tags=["webhooks"], summary="Who is told what")
def webhooks(house: HouseIn, _user: Runs) -> dict[str, Any]:
    """Return the addresses, without their secrets, and the last calls."""
    with house.store.read() as tx:
        hooks, calls = tx.webhooks.all(), tx.webhooks.calls()
    hidden = [{key: value for key, value in to_plain(hook).items() if key != "secret"} for hook in hooks]
    return {"webhooks": hidden, "calls": to_plain(calls)}


@router.post("/webhooks", tags=["webhooks"], summary="Add an address", status_code=201)
def add_webhook(house: HouseIn, user: Runs, given: NewWebhook) -> dict[str, Any]:
    """Add an address and return it with its secret, shown this once."""
    return dict(to_plain(webhook_acts.add(house, user, given.url, tuple(given.events))))


@router.post("/webhooks/{hook_id}/test", tags=["webhooks"], summary="Call it for a test")
def try_webhook(house: HouseIn, user: Runs, hook_id: Id) -> Done:
    """Call an address with an event of no meaning."""
    webhook_acts.try_out(house, user, hook_id)
    return Done()


@router.delete("/webhooks/{hook_id}", tags=["webhooks"], summary="Tell it no more")
def remove_webhook(house: HouseIn, user: Runs, hook_id: Id) -> Done:
    """Tell an address no more."""
    webhook_acts.remove(house, user, hook_id)
    return Done()


@router.get("/audit", tags=["audit"], summary="Who changed what")
def audit(
    house: HouseIn,
    _user: Edits,
    before: Annotated[str | None, Query(max_length=100)] = None,
    about: Annotated[str | None, Query(max_length=300)] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> list[dict[str, Any]]:
    """Return lines of the audit trail, the newest first."""
    with house.store.read() as tx:
        return [to_plain(line) for line in tx.audit.lines(before=before, about=about, limit=limit)]
