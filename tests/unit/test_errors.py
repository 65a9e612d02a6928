"""The tree of exceptions, and what each carries."""

import inspect
import pickle
from datetime import UTC, datetime
from typing import Any

import pytest

from bouclage import errors
from bouclage.errors import BouclageError

CLASSES = {
    name: kind
    for name, kind in vars(errors).items()
    if inspect.isclass(kind) and issubclass(kind, Exception) and kind.__module__ == errors.__name__
}


def drawn() -> dict[str, str | None]:
    """Return each class of the docstring's tree with its parent, read from the depth of its branch."""
    lines = [line.removeprefix("    ") for line in (errors.__doc__ or "").splitlines()]
    lines = [line for line in lines if line.endswith("Error")]
    tree: dict[str, str | None] = {}
    above: list[str] = []
    for line in lines:
        name = line.lstrip("│├└─ ")
        depth = (len(line) - len(name)) // 4
        tree[name] = above[depth - 1] if depth else None
        above[depth:] = [name]
    return tree


def test_the_tree_in_the_docstring_is_the_real_one() -> None:
    """Whoever reads errors.py can trust the drawing: the same classes, the same parents, no more and no fewer."""
    real = {
        name: next((base.__name__ for base in kind.__bases__ if issubclass(base, BouclageError)), None)
        for name, kind in CLASSES.items()
    }
    assert drawn() == real


@pytest.mark.parametrize(
    ("name", "twin"),
    [
        ("ConfigError", ValueError),
        ("SourceExistsError", ValueError),
        ("SourceNotFoundError", LookupError),
        ("FetchError", OSError),
        ("FetchTimeoutError", TimeoutError),
        ("FetchConnectError", ConnectionError),
        ("FetchForbiddenError", PermissionError),
        ("FetchGoneError", LookupError),
        ("ReadError", ValueError),
        ("EditionNotFoundError", LookupError),
        ("StoryNotFoundError", LookupError),
        ("RelayUnavailableError", ConnectionError),
        ("SubscriberError", ValueError),
        ("StoreLockedError", TimeoutError),
    ],
)
def test_an_error_is_also_the_standard_librarys_kind(name: str, twin: type[Exception]) -> None:
    """Code that knows only Python's own errors can catch ours."""
    assert issubclass(CLASSES[name], twin)


@pytest.mark.parametrize("kind", CLASSES.values(), ids=CLASSES)
def test_every_error_says_what_happened(kind: type[Exception]) -> None:
    """Its docstring is a sentence of its own, not its parent's."""
    doc = kind.__dict__.get("__doc__") or ""
    assert doc.strip().endswith(".")


@pytest.mark.parametrize(
    ("error", "attributes", "words"),
    [
        (
            errors.ConfigError("must be HH:MM", key="editions.evening.closes", origin="bouclage.toml"),
            {"key": "editions.evening.closes", "origin": "bouclage.toml"},
            "editions.evening.closes: must be HH:MM (from bouclage.toml)",
        ),
        (errors.SourceNotFoundError("no such source", source_id="x"), {"source_id": "x"}, "no such source"),
        (
            errors.FetchGoneError("gone for good", url="https://a.example/", status=410, source_id="a"),
            {"url": "https://a.example/", "status": 410, "source_id": "a"},
            "gone for good: https://a.example/",
        ),
        (
            errors.FetchLaterError("later", url="https://a.example/", status=429, retry_after_s=30.0),
            {"retry_after_s": 30.0, "status": 429, "source_id": None},
            "later: https://a.example/",
        ),
        (errors.ReadError("no text", url="a.html"), {"url": "a.html"}, "no text: a.html"),
        (
            errors.EditionHeldError("empty", edition="evening", day="2026-09-08"),
            {"reason": "empty", "edition": "evening", "day": "2026-09-08"},
            "edition evening of 2026-09-08 is held: empty",
        ),
        (errors.RenderError("undefined", template="web.html"), {"template": "web.html"}, "web.html: undefined"),
        (
            errors.RecipientRefusedError("no such user", recipient="a@b.example", code=550),
            {"recipient": "a@b.example", "code": 550},
            "no such user",
        ),
        (
            errors.SubscriberError("no @", address="ab", line=3),
            {"address": "ab", "line": 3},
            "line 3: no @",
        ),
        (
            errors.StoreBusyError("close evening", path="x.db", since=datetime(2026, 9, 8, tzinfo=UTC)),
            {"work": "close evening", "path": "x.db"},
            "another process is at work on close evening (x.db)",
        ),
    ],
    ids=lambda part: type(part).__name__ if isinstance(part, Exception) else "",
)
def test_an_error_carries_what_it_is_about(error: Exception, attributes: dict[str, Any], words: str) -> None:
    """Callers ask the attributes; people read the message, which names the thing."""
    assert {name: getattr(error, name) for name in attributes} == attributes
    assert str(error) == words


def test_a_fetch_error_keeps_no_system_error_number() -> None:
    """OSError would read two arguments as (errno, text): ours always has one."""
    error = errors.FetchConnectError("no such name", url="https://a.example/")
    assert error.errno is None
    assert error.args == ("no such name: https://a.example/",)


def test_a_plain_error_survives_pickling() -> None:
    """Errors without needed attributes cross process borders."""
    back = pickle.loads(pickle.dumps(errors.EditorialError("cannot be made")))
    assert (type(back), str(back)) == (errors.EditorialError, "cannot be made")
