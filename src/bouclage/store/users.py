"""Keep who may sign in, with their passwords and second factors."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import and_, func, or_, select

from bouclage.records import Role, User, from_plain, to_plain
from bouclage.store import schema
from bouclage.store.link import Link

_USERS = schema.users


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """What a sign-in is checked against."""

    password: str = field(repr=False)  # Argon2id hash
    totp: str | None = field(default=None, repr=False)
    recovery: tuple[str, ...] = field(default=(), repr=False)  # SHA-256 of the codes left


class Users:
    """The users of one transaction."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def add(self, user: User, password: str) -> bool:
        """Add a user with a hashed password; return False, changing nothing, where the name is taken."""
        if self.by_name(user.name) is not None:
            return False
        return bool(self._link.insert_new(_USERS, [_row(user) | {"password": password}]))

    def replace(self, user: User) -> bool:
        """Change name, role or what else is known of a user; return False where there is no such user."""
        return bool(self._change(user.id, _row(user)))

    def remove(self, user_id: str) -> bool:
        """Take a user out, with sessions and tokens; return False where there was none."""
        return bool(self._link.change(_USERS.delete().where(_USERS.c.id == user_id)))

    def by_id(self, user_id: str) -> User | None:
        """Return a user."""
        return self._one(_USERS.c.id == user_id)

    def by_name(self, name: str) -> User | None:
        """Return who signs in with `name`; capitals do not matter."""
        return self._one(_USERS.c.name == name.casefold())

    def all(self) -> tuple[User, ...]:
        """Return all users, by name."""
        return tuple(from_plain(User, row.record) for row in self._link.rows(_by_name()))

    def count(self, role: Role | None = None) -> int:
        """Return how many there are, of one role or all."""
        statement = select(func.count(_USERS.c.id).label("n"))
        if role is not None:
            statement = statement.where(_USERS.c.role == role.value)
        row = self._link.row(statement)
        return 0 if row is None else int(row.n)

    def credentials(self, user_id: str) -> Credentials | None:
        """Return what a user's sign-in is checked against."""
        row = self._link.row(select(_USERS.c.password, _USERS.c.totp, _USERS.c.recovery).where(_USERS.c.id == user_id))
        if row is None:
            return None
        return Credentials(password=row.password, totp=row.totp, recovery=tuple(row.recovery or ()))

    def set_password(self, user_id: str, password: str) -> bool:
        """Keep a new hashed password."""
        return bool(self._change(user_id, {"password": password}))

    def set_second_factor(self, user_id: str, totp: str | None, recovery: Iterable[str] = ()) -> bool:
        """Ask for codes of `totp` from now on, or with None no more."""
        user = self.by_id(user_id)
        if user is None:
            return False
        row = _row(replace(user, second_factor=totp is not None))
        return bool(self._change(user_id, row | {"totp": totp, "totp_step": None, "recovery": list(recovery)}))

    def take_step(self, user_id: str, step: int) -> bool:
        """Use up a time step; return False where it, or a later one, was used already: a code is good once."""
        unused = or_(_USERS.c.totp_step.is_(None), _USERS.c.totp_step < step)
        statement = _USERS.update().where(and_(_USERS.c.id == user_id, unused)).values(totp_step=step)
        return bool(self._link.change(statement))

    def take_recovery(self, user_id: str, code_hash: str) -> bool:
        """Use up a recovery code; return False where it is none of those left."""
        known = self.credentials(user_id)
        if known is None or code_hash not in known.recovery:
            return False
        left = [one for one in known.recovery if one != code_hash]
        before = _USERS.c.recovery == list(known.recovery)
        statement = _USERS.update().where(and_(_USERS.c.id == user_id, before)).values(recovery=left)
        return bool(self._link.change(statement))

    def _change(self, user_id: str, values: dict[str, Any]) -> int:
        return self._link.change(_USERS.update().where(_USERS.c.id == user_id).values(values))

    def _one(self, condition: Any) -> User | None:
        row = self._link.row(select(_USERS.c.record).where(condition))
        return None if row is None else from_plain(User, row.record)


def _by_name() -> Any:
    return select(_USERS.c.record).order_by(_USERS.c.name)


def _row(user: User) -> dict[str, Any]:
    return {"id": user.id, "name": user.name.casefold(), "role": user.role.value, "record": to_plain(user)}
