"""A story's statements: each once, with all who print it, and what a printing adds."""

from datetime import timedelta

from bouclage.records import Article
from bouclage.statements import story_statements
from bouclage.statements.origins import origins
from tests.builders import NOON, a_wire_copy, an_article

SAID = "Le pont de la Vièze sera fermé dès lundi matin, a indiqué la police cantonale."


def report(source: str, *body: str, minutes: int = 0) -> Article:
    """Return an outlet's report."""
    return an_article(f"Titre {source}", source=source, body=body, published=NOON + timedelta(minutes=minutes))


def test_the_same_words_by_the_same_speaker_are_one_statement() -> None:
    """Two papers that quote the police alike give one statement, shown where it was first told."""
    one = report("a", SAID)
    other = report("b", "Dès lundi matin, le pont de la Vièze sera fermé, a indiqué la police cantonale.", minutes=5)
    (found,) = story_statements([other, one]).statements
    assert found.statement.article_id == one.id
    assert found.also == (other.id,)


def test_other_speakers_and_a_no_stay_apart() -> None:
    """The same words by somebody else, or denied, are another statement."""
    one = report("a", SAID)
    other = report("b", SAID.replace("la police cantonale", "Luc Dayer"), minutes=5)
    no = report("c", SAID.replace("sera fermé", "ne sera pas fermé"), minutes=9)
    assert len(story_statements([one, other, no]).statements) == 3


def test_printings_are_listed_and_what_they_add_is_kept() -> None:
    """A printing of an agency's text is named behind its statements, and its own addition is a statement of its own."""
    wire = report("atr", SAID)
    prints = report("b", SAID, "« On fera un détour », a soupiré Anne Roux, commerçante.", minutes=7)
    found = story_statements([prints, wire], copies=[a_wire_copy(wire, prints)]).statements
    assert [(one.statement.article_id, one.also) for one in found] == [(wire.id, (prints.id,)), (prints.id, ())]


def test_without_the_agencys_own_text_its_first_printing_stands() -> None:
    """Two printings of a text that we never read ourselves are still one origin."""
    wire, one, other = report("atr", SAID), report("b", SAID + " Détour.", minutes=3), report("c", SAID, minutes=6)
    copy = a_wire_copy(wire, one, other)
    assert origins([other, one], [copy]) == {one.id: (other.id,)}


def test_equal_texts_are_one_origin_whoever_sends_them() -> None:
    """A text copied without being known as a wire copy is an echo too, also of a printing."""
    wire, one, same = report("atr", SAID, "Fin."), report("b", SAID, minutes=3), report("c", SAID, minutes=6)
    assert origins([wire, one, same], [a_wire_copy(wire, one)]) == {wire.id: (one.id, same.id)}
