"""Name a subscriber in a link that nobody else can read, forge or guess."""

import hmac
from base64 import b32decode
from binascii import Error as Base32Error
from functools import lru_cache
from hashlib import sha256
from typing import Any

_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
_PAIRS = tuple(one + two for one in _LETTERS for two in _LETTERS)
_TAG = 16  # bytes: 128 bits against forging
_LONGEST_ID = 32  # bytes: one block of the mask; our ids have 20
_LEAST_SECRET = 16  # bytes
_BLOCK = 64  # bytes that SHA-256 takes at a time


def token(subscriber_id: str, secret: bytes, *, purpose: str = "unsubscribe") -> str:
    """Return the token of one subscriber: lower-case letters and digits, fit for a URL and for a mail subject.

    A token made for one `purpose` says nothing under another: who can take somebody off the list cannot change how it
    comes, nor fetch what is known of them. What is named may also be a letter or a time.

    Deterministic, without expiry and without a row in the store, so that the link in an edition of years ago still
    works, as long as `secret` is kept. The id is masked and authenticated (the synthetic-IV construction of RFC 5297
    with HMAC-SHA256 as its function): a bare id, being a hash of the address, would let anyone who sees a link test
    guesses of whose it is.
    """
    plain = subscriber_id.encode()
    if not 0 < len(plain) <= _LONGEST_ID:
        raise ValueError(f"a subscriber id has 1 to {_LONGEST_ID} bytes: {subscriber_id!r}")
    tag = _tag(plain, secret, purpose)
    return base32(tag + _masked(plain, tag, secret, purpose))


def subscriber_of(token: str, *secrets: bytes, purpose: str = "unsubscribe") -> str | None:
    """Return the id that `token` names, or None if none of the secrets made it. Case does not matter.

    The first secret is the one in use, those after it are older: the link in a mail of last year still works.
    """
    found = (_opened(token, secret, purpose) for secret in secrets)
    return next((name for name in found if name is not None), None)


def _opened(token: str, secret: bytes, purpose: str) -> str | None:
    if not token.isascii() or len(token) > 2 * (_TAG + _LONGEST_ID):
        return None
    try:
        raw = b32decode(token.upper() + "=" * (-len(token) % 8))
    except Base32Error:
        return None
    tag, masked = raw[:_TAG], raw[_TAG:]
    if not 0 < len(masked) <= _LONGEST_ID:
        return None
    plain = _masked(masked, tag, secret, purpose)
    if not hmac.compare_digest(_tag(plain, secret, purpose), tag):
        return None
    return plain.decode()


def base32(raw: bytes) -> str:
    """Return bytes in base 32 (RFC 4648), lower case, without padding: the library's takes as long as five HMACs."""
    bits = 8 * len(raw)
    pairs = -(-bits // 10)
    number = int.from_bytes(raw, "big") << (10 * pairs - bits)
    text = "".join([_PAIRS[(number >> shift) & 1023] for shift in range(10 * (pairs - 1), -1, -10)])
    return text[: -(-bits // 5)]


def keyed(secret: bytes, purpose: str, data: bytes) -> bytes:
    """Return HMAC-SHA256 of `data` under a key made from `secret` for one purpose alone; ValueError if it is short.

    HMAC (RFC 2104) hashes its padded key first, twice: that much is kept. Each message takes five of them, and the
    library's call, which sets everything up anew, takes three times as long.
    """
    begun, around = _states(secret, purpose)
    inner, outer = begun.copy(), around.copy()
    inner.update(data)
    outer.update(inner.digest())
    return bytes(outer.digest())


@lru_cache(maxsize=64)
def _states(secret: bytes, purpose: str) -> tuple[Any, Any]:
    """Return the hash after HMAC's inner and outer key block."""
    if len(secret) < _LEAST_SECRET:
        raise ValueError(f"the secret needs at least {_LEAST_SECRET} bytes, it has {len(secret)}")
    key = hmac.digest(secret, f"bouclage {purpose}".encode(), sha256).ljust(_BLOCK, b"\0")
    return sha256(bytes(octet ^ 0x36 for octet in key)), sha256(bytes(octet ^ 0x5C for octet in key))


def _tag(plain: bytes, secret: bytes, purpose: str) -> bytes:
    return keyed(secret, f"{purpose} tag", plain)[:_TAG]


def _masked(data: bytes, tag: bytes, secret: bytes, purpose: str) -> bytes:
    mask = keyed(secret, f"{purpose} mask", tag)
    size = len(data)
    return (int.from_bytes(data, "big") ^ int.from_bytes(mask[:size], "big")).to_bytes(size, "big")
