"""Handing over to a server that keeps the rules."""

from email import message_from_bytes, policy

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bouclage.deliver import Relay, SmtpConnection, Tls
from bouclage.deliver.sink import MailSink
from bouclage.errors import (
    DeliveryDeferredError,
    DeliveryError,
    RecipientRefusedError,
    RelayUnavailableError,
    SubscriberError,
)

FROM, ADA, BEN = "bounce@news.example", "ada@reader.example", "ben@reader.example"
MESSAGE = b"Subject: x\r\n\r\nbody\r\n"


def nothing() -> None:
    """Commit nothing."""


def test_message_arrives_byte_for_byte(sink, to_sink):
    """The sink has one file with exactly the bytes given, from and to whom was said, and its answer comes back."""
    with to_sink() as connection:
        answer = connection.hand_over(FROM, ADA, MESSAGE, before_dot=nothing)
    (received,) = sink.received
    assert (received.mail_from, received.rcpt, received.content) == (FROM, (ADA,), MESSAGE)
    assert answer.code == 250
    assert [path.name for path in sink.folder.iterdir()] == ["000001.eml"]  # and no half-written file


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from([b"", b".", b"..", b"...", b".x", b"x.", b"QUIT", b"RSET", b" ."]), min_size=1))
@example([b".", b"", b".", b"MAIL FROM:<evil@x.example>", b"."])
def test_lone_dots_survive(sink, to_sink, lines):
    """Row 45: a body with dots at the start of its lines arrives byte for byte, as one message."""
    before = sink.count
    message = b"Subject: dots\r\n\r\n" + b"\r\n".join(lines) + b"\r\n"
    with to_sink() as connection:
        connection.hand_over(FROM, ADA, message, before_dot=nothing)
        connection.hand_over(FROM, ADA, b".\r\n", before_dot=nothing)
    assert sink.received[before].content == message
    assert sink.received[before + 1].content == b".\r\n"
    assert sink.count == before + 2


@pytest.mark.parametrize("bad", [b"a\nb\r\n", b"a\rb\r\n", b"a\n.\r\nMAIL FROM:<x@y.example>\r\n", b"a\r\r\n"])
def test_bare_cr_or_lf_never_leaves(sink, to_sink, bad):
    """Row 46: what servers could disagree about is refused before the first word."""
    with to_sink() as connection, pytest.raises(DeliveryError, match="bare CR or LF"):
        connection.hand_over(FROM, ADA, bad, before_dot=nothing)
    assert sink.count == 0


def test_message_without_last_line_end_gets_one(sink, to_sink):
    """The dot stands on its own line whatever the message ends with."""
    with to_sink() as connection:
        connection.hand_over(FROM, ADA, b"Subject: x\r\n\r\nend", before_dot=nothing)
    assert sink.received[0].content == b"Subject: x\r\n\r\nend\r\n"


def test_before_dot_comes_before_the_delivery(sink, to_sink):
    """The caller can commit while the server has the whole message and cannot have delivered it."""
    seen = []
    with to_sink() as connection:
        connection.hand_over(FROM, ADA, MESSAGE, before_dot=lambda: seen.append(sink.count))
    assert (seen, sink.count) == ([0], 1)


def test_failing_commit_means_no_delivery(sink, to_sink):
    """If the caller cannot commit the server never sees the dot, and the connection is not used again."""

    def fail() -> None:
        raise OSError("disk full")

    connection = to_sink().open()
    with pytest.raises(OSError, match="disk full"):
        connection.hand_over(FROM, ADA, MESSAGE, before_dot=fail)
    with pytest.raises(RelayUnavailableError):
        connection.hand_over(FROM, ADA, MESSAGE, before_dot=nothing)
    assert sink.count == 0
    with connection:  # it can be opened again
        connection.hand_over(FROM, BEN, MESSAGE, before_dot=nothing)
    assert [received.rcpt for received in sink.received] == [(BEN,)]


@pytest.mark.parametrize("at_dot", [False, True])
@pytest.mark.parametrize(
    ("answer", "error"), [("550 5.1.1 unknown", RecipientRefusedError), ("451 4.3.0 later", DeliveryDeferredError)]
)
def test_refusals_are_told_apart_and_the_connection_goes_on(sink, to_sink, answer, error, at_dot):
    """Row 64: 5xx and 4xx, after RCPT or the message, carry recipient, code and words; the next reader is served."""
    sink.refuse(ADA, answer, at_dot=at_dot)
    flights = []
    with to_sink() as connection:
        with pytest.raises(error) as caught:
            connection.hand_over(FROM, ADA, MESSAGE, before_dot=lambda: flights.append(ADA))
        connection.hand_over(FROM, BEN, MESSAGE, before_dot=nothing)
    assert (caught.value.recipient, caught.value.code, str(caught.value)) == (ADA, int(answer[:3]), answer)
    assert flights == ([ADA] if at_dot else [])
    assert [received.rcpt for received in sink.received] == [(BEN,)]
    assert sink.connections == 1


@pytest.mark.parametrize(("at_dot", "uncertain"), [(False, False), (True, True)])
def test_hang_up_is_safe_before_the_dot_and_uncertain_after(sink, to_sink, at_dot, uncertain):
    """The window of RFC 1047: only a connection lost after the dot leaves it open whether the message was taken."""
    sink.hang_up(ADA, at_dot=at_dot)
    with to_sink() as connection, pytest.raises(RelayUnavailableError) as caught:
        connection.hand_over(FROM, ADA, MESSAGE, before_dot=nothing)
    assert caught.value.uncertain is uncertain
    assert sink.count == (1 if at_dot else 0)  # after the dot this sink has it, and did not say so


@pytest.mark.parametrize("at_dot", [False, True])
def test_421_closes_and_is_certain(sink, to_sink, at_dot):
    """Row 51: 421 is an answer: the message was not taken, the connection is over."""
    sink.refuse(ADA, "421 4.3.2 closing", at_dot=at_dot)
    with to_sink() as connection:
        with pytest.raises(RelayUnavailableError, match="closing") as caught:
            connection.hand_over(FROM, ADA, MESSAGE, before_dot=nothing)
        with pytest.raises(RelayUnavailableError):
            connection.hand_over(FROM, BEN, MESSAGE, before_dot=nothing)
    assert (caught.value.uncertain, caught.value.code) == (False, 421)
    assert sink.count == 0


def test_internationalised_domain_goes_as_a_labels(sink, to_sink):
    """Row 44: no server needs SMTPUTF8 for a domain."""
    with to_sink() as connection:
        connection.hand_over(FROM, "ada@zürich.example", MESSAGE, before_dot=nothing)
    assert sink.received[0].rcpt == ("ada@xn--zrich-kva.example",)


@pytest.mark.parametrize("bad", ["jürg@reader.example", "ada", "", "a@b.example> X"])
def test_address_that_cannot_go_is_reported(to_sink, bad):
    """Row 44: an address that needs SMTPUTF8, or is none, is reported and not mangled."""
    with to_sink() as connection, pytest.raises(SubscriberError):
        connection.hand_over(FROM, bad, MESSAGE, before_dot=nothing)


def test_command_injection_is_refused(sink, to_sink):
    """Row 8: an address cannot carry a command."""
    with to_sink() as connection, pytest.raises(DeliveryError, match="rcpt"):
        connection.hand_over(FROM, f"{ADA}>\r\nRCPT TO:<{BEN}", MESSAGE, before_dot=nothing)
    assert sink.count == 0


def test_composed_message_passes_unchanged(sink, to_sink):
    """A multipart message read back from the sink's file is what was sent, and has no defects."""
    message = (
        b"From: a@news.example\r\nTo: ada@reader.example\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; "
        b"charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=2E\r\n=C3=A9\r\n"
    )
    with to_sink() as connection:
        connection.hand_over(FROM, ADA, message, before_dot=nothing)
    found = message_from_bytes(sink.received[0].content, policy=policy.SMTP.clone(raise_on_defect=True))
    assert found.get_content() == ".\r\né\r\n"


def test_two_sinks_take_their_own_ports(tmp_path):
    """Port 0 is any free port, known at once."""
    with MailSink(tmp_path / "a") as one, MailSink(tmp_path / "b") as two:
        assert one.port != two.port
        for sink in (one, two):
            with SmtpConnection(Relay(host=sink.host, port=sink.port, tls=Tls.NONE, helo="news.example")) as connection:
                connection.hand_over(FROM, ADA, MESSAGE, before_dot=nothing)
    assert (one.count, two.count) == (1, 1)


def test_taken_port_is_an_error(sink, tmp_path):
    """A port in use is said at the start, by the system's own error."""
    with pytest.raises(OSError, match="in use"):
        MailSink(tmp_path / "b", port=sink.port).start()
