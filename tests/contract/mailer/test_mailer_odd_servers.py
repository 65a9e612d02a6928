"""Handing over to servers that break off, stall or talk nonsense."""

import socket

import pytest

from bouclage.deliver import Relay, SmtpConnection, Tls
from bouclage.errors import DeliveryDeferredError, RecipientRefusedError, RelayUnavailableError

FROM, ADA = "bounce@news.example", "ada@reader.example"
MESSAGE = b"Subject: x\r\n\r\nbody\r\n"


def hand_over(connection: SmtpConnection, flights: list[str] | None = None) -> object:
    marks = [] if flights is None else flights
    with connection:
        return connection.hand_over(FROM, ADA, MESSAGE, before_dot=lambda: marks.append("in flight"))


@pytest.mark.parametrize("word", ["GREET", "EHLO", "MAIL", "RCPT", "DATA"])
def test_closing_before_the_dot_is_safe(odd_server, to_odd, word):
    """A connection closed at any word before the dot was certainly no delivery, and nothing was marked in flight."""
    server = odd_server(**{word: None, "HELO": None})
    flights: list[str] = []
    with pytest.raises(RelayUnavailableError) as caught:
        hand_over(to_odd(server), flights)
    assert not getattr(caught.value, "uncertain", False)
    assert flights == []
    assert not any(body.endswith(b"\r\n.\r\n") for body in server.bodies)


def test_closing_after_the_dot_is_uncertain(odd_server, to_odd):
    """The server read the dot and said nothing: it may have the message."""
    server = odd_server(DOT=None)
    flights: list[str] = []
    with pytest.raises(RelayUnavailableError) as caught:
        hand_over(to_odd(server), flights)
    assert caught.value.uncertain
    assert flights == ["in flight"]
    assert server.bodies == [b"Subject: x\r\n\r\nbody\r\n.\r\n"]


@pytest.mark.parametrize(("word", "uncertain"), [("RCPT", False), ("DATA", False), ("DOT", True)])
def test_silence_ends_with_the_timeout(odd_server, to_odd, word, uncertain):
    """Row 50: a server that says nothing costs a bounded time, and the same certainty as one that closes."""
    with pytest.raises(RelayUnavailableError, match="timed out") as caught:
        hand_over(to_odd(odd_server(**{word: ""}), timeout_s=0.2))
    assert caught.value.uncertain is uncertain


def test_silent_greeting_ends_with_the_timeout(odd_server, to_odd):
    """A port that accepts and never greets is a relay that cannot be reached."""
    with pytest.raises(RelayUnavailableError, match="timed out"):
        to_odd(odd_server(GREET=""), timeout_s=0.2).open()


@pytest.mark.parametrize("word", ["MAIL", "RCPT", "DATA", "DOT"])
def test_nonsense_is_no_answer(odd_server, to_odd, word):
    """What is not SMTP is never taken for acceptance; after the dot it leaves it open."""
    for nonsense in ("hello", "199 x", "350 more?", "999 x"):
        with pytest.raises(RelayUnavailableError) as caught:
            hand_over(to_odd(odd_server(**{word: nonsense})))
        assert caught.value.uncertain is (word == "DOT")


def test_endless_answer_line_is_bounded(odd_server, to_odd):
    """Rule 8: a line without end is not read without end."""
    with pytest.raises(RelayUnavailableError):
        hand_over(to_odd(odd_server(RCPT="250 " + "x" * 100_000)))


@pytest.mark.parametrize("answer", ["554 no mail from here", "421 too busy", "450 greylisted"])
def test_bad_greeting_is_a_relay_that_cannot_be_used(odd_server, to_odd, answer):
    """A server that greets with an error gets no mail, and its words come out."""
    with pytest.raises(RelayUnavailableError, match=answer) as caught:
        to_odd(odd_server(GREET=answer)).open()
    assert caught.value.code == int(answer[:3])


def test_refused_sender_is_not_the_readers_fault(odd_server, to_odd):
    """Row 68: a 5xx to MAIL refuses us; it is told as the relay's, so that no reader is given up for it."""
    with pytest.raises(RelayUnavailableError, match=r"5\.7\.1 not you") as caught:
        hand_over(to_odd(odd_server(MAIL="550 5.7.1 not you")))
    assert (caught.value.uncertain, caught.value.code) == (False, 550)


@pytest.mark.parametrize(
    ("word", "answer", "error"),
    [
        ("MAIL", "452 full", DeliveryDeferredError),
        ("MAIL", "552 too large", RecipientRefusedError),
        ("DATA", "451 later", DeliveryDeferredError),
        ("DATA", "554 no", RecipientRefusedError),
        ("DOT", "452 full", DeliveryDeferredError),
        ("DOT", "554 spam", RecipientRefusedError),
    ],
)
def test_refusals_at_each_word(odd_server, to_odd, word, answer, error):
    """Row 64: 4xx is for now and 5xx for good, whichever word it answers."""
    server = odd_server(**{word: answer})
    with pytest.raises(error, match=answer):
        hand_over(to_odd(server))
    assert (b"RSET" in server.heard) is (word != "DOT")


def test_refusal_stands_even_if_the_reset_fails(odd_server, to_odd):
    """A server that hangs up after its 550 has still said 550."""
    with pytest.raises(RecipientRefusedError):
        hand_over(to_odd(odd_server(RCPT="550 unknown", RSET=None)))


def test_size_is_declared_and_respected(odd_server, to_odd):
    """Row 42: SIZE is declared where offered, and a message that is too large is not sent."""
    roomy = odd_server(EHLO="250-odd.example\r\n250 SIZE 1000000")
    hand_over(to_odd(roomy))
    assert b"MAIL FROM:<bounce@news.example> SIZE=20" in roomy.heard
    small = odd_server(EHLO="250-odd.example\r\n250 SIZE 10")
    with pytest.raises(RecipientRefusedError, match="takes 10") as caught:
        hand_over(to_odd(small))
    assert caught.value.code == 552
    assert not any(line.startswith(b"MAIL") for line in small.heard)


def test_extensions_are_not_used_unasked(odd_server, to_odd):
    """Rows 40, 42, 43: a server that offers nothing hears nothing of extensions, nor one that knows HELO alone."""
    plain = odd_server()
    hand_over(to_odd(plain))
    old = odd_server(EHLO="502 what?", HELO="250 old.example")
    hand_over(to_odd(old))
    assert plain.heard[1:] == old.heard[2:]
    assert plain.heard[1:] == [b"MAIL FROM:<bounce@news.example>", b"RCPT TO:<ada@reader.example>", b"DATA", b"QUIT"]


def test_we_greet_by_the_name_given(odd_server, to_odd):
    """Rows 22, 35: EHLO says the name of the settings and never this machine's."""
    server = odd_server()
    hand_over(to_odd(server))
    assert server.heard[0].lower() == b"ehlo news.example"


def test_no_server_is_a_relay_that_cannot_be_reached():
    """A refused connection and an impossible name both say which relay."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    for host in ("127.0.0.1", "a" * 64 + ".example"):
        connection = SmtpConnection(Relay(host=host, port=port, tls=Tls.NONE, helo="news.example", timeout_s=2))
        with pytest.raises(RelayUnavailableError, match=f"relay {host}:{port}"):
            connection.open()


def test_closing_a_dead_connection_is_quiet(odd_server, to_odd):
    """A goodbye to nobody is no failure."""
    connection = to_odd(odd_server(QUIT=None)).open()
    connection.close()
    connection.close()
