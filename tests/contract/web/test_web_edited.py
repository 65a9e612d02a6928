"""What an editor wrote: shown wherever the story is, and gone with the report it was written over."""

import zipfile
from dataclasses import replace
from io import BytesIO

import httpx
from tests.builders import DAY, a_source
from tests.contract.web.web_samples import Clock, News, reader_of

from bouclage.config import Config
from bouclage.records import Edition, PubStatus
from bouclage.store import Store
from bouclage.web.app import make_app

EDITED = "Le Mont retrouve son pont"
NOTE = "La rédaction a vu passer la première voiture."


def _edited(edition: Edition) -> Edition:
    section = edition.sections[0]
    first = replace(section.stories[0], headline_by_editor=EDITED, note=NOTE)
    return replace(edition, sections=(replace(section, stories=(first, *section.stories[1:])), *edition.sections[1:]))


async def _everywhere(reader: httpx.AsyncClient, edition: Edition) -> dict[str, str]:
    """Return the words of every place that shows the edition's first story."""
    story = f"/{DAY}/story/{edition.stories[0].id}"
    paths = (
        "/",
        f"/{DAY}",
        story,
        "/archive",
        "/atom.xml",
        "/rss.xml",
        "/feed.json",
        "/search?q=retrouve",
        f"/{DAY}.json",
    )
    found = {path: (await reader.get(path)).text for path in paths}
    with zipfile.ZipFile(BytesIO((await reader.get(f"/{DAY}.epub")).content)) as book:
        found["epub"] = " ".join(book.read(name).decode() for name in book.namelist())
    return found


async def test_an_editors_headline_stands_everywhere_until_its_report_is_taken_back(
    empty: Store, news: News, config: Config, clock: Clock
) -> None:
    """Pages, archive, feeds, EPUB and search show the headline as edited; a kill takes it from all of them at once."""
    edition = _edited(news.edition())
    with empty.begin() as tx:
        for name in ("le-rivage", "la-plaine", "le-val"):
            tx.sources.add(a_source(name))
        tx.articles.add(news.articles)
        tx.editions.close(edition, news.ledger(edition))
    async with reader_of(make_app(empty, config, secret="a secret that is long enough", clock=clock)) as reader:
        for place, words in (await _everywhere(reader, edition)).items():
            assert EDITED in words or place.startswith("/search"), place
        assert "retrouve" in (await reader.get("/search?q=retrouve")).text.partition("<main")[2]
        kill = replace(news.bridge, version=2, pub_status=PubStatus.CANCELED, headline=None, lead=None, body=())
        with empty.begin() as tx:
            tx.articles.add([kill])
        for place, words in (await _everywhere(reader, edition)).items():
            assert EDITED not in words, place
            assert NOTE not in words, place
            if not place.startswith("/search"):
                assert "Le pont rouvre enfin" in words, place
