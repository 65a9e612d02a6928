"""Decisions are kept, replaced and lifted alike on both databases, and the closing follows them as the preview did."""

from dataclasses import replace
from datetime import timedelta

from tests.builders import CLOSES, DAY, OPENS, a_source, an_article

from bouclage.config import Config
from bouclage.pipeline import Closing, close_edition, preview_edition
from bouclage.records import DecisionKind, EditorialDecision, Fate
from bouclage.store import Store

HOLD = EditorialDecision(
    edition="evening", day=DAY, kind=DecisionKind.HOLD, story_id="s", text="later", by="ada", at=CLOSES
)


def test_a_decision_replaces_the_one_before(store: Store) -> None:
    """One decision of a kind is in force for a story; lifting takes it away."""
    later = replace(HOLD, text="not tonight", at=CLOSES + timedelta(seconds=1))
    note = replace(HOLD, kind=DecisionKind.NOTE, text="note")
    with store.begin() as tx:
        tx.decisions.decide(HOLD, note)
        tx.decisions.decide(later)
    with store.begin() as tx:
        assert tx.decisions.of("evening", DAY) == (note, later)
        assert tx.decisions.lift("evening", DAY, "s", DecisionKind.HOLD) == 1
        assert tx.decisions.of("evening", DAY) == (note,)
        assert tx.decisions.of("evening", DAY + timedelta(days=1)) == ()


def test_closing_follows_the_desk(store: Store) -> None:
    """What the preview shows is what is closed, word for word; a held item comes back in the next edition."""
    config = Config()
    bus = an_article("Grève des bus", body=["Les conducteurs de bus ont cessé le travail mardi à l’aube, en ville."])
    chess = an_article("Échecs", source="le-val", body=["La joueuse a gagné le titre au terme de sept parties."])
    closing = Closing(edition=config.edition(), day=DAY, opens=OPENS, closes=CLOSES)
    with store.begin() as tx:
        tx.sources.add(a_source())
        tx.articles.add([bus, chess])
    table = preview_edition(store, config, closing, now=CLOSES).made.edition
    held, edited = (
        next(one for one in table.stories if one.headline.text == text) for text in (bus.headline, chess.headline)
    )
    with store.begin() as tx:
        tx.decisions.decide(
            replace(HOLD, story_id=held.id, basis=(bus.id,)),
            replace(
                HOLD, kind=DecisionKind.HEADLINE, story_id=edited.id, text="Un titre", replaces=edited.headline.text
            ),
        )
    shown = preview_edition(store, config, closing, now=CLOSES)
    closed = close_edition(store, config, closing, now=CLOSES)
    assert closed == shown.made.edition
    assert [story.title for story in closed.stories] == ["Un titre"]
    with store.read() as tx:
        assert {entry.item: entry.fate for entry in tx.editions.ledger("evening", DAY).entries}[bus.item] is Fate.HELD
    tomorrow = replace(closing, day=DAY + timedelta(days=1), opens=CLOSES, closes=CLOSES + timedelta(days=1))
    assert [
        s.headline.text for s in preview_edition(store, config, tomorrow, now=tomorrow.closes).made.edition.stories
    ] == [bus.headline]
