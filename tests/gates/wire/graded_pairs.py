"""Pairs of texts of which it is known whether one prints the other: made by editing the texts of the bundled days.

Copies: one text edited as outlets do. Not copies: two reports on one event by two writers, the look-alike events, one
day's and the next day's forecast; each also with one side edited so, for an edit must not make a copy either.
"""

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import combinations
from typing import Any, NamedTuple

from bouclage.records import Article, Block, BlockKind, item_id
from tests.gates.stories.grouping_score import bundled

SEED = 20260908
_QUOTES = str.maketrans({"«": "„", "»": "“", "“": "‹", "”": "›", "’": "'", "'": "’", "–": "-", "—": "-"})


class Pair(NamedTuple):
    """Two articles, how the second was made, and whether they are printings of one text."""

    one: Article
    other: Article
    kind: str
    copy: bool


class Text(NamedTuple):
    """A text as an editor has it before them."""

    headline: str
    paragraphs: tuple[str, ...]


def pairs() -> list[Pair]:
    """Return the graded pairs, the same in every run."""
    rows = bundled()
    dice = random.Random(SEED)
    return [*_copies(rows, dice), *_others(rows, dice)]


def _copies(rows: list[dict[str, Any]], dice: random.Random) -> Iterator[Pair]:
    originals = [row for row in rows if "meteo" not in row["id"] and row["gold_wire"] in {None, row["id"]}]
    for row in originals:
        for kind, edit in EDITS.items():
            local = dice.choice([other for other in originals if other["gold"] != row["gold"]])
            yield Pair(_article(row, _text(row)), _reprint(row, edit(_text(row), _text(local), dice), dice), kind, True)


def _others(rows: list[dict[str, Any]], dice: random.Random) -> Iterator[Pair]:
    for one, other in combinations(rows, 2):
        if one["language"] != other["language"]:
            continue
        forecasts = "meteo" in one["id"] and "meteo" in other["id"]
        if forecasts and dice.random() < 0.4:
            yield Pair(_article(one, _text(one)), _article(other, _text(other)), "two forecasts", False)
        elif "meteo" not in one["id"] + other["id"] and _two_writers(one, other):
            kind = "two writers" if one["gold"] == other["gold"] else "look-alike events"
            yield Pair(_article(one, _text(one)), _article(other, _text(other)), kind, False)
            for edit in (cut, reordered, typos, local_paragraphs):
                third = _text(dice.choice(rows))
                yield Pair(
                    _article(one, _text(one)),
                    _article(other, edit(_text(other), third, dice)),
                    f"{kind}, edited",
                    False,
                )


def _two_writers(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two rows tell one event, or look-alikes, each in its own words."""
    alike = one["gold"] == other["gold"] or {one["gold"], other["gold"]} in (
        {"crash-a1", "crash-a9"},
        {"basel-strike", "bern-strike"},
    )
    return alike and (one["gold_wire"] is None or one["gold_wire"] != other["gold_wire"])


def cut(text: Text, _: Text, dice: random.Random) -> Text:
    """Keep the beginning: 35 to 75 % of the words, but 45 words at least."""
    words = max(45, int(dice.uniform(0.35, 0.75) * sum(len(part.split()) for part in text.paragraphs)))
    kept = []
    for part in text.paragraphs:
        kept.append(" ".join(part.split()[:words]))
        words -= len(part.split())
        if words <= 0:
            break
    return text._replace(paragraphs=tuple(kept))


def reordered(text: Text, _: Text, dice: random.Random) -> Text:
    """Put the paragraphs in another order."""
    return text._replace(paragraphs=tuple(dice.sample(text.paragraphs, len(text.paragraphs))))


def reheadlined(text: Text, local: Text, _: random.Random) -> Text:
    """Give the text another headline."""
    return text._replace(headline=local.headline)


def requoted(text: Text, _: Text, __: random.Random) -> Text:
    """Set quotation marks, apostrophes and dashes another way."""
    return Text(text.headline.translate(_QUOTES), tuple(part.translate(_QUOTES) for part in text.paragraphs))


def local_paragraphs(text: Text, local: Text, dice: random.Random) -> Text:
    """Add a paragraph or two of the outlet's own at the end."""
    return text._replace(paragraphs=(*text.paragraphs, *local.paragraphs[-dice.randint(1, 2) :]))


def typos(text: Text, _: Text, dice: random.Random) -> Text:
    """Drop or double a letter in every fortieth word or so, and put another word for every fiftieth."""
    return text._replace(paragraphs=tuple(" ".join(_typo(word, dice) for word in p.split()) for p in text.paragraphs))


def _typo(word: str, dice: random.Random) -> str:
    chance = dice.random()
    if chance < 0.02:
        return dice.choice(("ainsi", "zudem", "inoltre", "also", "hier"))
    if chance < 0.045 and len(word) > 4:
        place = dice.randrange(1, len(word) - 1)
        return word[:place] + word[place + 1 :] if dice.random() < 0.5 else word[:place] + word[place] + word[place:]
    return word


def _chain(*edits: "Edit") -> "Edit":
    def edited(text: Text, local: Text, dice: random.Random) -> Text:
        for edit in edits:
            text = edit(text, local, dice)
        return text

    return edited


Edit = Callable[[Text, Text, random.Random], Text]
EDITS: dict[str, Edit] = {
    "cut": cut,
    "reordered": reordered,
    "re-headlined": reheadlined,
    "requoted": requoted,
    "local paragraphs": local_paragraphs,
    "typos": typos,
    "cut, re-headlined, typos": _chain(cut, reheadlined, typos),
    "cut, local paragraphs": _chain(cut, local_paragraphs),
    "reordered, requoted, typos": _chain(reordered, requoted, typos),
    "all": _chain(cut, reordered, reheadlined, requoted, typos, local_paragraphs),
}


def _text(row: dict[str, Any]) -> Text:
    return Text(row["headline"], tuple(part for part in (row["lead"], *row["text"].split("\n\n")) if part))


def _reprint(row: dict[str, Any], text: Text, dice: random.Random) -> Article:
    return _article(row | {"outlet": "Another"}, text, later=timedelta(minutes=dice.randint(5, 600)))


def _article(row: dict[str, Any], text: Text, later: timedelta = timedelta()) -> Article:
    published = datetime.fromisoformat(row["published"]).astimezone(UTC) + later
    lead, *body = text.paragraphs
    return Article(
        item=item_id(row["outlet"], row["id"]),
        source_id=row["outlet"],
        outlet=row["outlet"],
        url="",
        guid=row["id"],
        seen=published,
        published=published,
        language=row["language"],
        headline=text.headline,
        lead=lead,
        body=tuple(Block(kind=BlockKind.PARAGRAPH, text=part) for part in body),
    )
