"""A site with just enough on it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import httpx
from fastapi import FastAPI
from tests.builders import CLOSES, an_article, an_edition, an_edition_story

from bouclage.records import Article, Edition, Fate, Ledger, LedgerEntry

SECRET = "a secret that is long enough"


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    now: datetime = CLOSES + timedelta(hours=1)

    def __call__(self) -> datetime:
        """Return the time it shows."""
        return self.now

    def move(self, seconds: float) -> None:
        """Let so much time pass; less than none sets it back."""
        self.now += timedelta(seconds=seconds)


@dataclass
class News:
    """What the edition is made of."""

    bridge: Article = field(
        default_factory=lambda: an_article(
            "Un pont est rouvert", source="le-rivage", body=["Le pont du Mont est rouvert depuis mardi matin."]
        )
    )
    bridge_too: Article = field(
        default_factory=lambda: an_article(
            "Le pont rouvre enfin", source="la-plaine", body=["Les voitures passent de nouveau sur le pont."]
        )
    )
    alone: Article = field(
        default_factory=lambda: an_article(
            "La fontaine <script>alert(1)</script> coule", source="le-val", body=["L’eau est revenue à la fontaine."]
        )
    )

    @property
    def articles(self) -> tuple[Article, ...]:
        """All of them."""
        return (self.bridge, self.bridge_too, self.alone)

    def edition(self) -> Edition:
        """Return the edition: a story with two reports, and one with a report alone."""
        shared = an_edition_story(
            self.bridge,
            self.bridge_too,
            summary=[
                "Le pont du Mont est rouvert depuis mardi matin.",
                "Les voitures passent de nouveau sur le pont.",
            ],
        )
        single = an_edition_story(self.alone, summary=["L’eau est revenue à la fontaine."])
        return an_edition(shared, single)

    def ledger(self, edition: Edition) -> Ledger:
        """Return the account of the edition."""
        entries = tuple(
            LedgerEntry(
                item=one.item,
                source_id=one.source_id,
                outlet=one.outlet,
                url=one.url,
                headline=one.headline,
                fate=Fate.PRINTED,
                reason="printed",
            )
            for one in self.articles
        )
        return Ledger(name=edition.name, day=edition.day, entries=entries)


def reader_of(app: FastAPI) -> httpx.AsyncClient:
    """Return a client that asks the app itself; what fails unexpectedly is answered, not raised."""
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://site.test")
