"""Stories with marked statements (`tests/data/disputes/*.txt`): read, and scored as whole stories.

    == name                       a story
    @ fr 2026-03-10T09:00 Outlet  a report: language, time (UTC), outlet; then headline, blank line, paragraphs
    {a:what is said}              a marked statement: its content as the guideline cuts it
    > a d contradicts             the label of two of them, behind the last report

Every clash of a story is labelled, so any other that is shown is wrong.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bouclage.records import Article, Block, BlockKind, Statement
from bouclage.statements.disputes import candidates, disputes

DATA = Path(__file__).parents[2] / "data" / "disputes"
_ORDER = ["contradicts", "unconfirmed", "differs"]


@dataclass(frozen=True)
class Story:
    """Reports, marked spans by letter (report, start, end), and labels of pairs of letters."""

    name: str
    articles: tuple[Article, ...]
    marks: dict[str, tuple[str, int, int]]
    labels: dict[frozenset[str], str]

    def letter(self, one: Statement) -> str | None:
        """Return which marked statement one is: the best that overlaps by more than half of both."""
        best, letter = 0.5, None
        for name, (article, start, end) in self.marks.items():
            if article == one.article_id:
                shared = max(0, min(one.end, end) - max(one.start, start)) / (max(one.end, end) - min(one.start, start))
                if shared > best:
                    best, letter = shared, name
        return letter

    def label(self, left: Statement, right: Statement) -> str | None:
        """Return the label of two statements; None if they are no labelled pair."""
        letters = self.letter(left), self.letter(right)
        return self.labels.get(frozenset(one for one in letters if one)) if all(letters) else None


def stories(batch: str) -> list[Story]:
    """Return the stories of a file ("batch_a")."""
    text = (DATA / f"{batch}.txt").read_text(encoding="utf-8")
    return [_story(block) for block in re.split(r"^== ", text, flags=re.MULTILINE)[1:]]


def _story(block: str) -> Story:
    name, _, rest = block.partition("\n")
    articles: list[Article] = []
    marks: dict[str, tuple[str, int, int]] = {}
    for number, part in enumerate(re.split(r"^@ ", rest, flags=re.MULTILINE)[1:]):
        first, _, marked = part.partition("\n")
        language, when, outlet = first.split(" ", 2)
        text, spans = _unmarked(re.sub(r"^>.*$", "", marked, flags=re.MULTILINE).strip())
        headline, *body = text.split("\n\n")
        time = datetime.fromisoformat(when).replace(tzinfo=UTC)
        article = Article(
            item=f"{name}-{number}", source_id=f"s{number}", outlet=outlet, url=f"https://gold.example/{name}-{number}",
            guid=f"{name}-{number}", seen=time, published=time, language=language, headline=headline,
            body=tuple(Block(kind=BlockKind.PARAGRAPH, text=one) for one in body),
        )  # fmt: skip
        assert article.text == text, name
        articles.append(article)
        marks |= {letter: (article.id, start, end) for letter, start, end in spans}
    labels = {
        frozenset({a, b}): label for a, b, label in re.findall(r"^> (\w+) (\w+) (\w+)$", rest, flags=re.MULTILINE)
    }
    assert all(letters <= marks.keys() for letters in labels), name
    return Story(name.strip(), tuple(articles), marks, labels)


def _unmarked(marked: str) -> tuple[str, list[tuple[str, int, int]]]:
    text, at = "", 0
    spans: list[tuple[str, int, int]] = []
    for match in re.finditer(r"\{(\w+):([^}]*)\}", marked):
        text += marked[at : match.start()]
        spans.append((match[1], len(text), len(text) + len(match[2])))
        text += match[2]
        at = match.end()
    return text + marked[at:], spans


def score(*batches: str) -> dict[str, float]:
    """Return precision and recall over the labelled pairs, and of what is shown the share that is labelled so."""
    right = found = wanted = shown = shown_right = 0
    for story in (one for batch in batches for one in stories(batch)):
        kinds: dict[frozenset[str], set[str]] = {}
        for clash in candidates(story.articles, zone=UTC):
            letters = story.letter(clash.left.statement), story.letter(clash.right.statement)
            kinds.setdefault(frozenset(one for one in letters if one), set()).add(str(clash.kind))
        for pair, label in story.labels.items():
            kind = next((one for one in _ORDER if one in kinds.get(pair, ())), None)
            wanted += label != "compatible"
            found += kind is not None
            right += kind == label
        for one in disputes(story.articles, zone=UTC):
            shown += 1
            shown_right += story.label(one.left, one.right) == str(one.kind)
    return {
        "precision": right / found if found else 1.0,
        "recall": right / wanted if wanted else 1.0,
        "shown": shown_right / shown if shown else 1.0,
        "found": found,
        "wanted": wanted,
    }
