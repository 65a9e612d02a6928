"""What mail providers report by webhook: one plain form, and those of Amazon SES (through SNS), Mailgun and Postmark.

Read by their fields, as their manuals describe them. What is no bounce, complaint or wish to leave is passed over, and
what lacks a field it must have is a ValueError that names it.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from bouclage.deliver.returns import Reading, verdict
from bouclage.records import ReturnKind

MOST = 1000  # events of one call; providers send a hundred at most
_LONGEST = 300  # characters kept of a server's words
_LONGEST_NAME = 500  # of an address or a Message-ID
_NOTHING = re.compile(r"^[245]\.0\.0$")  # a status that says nothing

_POSTMARK = {
    "HardBounce": ReturnKind.HARD,
    "BadEmailAddress": ReturnKind.HARD,
    "SpamComplaint": ReturnKind.COMPLAINT,
    "SpamNotification": ReturnKind.POLICY,  # a filter's word, no reader's
    "Blocked": ReturnKind.POLICY,
    "DMARCPolicy": ReturnKind.POLICY,
    "VirusNotification": ReturnKind.POLICY,
    "Unsubscribe": ReturnKind.LEAVE,
    "Transient": ReturnKind.DELAYED,
    "AutoResponder": ReturnKind.AUTOMATIC,
    "SoftBounce": ReturnKind.SOFT,
    "DnsError": ReturnKind.SOFT,
    "Unknown": ReturnKind.SOFT,
}
_LEFT = ("SubscriptionChange", True, "ManualSuppression")
_SES_OURS = {"ContentRejected", "AttachmentRejected", "MessageTooLarge"}  # the message is refused, not its reader
_PLAIN = ("bounce", "complaint", "unsubscribe", "delayed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing a provider reports, under the provider's own name for it."""

    name: str
    reading: Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One call of a provider."""

    events: tuple[Event, ...] = ()
    passed_over: int = 0  # deliveries, clicks, and what else is none of ours
    confirm_at: str | None = None  # SNS asks whether we want it: a page for the operator to open


def report_of(plain: object) -> Report:
    """Return what the JSON of a call reports: one event, or a list of them. Raises ValueError naming what is wrong."""
    rows = plain if isinstance(plain, list) else [plain]
    if len(rows) > MOST:
        raise ValueError(f"{len(rows)} events in one call, at most {MOST} are taken")
    events: list[Event] = []
    passed_over = 0
    confirm_at = None
    for row in rows:
        event = _object(row, "event")
        if event.get("Type") in ("SubscriptionConfirmation", "UnsubscribeConfirmation"):
            confirm_at = _amazons(event.get("SubscribeURL"))
            continue
        found = list(_form(event)(event))
        events += found
        passed_over += not found
    return Report(events=tuple(events), passed_over=passed_over, confirm_at=confirm_at)


def event_of(plain: Mapping[str, Any]) -> Reading:
    """Return what an event in the plain form says; ValueError naming what is missing.

    `{"event": "bounce|complaint|unsubscribe|delayed", "message_id": "…", "recipient": "…", "status": "5.1.1",
    "detail": "…"}`, with a message_id or a recipient.
    """
    kind, message_id, recipient = (_text(plain.get(name)) for name in ("event", "message_id", "recipient"))
    if message_id is None and recipient is None:
        raise ValueError("message_id: must name the message, or recipient its reader")
    status = _text(plain.get("status"))
    kinds = {
        "bounce": verdict(status),
        "complaint": ReturnKind.COMPLAINT,
        "unsubscribe": ReturnKind.LEAVE,
        "delayed": ReturnKind.DELAYED,
    }
    if kind not in kinds:
        raise ValueError(f"event: one of {', '.join(_PLAIN)}")
    return _reading(kinds[kind], message_id, recipient, status, plain.get("detail"))


def _form(row: Mapping[str, Any]) -> Callable[[Mapping[str, Any]], Iterator[Event]]:
    if "event-data" in row:
        return _mailgun
    if "RecordType" in row:
        return _postmark
    if row.get("Type") == "Notification" or "notificationType" in row or "eventType" in row:
        return _ses
    return _plain_form


def _plain_form(row: Mapping[str, Any]) -> Iterator[Event]:
    name = _text(row.get("id")) or json.dumps(row, sort_keys=True)
    yield Event(name=name, reading=event_of(row))


def _ses(row: Mapping[str, Any]) -> Iterator[Event]:
    """Amazon SES, as SNS carries it (JSON within JSON) or as it is."""
    if row.get("Type") == "Notification":
        try:
            inner = json.loads(str(row.get("Message")))
        except ValueError as error:
            raise ValueError("Message: no JSON") from error
        row = _object(inner, "Message")
    mail = _object(row.get("mail", {}), "mail")
    message_id = _ses_message_id(mail)
    kind = row.get("notificationType") or row.get("eventType")
    if kind == "Bounce":
        bounce = _object(row.get("bounce"), "bounce")
        for one in _people(bounce, "bouncedRecipients"):
            status = _text(one.get("status"))
            reading = _reading(
                _ses_bounce(bounce, status), message_id, one.get("emailAddress"), status, one.get("diagnosticCode")
            )
            yield _named("ses", bounce.get("feedbackId") or mail.get("messageId"), reading)
    elif kind == "Complaint":
        complaint = _object(row.get("complaint"), "complaint")
        feedback = _text(complaint.get("complaintFeedbackType"))
        what = ReturnKind.OTHER if feedback == "not-spam" else ReturnKind.COMPLAINT
        for one in _people(complaint, "complainedRecipients"):
            reading = _reading(what, message_id, one.get("emailAddress"), None, feedback)
            yield _named("ses", complaint.get("feedbackId") or mail.get("messageId"), reading)


def _ses_bounce(bounce: Mapping[str, Any], status: str | None) -> ReturnKind:
    if bounce.get("bounceSubType") in _SES_OURS:
        return ReturnKind.POLICY
    said = verdict(status)
    vague = status is None or _NOTHING.match(status) is not None
    return ReturnKind.HARD if bounce.get("bounceType") == "Permanent" and vague else said


def _ses_message_id(mail: Mapping[str, Any]) -> str | None:
    """Return our Message-ID, where SES is set to tell the original headers; its own messageId is another."""
    headers = mail.get("headers")
    for header in headers if isinstance(headers, list) else ():
        if isinstance(header, dict) and str(header.get("name")).lower() == "message-id":
            return _text(header.get("value"))
    common = mail.get("commonHeaders")
    return _text(common.get("messageId")) if isinstance(common, dict) else None


def _mailgun(row: Mapping[str, Any]) -> Iterator[Event]:
    data = _object(row["event-data"], "event-data")
    kind = data.get("event")
    message = data.get("message")
    headers = message.get("headers") if isinstance(message, dict) else None
    message_id = _text(headers.get("message-id")) if isinstance(headers, dict) else None
    told = data.get("delivery-status")
    told = told if isinstance(told, dict) else {}
    status = _text(told.get("enhanced-code"))
    detail = told.get("message") or told.get("description") or data.get("reason")
    if kind == "failed":
        what = verdict(status)
        if data.get("severity") == "temporary":
            what = ReturnKind.DELAYED  # Mailgun tries again itself
        elif status is None and data.get("reason") == "suppress-bounce":
            what = ReturnKind.HARD  # known to Mailgun as gone
    elif kind in ("complained", "unsubscribed"):
        what = ReturnKind.COMPLAINT if kind == "complained" else ReturnKind.LEAVE
    else:
        return
    yield _named("mailgun", data.get("id"), _reading(what, message_id, data.get("recipient"), status, detail))


def _postmark(row: Mapping[str, Any]) -> Iterator[Event]:
    """Postmark puts a name of its own for Message-ID: the address says whose it is."""
    record = row["RecordType"]
    detail = row.get("Details") or row.get("Description")
    if record in ("Bounce", "SpamComplaint"):
        what = _POSTMARK.get(str(row.get("Type") or record), ReturnKind.OTHER)
        yield _named("postmark", f"{record} {row.get('ID')}", _reading(what, None, row.get("Email"), None, detail))
    elif (record, row.get("SuppressSending"), row.get("SuppressionReason")) == _LEFT:
        name = f"{record} {row.get('MessageID')} {row.get('ChangedAt')}"
        yield _named("postmark", name, _reading(ReturnKind.LEAVE, None, row.get("Recipient"), None, detail))


def _named(provider: str, name: object, reading: Reading) -> Event:
    if not name:
        raise ValueError("the event has no id")
    return Event(name=f"{provider} {name} {reading.recipient or reading.message_id}", reading=reading)


def _reading(kind: ReturnKind, message_id: object, recipient: object, status: str | None, detail: object) -> Reading:
    named, address, words = _text(message_id), _text(recipient), _text(detail)
    if named is None and address is None:
        raise ValueError("the event names neither message nor recipient")
    for one in (named, address):
        if one is not None and len(one) > _LONGEST_NAME:
            raise ValueError(f"{one[:40]!r}…: too long")
    if named is not None and not named.startswith("<"):
        named = f"<{named}>"
    return Reading(
        kind=kind,
        message_id=named,
        recipient=address,
        status=None if status is None else status[:20],
        detail=None if words is None else "".join(char for char in words if char.isprintable())[:_LONGEST],
    )


def _people(part: Mapping[str, Any], name: str) -> Iterator[Mapping[str, Any]]:
    people = part.get(name)
    if not isinstance(people, list) or len(people) > MOST:
        raise ValueError(f"{name}: a list of at most {MOST}")
    for one in people:
        yield _object(one, name)


def _object(value: object, name: str) -> Mapping[str, Any]:
    if isinstance(value, dict):
        return value
    raise ValueError(f"{name}: must be a JSON object")


def _text(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _amazons(url: object) -> str | None:
    """Return a subscription's page if it is Amazon's: nothing else is shown to an operator to open."""
    try:
        parts = urlsplit(url if isinstance(url, str) else "")
    except ValueError:
        return None
    host = parts.hostname or ""
    safe = parts.scheme == "https" and re.fullmatch(r"sns\.[a-z0-9-]+\.amazonaws\.com(\.cn)?", host) is not None
    return parts.geturl()[:2000] if safe else None
