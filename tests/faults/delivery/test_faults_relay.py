"""A relay that is killed and restarted, storms, falls silent: everybody is accounted for, nobody is left out."""

import random
import subprocess
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from bouclage.deliver.pipelining import DEPTH
from bouclage.errors import DeliveryError
from bouclage.records import DeliveryState
from tests.faults.delivery.newsroom import check, newsroom
from tests.postgresql import chosen
from tests.smtp_server import ALL, SmtpServer

BDAT = ALL
PIPELINING = ("PIPELINING", "SIZE 50000000")
PLAIN = ("SIZE 50000000",)
STORM = (
    "421 4.3.2 shutting down",
    "451 4.7.1 try again later",
    "452 4.2.2 mailbox full",
    "552 5.2.2 over quota",
    "550 5.1.1 no such mailbox",
    "554 5.7.1 not wanted",
)


@pytest.mark.parametrize("extensions", [BDAT, PIPELINING, PLAIN])
def test_relay_killed_and_restarted(
    tmp_path: Path, kills: int, readers: int, seed: int, extensions: tuple[str, ...]
) -> None:
    """Row 60: the relay dies by kill -9 before or after it took a message; only what was on the way comes twice."""
    deaths = 0
    often = kills if extensions is BDAT else max(1, kills // 3)
    with newsroom(chosen(f"sqlite:///{tmp_path}/b.db"), tmp_path, readers) as room:

        def start() -> None:
            deadly = 0.4 * often / readers if deaths < often else 0.0  # it is asked three times a message
            options = ("--deadly", str(deadly), "--seed", str(seed + deaths), "--extensions", ",".join(extensions))
            room.serve(*options)

        def wait(_seconds: float) -> None:
            nonlocal deaths
            assert room.relay is not None
            with suppress(subprocess.TimeoutExpired):
                room.relay.wait(timeout=10)
                room.stop()
                deaths += 1
                start()

        start()
        room.send_here(room.port, wait)
        account = check(room)
    print(f"{deaths} deaths, {account.in_doubt} in doubt, {account.repeats} repeated, 0 of {readers} lost")
    assert deaths > 0
    assert account.states[DeliveryState.ACCEPTED] == readers
    assert account.repeats <= DEPTH * deaths


@pytest.mark.parametrize("extensions", [BDAT, PIPELINING, PLAIN])
def test_storms(tmp_path: Path, readers: int, seed: int, extensions: tuple[str, ...]) -> None:
    """Rows 51, 64: amid 421, 451, 452, 552 and 5xx at every command each reader ends served once, or refused."""
    dice = random.Random(seed)
    told: set[str] = set()

    def mood(stage: str, rcpt: str) -> str | None:
        if dice.random() >= (0.02 if stage == "MAIL" else 0.2):
            return None
        said = dice.choice(STORM[:3] if stage == "MAIL" else STORM)  # a refused sender is no reader's fate
        if said.startswith("5"):
            told.add(rcpt)
        return said

    with newsroom(chosen(f"sqlite:///{tmp_path}/b.db"), tmp_path, readers) as room:
        with SmtpServer(extensions, mood, room.log, keep=False) as relay:
            room.send_here(relay.port)
        account = check(room)
        given_up = {
            row.address for row in room.rows() if row.answer and row.answer.startswith("given up after 6 tries")
        }
    assert account.repeats == 0  # whatever was said, it was said: nothing was in doubt
    assert account.refused == told | given_up
    assert not account.refused & {rcpt for rcpt, _ in room.taken()}
    assert 0 < len(told) < readers / 2


def test_a_storm_of_refusals_stops_the_sending(tmp_path: Path, readers: int) -> None:
    """Row 67: when everything is refused sending stops after the first; resumed, it serves everybody else."""
    storming = True

    def mood(stage: str, _rcpt: str) -> str | None:
        return "554 5.7.1 your address is on a list" if storming and stage == "RCPT" else None

    with newsroom(chosen(f"sqlite:///{tmp_path}/b.db"), tmp_path, readers) as room:
        with SmtpServer(mood=mood, log=room.log, keep=False) as relay:
            with pytest.raises(DeliveryError, match="refused for good"):
                room.send_once(relay.port)
            burnt = sum(row.state is DeliveryState.REFUSED for row in room.rows())
            with pytest.raises(DeliveryError, match="stopped"):
                room.send_once(relay.port)  # nothing more is tried on its own
            storming = False
            room.resume()
            room.send_here(relay.port)
        account = check(room)
    assert 20 <= burnt < 20 + 2 * DEPTH
    assert account.repeats == 0
    assert (len(account.refused), account.states[DeliveryState.ACCEPTED]) == (burnt, readers - burnt)


def test_a_relay_that_falls_silent(tmp_path: Path) -> None:
    """Row 50: what a silent relay took after we gave up waiting is sent once more, and nothing else."""
    gone = threading.Event()
    silent = {"r7@d7.example", "r23@d23.example"}

    def mood(stage: str, rcpt: str) -> str | None:
        if stage == "END" and rcpt in silent:
            silent.discard(rcpt)
            gone.clear()
            gone.wait(60)  # the sender has hung up; the relay takes the message all the same
        return None

    with newsroom(chosen(f"sqlite:///{tmp_path}/b.db"), tmp_path, 40) as room:
        with SmtpServer(mood=mood, log=room.log, keep=False) as relay:
            room.send_here(relay.port, lambda _s: gone.set(), timeout_s=1.0)
        account = check(room)
    assert not silent
    assert account.states[DeliveryState.ACCEPTED] == 40
    assert 2 <= account.repeats <= account.in_doubt


def test_a_slow_relay_has_little_in_flight(tmp_path: Path) -> None:
    """Row 86: the slower the relay, the smaller the batch, so that who leaves meanwhile is still looked up in time."""
    in_flight: list[int] = []
    with newsroom(chosen(f"sqlite:///{tmp_path}/b.db"), tmp_path, 30) as room:

        def mood(stage: str, _rcpt: str) -> str | None:
            if stage == "END":
                threading.Event().wait(0.1)
                in_flight.append(sum(row.state is DeliveryState.IN_FLIGHT for row in room.rows()))
            return None

        with SmtpServer(mood=mood, log=room.log, keep=False) as relay:
            room.send_here(relay.port)
        account = check(room)
    assert account.repeats == 0
    assert account.states[DeliveryState.ACCEPTED] == 30
    assert max(in_flight[10:]) <= 5  # the first ten told it that the relay takes 0.1 s or more
