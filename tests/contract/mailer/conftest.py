"""Real sockets on loopback: a well-behaved sink, and a server that says what it is told."""

import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from bouclage.deliver import Relay, SmtpConnection, Tls
from bouclage.deliver.sink import MailSink

DOT = b"\r\n.\r\n"


@pytest.fixture
def sink(tmp_path: Path) -> Iterator[MailSink]:
    """Return a running sink."""
    with MailSink(tmp_path / "mail") as running:
        yield running


@pytest.fixture
def to_sink(sink: MailSink) -> Callable[[], SmtpConnection]:
    """Return a maker of connections to the sink."""
    relay = Relay(host=sink.host, port=sink.port, tls=Tls.NONE, helo="news.example", timeout_s=10)
    return lambda: SmtpConnection(relay)


class ScriptedServer:
    """A server for one connection after the other that answers each command by a script.

    `script` maps a command's first word, "GREET" or "DOT" to the answer; None = close without one, "" = say nothing.
    """

    def __init__(self, script: dict[str, str | None]) -> None:
        self.script = {
            "GREET": "220 odd.example", "EHLO": "250 odd.example", "MAIL": "250 ok", "RCPT": "250 ok",
            "DATA": "354 go", "DOT": "250 taken", "RSET": "250 ok", "QUIT": "221 bye",
        } | script  # fmt: skip
        self.heard: list[bytes] = []
        self.bodies: list[bytes] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop; what was heard stays."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(10)

    def _serve(self) -> None:
        while True:
            try:
                peer, _ = self._listener.accept()
            except OSError:
                return
            with peer, peer.makefile("rb") as lines, suppress(ConnectionError):  # the client may go at any time
                self._talk(peer, lines)

    def _talk(self, peer: socket.socket, lines) -> None:  # type: ignore[no-untyped-def]
        if not self._answer(peer, "GREET"):
            return
        while line := lines.readline():
            self.heard.append(line.rstrip())
            word = line.split()[0].decode().upper()
            if not self._answer(peer, word):
                return
            if word == "DATA" and (self.script["DATA"] or "").startswith("354"):
                body = b""
                while line := lines.readline():
                    body += line
                    if line == b".\r\n":
                        break
                self.bodies.append(body)
                if line and not self._answer(peer, "DOT"):
                    return

    def _answer(self, peer: socket.socket, word: str) -> bool:
        answer = self.script.get(word, "502 what?")
        if answer is None:
            return False
        if answer:
            peer.sendall(answer.encode() + b"\r\n")
        return True


@pytest.fixture
def odd_server() -> Iterator[Callable[..., ScriptedServer]]:
    """Return a maker of scripted servers."""
    servers = []

    def make(**script: str | None) -> ScriptedServer:
        servers.append(ScriptedServer(script))
        return servers[-1]

    yield make
    for server in servers:
        server.close()


@pytest.fixture
def to_odd() -> Callable[..., SmtpConnection]:
    """Return a maker of connections to a scripted server."""

    def make(server: ScriptedServer, timeout_s: float = 10) -> SmtpConnection:
        return SmtpConnection(
            Relay(host="127.0.0.1", port=server.port, tls=Tls.NONE, helo="news.example", timeout_s=timeout_s)
        )

    return make


@dataclass(frozen=True)
class Certificate:
    """A throw-away certificate for 127.0.0.1, and a server's context with it."""

    file: Path
    server: ssl.SSLContext


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """Return a certificate made for this run alone."""
    if shutil.which("openssl") is None:
        pytest.skip("needs the openssl command to make a certificate")
    folder = tmp_path_factory.mktemp("tls")
    cert, key = folder / "cert.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1",
         "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
         "-out", str(cert), "-keyout", str(key)],
        check=True, capture_output=True, timeout=60,
    )  # fmt: skip
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(cert, key)
    return Certificate(cert, context)
