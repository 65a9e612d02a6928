"""The way to the relay: verified TLS, and credentials over nothing less."""

from typing import Any

import pytest

from bouclage.deliver import Relay, SmtpConnection, Tls
from bouclage.deliver.sink import MailSink
from bouclage.errors import RelayUnavailableError

FROM, ADA = "bounce@news.example", "ada@reader.example"
MESSAGE = b"Subject: x\r\n\r\nbody\r\n"
LOGIN = ("edition", "correct horse")


def relay(server: Any, **given: object) -> Relay:
    return Relay(**({"host": "127.0.0.1", "port": server.port, "helo": "news.example", "timeout_s": 10} | given))


def send(to: Relay) -> None:
    with SmtpConnection(to) as connection:
        connection.hand_over(FROM, ADA, MESSAGE, before_dot=lambda: None)


def tls_sink(folder, certificate, kind, login=None):
    return MailSink(folder, login=login, **{"starttls" if kind is Tls.STARTTLS else "tls": certificate.server})


@pytest.mark.parametrize("kind", [Tls.STARTTLS, Tls.TLS])
def test_message_goes_over_tls(tmp_path, certificate, kind):
    """Rows 36, 39: with either kind of TLS the message arrives, the server having refused it without."""
    with tls_sink(tmp_path, certificate, kind) as sink:
        send(relay(sink, tls=kind, ca_file=certificate.file))
        assert sink.received[0].content == MESSAGE


@pytest.mark.parametrize("kind", [Tls.STARTTLS, Tls.TLS])
def test_unknown_certificate_is_refused(tmp_path, certificate, kind):
    """Row 36: a certificate nobody vouches for ends the connection before a word of the message."""
    with tls_sink(tmp_path, certificate, kind) as sink:
        with pytest.raises(RelayUnavailableError, match="certificate"):
            send(relay(sink, tls=kind))
        assert sink.count == 0


def test_certificate_for_another_name_is_refused(tmp_path, certificate):
    """Row 36: a good certificate of somebody else is no proof."""
    with (
        tls_sink(tmp_path, certificate, Tls.STARTTLS) as sink,
        pytest.raises(RelayUnavailableError, match="certificate"),
    ):
        send(relay(sink, host="localhost", ca_file=certificate.file))


def test_starttls_is_required_not_tried(sink):
    """Row 36: a server that does not offer it gets neither mail nor password in the clear."""
    with pytest.raises(RelayUnavailableError, match="STARTTLS"):
        send(relay(sink, user=LOGIN[0], password=LOGIN[1]))
    assert sink.count == 0


def test_login(tmp_path, certificate):
    """Row 53: the right password opens, the wrong one is the relay's refusal and is not in the error."""
    with tls_sink(tmp_path, certificate, Tls.STARTTLS, LOGIN) as sink:
        send(relay(sink, ca_file=certificate.file, user=LOGIN[0], password=LOGIN[1]))
        assert sink.count == 1
        with pytest.raises(RelayUnavailableError, match="535") as caught:
            send(relay(sink, ca_file=certificate.file, user=LOGIN[0], password="wrong battery"))
        assert "battery" not in str(caught.value)
        assert caught.value.code == 535


def test_login_without_tls_on_this_machine_alone(odd_server):
    """Row 53: a password goes without TLS over loopback and nowhere else."""
    server = odd_server(EHLO="250-odd.example\r\n250 AUTH PLAIN", AUTH="235 ok")
    send(relay(server, tls=Tls.NONE, user=LOGIN[0], password=LOGIN[1]))
    assert any(line.startswith(b"AUTH PLAIN") for line in server.heard)
    for host in ("mail.example", "192.0.2.1", "localhost.example"):
        with pytest.raises(ValueError, match="over TLS only"):
            Relay(host=host, tls=Tls.NONE, helo="news.example", user=LOGIN[0], password=LOGIN[1])


def test_password_is_not_shown():
    """Row 53: settings can be printed and logged."""
    settings = Relay(host="mail.example", helo="news.example", user="u", password="correct horse")
    assert "horse" not in repr(settings)
    with pytest.raises(ValueError, match="ASCII") as caught:
        Relay(host="mail.example", helo="news.example", user="u", password="schlüssel")
    assert "schl" not in str(caught.value)


@pytest.mark.parametrize(
    "bad",
    [
        {"host": ""},
        {"host": "mail.example\r\n"},
        {"helo": "news example"},
        {"port": 0},
        {"port": 70000},
        {"user": "u"},
        {"timeout_s": 0.0},
    ],
)
def test_impossible_relays_are_refused(bad):
    """Rule 8: a setting that cannot work is named when it is made."""
    with pytest.raises(ValueError, match=next(iter(bad)).removesuffix("_s")):
        Relay(**({"host": "mail.example", "helo": "news.example"} | bad))
