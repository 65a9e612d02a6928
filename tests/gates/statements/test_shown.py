"""What holds for every statement shown, and for texts in which nobody speaks."""

import json
from pathlib import Path

import pytest

from bouclage.statements import statements
from tests.gates.statements.gold import LANGUAGES, article_of, gold

FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))
SPLITS = ("dev", "test")


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_shown_is_found_again(language: str) -> None:
    """Each statement and each speaker is a span of the article, word for word."""
    for one in (one for split in SPLITS for one in gold(language, split)):
        article = article_of(one)
        for made in statements(article):
            assert article.text[made.start : made.end] == made.content
            if made.speaker is not None:
                assert article.text[made.speaker_start : made.speaker_end] == made.speaker


def test_headlines_alone_give_nothing() -> None:
    """A hundred headlines give at most two statements."""
    every = [one for language in LANGUAGES for split in SPLITS for one in gold(language, split)]
    false = sum(len(statements(article_of({**one, "text": one["text"].split("\n\n")[0]}))) for one in every)
    assert every
    assert false <= 2 * len(every) / 100


def test_quiet_paragraphs_give_little() -> None:
    """Paragraphs of gold articles that no statement touches: the hardest text without anybody speaking there is."""
    articles = false = 0
    for one in (one for language in LANGUAGES for split in SPLITS for one in gold(language, split)):
        silent = [
            paragraph
            for paragraph, start in _paragraphs(one["text"])
            if not any(said["start"] < start + len(paragraph) and start < said["end"] for said in one["statements"])
        ]
        if silent:
            articles += 1
            false += len(statements(article_of({**one, "text": "\n\n".join(["Headline", *silent])})))
    print(f"{false} statements in the quiet paragraphs of {articles} articles")
    assert articles
    assert false <= FLOORS["quiet_per_100"] * articles / 100


def _paragraphs(text: str) -> list[tuple[str, int]]:
    found = []
    at = text.index("\n\n") + 2
    for paragraph in text[at:].split("\n\n"):
        found.append((paragraph, at))
        at += len(paragraph) + 2
    return found
