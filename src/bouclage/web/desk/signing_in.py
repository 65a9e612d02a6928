"""Signing in: name, password and, where a user asked for it, a code; slowed down where somebody guesses."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

import pyotp

from bouclage.records import User, digest
from bouclage.web.desk.house import House
from bouclage.web.desk.passwords import digest_of, hashed, matches

_STEP_S = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """What came of an attempt: a user, or the word that says why not."""

    user: User | None = None
    refused: str | None = None  # "wrong", "slow", "code"


def sign_in(house: House, *, name: str, password: str, code: str, network: str) -> SignIn:
    """Try to sign in. A name that is not there, a wrong password and a wrong code all count as attempts.

    An attempt is counted before the password is looked at, so that many at once are not let through together.
    """
    settings, now = house.settings, house.clock()
    name = name.strip()[:200]
    keys = {
        _key("here", name.casefold(), network): settings.tries_here,
        _key("network", network): settings.tries_network,
        _key("name", name.casefold()): settings.tries_name,
    }
    since = now - timedelta(seconds=settings.window_s)
    with house.store.begin() as tx:
        tx.sign_ins.forget_attempts(before=now - timedelta(days=1))
        full = [key for key, most in keys.items() if tx.sign_ins.attempts(key, since) >= most]
        if not full:
            for key in keys:
                tx.sign_ins.attempt(key, now)
        user = tx.users.by_name(name)
        known = tx.users.credentials(user.id) if user else None
    if full:
        return SignIn(refused="slow")
    long = len(password) > settings.most_password
    if long or not matches(known.password if known else None, password) or user is None or known is None:
        return SignIn(refused="wrong")
    if known.totp is not None and not code.strip():
        return SignIn(refused="code")
    if known.totp is not None and not _code_fits(house, user, known.totp, code):
        return SignIn(refused="code_wrong")
    with house.store.begin() as tx:
        for key in keys:
            if key != _key("network", network):  # one good password must not open the network to guessing others
                tx.sign_ins.forget_attempts(key=key)
        tx.audit.note(now, by=user.name, action="session.begin", about=user.name, detail=f"from {network}")
    return SignIn(user=user)


def new_second_factor() -> str:
    """Return a new secret for a code generator."""
    return pyotp.random_base32()


def second_factor_address(house: House, user: User, secret: str) -> str:
    """Return the otpauth address that a code generator reads."""
    return str(pyotp.TOTP(secret).provisioning_uri(name=user.name, issuer_name=house.edition.title))


def fits_now(house: House, secret: str, code: str) -> int | None:
    """Return the time step that a code is right for, now or one step beside (RFC 6238, 5.2), or None."""
    digits = "".join(code.split())
    if len(digits) != 6 or not digits.isascii() or not digits.isdigit():
        return None
    generator, step = pyotp.TOTP(secret), int(house.clock().timestamp()) // _STEP_S
    for one in (step, step - 1, step + 1):
        if secrets.compare_digest(generator.generate_otp(one), digits):
            return one
    return None


def new_recovery_codes(house: House) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return codes to write down, and what is kept of each."""
    codes = tuple(
        f"{secrets.token_hex(3)}-{secrets.token_hex(3)}-{secrets.token_hex(3)}"
        for _ in range(house.settings.recovery_codes)
    )
    return codes, tuple(digest_of(code) for code in codes)


def new_password_hash(password: str) -> str:
    """Return what is kept of a new password."""
    return hashed(password)


def _code_fits(house: House, user: User, secret: str, code: str) -> bool:
    step = fits_now(house, secret, code)
    with house.store.begin() as tx:
        if step is not None:
            return tx.users.take_step(user.id, step)
        return tx.users.take_recovery(user.id, digest_of(code.strip().lower()))


def _key(*parts: str) -> str:
    return digest(*parts, kind="attempt")
