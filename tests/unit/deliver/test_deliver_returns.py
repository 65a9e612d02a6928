"""What came back, told apart."""

from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bouclage.deliver import read_return, verdict
from bouclage.records import ReturnKind

OURS = "<2026-09-08.abc@news.example>"


def dsn(
    action: str = "failed", status: str = "5.1.1", diagnostic: str = "smtp; 550 5.1.1 unknown", *, whole: bool = False
) -> bytes:
    """Return a delivery status report as RFC 3464 has it."""
    back = "message/rfc822" if whole else "text/rfc822-headers"
    return (
        "From: MAILER-DAEMON@mx.example\r\nTo: bounce@news.example\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\n"
        "Auto-Submitted: auto-replied\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nThe address does not exist, out of office, unsubscribe.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        f"Final-Recipient: rfc822; ada@reader.example\r\nAction: {action}\r\nStatus: {status}\r\n"
        f"Diagnostic-Code: {diagnostic}\r\n\r\n"
        f"--b\r\nContent-Type: {back}\r\n\r\nMessage-ID: {OURS}\r\nSubject: Soir\r\n"
        f"{'' if not whole else chr(13) + chr(10) + 'body' + chr(13) + chr(10)}\r\n--b--\r\n"
    ).encode()


def complaint(kind: str = "abuse") -> bytes:
    """Return a complaint as RFC 5965 has it."""
    return (
        "From: fbl@provider.example\r\nTo: bounce@news.example\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=feedback-report; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nThis is an abuse report.\r\n"
        f"--b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: {kind}\r\nVersion: 1\r\n\r\n"
        f"--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: {OURS}\r\nSubject: Soir\r\n\r\nbody\r\n--b--\r\n"
    ).encode()


def letter(subject: str = "Hello", **fields: str) -> bytes:
    """Return a plain mail."""
    message = EmailMessage()
    message["From"] = "Ada <ada@reader.example>"
    message["Subject"] = subject
    for name, value in fields.items():
        message[name.replace("_", "-")] = value
    message.set_content("I will be back on Monday.")
    return message.as_bytes()


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("5.1.1", "hard"), ("5.1.10", "hard"), ("5.2.1", "hard"), ("5.1.2", "hard"),
        ("5.2.2", "soft"), ("4.2.2", "soft"), ("4.4.1", "soft"), ("5.4.4", "soft"), ("4.1.1", "soft"),
        ("5.7.1", "policy"), ("5.7.26", "policy"), ("5.7.515", "policy"), ("4.7.0", "policy"),
        ("", "soft"), ("nonsense", "soft"),
    ],
)  # fmt: skip
def test_a_status_says_whose_fault_it_is(status, kind):
    """Rows 68, 79: gone for good is hard, what may pass is soft, and what refuses us is never the reader's fault."""
    assert verdict(status) == ReturnKind(kind)


@pytest.mark.parametrize("whole", [False, True])
def test_a_bounce_is_read_by_its_fields_not_its_words(whole):
    """Row 74: Action and Status decide, whatever the text for people says; our Message-ID says whose it is."""
    found = read_return(dsn(whole=whole))
    assert (found.kind, found.status, found.message_id) == (ReturnKind.HARD, "5.1.1", OURS)
    assert (found.recipient, found.detail) == ("ada@reader.example", "smtp; 550 5.1.1 unknown")


@pytest.mark.parametrize("action", ["delayed", "relayed", "expanded", "delivered"])
def test_what_is_not_failed_is_no_bounce(action):
    """Row 75: a report of delay or of passing on suppresses nobody."""
    assert read_return(dsn(action, "4.4.1")).kind is ReturnKind.DELAYED


def test_the_servers_own_status_beats_an_empty_one():
    """A gateway's 5.0.0 says nothing; the status within the server's answer does."""
    assert read_return(dsn(status="5.0.0", diagnostic="smtp; 550 5.7.1 blocked")).kind is ReturnKind.POLICY
    assert read_return(dsn(status="5.0.0", diagnostic="smtp; 552 5.2.2 full")).kind is ReturnKind.SOFT


def test_a_complaint_says_whose_mail_it_was():
    """Row 80: RFC 5965, by the Message-ID of what it gives back; a report that it is no spam is none."""
    found = read_return(complaint())
    assert (found.kind, found.message_id) == (ReturnKind.COMPLAINT, OURS)
    assert read_return(complaint("opt-out")).kind is ReturnKind.LEAVE
    assert read_return(complaint("not-spam")).kind is ReturnKind.OTHER


@pytest.mark.parametrize(
    "raw",
    [
        letter("Re: Soir", Auto_Submitted="auto-replied"),
        letter("Re: Soir", Precedence="auto_reply"),
        letter("Automatische Antwort: Soir"),
        letter("Abwesend bis Montag"),
        letter("Réponse automatique : Soir"),
        letter("Out of office"),
        letter("Confirm that you are human", X_Autoreply="yes"),
    ],
)
def test_automatic_replies_change_nothing(raw):
    """Row 78: holiday replies and challenges are no bounces, in any of our languages."""
    assert read_return(raw).kind is ReturnKind.AUTOMATIC


def test_a_wish_to_leave_is_found_by_its_token():
    """Row 87: the subject of our mailto link, whatever a mail program puts around it."""
    token = "abcdefghij" * 5
    for subject in (f"unsubscribe-{token}", f"Re: unsubscribe-{token}", f"unsubscribe-{token.upper()}"):
        found = read_return(letter(subject))
        assert (found.kind, found.leave_token) == (ReturnKind.LEAVE, token)
    assert read_return(letter("unsubscribe-no")).kind is ReturnKind.OTHER
    assert read_return(letter("Abmelden")).leave_token is None


def test_a_bounce_without_the_standard_is_known_by_its_form():
    """Servers that write their own: a qmail bounce, by flufl.bounce."""
    raw = (
        b"From: MAILER-DAEMON@mx.example\r\nSubject: failure notice\r\n\r\n"
        b"Hi. This is the qmail-send program at mx.example.\r\n"
        b"I'm afraid I wasn't able to deliver your message to the following addresses.\r\n"
        b"This is a permanent error; I've given up. Sorry it didn't work out.\r\n\r\n"
        b"<ada@reader.example>:\r\nSorry, no mailbox here by that name. (#5.1.1)\r\n\r\n"
        b"--- Below this line is a copy of the message.\r\n\r\nMessage-ID: " + OURS.encode() + b"\r\n\r\nbody\r\n"
    )
    found = read_return(raw)
    assert (found.kind, found.recipient, found.message_id) == (ReturnKind.HARD, "ada@reader.example", OURS)


def test_a_person_is_no_machine():
    """What somebody writes by hand follows from nothing and is left to the newsroom."""
    assert read_return(letter("Merci pour le soir")).kind is ReturnKind.OTHER


@given(st.binary(max_size=400), st.integers(0, 900), st.binary(max_size=20))
def test_broken_mail_is_no_trouble(noise, at, middle):
    """Rule 8: whatever arrives is read as something, in bounded words."""
    assert read_return(noise).kind in ReturnKind
    broken = dsn()[:at] + middle + dsn()[at + len(middle) :]
    found = read_return(broken)
    assert found.kind in ReturnKind
    assert len(found.detail or "") <= 300
