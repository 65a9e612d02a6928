"""What an editor decides is what the edition shows, and a decision that lost its story lapses with a reason."""

from datetime import timedelta
from typing import Any

from bouclage.edition import decided
from bouclage.records import DecisionKind, EditionStory, EditorialDecision, Fate
from tests.builders import CLOSES, DAY, an_article
from tests.unit.edition.newsroom import Made, made

BRIDGE = an_article(
    "Le pont du Mont est rouvert", body=["Le pont du Mont est rouvert depuis mardi matin à six heures."]
)
ECHO = an_article("Le pont rouvre", source="la-plaine", body=["Les voitures passent de nouveau sur le pont du Mont."])
STRIKE = an_article(
    "Grève des bus", source="le-val", body=["Les conducteurs de bus ont cessé le travail mardi à l’aube."]
)
CHESS = an_article(
    "Échecs : un titre", source="le-rivage", body=["La joueuse a gagné le titre au terme de sept parties."]
)


def tonight() -> Made:
    return made((BRIDGE, ECHO), (STRIKE,), (CHESS,))


def about(story: EditionStory, kind: DecisionKind, **given: Any) -> EditorialDecision:
    defaults: dict[str, Any] = {
        "edition": "evening",
        "day": DAY,
        "kind": kind,
        "story_id": story.id,
        "basis": tuple(report.article_id for report in story.reports),
        "replaces": story.headline.text if kind is DecisionKind.HEADLINE else "",
        "by": "ada",
        "at": CLOSES - timedelta(minutes=5),
    }
    return EditorialDecision(**(defaults | given))


def story(edition: Made, article: Any) -> EditionStory:
    found = edition.story(article)
    assert found is not None
    return found


def test_without_decisions_nothing_changes() -> None:
    """Nobody came to the desk: the edition is what the machine made."""
    before = tonight()
    after = decided(before.edition, before.ledger, ())
    assert (after.edition, after.ledger) == (before.edition, before.ledger)


def test_a_held_story_is_accounted_for() -> None:
    """A held story leaves the edition, its items are held in the ledger with the editor's reason, and the sums hold."""
    before = tonight()
    hold = about(story(before, BRIDGE), DecisionKind.HOLD, text="waiting for the canton")
    after = decided(before.edition, before.ledger, [hold])
    assert story(before, BRIDGE).id not in {one.id for one in after.edition.stories}
    lines = {entry.item: entry for entry in after.ledger.entries}
    assert {lines[one.item].fate for one in (BRIDGE, ECHO)} == {Fate.HELD}
    assert lines[BRIDGE.item].reason == "held by the editor: waiting for the canton"
    assert after.edition.counts.adds_up
    assert (after.edition.counts.held, after.edition.counts.stories) == (2, len(before.edition.stories) - 1)


def test_order_section_headline_and_note() -> None:
    """Stories stand where they were put, under the headline written for them, the source's own kept beside it."""
    before = tonight()
    chess, strike = story(before, CHESS), story(before, STRIKE)
    after = decided(
        before.edition,
        before.ledger,
        [
            about(chess, DecisionKind.SECTION, text="front"),
            about(chess, DecisionKind.PLACE, position=0),
            about(strike, DecisionKind.HEADLINE, text="Bus à l’arrêt"),
            about(strike, DecisionKind.NOTE, text="Nous suivons."),
            about(strike, DecisionKind.NOTE, story_id="", text="Bonne lecture."),
        ],
    ).edition
    assert after.stories[0].id == chess.id
    assert after.sections[0].name == "front"
    edited = next(one for one in after.stories if one.id == strike.id)
    assert (edited.title, edited.headline.text, edited.note) == ("Bus à l’arrêt", "Grève des bus", "Nous suivons.")
    assert after.note == "Bonne lecture."
    assert {one.id for one in after.stories} == {one.id for one in before.edition.stories}


def test_two_stories_at_one_place_follow_the_later_decision() -> None:
    """Of two stories put first, the one put there later is first, and the other is next."""
    before = tonight()
    chess, strike = story(before, CHESS), story(before, STRIKE)
    moves = [
        about(one, kind, at=CLOSES - timedelta(minutes=minutes), **given)
        for one, minutes in ((chess, 9), (strike, 3))
        for kind, given in ((DecisionKind.SECTION, {"text": "news"}), (DecisionKind.PLACE, {"position": 0}))
    ]
    news = next(s for s in decided(before.edition, before.ledger, moves).edition.sections if s.name == "news")
    assert [one.id for one in news.stories[:2]] == [strike.id, chess.id]


def test_a_headline_lapses_when_another_speaks_for_the_story() -> None:
    """A headline edited over one report does not stand over the next one, and the editor is told."""
    before = tonight()
    edit = about(story(before, BRIDGE), DecisionKind.HEADLINE, text="Pont libre", replaces="Le pont reste fermé")
    after = decided(before.edition, before.ledger, [edit])
    assert story(before, BRIDGE) in after.edition.stories
    assert [one.reason for one in after.lapsed] == ["another headline speaks for the story since it was edited"]


def test_decisions_follow_a_story_that_grew_into_another() -> None:
    """A note goes with the story that took the reports over; a hold would hold more than was meant, and lapses."""
    before = tonight()
    grown = story(before, BRIDGE)
    was = {"story_id": "an-older-id", "basis": (ECHO.id,)}
    after = decided(
        before.edition,
        before.ledger,
        [about(grown, DecisionKind.NOTE, text="Suite.", **was), about(grown, DecisionKind.HOLD, **was)],
    )
    assert next(one for one in after.edition.stories if one.id == grown.id).note == "Suite."
    assert [one.decision.kind for one in after.lapsed] == [DecisionKind.HOLD]


def test_what_is_not_there_lapses_and_other_days_are_left_alone() -> None:
    """A story that is gone is told; a decision about another day is not looked at."""
    before = tonight()
    gone = about(story(before, CHESS), DecisionKind.HOLD, story_id="gone", basis=("gone",))
    other = about(story(before, CHESS), DecisionKind.HOLD, day=DAY + timedelta(days=1))
    after = decided(before.edition, before.ledger, [gone, other])
    assert after.edition == before.edition
    assert [one.decision for one in after.lapsed] == [gone]
