"""Users: added, changed, taken out; their passwords, second factors and tokens."""

import re
import secrets
from dataclasses import replace

from bouclage.deliver import checked_address
from bouclage.errors import DeskError, NotAllowedError
from bouclage.records import Role, Token, User
from bouclage.store import Transaction
from bouclage.web.desk.house import House
from bouclage.web.desk.passwords import digest_of, hashed, matches, new_secret, weakness
from bouclage.web.desk.signing_in import fits_now, new_recovery_codes
from bouclage.web.desk.words import LANGUAGES

_NAME = re.compile(r"[\w.@+-]{1,60}")
TOKEN_MARK = "bouclage_"  # noqa: S105 - how a token is known for one when it turns up somewhere


def check_new(name: str, password: str) -> None:
    """Raise DeskError for a name or password that `add` would refuse."""
    if not _NAME.fullmatch(name.strip()):
        raise DeskError("a name has letters, digits and . _ @ + - only, 60 at most", word="bad_name")
    _check_password(password, name)


def add(house: House, by: str, *, name: str, password: str, role: Role, address: str = "", language: str = "") -> User:
    """Add a user. Raises DeskError for a name that is taken or a password that is too weak."""
    name = name.strip()
    check_new(name, password)
    user = User(
        id=secrets.token_hex(10),
        name=name,
        role=role,
        address=checked_address(address) if address.strip() else None,
        language=language if language in LANGUAGES else None,
        made=house.clock(),
    )
    kept = hashed(password)
    with house.doing(by, "user.add", name, role.value) as tx:
        if not tx.users.add(user, kept):
            raise DeskError(f"there is a user {name} already", word="name_taken")
    return user


def change_role(house: House, by: User, name: str, role: Role) -> User:
    """Give a user another role; their sessions end. The last administrator stays one."""
    with house.doing(by.name, "user.role", name, role.value) as tx:
        user = _named(tx, name)
        if user.role is Role.ADMIN and role is not Role.ADMIN:
            _not_the_last(tx)
        made = replace(user, role=role)
        tx.users.replace(made)
        if user.id != by.id or role is not user.role:
            tx.sign_ins.end_all(user.id)
    return made


def remove(house: House, by: str, name: str) -> None:
    """Take a user out, with sessions and tokens. The last administrator stays."""
    with house.doing(by, "user.remove", name) as tx:
        user = _named(tx, name)
        if user.role is Role.ADMIN:
            _not_the_last(tx)
        tx.users.remove(user.id)


def set_password(house: House, by: str, name: str, password: str, *, keep: str = "") -> None:
    """Give a user a new password; all their sessions end, but `keep`. Their second factor stays."""
    _check_password(password, name)
    kept = hashed(password)
    with house.doing(by, "user.password", name) as tx:
        user = _named(tx, name)
        tx.users.set_password(user.id, kept)
        tx.sign_ins.end_all(user.id, but=digest_of(keep) if keep else "")


def change_own_password(house: House, user: User, old: str, new: str, *, session: str) -> None:
    """Change one's own password; one's other sessions end. Raises NotAllowedError where the old one is wrong."""
    check_own_password(house, user, old)
    set_password(house, user.name, user.name, new, keep=session)


def check_own_password(house: House, user: User, password: str) -> None:
    """Raise NotAllowedError unless this is the user's password: a session left open must not give the account away."""
    with house.store.read() as tx:
        known = tx.users.credentials(user.id)
    if not matches(known.password if known else None, password[: house.settings.most_password]):
        raise NotAllowedError("the password is wrong", word="wrong_password")


def change_own(house: House, user: User, *, address: str, language: str) -> User:
    """Change one's own address and language."""
    made = replace(
        user,
        address=checked_address(address) if address.strip() else None,
        language=language if language in LANGUAGES else None,
    )
    with house.doing(user.name, "user.change", user.name) as tx:
        tx.users.replace(made)
    return made


def begin_second_factor(house: House, user: User, secret: str, code: str) -> tuple[str, ...]:
    """Ask for codes from now on, once one of them was right; return recovery codes, shown this once."""
    step = fits_now(house, secret, code)
    if step is None:
        raise DeskError("the code is wrong", word="code_wrong")
    codes, kept = new_recovery_codes(house)
    with house.doing(user.name, "user.second_factor", user.name, "on") as tx:
        tx.users.set_second_factor(user.id, secret, kept)
        tx.users.take_step(user.id, step)
    return codes


def end_second_factor(house: House, by: str, name: str) -> None:
    """Ask for no codes any more."""
    with house.doing(by, "user.second_factor", name, "off") as tx:
        tx.users.set_second_factor(_named(tx, name).id, None)


def give_token(house: House, user: User, *, name: str, role: Role) -> str:
    """Return a new token for programs, shown this once. It may do what `role` may, at most what its user may."""
    name = " ".join(name.split())
    if not name or len(name) > 60 or not name.isprintable():
        raise DeskError("say in at most 60 characters what the token is for", word="bad_name")
    if not user.role.covers(role):
        raise NotAllowedError("a token may not do more than its user", word="not_allowed")
    secret = TOKEN_MARK + new_secret()
    with house.doing(user.name, "token.give", name, role.value) as tx:
        if any(one.name == name for one in tx.sign_ins.tokens(user.id)):
            raise DeskError("there is a token of this name already", word="name_taken")
        tx.sign_ins.give_token(digest_of(secret), user.id, name, role, house.clock())
    return secret


def revoke_token(house: House, user: User, name: str) -> bool:
    """Take a token back; return whether there was one."""
    with house.doing(user.name, "token.revoke", name) as tx:
        return bool(tx.sign_ins.revoke(user.id, name))


def tokens(house: House, user: User) -> tuple[Token, ...]:
    """Return a user's tokens."""
    with house.store.read() as tx:
        return tx.sign_ins.tokens(user.id)


def of_token(house: House, secret: str) -> tuple[User, Role] | None:
    """Return whose token this is and what it may do: the lesser of its own role and its user's."""
    if not secret.startswith(TOKEN_MARK) or len(secret) > 200:
        return None
    with house.store.read() as tx:
        found = tx.sign_ins.of_token(digest_of(secret))
    if found is None:
        return None
    user, token = found
    return user, token.role if user.role.covers(token.role) else user.role


def _named(tx: Transaction, name: str) -> User:
    user = tx.users.by_name(name)
    if user is None:
        raise DeskError(f"there is no user {name}", word="no_user")
    return user


def _not_the_last(tx: Transaction) -> None:
    if tx.users.count(Role.ADMIN) <= 1:
        raise DeskError("the last administrator stays one: make another first", word="last_admin")


def _check_password(password: str, name: str) -> None:
    reason = weakness(password, name=name)
    if reason is not None:
        raise DeskError("the password is too weak: at least 10 characters, not the name", word=reason)
