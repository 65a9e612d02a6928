"""Return addresses (VERP): each message has its own, signed: what comes back says whose it is, and is no forgery."""

import hmac
from base64 import b32decode
from binascii import Error as Base32Error
from dataclasses import dataclass
from datetime import date, timedelta

from bouclage.deliver.unsubscribe import base32, keyed
from bouclage.errors import DeliveryError
from bouclage.records import Delivery

_FIRST = date(2020, 1, 1)  # two bytes of days reach from here to 2199
_ID = 10  # bytes of a subscriber's id
_TAG = 8  # bytes against forging: a guess costs the guesser a mail to us
_LONGEST_LOCAL = 64  # octets (RFC 5321 section 4.5.3.1.1)


@dataclass(frozen=True, slots=True)
class Returned:
    """Whose message came back."""

    subscriber_id: str
    day: date


def return_address(bounce_address: str, delivery: Delivery, secret: bytes, delimiter: str = "+") -> str:
    """Return the envelope sender of one delivery. Raises DeliveryError where the bounce address leaves no room."""
    local, _, domain = bounce_address.rpartition("@")
    days = (delivery.day - _FIRST).days
    plain = days.to_bytes(2, "big") + bytes.fromhex(delivery.subscriber_id)
    mark = base32(plain + _tag(plain, secret))
    made = f"{local}{delimiter}{mark}"
    if len(made) > _LONGEST_LOCAL:
        raise DeliveryError(f"mail.bounce_address: {local!r} is too long to be extended")
    return f"{made}@{domain}"


def returned(recipient: str, bounce_address: str, secret: bytes, delimiter: str = "+") -> Returned | None:
    """Return whose message came back to `recipient`; None if we did not make that address. Case does not matter."""
    local, _, domain = recipient.strip().rpartition("@")
    own, _, own_domain = bounce_address.rpartition("@")
    prefix = f"{own}{delimiter}".casefold()
    if domain.casefold() != own_domain.casefold() or not local.casefold().startswith(prefix):
        return None
    mark = local[len(prefix) :]
    try:
        raw = b32decode(mark.upper() + "=" * (-len(mark) % 8))
    except (Base32Error, ValueError):
        return None
    plain, tag = raw[: 2 + _ID], raw[2 + _ID :]
    if len(raw) != 2 + _ID + _TAG or not hmac.compare_digest(_tag(plain, secret), tag):
        return None
    return Returned(plain[2:].hex(), _FIRST + timedelta(days=int.from_bytes(plain[:2], "big")))


def _tag(plain: bytes, secret: bytes) -> bytes:
    return keyed(secret, "return address", plain)[:_TAG]
