"""Keep who is signed in, the keys of programs, and recent attempts. Only hashes of secrets are kept."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, select

from bouclage.records import Role, Token, User, from_plain
from bouclage.store import schema
from bouclage.store.link import Link

_SESSIONS = schema.sessions
_TOKENS = schema.tokens
_ATTEMPTS = schema.attempts
_USERS = schema.users


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """A session and whose it is."""

    user: User
    began: datetime
    seen: datetime


class SignIns:
    """Sessions, tokens and attempts of one transaction."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def begin(self, session: str, user_id: str, now: datetime) -> None:
        """Enter a new session by its hash."""
        self._link.put(_SESSIONS, [{"hash": session, "user_id": user_id, "began": now, "seen": now}])

    def of(self, session: str) -> SignedIn | None:
        """Return whose session this is; whether it is too old is for the caller to judge."""
        statement = select(_SESSIONS.c.began, _SESSIONS.c.seen, _USERS.c.record)
        row = self._link.row(
            statement.join(_USERS, _USERS.c.id == _SESSIONS.c.user_id).where(_SESSIONS.c.hash == session)
        )
        return None if row is None else SignedIn(user=from_plain(User, row.record), began=row.began, seen=row.seen)

    def touch(self, session: str, now: datetime) -> None:
        """Note that a session is in use."""
        self._link.change(_SESSIONS.update().where(_SESSIONS.c.hash == session).values(seen=now))

    def end(self, session: str) -> bool:
        """Sign out."""
        return bool(self._link.change(_SESSIONS.delete().where(_SESSIONS.c.hash == session)))

    def end_all(self, user_id: str, *, but: str = "") -> int:
        """End a user's sessions, all `but` one; return how many."""
        theirs = and_(_SESSIONS.c.user_id == user_id, _SESSIONS.c.hash != but)
        return self._link.change(_SESSIONS.delete().where(theirs))

    def give_token(self, token: str, user_id: str, name: str, role: Role, now: datetime) -> None:
        """Enter a new token by its hash."""
        row = {"hash": token, "user_id": user_id, "name": name, "role": role.value, "made": now}
        self._link.put(_TOKENS, [row])

    def of_token(self, token: str) -> tuple[User, Token] | None:
        """Return whose token this is, and what it may do."""
        statement = select(_TOKENS, _USERS.c.record).join(_USERS, _USERS.c.id == _TOKENS.c.user_id)
        row = self._link.row(statement.where(_TOKENS.c.hash == token))
        if row is None:
            return None
        made = Token(user_id=row.user_id, name=row.name, role=Role(row.role), made=row.made)
        return from_plain(User, row.record), made

    def tokens(self, user_id: str) -> tuple[Token, ...]:
        """Return a user's tokens, by name."""
        rows = self._link.rows(select(_TOKENS).where(_TOKENS.c.user_id == user_id).order_by(_TOKENS.c.name))
        return tuple(Token(user_id=row.user_id, name=row.name, role=Role(row.role), made=row.made) for row in rows)

    def revoke(self, user_id: str, name: str) -> int:
        """Take a user's tokens of this name back; return how many there were."""
        theirs = and_(_TOKENS.c.user_id == user_id, _TOKENS.c.name == name)
        return self._link.change(_TOKENS.delete().where(theirs))

    def attempt(self, key: str, now: datetime) -> None:
        """Note an attempt to sign in."""
        self._link.put(_ATTEMPTS, [{"id": secrets.token_hex(10), "key": key, "at": now}])

    def attempts(self, key: str, since: datetime) -> int:
        """Return how many attempts there were after `since`."""
        recent = and_(_ATTEMPTS.c.key == key, _ATTEMPTS.c.at > since)
        row = self._link.row(select(func.count(_ATTEMPTS.c.id).label("n")).where(recent))
        return 0 if row is None else int(row.n)

    def forget_attempts(self, *, key: str | None = None, before: datetime | None = None) -> int:
        """Forget the attempts of a key, or all those before a time."""
        statement = _ATTEMPTS.delete()
        if key is not None:
            statement = statement.where(_ATTEMPTS.c.key == key)
        if before is not None:
            statement = statement.where(_ATTEMPTS.c.at < before)
        return self._link.change(statement)
