"""What the reports of stories say: found ahead of the closing by whoever has time, kept under all it was found from.

A story's statements are a pure function of its reports, its wire copies, the edition's zone and language, and of the
stage itself. Their key is made of all of these, so that what is kept is either the very answer or never asked for: a
report more, another grouping or another version of the stage asks anew. Closing finds what is missing itself, by the
same function; how much was found ahead changes how long it takes and nothing else.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from importlib.abc import Traversable
from importlib.resources import files

from bouclage import __version__
from bouclage.config import EditionConfig
from bouclage.records import Article, Story, StoryStatements, WireCopy, digest, to_plain
from bouclage.statements import story_statements

_PARTS = ("bouclage.records", "bouclage.statements", "bouclage.text")  # what an answer depends on beside its question
_SOURCES = (".py", ".toml", ".txt")
REPORTS_A_BATCH = 100  # about a second's work: what a killed worker loses, and what one transaction saves


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """The reports of one story, of which it is asked who said what, when, and where they clash."""

    key: str  # of all that the answer depends on
    article_ids: tuple[str, ...]
    copies: tuple[WireCopy, ...]


def questions(
    stories: Iterable[Story],
    copies: Iterable[WireCopy],
    today: Mapping[str, Article],
    edition: EditionConfig,
    *,
    version: str | None = None,
) -> dict[str, Question]:
    """Return what is to be found for an edition, by story: over the reports of today; series quote nobody.

    `version` is the stage's, this program's own if not given.
    """
    version = version or stage_version()
    copy_of = {key: copy for copy in copies for key in copy.article_ids}
    asked = {}
    for story in stories:
        reports = [today[key] for key in story.article_ids if key in today]
        if reports and story.series is None:
            printed = {copy_of[report.id].id: copy_of[report.id] for report in reports if report.id in copy_of}
            asked[story.id] = _question(reports, tuple(printed.values()), edition, version)
    return asked


def answer(question: Question, articles: Mapping[str, Article], edition: EditionConfig) -> StoryStatements:
    """Return what the reports say; the one way to it, whoever asks."""
    return story_statements(
        [articles[key] for key in question.article_ids],
        copies=question.copies,
        zone=edition.zone,
        language=edition.language,
    )


def batches(asked: Iterable[Question], most: int = REPORTS_A_BATCH) -> Iterator[tuple[Question, ...]]:
    """Cut questions into batches of about so many reports."""
    batch: list[Question] = []
    reports = 0
    for question in asked:
        batch.append(question)
        reports += len(question.article_ids)
        if reports >= most:
            yield tuple(batch)
            batch, reports = [], 0
    if batch:
        yield tuple(batch)


def find(
    batch: Iterable[Question],
    articles: Mapping[str, Article],
    edition: EditionConfig,
    going_on: Callable[[], bool] = lambda: True,
) -> dict[str, StoryStatements]:
    """Return the answers of a batch by key; left out is what has lost an article, and all after `going_on` says no."""
    return {
        question.key: answer(question, articles, edition)
        for question in batch
        if articles.keys() >= set(question.article_ids) and going_on()
    }


def _question(reports: list[Article], copies: tuple[WireCopy, ...], edition: EditionConfig, version: str) -> Question:
    parts = [
        version,
        edition.time_zone,
        edition.language,
        # an id tells a report's words; when it was read, in what language and by whom printed, it does not
        [[one.id, one.time.isoformat(), one.language, one.outlet] for one in reports],
        to_plain(copies),
    ]
    return Question(
        key=digest(json.dumps(parts), kind="said"), article_ids=tuple(one.id for one in reports), copies=copies
    )


@cache
def stage_version() -> str:
    """Return a hash of the program files that answers depend on: another version of the stage answers by itself."""
    hasher = blake2b(__version__.encode(), digest_size=10)
    for package in _PARTS:
        for name, content in sorted(_files(files(package), package)):
            hasher.update(name.encode() + b"\0" + content + b"\0")
    return hasher.hexdigest()


def _files(folder: Traversable, name: str) -> Iterator[tuple[str, bytes]]:
    for part in folder.iterdir():
        if part.is_dir():
            yield from _files(part, f"{name}/{part.name}")
        elif part.name.endswith(_SOURCES):
            yield f"{name}/{part.name}", part.read_bytes()
