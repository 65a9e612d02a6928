"""Read what comes back: bounces, complaints, wishes to leave, automatic replies; each for what it is.

A bounce is believed for its machine-readable part (RFC 3464, Action and Status), never for its words; words are
looked at (flufl.bounce) only where a server writes none. Whose it is must be proved: by our signed return address, or
by our Message-ID in the message it returns; a claim alone names nobody. Pure: whoever calls reads and stores.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.errors import HeaderParseError, MessageError
from email.header import decode_header, make_header
from email.message import EmailMessage, Message
from email.utils import parseaddr

from flufl.bounce import all_failures

from bouclage.records import ReturnKind

_MOST = 1 << 20  # octets of a message looked at; a bounce may carry the whole edition back
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_LEAVE = re.compile(r"\bunsubscribe-([a-z2-7]{20,110})\b", re.IGNORECASE)
_PLAIN_LEAVE = re.compile(r"\s*(re:\s*)?(unsubscribe|abmelden|désabonner|disiscrivi)\W*", re.IGNORECASE)
_MESSAGE_ID = re.compile(r"<[A-Za-z0-9.+=_-]+@[A-Za-z0-9.-]+>")
_AWAY = re.compile(
    r"^\W*(automatic reply|auto(matische)?[ -]?(reply|antwort)|out of (the )?office|abwesen(d|heit)|réponse automatique"
    r"|absence du bureau|risposta automatica|fuori sede)",
    re.IGNORECASE,
)
_LONGEST = 300  # characters kept of a server's words

# The second and third number of a status say whose fault it is (RFC 3463; registry of enhanced status codes).
_GONE = {(1, 1), (1, 2), (1, 3), (1, 6), (1, 10), (2, 1)}  # no such mailbox or domain, moved, null MX, disabled
_OURS = {7}  # security and policy: they refuse us


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one message says."""

    kind: ReturnKind
    message_id: str | None = None  # of the edition it gives back, if it is in it: proves whose it is
    leave_token: str | None = None  # of who asks to leave
    recipient: str | None = None  # the address it says failed: told, not believed
    sender: str = ""  # From, of who writes by hand
    status: str | None = None
    detail: str | None = None


def read_return(raw: bytes) -> Reading:
    """Return what a message that came to the bounce address says; never raises for bad mail."""
    try:
        message = message_from_bytes(raw[:_MOST], policy=policy.compat32)
        return _read(message)
    except (MessageError, ValueError, LookupError, TypeError, AttributeError):
        # The parser of the standard library gives up on some broken mail, each in its own way: nothing follows from it.
        return Reading(kind=ReturnKind.OTHER, detail="cannot be read as mail")


def verdict(status: str | None) -> ReturnKind:
    """Return what an enhanced status code of a failed delivery means for its reader."""
    match = _STATUS.search(status or "")
    if match is None:
        return ReturnKind.SOFT
    first, subject, detail = (int(part) for part in match.groups())
    if subject in _OURS:
        return ReturnKind.POLICY
    if first == 5 and (subject, detail) in _GONE:
        return ReturnKind.HARD
    return ReturnKind.SOFT


def _read(message: Message) -> Reading:
    sender = parseaddr(_field(message, "From"))[1]
    report = str(message.get_param("report-type") or "").lower()
    if message.get_content_type() == "multipart/report" and report == "feedback-report":
        return _complaint(message)
    parts = [part for part in message.walk() if part.get_content_type() == "message/delivery-status"]
    if parts:
        return _status_report(message, parts[0])
    token = _LEAVE.search(_subject(message))
    if token is not None:
        return Reading(kind=ReturnKind.LEAVE, leave_token=token[1].lower(), sender=sender)
    if _is_automatic(message):
        return Reading(kind=ReturnKind.AUTOMATIC, sender=sender, detail=_words(_subject(message)))
    if _PLAIN_LEAVE.fullmatch(_subject(message)):
        return Reading(kind=ReturnKind.LEAVE, sender=sender)
    return _unstandard(message, sender)


def _complaint(message: Message) -> Reading:
    """RFC 5965: somebody pressed "spam". Whose it was stands in the message that is given back."""
    fields = next((part for part in message.walk() if part.get_content_type() == "message/feedback-report"), None)
    kind = _field(_first(fields), "Feedback-Type").strip().lower() if fields is not None else ""
    if kind in ("not-spam", "auth-failure", "dmarc"):
        return Reading(kind=ReturnKind.OTHER, detail=kind)
    if kind == "opt-out":
        return Reading(kind=ReturnKind.LEAVE, message_id=_returned_id(message), leave_token=_returned_token(message))
    return Reading(
        kind=ReturnKind.COMPLAINT,
        message_id=_returned_id(message),
        leave_token=_returned_token(message),
        detail=kind or "abuse",
    )


def _status_report(message: Message, part: Message) -> Reading:
    """RFC 3464: what happened stands in fields, a block a recipient; ours has one."""
    blocks = [block for block in _blocks(part) if block.get("Final-Recipient") or block.get("Original-Recipient")]
    block = blocks[0] if blocks else _first(part)
    action = _field(block, "Action").strip().lower()
    status = _STATUS.search(_field(block, "Status"))
    diagnostic = _field(block, "Diagnostic-Code")
    # "5.0.0" says nothing; the server's own answer often says more.
    inner = _STATUS.search(diagnostic)
    if inner is not None and (status is None or status[0][1:] == ".0.0"):
        status = inner
    code = None if status is None else status[0]
    kind = verdict(code) if action in ("failed", "") else ReturnKind.DELAYED
    recipient = _field(block, "Original-Recipient") or _field(block, "Final-Recipient")
    return Reading(
        kind=kind,
        message_id=_returned_id(message),
        recipient=recipient.rpartition(";")[2].strip() or None,
        status=code,
        detail=_words(diagnostic),
    )


def _unstandard(message: Message, sender: str) -> Reading:
    """Servers that write bounces of their own: flufl.bounce knows dozens of them."""
    temporary, permanent = all_failures(message)
    if not temporary and not permanent:
        return Reading(kind=ReturnKind.OTHER, sender=sender, detail=_words(_subject(message)))
    found = sorted(permanent or temporary)[0]
    return Reading(
        kind=ReturnKind.HARD if permanent else ReturnKind.SOFT,
        message_id=_returned_id(message) or _id_in_text(message),
        recipient=found.decode("ascii", "replace") if isinstance(found, bytes) else str(found),
        detail=_words(_subject(message)),
    )


def _is_automatic(message: Message) -> bool:
    """RFC 3834, and what was in use before it."""
    said = _field(message, "Auto-Submitted").strip().lower()
    if said and not said.startswith("no"):
        return True
    if any(message.get(name) for name in ("X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress", "X-Vacation")):
        return True
    if _field(message, "Precedence").strip().lower() in ("auto_reply", "auto-reply"):
        return True
    return bool(_AWAY.match(_subject(message)))


def _returned_id(message: Message) -> str | None:
    """Return the Message-ID of the message that is given back, whole or its header alone."""
    found = _given_back(message, "Message-ID")
    match = _MESSAGE_ID.search(found)
    return None if match is None else match[0]


def _returned_token(message: Message) -> str | None:
    match = _LEAVE.search(_given_back(message, "List-Unsubscribe"))
    return None if match is None else match[1].lower()


def _given_back(message: Message, name: str) -> str:
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "message/rfc822":
            return _field(_first(part), name)
        if kind == "text/rfc822-headers":
            text = part.get_payload(decode=True)
            if isinstance(text, bytes):
                return _field(message_from_bytes(text), name)
    return ""


def _id_in_text(message: Message) -> str | None:
    for part in message.walk():
        text = part.get_payload(decode=True)
        if isinstance(text, bytes):
            match = re.search(r"^Message-ID:\s*(<\S+>)", text.decode("ascii", "replace"), re.IGNORECASE | re.MULTILINE)
            if match is not None and _MESSAGE_ID.fullmatch(match[1]):
                return match[1]
    return None


def _blocks(part: Message) -> Iterator[Message]:
    payload = part.get_payload()
    if isinstance(payload, list):
        yield from (block for block in payload if isinstance(block, Message))


def _first(part: Message) -> Message:
    return next(_blocks(part), EmailMessage())


def _field(message: Message, name: str) -> str:
    return " ".join(str(message.get(name, "")).split())


def _subject(message: Message) -> str:
    """Return the subject with its encoded words read."""
    raw = _field(message, "Subject")
    try:
        return " ".join(str(make_header(decode_header(raw))).split())
    except (HeaderParseError, LookupError, ValueError):  # an unknown charset, a broken word
        return raw


def _words(text: str) -> str | None:
    printable = "".join(char for char in text if char.isprintable())
    return printable[:_LONGEST] or None
