"""Passwords: hashed with Argon2id, compared without telling how long it took."""

import secrets
from functools import cache
from hashlib import sha256

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from bouclage.web.desk.settings import SETTINGS

# RFC 9106's second recommendation (64 MiB, 3 passes) is the library's default; lanes of 1, since a small machine has
# no more to give at 16:25.
_HASHER = PasswordHasher(parallelism=1)


def hashed(password: str) -> str:
    """Return what is kept of a password: Argon2id with its parameters and salt."""
    return _HASHER.hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Say whether a password is the one kept; where none is kept, take as long and say no."""
    try:
        return _HASHER.verify(kept or _nobody(), password) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def weakness(password: str, *, name: str) -> str | None:
    """Return why a password is not taken (a key of the words), or None. What counts is length."""
    if len(password) < SETTINGS.least_password:
        return "password_short"
    if len(password) > SETTINGS.most_password:
        return "password_long"
    if len(set(password)) < 4 or name.casefold() in (password.casefold(), password.casefold() * 2):
        return "password_plain"
    return None


def digest_of(secret: str) -> str:
    """Return what is kept of a secret that we made ourselves: random enough that a plain hash cannot be undone."""
    return sha256(secret.encode()).hexdigest()


def new_secret() -> str:
    """Return a new secret of 256 bits."""
    return secrets.token_urlsafe(32)


@cache
def _nobody() -> str:
    return _HASHER.hash(secrets.token_urlsafe(16))
