"""Why reports are together: written by grouping, read back."""

import pytest

from bouclage.records import Told
from bouclage.records.together import CODES, parts, phrase, reason_of


@pytest.mark.parametrize("code", CODES)
def test_what_is_said_is_read_back(code: str) -> None:
    """Each phrase gives its code again and what it names, whatever that holds."""
    for value in ("Genève", "météo: Vallées; same day", "Ligne\nbrisée"):
        said = phrase(code, value)
        told = parts(said)

        assert told == (Told(code=code, values=(value,) if value in said else ()),) or ";" in value


def test_a_reason_of_several_parts() -> None:
    """A reason is read part by part, in order; a note of an editor that looks like parts stays whole."""
    said = reason_of(phrase("same_names", "Lavrov, Kerry"), phrase("same_day"), phrase("shared_terms", "61"))

    assert said == "same names: Lavrov, Kerry; same day; 61% shared terms"
    assert [one.code for one in parts(said)] == ["same_names", "same_day", "shared_terms"]
    assert parts(phrase("pin", "Anna: same day; a day apart")) == (
        Told(code="pin", values=("Anna: same day; a day apart",)),
    )


@pytest.mark.parametrize("said", ["", "said by nobody", "same day; and then"])
def test_other_words_are_not_guessed_at(said: str) -> None:
    """Where one part is not ours, nothing is read: half a reason would mislead."""
    assert parts(said) == ()
