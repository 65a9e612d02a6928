"""Closed editions as plain files: written at closing, readable without the program, renewed when they must be."""

import hashlib
import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

from bouclage.config import KeepingConfig
from bouclage.records import PubStatus
from tests.builders import an_article
from tests.flow.test_clock import Newsroom
from tests.flow.test_clock import newsroom as newsroom  # noqa: PLC0414 - the fixture

DAY = date(2026, 10, 21)


def _kept_in(room: Newsroom, folder: Path) -> None:
    keeping = KeepingConfig(archive=str(folder))
    room.engine = replace(room.engine, config=replace(room.engine.config, keeping=keeping))


def _kill(room: Newsroom, headline: str) -> None:
    moment = room.clock()
    kill = an_article(headline, guid=headline, version=2, pub_status=PubStatus.CANCELED, published=moment, seen=moment)
    with room.store.begin() as tx:
        tx.articles.add([kill])


def test_an_edition_is_written_when_it_closes(newsroom: Newsroom, tmp_path: Path) -> None:
    """Pages, text and data of the edition stand there, as their sums say; no page asks for anything elsewhere."""
    _kept_in(newsroom, tmp_path / "kept")
    newsroom.news("2026-10-21T11:00", "Le pont est rouvert")
    newsroom.at("2026-10-21T16:30")

    place = tmp_path / "kept" / "evening" / "2026-10-21"
    sums = dict(reversed(line.split("  ")) for line in (place / "SHA256SUMS").read_text().splitlines())
    assert set(sums) == {"index.html", "ledger.html", "edition.txt", "edition.json", "ledger.json"}
    assert all(hashlib.sha256((place / name).read_bytes()).hexdigest() == told for name, told in sums.items())
    told = json.loads((place / "edition.json").read_text())
    assert told["sections"][0]["stories"][0]["headline"]["text"] == "Le pont est rouvert"
    for page in (place / "index.html", place / "ledger.html", tmp_path / "kept" / "evening" / "index.html"):
        loaded = re.findall(r"<(?:link|script|img|iframe)\b[^>]*?(?:src|href)=.([^\"'>]*)", page.read_text())
        assert [address for address in loaded if not address.startswith("data:")] == []
        for link in re.findall(r"<a [^>]*href=\"(?!https?:|#|mailto:)([^\"#]+)", page.read_text()):
            assert (page.parent / link).exists(), link
    assert "2026-10-21/index.html" in (tmp_path / "kept" / "evening" / "index.html").read_text()


def test_what_is_withdrawn_goes_from_the_files_at_the_next_maintenance(newsroom: Newsroom, tmp_path: Path) -> None:
    """A report taken back the next morning stands in no file after the next maintenance; the rest stays."""
    _kept_in(newsroom, tmp_path / "kept")
    newsroom.news("2026-10-21T11:00", "Une rumeur sur le syndic")
    newsroom.news("2026-10-21T12:00", "Le pont est rouvert")
    newsroom.at("2026-10-21T16:30")
    newsroom.at("2026-10-22T09:00")
    _kill(newsroom, "Une rumeur sur le syndic")

    assert newsroom.engine.maintain() is not None

    texts = [path.read_text() for path in (tmp_path / "kept").rglob("*") if path.is_file()]
    assert not any("rumeur" in text for text in texts)
    assert sum("Le pont est rouvert" in text for text in texts) >= 5
    assert newsroom.engine.renew_files().written == 0


def test_a_folder_that_cannot_be_written_keeps_no_edition_from_going_out(newsroom: Newsroom, tmp_path: Path) -> None:
    """The edition closes and is mailed; the log says what is missing; maintenance writes it when it can."""
    blocked = tmp_path / "kept"
    blocked.write_text("a file where a folder should be")
    _kept_in(newsroom, blocked)
    newsroom.news("2026-10-21T11:00", "Le pont est rouvert")
    done = newsroom.at("2026-10-21T16:30")

    assert any("not kept as files" in line for line in done)
    assert newsroom.sink.count == 1
    blocked.unlink()
    assert newsroom.engine.renew_files().written == 1
