"""Scores of disputes against labelled pairs: precision and recall of the label, over all statements of each story."""

import json
from collections import defaultdict
from datetime import UTC
from typing import Any

from bouclage.records import DisputeKind, Statement
from bouclage.statements.disputes import candidates
from tests.gates.statements.gold import DATA, LANGUAGES, article_of, is_dev

_ORDER = [DisputeKind.CONTRADICTS, DisputeKind.UNCONFIRMED, DisputeKind.DIFFERS]


def pairs(split: str) -> list[dict[str, Any]]:
    """Return the labelled pairs of a split: "dev" if both articles are of the development split."""
    path = DATA / "pairs.jsonl"
    if not path.is_file():
        return []
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [
        row for row in rows
        if (is_dev(row["left"]["article"]) and is_dev(row["right"]["article"])) == (split == "dev")
    ]  # fmt: skip


def score(split: str, report: list[str] | None = None) -> dict[str, float]:
    """Return precision and recall over the pairs: a clash is right if its kind is the label."""
    by_story: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in pairs(split):
        by_story[row["story"]].append(row)
    right = found = wanted = 0
    for story, rows in sorted(by_story.items()):
        ids = {row[side]["article"] for row in rows for side in ("left", "right")}
        articles = {one: article_of(_gold(one)) for one in ids}
        names = {article.id: one for one, article in articles.items()}
        made = [
            (
                one.kind,
                (names[one.left.statement.article_id], one.left.statement),
                (names[one.right.statement.article_id], one.right.statement),
            )
            for one in candidates(list(articles.values()), zone=UTC)
        ]
        for row in rows:
            kinds = {kind for kind, a, b in made if _is(row, a, b) or _is(row, b, a)}
            kind = next((one for one in _ORDER if one in kinds), None)
            wanted += row["label"] != "compatible"
            found += kind is not None
            right += kind is not None and str(kind) == row["label"]
            if report is not None and (str(kind) if kind else "compatible") != row["label"]:
                texts = [articles[row[s]["article"]].text[row[s]["start"] : row[s]["end"]] for s in ("left", "right")]
                report.append(f"{story} want {row['label']} have {kind}\n      {texts[0]!r}\n      {texts[1]!r}")
    return {
        "precision": right / found if found else 1.0,
        "recall": right / wanted if wanted else 1.0,
        "found": found,
        "wanted": wanted,
    }


def _gold(article_id: str) -> dict[str, Any]:
    for language in LANGUAGES:
        path = DATA / language / f"{article_id}.json"
        if path.is_file():
            one: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            return one
    raise LookupError(article_id)


def _is(row: dict[str, Any], left: tuple[str, Statement], right: tuple[str, Statement]) -> bool:
    return all(
        name == row[side]["article"] and _overlap(one, row[side]["start"], row[side]["end"])
        for side, (name, one) in (("left", left), ("right", right))
    )


def _overlap(one: Statement, start: int, end: int) -> bool:
    shared = max(0, min(one.end, end) - max(one.start, start))
    return shared > 0.5 * (max(one.end, end) - min(one.start, start))
