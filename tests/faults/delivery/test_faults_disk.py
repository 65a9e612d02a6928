"""The store's disk runs full in the middle of a sending: nothing leaves unclaimed, nobody is left out."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bouclage.errors import StoreError
from bouclage.pipeline.senders import WINDOW
from bouclage.records import DeliveryState
from tests.faults.delivery.newsroom import check, newsroom
from tests.smtp_server import SmtpServer


@dataclass(frozen=True)
class Disk:
    """A real file system of a few megabytes."""

    folder: Path

    def fill(self) -> None:
        """Leave not a byte."""
        with (self.folder / "filler").open("ab", buffering=0) as filler:
            block = b"x" * 65536
            while block:
                try:
                    while filler.write(block) == len(block):
                        pass
                except OSError:
                    block = block[: len(block) // 2]

    def free(self) -> None:
        """Give the room back."""
        (self.folder / "filler").unlink(missing_ok=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """Give a small disk; skips, saying why, where none can be mounted."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount, umount = shutil.which("mount"), shutil.which("umount")
    if os.geteuid() != 0 or mount is None or umount is None:
        pytest.skip("needs root to mount a small disk")
    done = subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(folder)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.skip(f"no small disk can be mounted here: {done.stderr.strip()}")
    try:
        yield Disk(folder)
    finally:
        subprocess.run([umount, "-l", str(folder)], check=True)


def test_a_full_disk_is_waited_for(tmp_path: Path, disk: Disk) -> None:
    """What was sent is written down once there is room: nobody is sent to twice for it."""
    with newsroom(f"sqlite:///{disk.folder}/b.db", tmp_path, 200) as room:
        pauses: list[float] = []

        def mood(stage: str, _rcpt: str) -> str | None:
            if stage == "END" and not pauses:
                disk.fill()  # while the first batch is on its way
            return None

        def wait(seconds: float) -> None:
            pauses.append(seconds)
            if len(pauses) == 3:
                disk.free()

        with SmtpServer(mood=mood, log=room.log, keep=False) as relay:
            room.send_once(relay.port, wait)
        account = check(room)
    assert len(pauses) >= 3
    assert account.states[DeliveryState.ACCEPTED] == 200
    assert account.repeats == account.in_doubt == 0


def test_a_disk_that_stays_full_ends_the_sending(tmp_path: Path, disk: Disk) -> None:
    """It ends with an error that names the store; with room again all is sent, the one batch in doubt repeated."""
    with newsroom(f"sqlite:///{disk.folder}/b.db", tmp_path, 200) as room:
        filled = False

        def mood(stage: str, _rcpt: str) -> str | None:
            nonlocal filled
            if stage == "END" and not filled and len(room.taken()) >= 40:
                filled = True
                disk.fill()
            return None

        with SmtpServer(mood=mood, log=room.log, keep=False) as relay:
            with pytest.raises(StoreError, match="full"):
                room.send_once(relay.port)
            sent = len(room.taken())
            with pytest.raises(StoreError):
                room.send_once(relay.port)
            assert len(room.taken()) == sent  # what cannot be claimed is not sent
            disk.free()
            room.send_here(relay.port)
        account = check(room)
    assert account.states[DeliveryState.ACCEPTED] == 200
    assert account.repeats <= account.in_doubt <= WINDOW
    assert account.repeats > 0
