"""User: somebody who may sign in at the desk, and what they may do there."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bouclage.records.times import require_utc


class Role(StrEnum):
    """What a user may do. Each may also do what those below it may."""

    ADMIN = "admin"  # users, webhooks, settings
    EDITOR = "editor"  # the edition, sources, subscribers
    READER = "reader"  # look

    def covers(self, needed: "Role") -> bool:
        """Say whether this role may do what `needed` may."""
        ranks = (Role.READER, Role.EDITOR, Role.ADMIN)
        return ranks.index(self) >= ranks.index(needed)


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """One account. Passwords and second factors are kept beside it, never in it."""

    id: str
    name: str  # what they sign in with, and what the audit trail says
    role: Role
    address: str | None = None  # where a test mail goes
    language: str | None = None  # of the desk; None = the edition's
    second_factor: bool = False  # a code is asked for at sign-in
    made: datetime

    def __post_init__(self) -> None:
        require_utc(self.made)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditLine:
    """Who changed what, when. Lines are added and never changed."""

    id: str
    at: datetime
    by: str  # a user's name; "" = nobody signed in
    action: str  # "story.hold", "source.add", …
    about: str  # what it was done to
    detail: str | None = None

    def __post_init__(self) -> None:
        require_utc(self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A key to the interface for programs, as it is listed: the key itself is shown once and kept nowhere."""

    user_id: str
    name: str  # what it is for
    role: Role
    made: datetime

    def __post_init__(self) -> None:
        require_utc(self.made)
