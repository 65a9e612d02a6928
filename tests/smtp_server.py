"""A fast SMTP server for tests and benchmarks: PIPELINING and BDAT, bad moods on request, a log of what it took.

In a thread of the test, or as a process that can be killed: `python -m tests.smtp_server --port 2525 --log file`.
"""

import argparse
import os
import random
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Self

ALL = ("PIPELINING", "CHUNKING", "SMTPUTF8", "8BITMIME", "SIZE 50000000")

Mood = Callable[[str, str], str | None]
"""(stage, recipient) → another answer than yes, or None. Stage: MAIL, RCPT, DATA (go on?), END (after the message).
"hang up" = close without a word; "take and hang up" = keep the message first; "die" and "take and die" = the whole
process is killed, as by kill -9."""


@dataclass(frozen=True)
class Taken:
    """One message that was accepted."""

    mail_from: str
    rcpt: str
    message: bytes


def content(_stage: str, _rcpt: str) -> str | None:
    """Say yes to everything."""
    return None


@dataclass
class SmtpServer:
    """Listens on loopback, one thread a connection."""

    extensions: tuple[str, ...] = ALL
    mood: Mood = content
    log: Path | None = None  # a line for each message: recipient, Message-ID, size
    keep: bool = True  # messages in memory
    port: int = 0
    lenient: bool = False  # go on with DATA though no recipient was taken
    taken: list[Taken] = field(default_factory=list)
    connections: int = 0
    commands: list[bytes] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._listener = socket.create_server(("127.0.0.1", self.port))
        self.port = self._listener.getsockname()[1]
        self._log = None if self.log is None else os.open(self.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        self._peers: list[socket.socket] = []
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        for one in (self._listener, *self._peers):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        if self._log is not None:
            os.close(self._log)

    def _serve(self) -> None:
        while True:
            try:
                peer, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._peers.append(peer)
            threading.Thread(target=self._talk, args=(peer,), daemon=True).start()

    def _talk(self, peer: socket.socket) -> None:
        peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with suppress(OSError, ValueError), peer, peer.makefile("rb", buffering=1 << 18) as lines:
            _Conversation(self, peer, lines).run()

    def note(self, mail_from: str, rcpt: str, message: bytes) -> None:
        """Keep a message, in the log before the answer: what is answered is never missing there."""
        if self._log is not None:
            start = message.find(b"Message-ID: ") + 12
            name = message[start : message.find(b"\r\n", start)]
            os.write(self._log, b"%b\t%b\t%d\n" % (rcpt.encode(), name, len(message)))
        if self.keep:
            self.taken.append(Taken(mail_from, rcpt, message))


class _Conversation:
    def __init__(self, server: SmtpServer, peer: socket.socket, lines: IO[bytes]) -> None:
        self._server = server
        self._peer = peer
        self._lines = lines
        self._mail_from: str | None = None
        self._rcpt: str | None = None
        self._out: list[bytes] = []

    def run(self) -> None:
        self._peer.sendall(b"220 test.example ESMTP\r\n")
        while line := self._next():
            self._server.commands.append(line[:60].rstrip()) if self._server.keep else None
            if not self._answer(line):
                break
        self._flush()

    def _next(self) -> bytes:
        """Return the next command; the answers so far leave when nothing more is here, as real servers do it."""
        self._peer.setblocking(False)
        try:
            here = self._lines.peek(1)  # type: ignore[attr-defined]
        finally:
            self._peer.setblocking(True)
        if b"\n" not in here:
            self._flush()
        return self._lines.readline()

    def _flush(self) -> None:
        if self._out:
            self._peer.sendall(b"".join(self._out))
            self._out = []

    def _say(self, answer: str) -> bool:
        if answer.endswith("hang up"):
            self._flush()
            return False
        if answer.endswith("die"):
            os.kill(os.getpid(), signal.SIGKILL)
        self._out.append(answer.encode() + b"\r\n")
        return not answer.startswith("421")

    def _answer(self, line: bytes) -> bool:
        word = line[:4].upper()
        server = self._server
        if word == b"EHLO":
            return self._say(
                "\r\n".join(["250-test.example", *(f"250-{one}" for one in server.extensions), "250 HELP"])
            )
        if word == b"MAIL":
            self._mail_from = line[line.index(b"<") + 1 : line.index(b">")].decode()
            self._rcpt = None
            answer = server.mood("MAIL", self._mail_from)
            if answer is not None:
                self._mail_from = None
            return self._say(answer or "250 2.1.0 OK")
        if word == b"RCPT":
            rcpt = line[line.index(b"<") + 1 : line.index(b">")].decode()
            answer = server.mood("RCPT", rcpt) if self._mail_from is not None else "503 5.5.1 MAIL first"
            self._rcpt = rcpt if answer is None else None
            return self._say(answer or "250 2.1.5 OK")
        if word == b"BDAT":
            message = self._lines.read(int(line.split()[1]))
            return self._end(message)
        if word == b"DATA":
            return self._data()
        if word == b"RSET":
            self._mail_from = self._rcpt = None
            return self._say("250 2.0.0 OK")
        if word == b"QUIT":
            self._say("221 2.0.0 bye")
            return False
        return self._say("502 5.5.2 what?")

    def _data(self) -> bool:
        if self._rcpt is None and not self._server.lenient:
            return self._say("503 5.5.1 no valid recipients")
        answer = None if self._rcpt is None else self._server.mood("DATA", self._rcpt)
        if answer is not None:
            return self._say(answer)
        self._say("354 go on")
        self._flush()
        parts = []
        while (line := self._lines.readline()) != b".\r\n":
            if not line:
                return False
            parts.append(line[1:] if line.startswith(b"..") else line)
        return self._end(b"".join(parts))

    def _end(self, message: bytes) -> bool:
        rcpt, mail_from = self._rcpt, self._mail_from
        self._rcpt = self._mail_from = None
        if rcpt is None or mail_from is None:
            return self._say("503 5.5.1 no valid recipients")
        answer = self._server.mood("END", rcpt)
        if answer is None or answer.startswith("take and "):
            self._server.note(mail_from, rcpt, message)
        return self._say(answer or "250 2.0.0 OK: taken")


def _moods(delay_s: float, deadly: float, seed: int) -> Mood:
    dice = random.Random(seed)

    def mood(stage: str, _rcpt: str) -> str | None:
        if stage == "END" and delay_s:
            time.sleep(delay_s)
        if deadly and dice.random() < deadly:
            return dice.choice(("die", "take and die")) if stage == "END" else "die"
        return None

    return mood


def main() -> None:
    """Serve until killed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--log", type=Path)
    parser.add_argument("--extensions", default=",".join(ALL))
    parser.add_argument("--delay", type=float, default=0.0, help="seconds before the answer to a message")
    parser.add_argument("--deadly", type=float, default=0.0, help="at this share of commands it kills itself")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    mood = _moods(given.delay, given.deadly, given.seed) if given.delay or given.deadly else content
    extensions = tuple(one for one in given.extensions.split(",") if one)
    with SmtpServer(extensions, mood, given.log, False, given.port) as server:
        sys.stdout.write(f"{server.port}\n")
        sys.stdout.flush()
        threading.Event().wait()


if __name__ == "__main__":
    main()
