"""Learn the weights of disputes (`lexicon/judgement.toml`) from labelled pairs.

    python -m tests.gates.disputes.learn [REAL.jsonl RIGHT.tsv]

Learned on the development pairs, batches A and B of the stories, and the pairs of `pairs_across.txt` and
`test_fresh_pairs.py`; never on the test split nor on batch C. REAL holds real reports ("gold" names the event), of
which every proposed pair counts as wrong unless RIGHT has it (event, words of the one, words of the other): what a
story of many long reports looks like, invented ones do not tell. Logistic regression in which a measure may only weigh
the way that is sensible: a shared word never against a clash, a long sentence never for one.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from bouclage.records import Article, Block, BlockKind
from bouclage.statements.disputes import proposed
from bouclage.statements.pairing import MEASURES
from bouclage.statements.proposals import Proposal
from tests.builders import an_article
from tests.gates.disputes.disputes_score import _gold, _is, pairs
from tests.gates.disputes.stories import stories
from tests.gates.statements.gold import article_of
from tests.unit.statements.test_fresh_pairs import PAIRS

TARGET = Path(__file__).parents[3] / "src/bouclage/statements/lexicon/judgement.toml"
ACROSS = Path(__file__).parents[2] / "data" / "pairs_across.txt"
FIGURES = ("toll", "once", "of_all", "noun", "same_noun", "far", "many", "none", "unlike")
FOR = frozenset(
    (
        "lighter", "heavier", "weight", "words", "same_day", "denies", "nobody", "no_told", "context", "first",
        "opposite", "same_axis", "names", "same_noun", "once", "focus",
    )
)  # fmt: skip
AGAINST = frozenset(
    (
        "other_day", "other_names", "long", "story", "own", "counts_differ", "doubtful", "opposites_cancel",
        "each_more", "only_names", "asks", "languages", "hours", "many", "unlike", "off_focus", "one_word",
    )
)  # fmt: skip
THRESHOLDS = {"contradicts": 0.6, "unconfirmed": 0.4, "differs": 0.4}
LABELLED, OTHER, REAL = 3.0, 1.0, 1.0  # how much a pair counts
DAY = """
# One thing announced for two days: too few examples to learn from, so set by hand: many words shared of short sentences
# in a small story.
[day]
threshold = 0.5
one = -4.0
lighter = 8.0
words = 10.0
story = -10.0
long = -6.0
"""
Row = tuple[Proposal, bool, float]


def rows() -> Iterator[Row]:
    """Yield the proposed pairs of all labelled data, whether each is right, and how much it counts."""
    for story in (one for batch in ("batch_a", "batch_b") for one in stories(batch)):
        for one in proposed(story.articles):
            label = story.label(one.left.statement, one.right.statement)
            yield one, label == str(one.kind), LABELLED if label else OTHER
    by_story = defaultdict(list)
    for row in pairs("dev"):
        by_story[row["story"]].append(row)
    for labelled in by_story.values():
        names = {row[side]["article"] for row in labelled for side in ("left", "right")}
        articles = {name: article_of(_gold(name)) for name in sorted(names)}
        ids = {article.id: name for name, article in articles.items()}
        for one in proposed(list(articles.values())):
            sides = [(ids[claim.statement.article_id], claim.statement) for claim in (one.left, one.right)]
            row = next((row for row in labelled if _is(row, *sides) or _is(row, *reversed(sides))), None)
            if row:
                yield one, row["label"] == str(one.kind), LABELLED
    nine = datetime(2026, 9, 8, 9, tzinfo=UTC)
    lines = [line.strip().split("|") for line in ACROSS.read_text(encoding="utf-8").splitlines() if line[0] != "#"]
    for language, text, other_language, other_text, label in [*lines, *PAIRS]:
        both = ((language, text), (other_language, other_text))
        two = [
            an_article("T", source=s, body=(t,), language=x, published=nine)
            for s, (x, t) in zip("ab", both, strict=True)
        ]
        for one in proposed(two):
            if not (one.left.own or one.right.own):
                yield one, label == str(one.kind), LABELLED


def real(path: Path, right: Path) -> Iterator[Row]:
    """Yield the proposed pairs of real reports."""
    listed = [line.split("\t") for line in right.read_text(encoding="utf-8").splitlines()]
    events = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        events[row["gold"]].append(row)
    for event, reports in sorted(events.items()):
        for one in proposed(
            [report_of(event, number, row) for number, row in enumerate(reports)] if len(reports) > 1 else []
        ):
            said = one.left.statement.content, one.right.statement.content
            found = any(
                event == name and ((a in said[0] and b in said[1]) or (a in said[1] and b in said[0]))
                for name, a, b in listed
            )
            if not one.meant:
                yield one, found, LABELLED if found else REAL


def report_of(event: str, number: int, row: dict[str, str]) -> Article:
    """Return a row of a set of events as a report of an outlet of its own."""
    time = datetime(2012, 1, 2, 12, tzinfo=UTC)
    body = tuple(Block(kind=BlockKind.PARAGRAPH, text=part.strip()) for part in row["text"].split("\n") if part.strip())
    name = f"{event}-{number}"
    return Article(
        item=name,
        source_id=f"s{number}",
        outlet=f"o{number}",
        url=f"https://gold.example/{name}",
        guid=name,
        seen=time,
        published=time,
        language=row["language"],
        headline=row["headline"],
        body=body,
    )


def fit(given: list[Row], kind: str) -> dict[str, float]:
    """Return the weights of one kind."""
    names = [*MEASURES, *(FIGURES if kind == "differs" else ())]
    if kind == "differs":
        names.remove("counts_differ")
    seen = np.array([[one.measured.get(name, 0.0) for name in names] for one, _, _ in given])
    side = np.array([1.0 if right else -1.0 for _, right, _ in given])
    much = np.array([weight for _, _, weight in given])
    hold = np.array([0.02 if name == "one" else 1.0 for name in names])

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        margin = side * (seen @ weights)
        slope = -(much * side / (1 + np.exp(margin))) @ seen
        return float((much * np.logaddexp(0, -margin)).sum() + 0.5 * (hold * weights**2).sum()), slope + hold * weights

    bounds = [(0, None) if name in FOR else (None, 0) if name in AGAINST else (None, None) for name in names]
    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", bounds=bounds)
    return dict(zip(names, found.x, strict=True))


def main() -> None:
    """Learn and write the weights."""
    given = list(rows())
    if len(sys.argv) > 2:
        given += real(Path(sys.argv[1]), Path(sys.argv[2]))
    lines = [
        "# Weights of the measures of a pair of claims (pairing.py, figures.py) for each kind of clash, learned by",
        "# `python -m tests.gates.disputes.learn`; `threshold` is the likelihood from which a pair is a clash.",
    ]
    for kind, threshold in THRESHOLDS.items():
        weights = fit([row for row in given if row[0].learned_as == kind], kind)
        lines += ["", f"[{kind}]", f"threshold = {threshold}"]
        lines += [f"{name} = {weight:.2f}" for name, weight in weights.items() if abs(weight) >= 0.005]
    TARGET.write_text("\n".join(lines) + "\n" + DAY, encoding="utf-8")


if __name__ == "__main__":
    main()
