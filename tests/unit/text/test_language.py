"""Language by content: the tag only breaks ties."""

import pytest

from bouclage.text.language import detect, primary


@pytest.mark.parametrize(
    ("text", "tag", "expected"),
    [
        ("Le Conseil fédéral a décidé mardi de fermer le tunnel", None, "fr"),
        ("Der Bundesrat hat am Dienstag entschieden, den Tunnel zu schliessen", "fr-CH", "de"),
        ("Il Consiglio di Stato ha deciso ieri di chiudere la galleria", "de", "it"),
        ("The council decided on Tuesday to close the tunnel", "en-GB", "en"),
        ("Bern", "de-CH", "de"),
        ("Bern", None, None),
        ("", "xx-invalid-tag", "xx"),
        ("Правительство решило закрыть туннель на три недели", None, "ru"),
    ],
)
def test_detect(text: str, tag: str | None, expected: str | None) -> None:
    """Content decides over a wrong tag; too little content leaves it to the tag."""
    assert detect(text, tag) == expected


def test_a_language_the_model_does_not_know_is_left_to_its_tag() -> None:
    """Romansh cannot be found by the model, so its tag stands."""
    assert detect("La regenza ha decidi da serrar il tunnel durant trais emnas", "rm") == "rm"


@pytest.mark.parametrize(
    ("tag", "expected"), [("de-CH", "de"), ("FR_fr", "fr"), ("", None), (None, None), ("français", None)]
)
def test_primary(tag: str | None, expected: str | None) -> None:
    """A tag's first part is its language; words are no tags."""
    assert primary(tag) == expected
