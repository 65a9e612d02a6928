"""Handing over many messages, in each of the ways a server may offer: BDAT, DATA in groups, one by one."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.smtp_server import ALL, SmtpServer

from bouclage.deliver import Answer, Envelope, Relay, SmtpConnection, Tls
from bouclage.errors import DeliveryDeferredError, DeliveryError, RecipientRefusedError, RelayUnavailableError

WAYS = {
    "chunks": ALL,
    "groups": tuple(one for one in ALL if one != "CHUNKING"),
    "one by one": (),
}
FROM = "bounce@news.example"


@pytest.fixture(params=list(WAYS))
def way(request: pytest.FixtureRequest) -> tuple[str, ...]:
    """Give the extensions of a server, for each way in turn."""
    return WAYS[request.param]


def envelope(name: str, body: bytes = b"body\r\n") -> Envelope:
    return Envelope(FROM, f"{name}@reader.example", b"Message-ID: <%b@n>\r\n\r\n%b" % (name.encode(), body))


@contextmanager
def serving(extensions: tuple[str, ...], moods: dict[tuple[str, str], str] | None = None) -> Iterator[SmtpServer]:
    """Run a server that gives `moods` by stage and name of the recipient."""
    with SmtpServer(extensions, lambda stage, rcpt: (moods or {}).get((stage, rcpt.partition("@")[0]))) as server:
        yield server


def handed(server: SmtpServer, envelopes: list[Envelope], depth: int = 8) -> list[Answer | DeliveryError]:
    relay = Relay(host="127.0.0.1", port=server.port, tls=Tls.NONE, helo="news.example", timeout_s=10)
    with SmtpConnection(relay) as connection:
        return list(connection.hand_over_all(envelopes, depth=depth))


def kinds(fates: list[Answer | DeliveryError]) -> str:
    """Return one letter a fate: yes, refused, deferred, lost, uncertain."""
    letters = {Answer: "y", RecipientRefusedError: "r", DeliveryDeferredError: "d"}
    return "".join(
        ("u" if fate.uncertain else "l") if isinstance(fate, RelayUnavailableError) else letters[type(fate)]
        for fate in fates
    )


def test_all_arrive_in_order_byte_for_byte(way):
    """Rows 40, 41, 45: whatever a server offers, it gets every message as it is, dots and all, each from its sender."""
    bodies = [b".\r\n", b"..x\r\n.\r\n", b"QUIT\r\n" * 9, b"x" * 70_000 + b"\r\n", b"", b"end\r\n"]
    sent = [envelope(f"r{number}", body) for number, body in enumerate(bodies * 5)]
    with serving(way) as server:
        assert kinds(handed(server, sent)) == "y" * 30
    assert [(one.mail_from, one.rcpt, one.message) for one in server.taken] == [
        (one.mail_from, one.rcpt, one.message) for one in sent
    ]
    assert server.connections == 1
    used = {line.split()[0] for line in server.commands}
    assert (b"BDAT" in used) == ("CHUNKING" in way)


def test_envelopes_are_made_while_others_are_on_the_way():
    """With BDAT up to eight are on the way before the first answer is waited for, never more."""
    made = []

    def making() -> Iterator[Envelope]:
        for number in range(20):
            made.append(number)
            yield envelope(f"r{number}")

    with serving(ALL) as server:
        relay = Relay(host="127.0.0.1", port=server.port, tls=Tls.NONE, helo="news.example", timeout_s=10)
        with SmtpConnection(relay) as connection:
            fates = connection.hand_over_all(making())
            next(fates)
            assert len(made) == 8
            assert len(list(fates)) == 19


@pytest.mark.parametrize("stage", ["RCPT", "DATA", "END"])
@pytest.mark.parametrize(("answer", "kind"), [("550 5.1.1 no", "r"), ("452 4.2.2 later", "d")])
def test_a_no_stops_nobody_else(way, stage, answer, kind):
    """Row 64: each no is its own recipient's, wherever it is said, and the connection goes on."""
    if stage == "DATA" and "CHUNKING" in way:
        pytest.skip("BDAT has no go-on")
    moods = {(stage, "r1"): answer, (stage, "r2"): answer, (stage, "r5"): answer}
    with serving(way, moods) as server:
        fates = handed(server, [envelope(f"r{number}") for number in range(6)])
    assert kinds(fates) == f"y{kind}{kind}yy{kind}"
    assert [one.rcpt[:2] for one in server.taken] == ["r0", "r3", "r4"]
    assert server.connections == 1


def test_a_server_that_says_go_on_without_a_recipient():
    """RFC 2920: a server may answer 354 though it refused the recipient; then an empty message goes, to nobody."""
    with SmtpServer(WAYS["groups"], lambda _, rcpt: "550 no" if rcpt[:2] == "r0" else None, lenient=True) as server:
        fates = handed(server, [envelope("r0"), envelope("r1")])
    assert kinds(fates) == "ry"
    assert [one.rcpt[:2] for one in server.taken] == ["r1"]


def test_hanging_up_leaves_doubt_only_where_there_is_some(way):
    """The window of RFC 1047: what the server may have read to its end is uncertain, everything else is not."""
    with serving(way, {("END", "r2"): "hang up"}) as server:
        fates = handed(server, [envelope(f"r{number}") for number in range(5)])
    said = kinds(fates)
    assert said.startswith("yyu")
    assert set(said[3:]) <= ({"u", "l"} if "CHUNKING" in way else {"l"})
    assert [one.rcpt[:2] for one in server.taken] == ["r0", "r1"]


def test_421_is_certain_for_all(way):
    """Row 51: 421 says that nothing more is taken; what was on its way behind it is not in doubt."""
    with serving(way, {("RCPT", "r2"): "421 4.3.2 closing"}) as server:
        fates = handed(server, [envelope(f"r{number}") for number in range(5)])
    said = kinds(fates)
    assert said.startswith("yyl")
    assert set(said[3:]) <= {"l"}


def test_a_refused_sender_is_our_fault(way):
    """Row 68: a 5xx to MAIL is the relay's word about us: nobody is refused for it, and nothing is in doubt."""
    with serving(way, {("MAIL", "bounce"): "550 5.7.1 not you"}) as server:
        fates = handed(server, [envelope(f"r{number}") for number in range(3)])
    assert set(kinds(fates)) == {"l"}
    assert "the sender bounce@news.example is refused" in str(fates[0])
    assert server.taken == []


def test_smtputf8_only_where_offered(way):
    """Row 44: an address outside ASCII goes to a server with SMTPUTF8; another one's readers are told, not mangled."""
    foreign = Envelope(FROM, "jürg@zürich.example", "To: jürg@zürich.example\r\n\r\nx\r\n".encode())
    with serving(way) as server:
        fates = handed(server, [envelope("a"), foreign, envelope("b")])
    offered = "SMTPUTF8" in way
    assert kinds(fates) == ("yyy" if offered else "yry")
    assert any(line.startswith(b"MAIL") and line.endswith(b"SMTPUTF8") for line in server.commands) == offered


def test_size_is_asked_first():
    """Row 42: a message that a server says is too large is not sent; its neighbours are."""
    for way in WAYS.values():
        extensions = (*(one for one in way if not one.startswith("SIZE")), "SIZE 1000")
        with serving(extensions) as server:
            fates = handed(server, [envelope("a"), envelope("b", b"x" * 2000 + b"\r\n"), envelope("c")])
        assert kinds(fates) == "yry"
        assert fates[1].code == 552  # type: ignore[union-attr]


STAGES = st.sampled_from(["RCPT", "END"])
ANSWERS = st.sampled_from(["550 no", "451 later", "421 closing", "hang up", "take and hang up"])


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moods=st.dictionaries(st.tuples(STAGES, st.sampled_from([f"r{n}" for n in range(12)])), ANSWERS, max_size=3))
@pytest.mark.parametrize("name", list(WAYS))
def test_every_fate_is_true(name: str, moods: dict[tuple[str, str], str]) -> None:
    """Row 55: one fate for each asked, in order; a yes is there, a no or a loss is not, only doubt may be either."""
    sent = [envelope(f"r{number}") for number in range(12)]
    asked: list[Envelope] = []

    def asking() -> Iterator[Envelope]:
        for one in sent:
            asked.append(one)
            yield one

    with serving(WAYS[name], moods) as server:
        relay = Relay(host="127.0.0.1", port=server.port, tls=Tls.NONE, helo="news.example", timeout_s=10)
        with SmtpConnection(relay) as connection:
            said = kinds(list(connection.hand_over_all(asking())))
    assert len(said) == len(asked)
    there = [one.rcpt for one in server.taken]
    for one, kind in zip(asked, said, strict=True):
        assert there.count(one.rcpt) <= 1
        if kind != "u":
            assert (one.rcpt in there) == (kind == "y")
    if not moods:
        assert said == "y" * 12


def test_nothing_to_send_is_no_trouble(way: tuple[str, ...]) -> None:
    """An empty batch says nothing to the server."""
    with serving(way) as server:
        assert handed(server, []) == []
    assert [line for line in server.commands if line[:4] not in (b"EHLO", b"ehlo", b"QUIT")] == []
