"""Letter: one message to one person who asked for it just now; not of a list, so without a list's fields."""

from datetime import datetime
from email.utils import format_datetime

from bouclage.deliver import fields
from bouclage.deliver.body import encode
from bouclage.deliver.dkim import Signer, canonical_field, signed_fields
from bouclage.deliver.frame import framed
from bouclage.deliver.message import Parts
from bouclage.errors import DeliveryError


def letter_message(
    parts: Parts,
    *,
    name: str,
    sender: str,
    to: str,
    date: datetime,
    message_id: str,
    language: str,
    signers: tuple[Signer, ...] = (),
) -> bytes:
    """Return a letter, ready for the wire; `Auto-Submitted` keeps holiday replies away (RFC 3834).

    `name` and `sender` are who writes, `message_id` with its brackets. Raises DeliveryError naming the field that
    cannot be used, SubscriberError for an address that cannot be written to.
    """
    if date.tzinfo is None:
        raise DeliveryError(f"date: without a zone: {date.isoformat()}")
    frame = framed(encode(parts.text, "plain", ()), encode(parts.html, "html", ()))
    lines = [
        fields.mailbox("From", name, fields.address(sender, "sender"), "sender.name"),
        f"To: {fields.address(to, 'address', utf8=True)}",
        fields.text("Subject", parts.subject, "subject"),
        f"Date: {format_datetime(date)}",
        f"Message-ID: {message_id}",
        f"Content-Language: {language}",
        "Auto-Submitted: auto-generated",
        *frame.mime,
    ]
    body, body_hash = frame.filled([], hashed=bool(signers))
    head = "\r\n".join((*lines, "", "")).encode()
    canonical = (canonical_field(line.encode()) for line in lines)
    signed = signed_fields({line.partition(b":")[0].decode(): line for line in canonical})
    signatures = (one.field(signed, body_hash, int(date.timestamp())) for one in signers)
    return b"".join((*signatures, head, *body))
