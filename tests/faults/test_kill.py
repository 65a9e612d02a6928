"""kill -9 during collect, close and send: the next run completes; nothing is read, printed or sent twice."""

import json
import random
from collections import Counter
from email import policy
from email.parser import BytesParser
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bouclage.deliver.sink import MailSink
from bouclage.records import DeliveryState
from bouclage.store import open_store, schema
from bouclage.web.sample_site import SampleSite
from tests.faults.conftest import Newsroom
from tests.postgresql import chosen

DAY = "2026-09-08"
STARTING_S = 0.7  # before this a process is still importing: a kill there proves nothing


def _articles(newsroom: Newsroom) -> dict[str, tuple[str, ...]]:
    """Return what is stored: by source, the ids of its articles."""
    with open_store(chosen(f"sqlite:///{newsroom.database}")) as store, store.read() as tx:
        rows = tx.link.rows(select(schema.articles.c.source_id, schema.articles.c.id))
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row.source_id, []).append(row.id)
    return {source: tuple(sorted(ids)) for source, ids in sorted(found.items())}


def _edition(newsroom: Newsroom) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(newsroom.run("edition", "show", DAY, "--json"))
    plain.pop("closed")  # when it was done differs, what was decided does not
    return plain


def test_killed_while_collecting(tmp_path: Path, site: SampleSite, kills: int) -> None:
    """However often a collection is killed, the next one ends with what an undisturbed one stores, nothing twice."""
    calm, shaken = Newsroom(tmp_path / "calm", site), Newsroom(tmp_path / "shaken", site)
    calm.run("collect", "--all")
    dice = random.Random(1)

    hit = sum(shaken.killed("collect", "--all", after_s=STARTING_S + dice.random() * 1.5) for _ in range(kills))
    shaken.run("collect", "--all")

    assert hit > 0
    assert _articles(shaken) == _articles(calm)


def test_killed_while_closing(tmp_path: Path, site: SampleSite, kills: int) -> None:
    """A killed closing is taken over by the next one, which closes the same edition once."""
    calm, shaken = Newsroom(tmp_path / "calm", site), Newsroom(tmp_path / "shaken", site)
    for newsroom in (calm, shaken):
        newsroom.run("collect", "--all")
    calm.run("close", "--date", DAY)
    dice = random.Random(2)

    hit = sum(shaken.killed("close", "--date", DAY, after_s=STARTING_S + dice.random() * 1.2) for _ in range(kills))
    shaken.run("close", "--date", DAY)
    first = _edition(shaken)
    shaken.run("close", "--date", DAY)

    assert hit > 0
    assert first == _edition(shaken) == _edition(calm)
    assert json.loads(shaken.run("ledger", DAY, "--json")) == json.loads(calm.run("ledger", DAY, "--json"))


def test_killed_while_sending(tmp_path: Path, site: SampleSite, kills: int) -> None:
    """Told to leave what is uncertain, nobody gets an edition twice however often its sender is killed."""
    newsroom = Newsroom(tmp_path / "newsroom", site)
    newsroom.run("collect", "--all")
    newsroom.run("close", "--date", DAY)
    people = tmp_path / "people.csv"
    people.write_text("address\n" + "".join(f"reader{n}@example.org\n" for n in range(400)), encoding="ascii")
    newsroom.run("subscribers", "import", str(people), "--consent", "invented for this test")
    dice = random.Random(3)

    with MailSink(tmp_path / "mailbox") as sink:
        sink.delay_s = 0.004
        relay = {"BOUCLAGE_MAIL__HOST": sink.host, "BOUCLAGE_MAIL__PORT": str(sink.port)}
        relay["BOUCLAGE_MAIL__FROM_ADDRESS"] = "edition@bouclage.example"
        relay["BOUCLAGE_SENDING__REPEAT_UNCERTAIN"] = "false"
        hit = sum(
            newsroom.killed("send", "--date", DAY, after_s=STARTING_S + 0.3 + dice.random(), more=relay)
            for _ in range(kills)
        )
        newsroom.run("send", "--date", DAY, more=relay)
        received = Counter(one.rcpt for one in sink.received)
        ids = {BytesParser(policy=policy.default).parsebytes(one.content)["Message-ID"] for one in sink.received}
    with open_store(chosen(f"sqlite:///{newsroom.database}")) as store, store.read() as tx:
        edition = tx.editions.latest("evening")
        assert edition is not None
        rows = tx.deliveries.of_edition("evening", edition.day)
    states = Counter(row.state for row in rows)
    missing = {row.address for row in rows} - {rcpt[0] for rcpt in received}

    assert hit > 0
    assert max(received.values()) == 1
    assert len(ids) == len(received)
    assert states[DeliveryState.ACCEPTED] + states[DeliveryState.UNCERTAIN] == len(rows) == 400
    assert states[DeliveryState.UNCERTAIN] <= 100 * hit  # at most a batch in flight at each kill
    assert missing <= {row.address for row in rows if row.state is DeliveryState.UNCERTAIN}


def test_two_processes_close_one_edition(tmp_path: Path, site: SampleSite) -> None:
    """Of two closings started at once one closes; the other finds it closed or says that another is at work."""
    newsroom = Newsroom(tmp_path / "newsroom", site)
    newsroom.run("collect", "--all")

    processes = [newsroom.start("close", "--date", DAY) for _ in range(3)]
    ends = [(process.communicate(timeout=60), process.returncode) for process in processes]

    assert sorted({code for _, code in ends}) in ([0], [0, 4])
    assert all("another process is at work" in err for (_, err), code in ends if code == 4)
    with open_store(chosen(f"sqlite:///{newsroom.database}")) as store, store.read() as tx:
        assert [slot.state.value for slot in tx.slots.list("evening")] == ["done"]
        assert len(tx.editions.days("evening")) == 1
