"""How each method over closed editions is called: for the tests that try every one against a broken store."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from store_samples import DAY, NOON, article, edition, entry, ledger
from tests.builders import an_edition, an_edition_story

from bouclage.records import Forecast, Photo, Picture, StoryStatements
from bouclage.store import Filter, Transaction
from bouclage.text.search_terms import question_of

PICTURE = Picture(width=640, height=360, body=b"\xff\xd8\x00", credit="Anna Rey / Keystone")
FORECAST = Forecast(weather=None, fetched=NOON, due=NOON, error="timed out")

EDITION_METHODS: dict[str, Callable[[Transaction], Any]] = {
    "forecasts.save": lambda tx: tx.forecasts.save("here", FORECAST),
    "forecasts.get": lambda tx: tx.forecasts.get("here"),
    "photos.add": lambda tx: tx.photos.add("a", {"https://a.example/1.jpg": PICTURE}, NOON),
    "photos.sizes": lambda tx: tx.photos.sizes(["https://a.example/1.jpg"]),
    "photos.credits": lambda tx: tx.photos.credits(["https://a.example/1.jpg"]),
    "photos.sources": lambda tx: tx.photos.sources(),
    "photos.older": lambda tx: tx.photos.older("a", NOON, most=3),
    "photos.drop": lambda tx: tx.photos.drop(["k"]),
    "photos.get": lambda tx: tx.photos.get("https://a.example/1.jpg"),
    "photos.print_in": lambda tx: tx.photos.print_in(an_edition(replace(an_edition_story(), photo=Photo(url="u")))),
    "said.known": lambda tx: tx.said.known(["k"]),
    "said.of": lambda tx: tx.said.of(["k"]),
    "said.save": lambda tx: tx.said.save("evening", DAY, {"k": StoryStatements()}),
    "said.drop": lambda tx: tx.said.drop("evening", DAY),
    "editions.close": lambda tx: tx.editions.close(edition(), ledger(entry("a"))),
    "editions.get": lambda tx: tx.editions.get("evening", DAY),
    "editions.latest": lambda tx: tx.editions.latest("evening"),
    "editions.head": lambda tx: tx.editions.head("evening", DAY),
    "editions.with_story": lambda tx: tx.editions.with_story("evening", DAY, "s"),
    "editions.latest_head": lambda tx: tx.editions.latest_head("evening"),
    "editions.head_before": lambda tx: tx.editions.head_before("evening", DAY),
    "editions.days": lambda tx: tx.editions.days("evening"),
    "editions.names": lambda tx: tx.editions.names(),
    "editions.ledger": lambda tx: tx.editions.ledger("evening", DAY),
    "editions.ledgered": lambda tx: tx.editions.ledgered(["a"]),
    "editions.held_items": lambda tx: tx.editions.held_items("evening", DAY),
    "search.find": lambda tx: tx.search.find("evening", question_of("pont"), Filter()),
    "search.languages": lambda tx: tx.search.languages("evening"),
    "search.hidden": lambda tx: tx.search.hidden("evening", DAY, DAY),
    "search.stories": lambda tx: tx.search.stories("evening", DAY),
    "search.headlines": lambda tx: tx.search.headlines("evening", [(DAY, "s")]),
    "search.leads": lambda tx: tx.search.leads("evening", DAY, DAY),
    "search.withdrawn": lambda tx: tx.search.withdrawn("evening", DAY),
    "search.add": lambda tx: tx.search.add(edition()),
    "search.follow": lambda tx: tx.search.follow([article()]),
    "search.rebuild": lambda tx: tx.search.rebuild(),
    "search.check": lambda tx: tx.search.check(),
}
