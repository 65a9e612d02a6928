"""One simulated day of news, of any size: real texts resampled with edits, five reports an event on average.

An event mixes some real ones of a language: its reports are made of passages of theirs, with the names, the figures and
a third of the longer words put consistently into others. So what it shares with its like is what real events share,
and what its own reports share is what real reports of one event share. Few events have very many reports. A third of
the reports print another's text whole or cut, some under another headline, with typos or a paragraph of their own.
"""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from bouclage.records import Article, Block, BlockKind
from bouclage.stories.grouping import articles_of

DAY = datetime(2026, 1, 1, tzinfo=UTC)
REPORTS = 5  # an event, on average
MIXED = 3  # real events in one of the day's
OUTLETS = 1000
NAMES = 20_000  # of people and places that a language's reports of the day name
PRINTED = 0.33  # share of the reports that print another's text
LARGEST = 60.0  # of the weights by which reports fall to events; an event may have some hundred reports
LEAST = 400  # characters of a report that gives passages: a headline alone is no article
WORD = re.compile(r"\w{2,}")
SENTENCE = re.compile(r"(?<=[.!?])\s+")


class _Language:
    """Real events of one language, and its words by kind."""

    def __init__(self) -> None:
        self.events: dict[str, list[list[str]]] = {}  # passages of about a paragraph, by report
        self.names: list[str] = []
        self.words: list[str] = []


def day(count: int, sets: Iterable[Sequence[dict[str, Any]]], seed: int = 7) -> tuple[list[Article], list[str]]:
    """Return `count` articles of one day, in no order, and the event of each; `sets` are rows with "gold"."""
    dice = random.Random(seed)
    languages = _languages(sets)
    known = sorted(languages)
    people = {language: _people(languages[language].names, dice) for language in known}
    shares = [len(languages[language].events) for language in known]
    events = max(1, count // REPORTS)
    weights = [min(dice.paretovariate(1.2), LARGEST) for _ in range(events)]
    sizes = Counter(range(events)) + Counter(dice.choices(range(events), weights, k=count - events))
    made: list[tuple[Article, str]] = []
    for event in range(events):
        language = dice.choices(known, shares)[0]
        source = languages[language]
        tell = _renaming(source, people[language], dice)
        mixed = dice.sample(sorted(source.events), min(MIXED, len(source.events)))
        begun = DAY + timedelta(seconds=dice.uniform(0, 20 * 3600))
        originals: list[list[str]] = []
        for report in range(sizes[event]):
            if originals and dice.random() < PRINTED:
                told = _printing(dice.choice(originals), source, dice)
            else:
                told = [tell(passage) for name in mixed for passage in _passages(source.events[name], dice)]
                originals.append(told)
            published = min(begun + timedelta(hours=dice.expovariate(0.4)), DAY + timedelta(seconds=86_399))
            made.append((_article(f"{event}-{report}", published, told, language, dice), str(event)))
    dice.shuffle(made)
    return [article for article, _ in made], [event for _, event in made]


def _languages(sets: Iterable[Sequence[dict[str, Any]]]) -> dict[str, _Language]:
    found: dict[str, _Language] = {}
    for number, rows in enumerate(sets):
        for row, article in zip(rows, articles_of(list(rows)), strict=True):
            language = found.setdefault(row["language"], _Language())
            sentences = [one for line in article.text.split("\n") for one in SENTENCE.split(line) if one.strip()]
            passages = [" ".join(sentences[at : at + 3]) for at in range(0, len(sentences), 3)]
            if len(article.text) >= LEAST:
                language.events.setdefault(f"{number} {row['gold']}", []).append(passages)
                for sentence in sentences:
                    first, *words = WORD.findall(sentence) or [""]
                    language.names += [word for word in words if word[0].isupper()]
                    language.words += [word for word in [first, *words] if word.islower() and len(word) > 5]
    for language in found.values():
        language.names = sorted(set(language.names))
        language.words = sorted(set(language.words))
    return found


def _renaming(source: _Language, people: Sequence[str], dice: random.Random) -> Callable[[str], str]:
    """Return what puts an event's names, figures and a third of its longer words into others, always the same."""
    names, words = frozenset(source.names), frozenset(source.words)
    known: dict[str, str] = {}

    def other(found: re.Match[str]) -> str:
        word = found[0]
        if (told := known.get(word)) is None:
            told = word
            if word.isdecimal():
                told = str(dice.randrange(10 ** (len(word) - 1), 10 ** len(word)))
            elif word in names:
                told = people[int(len(people) * dice.random() ** 2)]  # some names are everywhere
            elif word in words and dice.random() < 0.33:
                told = dice.choice(source.words)
            known[word] = told
        return told

    return lambda text: WORD.sub(other, text)


def _people(names: Sequence[str], dice: random.Random) -> list[str]:
    """Put the beginning of one name to the end of another: there are more people in a day than in the sets."""
    pairs = ((dice.choice(names), dice.choice(names)) for _ in range(NAMES))
    return [one[: max(2, len(one) // 2 + 1)] + other[len(other) // 2 :].lower() for one, other in pairs]


def _passages(reports: Sequence[Sequence[str]], dice: random.Random) -> list[str]:
    """Return two passages of one of the reports, in their order."""
    passages = dice.choice(reports)
    return [passages[place] for place in sorted(dice.sample(range(len(passages)), min(2, len(passages))))]


def _printing(original: Sequence[str], source: _Language, dice: random.Random) -> list[str]:
    """Return another's text as printed: whole or cut, often edited."""
    told = list(original[: max(2, round(len(original) * dice.uniform(0.4, 1.2)))])
    edit = dice.random()
    if edit < 0.3:
        told[0] = " ".join(told[-1].split()[:8]) + ". " + told[0]  # another headline
    elif edit < 0.5:
        words = told[-1].split()
        place = dice.randrange(len(words))
        words[place] = words[place][::-1]  # a typo
        told[-1] = " ".join(words)
    elif edit < 0.7:
        told.append(" ".join(dice.choices(source.words, k=25)).capitalize() + ".")  # a local paragraph
    return told


def _article(guid: str, published: datetime, told: Sequence[str], language: str, dice: random.Random) -> Article:
    outlet = f"outlet {dice.randrange(OUTLETS)}"
    return Article(
        item=guid,
        source_id=outlet,
        outlet=outlet,
        url="",
        guid=guid,
        seen=published,
        published=published,
        language=language,
        headline=" ".join(told[0].split()[:10]),
        body=tuple(Block(kind=BlockKind.PARAGRAPH, text=text) for text in told),
    )
