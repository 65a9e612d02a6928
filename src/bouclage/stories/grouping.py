"""The `group` command without a store: rows in, story and wire copy of each out; and its scores."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from bouclage.records import Article, Block, BlockKind, Story, WireCopy, item_id

Row = Mapping[str, Any]

_UNDATED = datetime(2000, 1, 1, tzinfo=UTC)  # when rows are "seen" if none has a time


def group(
    rows: Sequence[Row],
    wire_copies: Callable[[Sequence[Article]], tuple[WireCopy, ...]],
    stories: Callable[[Sequence[Article], tuple[WireCopy, ...]], tuple[Story, ...]],
) -> list[dict[str, Any]]:
    """Return {"id", "story", "wire_copy", "thread"} for each row, in the order of `rows`."""
    articles = articles_of(rows)
    copies = wire_copies(articles)
    copy_of = {aid: copy.id for copy in copies for aid in copy.article_ids}
    story_of = {aid: story for story in stories(articles, copies) for aid in story.article_ids}
    return [
        {
            "id": row["id"],
            "story": story_of[one.id].id,
            "wire_copy": copy_of.get(one.id),
            "thread": story_of[one.id].thread,
        }
        for row, one in zip(rows, articles, strict=True)
    ]


def articles_of(rows: Sequence[Row]) -> list[Article]:
    """Return the articles that rows describe, in their order.

    Rows without a date are taken to be read when the latest was published. Where most have none, the few dates give no
    order of time, and are left out: all are taken to be read at one moment.
    """
    times = [_time(row.get("published")) for row in rows]
    dated = [time for time in times if time is not None]
    if 2 * len(dated) < len(times):
        times, dated = [None] * len(times), []
    seen = max(dated, default=_UNDATED)
    return [article(row, time, seen) for row, time in zip(rows, times, strict=True)]


def article(row: Row, published: datetime | None, seen: datetime) -> Article:
    """Return the article that a row of the `group` command describes; ValueError if it has no id."""
    if row.get("id") is None:
        raise ValueError("a row has no id")
    outlet = str(row.get("outlet") or "")
    guid = str(row["id"])
    parts = [part.strip() for part in str(row.get("text") or "").split("\n\n")]
    return Article(
        item=item_id(outlet, guid),
        source_id=outlet,
        outlet=outlet,
        url="",
        guid=guid,
        seen=seen,
        published=published,
        language=row.get("language") or None,
        headline=str(row.get("headline") or "") or None,
        lead=str(row.get("lead") or "") or None,
        body=tuple(Block(kind=BlockKind.PARAGRAPH, text=part) for part in parts if part),
    )


def _time(value: Any) -> datetime | None:
    if not value:
        return None
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError:  # a date that is none is an unknown date: it must not cost the report
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def score(rows: Sequence[Row], answers: Sequence[Row]) -> dict[str, Any]:
    """Return BCubed and pairwise precision, recall and F1 of `answers` against the rows' "gold".

    Where rows of two languages and more have one, "languages" has the pairwise scores of each pair of languages alone.
    Rows with "gold_wire" (null or absent = prints nobody's text) are scored for wire copies too, pairwise.
    """
    found = {row["id"]: row for row in answers}
    judged = [row for row in rows if row.get("gold") is not None]
    gold = [str(row["gold"]) for row in judged]
    got = [str(found[row["id"]]["story"]) for row in judged]
    result: dict[str, Any] = {"bcubed": bcubed(gold, got), "pairwise": pairwise(gold, got)}
    languages = [str(row.get("language") or "").split("-")[0].lower() for row in judged]
    if len(set(languages) - {""}) > 1:
        result["languages"] = by_languages(gold, got, languages)
    if any(row.get("gold_wire") for row in rows):
        wire = [row for row in rows if "gold_wire" in row]
        result["wire"] = pairwise([row["gold_wire"] for row in wire], [found[row["id"]]["wire_copy"] for row in wire])
    return result


def bcubed(gold: Sequence[str], got: Sequence[str]) -> dict[str, float]:
    """Return BCubed precision, recall and F1 (Bagga & Baldwin 1998), each item counting once."""
    if not gold:
        return {"p": 1.0, "r": 1.0, "f1": 1.0}
    both = Counter(zip(gold, got, strict=True))
    golds, gots = Counter(gold), Counter(got)
    precision = sum(n * n / gots[c] for (_, c), n in both.items()) / len(gold)
    recall = sum(n * n / golds[g] for (g, _), n in both.items()) / len(gold)
    return _prf(precision, recall)


def pairwise(gold: Sequence[str | None], got: Sequence[str | None]) -> dict[str, float]:
    """Return precision, recall and F1 over pairs put together; None stands with nothing."""
    both: dict[tuple[str, str], int] = defaultdict(int)
    golds: Counter[str] = Counter(g for g in gold if g is not None)
    gots: Counter[str] = Counter(c for c in got if c is not None)
    for g, c in zip(gold, got, strict=True):
        if g is not None and c is not None:
            both[g, c] += 1
    right, said, true = (_pairs(counts.values()) for counts in (both, gots, golds))
    return _prf(right / said if said else 1.0, right / true if true else 1.0)


def by_languages(gold: Sequence[str], got: Sequence[str], languages: Sequence[str]) -> dict[str, dict[str, float]]:
    """Return pairwise precision, recall and F1 for each pair of languages that gold has a pair in: "de-fr", "de-de".

    "pairs" says how many pairs of reports the gold has there. Items without a language ("") are left out.
    """
    counted = [
        _by_group(keys, languages) for keys in ([f"{g}\0{c}" for g, c in zip(gold, got, strict=True)], got, gold)
    ]
    known = sorted(set(languages) - {""})
    result = {}
    for place, one in enumerate(known):
        for other in known[place:]:
            right, said, true = (sum(_across(group, one, other) for group in groups) for groups in counted)
            if true:
                found = _prf(right / said if said else 1.0, right / true)
                result[f"{one}-{other}"] = found | {"pairs": true}
    return result


def _by_group(keys: Sequence[str], languages: Sequence[str]) -> list[Counter[str]]:
    groups: dict[str, Counter[str]] = defaultdict(Counter)
    for key, language in zip(keys, languages, strict=True):
        groups[key][language] += 1
    return list(groups.values())


def _across(group: Counter[str], one: str, other: str) -> int:
    return group[one] * (group[one] - 1) // 2 if one == other else group[one] * group[other]


def _pairs(counts: Any) -> int:
    return sum(n * (n - 1) // 2 for n in counts)


def _prf(precision: float, recall: float) -> dict[str, float]:
    total = precision + recall
    f1 = 2 * precision * recall / total if total else 0.0
    return {"p": round(precision, 4), "r": round(recall, 4), "f1": round(f1, 4)}
