"""What happens at the desk is told: signed, repeated until it is answered, and never inward."""

import hmac
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from desk_samples import STRIKE, Desk

from bouclage.records import CallState, Role, Webhook
from bouclage.web.desk.acts import table
from bouclage.web.desk.acts import webhooks as acts
from bouclage.web.desk.calling import SIGNATURE, call_due


@dataclass
class Receiver:
    """A program that is told: what it got, and what it answers."""

    url: str = ""
    status: int = 204
    location: str | None = None
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """Give a program that listens on loopback."""
    told = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            told.got.append((dict(self.headers), body))
            self.send_response(told.status)
            if told.location:
                self.send_header("Location", told.location)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    told.url = f"http://127.0.0.1:{server.server_address[1]}/told"
    yield told
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def near(desk: Desk) -> Desk:
    """Give a desk that may call programs on this machine, as a test needs and nobody else."""
    fetch = replace(desk.house.config.fetch, allow_loopback=True)
    desk.app.state.house = replace(desk.house, config=replace(desk.house.config, fetch=fetch))
    return desk


def add(desk: Desk, url: str, *events: str) -> Webhook:
    return acts.add(desk.house, desk.users[Role.ADMIN], url, events)


def test_a_call_is_signed_and_made_once(near: Desk, receiver: Receiver) -> None:
    """The receiver can check who calls and when; an answered call is not repeated."""
    hook = add(near, receiver.url, "story.hold")
    story = near.story(STRIKE).id
    table.hold(near.house, near.users[Role.EDITOR], story, "later")
    assert [call.state for call in call_due(near.house)] == [CallState.DONE]
    assert call_due(near.house) == ()
    ((headers, body),) = receiver.got
    seconds, mac = (part.partition("=")[2] for part in headers[SIGNATURE].split(","))
    assert mac == hmac.new(hook.secret.encode(), f"{seconds}.".encode() + body, sha256).hexdigest()
    assert int(seconds) == int(near.clock().timestamp())
    told = json.loads(body)
    assert (told["event"], told["by"], told["about"], told["detail"]) == ("story.hold", "editor", story, "later")


def test_a_call_is_repeated_with_longer_pauses_and_given_up(near: Desk, receiver: Receiver) -> None:
    """A receiver that fails is asked again, the same call, later and later; in the end it is left alone."""
    receiver.status = 500
    add(near, receiver.url, "story.hold")
    table.hold(near.house, near.users[Role.EDITOR], near.story(STRIKE).id)
    pauses, states = [], []
    for _ in range(near.house.settings.hook_tries):
        (call,) = call_due(near.house)
        states.append(call.state)
        assert call_due(near.house) == ()
        if call.next_try is not None:
            pauses.append((call.next_try - near.clock()).total_seconds())
            near.clock.now = call.next_try
    assert states == [CallState.WAITING] * 7 + [CallState.GIVEN_UP]
    assert pauses == sorted(pauses)
    assert len({headers["Bouclage-Call"] for headers, _ in receiver.got}) == 1
    receiver.status = 204
    near.clock.move(days=2)
    assert call_due(near.house) == ()


def test_redirects_are_not_followed(near: Desk, receiver: Receiver) -> None:
    """A receiver cannot send us on to somewhere else."""
    receiver.status, receiver.location = 307, receiver.url + "/elsewhere"
    add(near, receiver.url, "story.hold")
    table.hold(near.house, near.users[Role.EDITOR], near.story(STRIKE).id)
    (call,) = call_due(near.house)
    assert (call.state, call.answer) == (CallState.WAITING, "307")
    assert len(receiver.got) == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/x", "http://localhost:8470/", "http://[::1]/", "http://10.0.0.1/", "http://169.254.169.254/",
        "http://192.168.1.1/", "file:///etc/passwd", "gopher://x.example/", "http://user:word@x.example/", "http://x:25/",
        "http://0x7f000001/", "http://2130706433/", "http://[::ffff:127.0.0.1]/", "", "x", "http://",
    ],
)  # fmt: skip
def test_no_webhook_leads_inward(desk: Desk, url: str) -> None:
    """Addresses of this machine and of private networks, however they are written, are refused, and never called."""
    try:
        add(desk, url)
    except ValueError:
        with desk.store.read() as tx:
            assert tx.webhooks.all() == ()
        return
    # a name that only shows where it leads when it is looked up is judged again at the call
    table.approve(desk.house, desk.users[Role.EDITOR])
    assert all(call.state is CallState.WAITING for call in call_due(desk.house))


def test_a_name_that_leads_inward_is_not_called(desk: Desk, receiver: Receiver) -> None:
    """A public name whose address is this machine is refused at the call: nothing arrives."""
    port = receiver.url.rpartition(":")[2]
    fetch = replace(desk.house.config.fetch, hosts={"hooks.example": "127.0.0.1"})
    desk.app.state.house = replace(desk.house, config=replace(desk.house.config, fetch=fetch))
    add(desk, f"http://hooks.example:{port}", "story.hold")
    table.hold(desk.house, desk.users[Role.EDITOR], desk.story(STRIKE).id)
    (call,) = call_due(desk.house)
    assert call.state is CallState.WAITING
    assert "no public address" in (call.answer or "")
    assert receiver.got == []


def test_what_was_not_done_is_not_told(near: Desk, receiver: Receiver) -> None:
    """A call stands or falls with the act: one that was refused is told to nobody."""
    add(near, receiver.url)
    with pytest.raises(LookupError):
        table.hold(near.house, near.users[Role.EDITOR], "gone")
    assert [call.event for call in call_due(near.house)] == ["webhook.add"]  # its own adding, and no more
