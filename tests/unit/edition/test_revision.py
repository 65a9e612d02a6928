"""Silent edits: what changed, verbatim and in its place, and whether it is a typo or says something else."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bouclage.edition.revision import revision, silent_revision
from bouclage.records import Article, Block, BlockKind, RevisionKind, Signal
from tests.builders import NOON, an_article

TYPO, SUBSTANCE = RevisionKind.TYPO, RevisionKind.SUBSTANCE


def _said(*paragraphs: str, **facts: Any) -> Article:
    body = tuple(Block(kind=BlockKind.PARAGRAPH, text=text) for text in paragraphs)
    return an_article(headline="Le lac monte", lead=None, body=body, **facts)


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("Le conseil a siègé mardi.", "Le conseil a siégé mardi.", TYPO),
        ("Die Regirung tagt.", "Die Regierung tagt.", TYPO),
        ("Il consiglo decide.", "Il consiglio decide.", TYPO),
        ("The goverment met.", "The government met.", TYPO),
        ("Le lac lac monte.", "Le lac monte.", TYPO),
        ("Er sagte „ja“.", "Er sagte «ja».", TYPO),
        ("la suisse romande", "la Suisse romande", TYPO),
        ("The recieved letter", "The received letter", TYPO),
        ("Trois morts à Berne.", "Quatre morts à Berne.", SUBSTANCE),
        ("Il y a 12 blessés.", "Il y a 21 blessés.", SUBSTANCE),
        ("Die Gespräche im Iran.", "Die Gespräche im Irak.", SUBSTANCE),
        ("Le ministre a dit oui.", "Le ministre n'a pas dit oui.", SUBSTANCE),
        ("Der Rat hat zugestimmt.", "Der Rat hat nicht zugestimmt.", SUBSTANCE),
        ("Un suspect arrêté.", "Des suspects arrêtés.", SUBSTANCE),
        ("Herr Meier sagte das.", "Herr Meyer sagte das.", SUBSTANCE),
        ("He is able.", "He was able.", SUBSTANCE),
        ("Il ponte è chiuso.", "Il ponte è aperto.", SUBSTANCE),
        ("The attacker fled.", "The attackers fled.", SUBSTANCE),
    ],
)
def test_typo_is_told_from_substance(before: str, after: str, kind: RevisionKind) -> None:
    """In four languages: spelling, spacing and accents are typos; figures, names, negations, numbers are not."""
    found = revision(_said(before), _said(after))
    assert found is not None
    assert found.kind is kind, found.edits


def test_edits_are_verbatim_and_in_place() -> None:
    """Each edit gives the very words of both versions, where they stand, and nothing that stayed."""
    before = _said("Trois personnes sont mortes.", "Le pont est fermé.", "Fin.")
    after = _said("Quatre personnes sont mortes.", "Fin.", "La police enquête.")
    found = revision(before, after)
    assert found is not None
    assert [(edit.before, edit.after) for edit in found.edits] == [
        ("Trois", "Quatre"), ("Le pont est fermé.", ""), ("", "La police enquête."),
    ]  # fmt: skip


WORDS = st.lists(st.sampled_from(["le", "lac", "monte", "12", "Orbe", ",", ".", "\n\n", "à"]), max_size=30).map(
    " ".join
)


@settings(max_examples=150, deadline=None)
@given(WORDS, WORDS)
def test_edits_lead_from_one_version_to_the_other(one: str, other: str) -> None:
    """Whatever changed, each edit's words stand where it says; and no edit means the same words."""
    before, after = _said(*one.split("\n\n")), _said(*other.split("\n\n"))
    found = revision(before, after)
    for edit in found.edits if found else ():
        assert before.text[edit.before_start :].startswith(edit.before)
        assert after.text[edit.after_start :].startswith(edit.after)
    if found is None:
        assert before.text.split() == after.text.split()


def test_a_revision_is_silent_only_under_one_number_and_no_word() -> None:
    """A new version number, a signal or an excerpt is no silent edit; words put back are told as such."""
    first = _said("Trois morts.")
    later = _said("Quatre morts.", seen=NOON + timedelta(hours=1))
    found = silent_revision((first, later))
    assert found is not None
    assert (found.reverted, found.before_id, found.after_id) == (False, first.id, later.id)
    assert silent_revision((first, _said("Quatre morts.", version=2))) is None
    assert silent_revision((first, _said("Quatre morts.", signal=Signal.CORRECTION))) is None
    assert silent_revision((first, _said("Quatre morts.", partial=True))) is None
    assert silent_revision((first,)) is None
    back = silent_revision((first, later, _said("Trois morts.", seen=NOON + timedelta(hours=2))))
    assert back is not None
    assert back.reverted
    assert [(edit.before, edit.after) for edit in back.edits] == [("Quatre", "Trois")]


def test_long_texts_end() -> None:
    """Two long texts with nothing in common are compared in bounded time."""
    one = _said(*(f"mot{number} " * 40 for number in range(300)))
    other = _said(
        *(f"autre{number} " * 40 for number in range(300)), " ".join(f"w{number}" for number in range(20_000))
    )
    assert revision(one, other) is not None
