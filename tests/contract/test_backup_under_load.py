"""A backup taken while others write is the store as it was at one moment."""

import threading
from pathlib import Path

from tests.contract.store_samples import NOON, article, refusal

from bouclage.store import Store, dump, load_dump, open_store


def _write(store: Store, stop: threading.Event, written: list[int]) -> None:
    """Save an article and a refusal together, again and again: no moment knows one without the other."""
    number = 0
    while not stop.is_set():
        with store.begin() as tx:
            tx.articles.add([article(str(number))])
            tx.articles.add_refusals([refusal(f"item-{number}")], NOON)
        number += 1
        written[0] = number


def test_a_backup_under_load_is_one_moment(store: Store, url: str, tmp_path: Path) -> None:
    """Restored, it holds every pair up to some moment during the backup, whole, and nothing after."""
    stop, written = threading.Event(), [0]
    writer = threading.Thread(target=_write, args=(store, stop, written))
    writer.start()
    try:
        while written[0] < 30:
            stop.wait(0.01)
        with open_store(url) as beside:
            before = written[0]
            dump(beside, tmp_path / "backup.gz")
            after = written[0]
    finally:
        stop.set()
        writer.join()

    with open_store(f"sqlite:///{tmp_path}/restored.db") as restored:
        load_dump(restored, tmp_path / "backup.gz")
        with restored.read() as tx:
            articles = {one.guid for one in tx.articles.in_window(NOON.replace(year=2020), NOON.replace(year=2030))}
            refused = {one.item for one in tx.articles.refusals_in(NOON.replace(year=2020), NOON.replace(year=2030))}

    kept = len(articles)
    assert before <= kept <= after + 1
    assert articles == {str(number) for number in range(kept)}
    assert refused == {f"item-{number}" for number in range(kept)}
