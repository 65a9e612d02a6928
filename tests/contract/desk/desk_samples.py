"""A desk with just enough on its table."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import httpx
from fastapi import FastAPI
from tests.builders import CLOSES, DAY, OPENS, a_source, an_article

from bouclage.config import Config, EditionConfig, WebConfig
from bouclage.pipeline import Closing
from bouclage.records import Article, Edition, EditionStory, Role, Subscriber, SubscriberStatus, User
from bouclage.store import Store
from bouclage.web.app import make_app
from bouclage.web.desk.house import Hours, House
from bouclage.web.desk.passwords import digest_of, hashed
from bouclage.web.desk.sessions import COOKIE, form_token

SECRET = "a secret that is long enough"
PASSWORD = "lentement mais sûrement"
HOST = "https://desk.example"
_HASHED = hashed(PASSWORD)

BRIDGE = an_article(
    "Le pont du Mont est rouvert", body=["Le pont du Mont est rouvert depuis mardi matin à six heures."]
)
STRIKE = an_article(
    "Grève des bus", source="le-val", body=["Les conducteurs de bus ont cessé le travail mardi à l’aube."]
)
CHESS = an_article(
    "Échecs : un titre", source="la-plaine", body=["La joueuse a gagné le titre au terme de sept parties."]
)
READER = Subscriber(
    address="anna@example.org", status=SubscriberStatus.CONFIRMED, consent="by hand", created=OPENS, changed=OPENS
)


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    now: datetime = CLOSES - timedelta(minutes=20)

    def __call__(self) -> datetime:
        """Return the time it shows."""
        return self.now

    def move(self, **by: float) -> None:
        """Let time pass."""
        self.now += timedelta(**by)


@dataclass
class Desk:
    """The desk, with what a test needs to look behind it."""

    store: Store
    app: FastAPI
    clock: Clock
    users: Mapping[Role, User] = field(default_factory=dict)

    @property
    def house(self) -> House:
        """The house the application works for."""
        house: House = self.app.state.house
        return house

    def edition(self) -> Edition:
        """Return the edition as it would close now."""
        return self.house.tonight().preview.made.edition

    def story(self, article: Article) -> EditionStory:
        """Return the story on the table that has an article in it."""
        return next(s for s in self.edition().stories for r in s.reports if r.article_id == article.id)

    def session(self, role: Role) -> str:
        """Sign a user of this role in and return the cookie."""
        cookie = f"cookie-of-{role.value}"
        with self.store.begin() as tx:
            tx.sign_ins.begin(digest_of(cookie), self.users[role].id, self.clock())
        return cookie

    @asynccontextmanager
    async def browser(self, role: Role | None = None) -> AsyncIterator[httpx.AsyncClient]:
        """Give a browser, signed in or not."""
        cookies = {COOKIE: self.session(role)} if role is not None else {}
        transport = httpx.ASGITransport(self.app, client=("192.0.2.7", 4711), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url=HOST, cookies=cookies) as browser:
            yield browser

    def form(self, role: Role, /, **fields: Any) -> dict[str, Any]:
        """Return a form as a page of ours would send it."""
        return {"csrf": form_token(self.house, f"cookie-of-{role.value}"), **fields}


def hours() -> Hours:
    """Return hours by which the edition of the day closes at its hour, and each later one a day later."""

    def closing(edition: EditionConfig, day: Any) -> Closing:
        later = day - DAY
        return Closing(edition=edition, day=day, opens=OPENS + later, closes=CLOSES + later)

    return Hours(
        next_day=lambda _edition, at: (
            DAY + timedelta(days=max(0, -((CLOSES - at) // timedelta(days=1)) - 1) + (at >= CLOSES))
        ),
        closing=closing,
    )


def build(store: Store, *, secret: str = SECRET, config: Config | None = None) -> Desk:
    """Fill a store and return its desk."""
    clock = Clock()
    users = {
        role: User(id=f"id-{role.value}", name=role.value, role=role, address="ed@example.org", made=OPENS)
        for role in Role
    }
    with store.begin() as tx:
        for source in ("le-rivage", "le-val", "la-plaine"):
            tx.sources.add(a_source(source))
        tx.articles.add([BRIDGE, STRIKE, CHESS])
        tx.subscribers.add(READER)
        for user in users.values():
            tx.users.add(user, _HASHED)
    config = config or Config(editions=(EditionConfig(title="Édition du soir"),), web=WebConfig(public_url=HOST))
    app = make_app(store, replace(config), secret=secret, clock=clock, hours=hours())
    return Desk(store=store, app=app, clock=clock, users=users)
