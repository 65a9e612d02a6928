"""What providers report is read by its fields, each in its own form; what cannot be read is named."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bouclage.deliver import Report, report_of
from bouclage.records import ReturnKind

ADA = "ada@reader.example"
OURS = "<2026-09-08.0123456789abcdef@news.example>"


def ses(kind: str, **parts: Any) -> dict[str, Any]:
    mail = {"messageId": "0100-ses", "headers": [{"name": "Message-ID", "value": OURS}]}
    return {"notificationType": kind, "mail": mail, **parts}


def ses_bounce(how: str, sub: str = "General", status: str | None = None) -> dict[str, Any]:
    recipient = {"emailAddress": ADA} | ({"status": status, "diagnosticCode": "smtp; no"} if status else {})
    bounce = {"bounceType": how, "bounceSubType": sub, "feedbackId": "f1", "bouncedRecipients": [recipient]}
    return ses("Bounce", bounce=bounce)


def mailgun(event: str, **more: Any) -> dict[str, Any]:
    data = {"event": event, "id": "m1", "recipient": ADA, "message": {"headers": {"message-id": OURS[1:-1]}}}
    return {"signature": {}, "event-data": data | more}


def postmark(record: str, **more: Any) -> dict[str, Any]:
    return {"RecordType": record, "ID": 42, "Email": ADA, "MessageID": "not-ours", "Details": "smtp;550"} | more


FORMS = [
    ({"event": "bounce", "message_id": OURS, "status": "5.1.1"}, ReturnKind.HARD),
    ({"event": "bounce", "recipient": ADA, "status": "4.2.2"}, ReturnKind.SOFT),
    ({"event": "complaint", "recipient": ADA}, ReturnKind.COMPLAINT),
    ({"event": "unsubscribe", "recipient": ADA}, ReturnKind.LEAVE),
    ({"event": "delayed", "recipient": ADA}, ReturnKind.DELAYED),
    (ses_bounce("Permanent"), ReturnKind.HARD),
    (ses_bounce("Permanent", status="5.1.1"), ReturnKind.HARD),
    (ses_bounce("Permanent", status="5.0.0"), ReturnKind.HARD),
    (ses_bounce("Permanent", status="5.7.1"), ReturnKind.POLICY),
    (ses_bounce("Transient", "MailboxFull", "4.2.2"), ReturnKind.SOFT),
    (ses_bounce("Transient", "ContentRejected"), ReturnKind.POLICY),
    (ses_bounce("Undetermined"), ReturnKind.SOFT),
    (
        ses("Complaint", complaint={"feedbackId": "c1", "complainedRecipients": [{"emailAddress": ADA}]}),
        ReturnKind.COMPLAINT,
    ),
    (
        {"Type": "Notification", "MessageId": "n1", "Message": json.dumps(ses_bounce("Permanent"))},
        ReturnKind.HARD,
    ),
    (mailgun("failed", severity="permanent", **{"delivery-status": {"enhanced-code": "5.1.1"}}), ReturnKind.HARD),
    (mailgun("failed", severity="permanent", reason="suppress-bounce"), ReturnKind.HARD),
    (mailgun("failed", severity="temporary", **{"delivery-status": {"enhanced-code": "4.2.2"}}), ReturnKind.DELAYED),
    (mailgun("complained"), ReturnKind.COMPLAINT),
    (mailgun("unsubscribed"), ReturnKind.LEAVE),
    (postmark("Bounce", Type="HardBounce"), ReturnKind.HARD),
    (postmark("Bounce", Type="SoftBounce"), ReturnKind.SOFT),
    (postmark("Bounce", Type="Blocked"), ReturnKind.POLICY),
    (postmark("Bounce", Type="SomethingNew"), ReturnKind.OTHER),
    (postmark("SpamComplaint", Type="SpamComplaint"), ReturnKind.COMPLAINT),
    (
        {
            "RecordType": "SubscriptionChange",
            "Recipient": ADA,
            "SuppressSending": True,
            "SuppressionReason": "ManualSuppression",
            "MessageID": "x",
            "ChangedAt": "2026-09-08T18:00:00Z",
        },
        ReturnKind.LEAVE,
    ),
]


@pytest.mark.parametrize(("plain", "kind"), FORMS)
def test_each_form_is_read(plain: dict[str, Any], kind: ReturnKind) -> None:
    """Row 74 by webhook: kind, and whose it is, from the fields of each provider; alone or in a list."""
    report = report_of(plain)
    [event] = report.events
    assert event.reading.kind is kind
    assert event.reading.message_id == OURS or event.reading.recipient == ADA
    assert report_of([plain, plain]).events == (event, event)
    assert event.name == report_of(json.loads(json.dumps(plain))).events[0].name  # the same at every attempt


@pytest.mark.parametrize(
    "plain",
    [ses("Delivery"), ses("Click"), mailgun("delivered"), mailgun("opened"), postmark("Delivery"), postmark("Open")],
)
def test_what_is_none_of_ours_is_passed_over(plain: dict[str, Any]) -> None:
    """Deliveries, opens and clicks are not kept, wherever a provider sends them."""
    assert report_of(plain) == Report(passed_over=1)


@pytest.mark.parametrize(
    ("plain", "words"),
    [
        (None, "event"),
        ("x", "event"),
        ([[]], "event"),
        ({}, "message_id"),
        ({"event": "bounce"}, "message_id"),
        ({"event": "gone", "message_id": "x"}, "event"),
        ({"event": "bounce", "message_id": "x" * 600}, "too long"),
        ({"Type": "Notification", "Message": "{"}, "Message"),
        ({"Type": "Notification", "Message": "[]"}, "Message"),
        ({"notificationType": "Bounce"}, "bounce"),
        ({"notificationType": "Bounce", "bounce": {}}, "bouncedRecipients"),
        ({"event-data": 1}, "event-data"),
        ({"event-data": {"event": "complained", "recipient": ADA}}, "id"),
        ({"RecordType": "Bounce", "ID": 1}, "neither message nor recipient"),
        ([{"event": "complaint", "recipient": ADA}] * 1001, "1001 events"),
    ],
)
def test_what_cannot_be_read_is_named(plain: object, words: str) -> None:
    """Rule 8: the field that is missing or odd stands in the error."""
    with pytest.raises(ValueError, match=words):
        report_of(plain)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription&Token=x", True),
        ("http://sns.eu-central-1.amazonaws.com/?x", False),
        ("https://sns.eu-central-1.amazonaws.com.evil.example/?x", False),
        ("https://sns.eu-central-1.amazonaws.com@evil.example/", False),
        ("https://[", False),
        (7, False),
    ],
)
def test_only_amazons_own_page_is_shown_to_confirm(url: object, shown: bool) -> None:
    """We open no address that a call names, and tell the operator of Amazon's alone."""
    assert (report_of({"Type": "SubscriptionConfirmation", "SubscribeURL": url}).confirm_at is not None) is shown


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(
            ["event", "event-data", "message", "headers", "message-id", "delivery-status", "id", "recipient", "status",
             "notificationType", "bounce", "bouncedRecipients", "mail", "RecordType", "Type", "Message", "Email"]
        ), inner | st.sampled_from(["Bounce", "Notification", "failed", "bounce", "SpamComplaint"]), max_size=5,
    ),
)  # fmt: skip


@given(JSON)
def test_any_json_is_read_or_named(plain: object) -> None:
    """Whatever a call holds, it is a report or a ValueError and nothing else."""
    with suppress(ValueError):
        assert isinstance(report_of(plain), Report)
