"""A source's rights bound what is shown of it, in the edition and in every output made of it."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from bouclage.edition import allowed, expired, revision, without_expired
from bouclage.edition.rights import shown_revision
from bouclage.records import Edition, Photo, Rights, TextRight, to_plain
from bouclage.render import plain_text, story_page, web_page
from tests.builders import DAY, NOON, a_source, an_article
from tests.unit.edition.newsroom import made

SECRET = "La paroi a lâché peu avant midi au-dessus de Praz-Verney, selon la commune."
HIDDEN = "Une seconde phrase dit encore que la route du col reste fermée jusqu’à samedi."
PHOTO = Photo(url="https://le-rivage.example/p.jpg", caption="Le col", credit="Keystone")


def _edition(rights: Rights) -> Edition:
    article = an_article("La route du col est coupée", kicker="Valais", body=(f"{SECRET} {HIDDEN}",), photo=PHOTO)
    return made([article], sources=[replace(a_source("le-rivage"), rights=rights)]).edition


def _outputs(edition: Edition) -> dict[str, str]:
    return {
        "web": web_page(edition),
        "story": "".join(story_page(edition, story) for story in edition.stories),
        "text": " ".join(plain_text(edition).split()),
        "json": json.dumps(to_plain(edition), ensure_ascii=False),
    }


@pytest.mark.parametrize(
    ("rights", "first", "second", "photo"),
    [
        (Rights(text=TextRight.FULL, photo=True), True, True, True),
        (Rights(text=TextRight.EXCERPT, excerpt_chars=len(SECRET)), True, False, False),
        (Rights(text=TextRight.HEADLINE, photo=True), False, False, True),
        (Rights(text=TextRight.FULL, photo=True, expires_days=0), True, True, True),
    ],
    ids=["full", "excerpt", "headline", "the day itself"],
)
def test_every_output_keeps_to_the_rights(rights: Rights, first: bool, second: bool, photo: bool) -> None:
    """Full text, an excerpt of so many characters, or the headline alone: in web, story page, text and JSON alike."""
    for name, text in _outputs(_edition(rights)).items():
        assert "La route du col est coupée" in text, name
        assert (SECRET in text, HIDDEN in text) == (first, second), name
        if name == "json":
            assert ("p.jpg" in text) is photo


def test_expired_text_is_gone_from_every_output() -> None:
    """After its days a report's words, kicker and photo are shown nowhere; headline, outlet and link stay."""
    rights = Rights(text=TextRight.FULL, photo=True, expires_days=7)
    edition = _edition(rights)
    assert expired(edition, {"le-rivage": rights}, DAY + timedelta(days=7)) == frozenset()
    gone = expired(edition, {"le-rivage": rights}, DAY + timedelta(days=8))
    assert len(gone) == 1
    for name, text in _outputs(without_expired(edition, gone)).items():
        assert "La route du col est coupée" in text, name
        assert not any(words in text for words in (SECRET, HIDDEN, "Keystone", "p.jpg")), name
    assert without_expired(edition, frozenset()) is edition


def test_an_expired_article_is_not_printed_anew() -> None:
    """A report whose rights have run out at closing gives its headline alone."""
    assert allowed(Rights(text=TextRight.FULL, photo=True, expires_days=2), NOON - timedelta(days=4), DAY).chars == 0
    assert not allowed(Rights(text=TextRight.FULL, photo=True, expires_days=2), NOON - timedelta(days=4), DAY).photo


def test_the_words_of_a_silent_edit_keep_to_the_rights() -> None:
    """That a report was changed is always told; the words only as far as they may be shown."""
    changed = revision(an_article("A", body=("Trois morts à Orbe.",)), an_article("A", body=("Quatre morts à Orbe.",)))
    assert changed is not None
    full, none = (
        shown_revision(changed, allowed(Rights(text=t), NOON, DAY)) for t in (TextRight.FULL, TextRight.HEADLINE)
    )
    assert full is not None
    assert none is not None
    assert [edit.after for edit in full.edits] == ["Quatre"]
    assert (none.edits, none.kind) == ((), changed.kind)
