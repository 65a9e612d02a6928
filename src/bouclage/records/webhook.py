"""Webhook: an address that is told what happens, and each call to it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bouclage.records.times import require_utc


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """One address."""

    id: str
    url: str
    events: tuple[str, ...] = ()  # such as "edition.closed"; none = all
    secret: str = field(repr=False)  # signs each call
    made: datetime

    def __post_init__(self) -> None:
        require_utc(self.made)

    def wants(self, event: str) -> bool:
        """Say whether this address is to be told of `event`."""
        return not self.events or event in self.events


class CallState(StrEnum):
    """Where a call stands."""

    WAITING = "waiting"
    DONE = "done"  # answered 2xx
    GIVEN_UP = "given_up"  # tried too often


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookCall:
    """One thing to tell one address; kept until it has answered."""

    id: str
    webhook_id: str
    event: str
    body: str = field(repr=False)  # the very bytes that are signed, as UTF-8 text
    state: CallState = CallState.WAITING
    attempts: int = 0
    next_try: datetime | None = None
    answer: str | None = None  # the last answer or failure
    changed: datetime

    def __post_init__(self) -> None:
        require_utc(self.next_try, self.changed)
