"""Scores of resolved dates against gold: exactly right means both ends."""

from datetime import datetime
from typing import Any

from bouclage.statements import dates
from tests.gates.statements.gold import article_of, gold


def score(language: str, split: str, report: list[str] | None = None) -> dict[str, float]:
    """Return the share of gold dates exactly right, and of found dates that are gold ones."""
    wanted = found = right = touched = 0
    for one in gold(language, split):
        zone = datetime.fromisoformat(one["published"]).tzinfo
        assert zone is not None, one["id"]
        mine = [(span.start, span.end, span.from_, span.to) for span in dates(article_of(one), zone=zone)]
        wanted += len(one["dates"])
        found += len(mine)
        for want in one["dates"]:
            have = [m for m in mine if m[0] < want["end"] and want["start"] < m[1]]
            exact = any(_equal(m, want) for m in have)
            right += exact
            if not exact and report is not None:
                report.append(
                    f"{one['id']} want {want['text']!r} {want['from']}..{want['to']} "
                    f"have {[(one['text'][m[0] : m[1]], *m[2:]) for m in have]}"
                )
        for m in mine:
            hit = any(m[0] < want["end"] and want["start"] < m[1] for want in one["dates"])
            touched += hit
            if not hit and report is not None:
                report.append(
                    f"{one['id']} FALSE {one['text'][m[0] : m[1]]!r} {m[2:]}: "
                    f"…{one['text'][max(0, m[0] - 30) : m[1] + 20]!r}"
                )
    return {
        "exact": right / wanted if wanted else 1.0,
        "precision": touched / found if found else 1.0,
        "wanted": wanted,
        "found": found,
    }


def _equal(mine: tuple[int, int, str, str], want: dict[str, Any]) -> bool:
    return (mine[2], mine[3]) == (want["from"], want["to"])
