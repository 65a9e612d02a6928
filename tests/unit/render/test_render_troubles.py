"""What is wrong with a source or an item is told in the reader's language, whatever it is."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import bouclage
from bouclage.render.speech import speech
from bouclage.render.words.troubles import trouble_in

ROOT = Path(bouclage.__file__).parent
# The photo's copy is looked at by us alone; what is not an address or an answer of the network is told with it.
LEFT_OUT = {"picture.py"}
MAKERS = {
    "_refuse",
    "refuse",
    "Refusal",
    "Listing",
    "Decoded",
    "error",
    "FetchError",
    "FetchForbiddenError",
    "UnpackError",
}


def recorded() -> Iterator[str]:
    """Yield each trouble that the program records, a word in the place of each value."""
    for path in sorted((ROOT / "read").glob("*.py")) + sorted((ROOT / "fetch").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if path.name in LEFT_OUT:
                continue
            if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.expr):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                names = {target.id for target in targets if isinstance(target, ast.Name)}
                if names & {"complaint", "why", "message"}:
                    yield from texts(node.value)
            elif isinstance(node, ast.Call):
                maker = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                keyed = [word.value for word in node.keywords if word.arg in {"complaint", "detail"}]
                for given in [*(node.args if maker in MAKERS else []), *keyed]:
                    yield from texts(given)


def texts(node: ast.expr) -> Iterator[str]:
    """Yield the sentences of an expression: of several words, so that names are none."""
    if isinstance(node, ast.IfExp):
        yield from (*texts(node.body), *texts(node.orelse))
    elif isinstance(node, ast.BoolOp):
        for value in node.values:
            yield from texts(value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.count(" ") >= 2:
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        whole = "".join(str(part.value) if isinstance(part, ast.Constant) else "X9" for part in node.values)
        if whole.count(" ") >= 2:
            yield whole


@pytest.mark.parametrize("language", ["fr", "de", "it"])
def test_every_trouble_recorded_is_told(language: str) -> None:
    """No trouble that reading or fetching can record is shown in English where the page is not."""
    found = sorted(set(recorded()))
    assert len(found) > 50
    assert [words for words in found if trouble_in(language, words) is None] == []


@pytest.mark.parametrize(
    ("recorded", "told"),
    [
        (
            "no connection (connection refused): https://a.example/feed",
            "pas de connexion (connexion refusée)\u202f: https://a.example/feed",
        ),
        (
            "not there (404) (redirected to https://b.example/): https://a.example/feed",
            "introuvable (404) (redirigée vers https://b.example/)\u202f: https://a.example/feed",
        ),
        (
            "refused: localhost names this machine, reached by redirect to http://localhost/: https://a.example/",
            "refusée\u202f: localhost désigne cette machine-ci, atteinte par redirection vers http://localhost/\u202f: https://a.example/",
        ),
        (
            "truncated: the XML ends in the middle; 12 items could be read",
            "tronqué\u202f: le XML s’arrête au milieu\u202f; articles lus\u202f: 12",
        ),
        (
            "3 of 20 dates cannot be believed: in the future / year 1970",
            "3 dates sur 20 ne sont pas crédibles\u202f: dans l’avenir / année 1970",
        ),
    ],
)  # fmt: skip
def test_troubles_within_one_another(recorded: str, told: str) -> None:
    """Address, detail, redirect and count go on being told around the words that are known."""
    assert speech("fr").trouble(recorded) == (told, None)


@pytest.mark.parametrize("words", ["quota of the agency's account is used up", "{a} " * 900, "a: b (c" * 100])
def test_unknown_troubles_stay_as_they_were(words: str) -> None:
    """What the table does not hold is shown verbatim and marked as English; on an English page it needs no mark."""
    assert speech("de").trouble(words) == (words, "en")
    assert speech("en").trouble(words) == (words, None)
