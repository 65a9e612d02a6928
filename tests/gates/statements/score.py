"""Scores of found statements against gold: spans, speakers, names, classes."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from bouclage.records import Statement, StatementKind
from bouclage.statements import statements
from bouclage.text.words import fold
from tests.gates.statements.gold import article_of, gold

_TOKEN = re.compile(r"\w+")


@dataclass
class Score:
    """Counts over articles; the rates are what gates pin."""

    found: int = 0
    wanted: int = 0
    hits: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("iou", "cov30", "cov80", "exact"), 0))
    direct_found: int = 0
    direct_wanted: int = 0
    direct_found_hits: int = 0
    direct_wanted_hits: int = 0
    speakers: int = 0
    speakers_right: int = 0
    names: int = 0
    names_right: int = 0
    classes_right: int = 0
    kinds_right: int = 0
    negated_right: int = 0
    matched: int = 0

    def f1(self, kind: str = "iou") -> float:
        """F1 of the spans, matched by the given criterion."""
        return _f1(self.hits[kind], self.found, self.hits[kind], self.wanted)

    def rates(self) -> dict[str, float]:
        """Return every rate by name."""
        return {
            "f1_iou": self.f1(),
            "precision": _rate(self.hits["iou"], self.found),
            "recall": _rate(self.hits["iou"], self.wanted),
            "f1_cov30": self.f1("cov30"),
            "f1_cov80": self.f1("cov80"),
            "f1_exact": self.f1("exact"),
            "f1_direct": _f1(self.direct_found_hits, self.direct_found, self.direct_wanted_hits, self.direct_wanted),
            "speaker": _rate(self.speakers_right, self.speakers),
            "name": _rate(self.names_right, self.names),
            "class": _rate(self.classes_right, self.matched),
            "kind": _rate(self.kinds_right, self.matched),
            "negated": _rate(self.negated_right, self.matched),
        }


def score(language: str, split: str, report: list[str] | None = None) -> Score:
    """Score a language's split; `report` takes a line for each error."""
    total = Score()
    for one in gold(language, split):
        _one(one, statements(article_of(one)), total, report)
    return total


def _one(one: dict[str, Any], found: Iterable[Statement], total: Score, report: list[str] | None) -> None:
    mine = list(found)
    theirs = one["statements"]
    total.found += len(mine)
    total.wanted += len(theirs)
    for kind, test in (
        ("iou", lambda a, b: _iou(a, b) > 0.5),
        ("cov30", lambda a, b: _coverage(a, b) > 0.3),
        ("cov80", lambda a, b: _coverage(a, b) > 0.8),
        ("exact", lambda a, b: a == b),
    ):
        pairs = _matched(theirs, mine, test)
        total.hits[kind] += len(pairs)
        if kind == "iou":
            _details(one, pairs, theirs, mine, total, report)


def _details(
    one: dict[str, Any],
    pairs: list[tuple[int, int]],
    theirs: list[dict[str, Any]],
    mine: list[Statement],
    total: Score,
    report: list[str] | None,
) -> None:
    of_gold = dict(pairs)
    of_mine = {b: a for a, b in pairs}
    for index, want in enumerate(theirs):
        if want["kind"] == "direct":
            total.direct_wanted += 1
            total.direct_wanted_hits += index in of_gold
        if index not in of_gold and report is not None:
            report.append(
                f"{one['id']} MISSED [{want['kind']}/{want['verb_class']}/{want['verb']}] "
                f"{want['speaker']!r}: {want['content']!r}"
            )
    for index, have in enumerate(mine):
        if have.kind is StatementKind.DIRECT:
            total.direct_found += 1
            total.direct_found_hits += index in of_mine
        if index not in of_mine and report is not None:
            report.append(
                f"{one['id']} FALSE [{have.kind}/{have.verb_class}/{have.verb}] {have.speaker!r}: {have.content!r}"
            )
    for a, b in pairs:
        want, have = theirs[a], mine[b]
        total.matched += 1
        total.classes_right += have.verb_class == want["verb_class"]
        total.kinds_right += have.kind == want["kind"]
        total.negated_right += have.negated == want["negated"]
        if report is not None:
            for name in ("verb_class", "kind", "negated"):
                if getattr(have, name) != want[name]:
                    report.append(
                        f"{one['id']} {name.upper()} want {want[name]} "
                        f"have {getattr(have, name)} <{have.verb}>: {want['content']!r}"
                    )
        if want["speaker_start"] is not None:
            total.speakers += 1
            right = (
                have.speaker_start is not None
                and have.speaker_end is not None
                and _same_speaker(
                    (want["speaker_start"], want["speaker_end"]), (have.speaker_start, have.speaker_end), one["text"]
                )
            )
            total.speakers_right += right
            if not right and report is not None:
                report.append(
                    f"{one['id']} SPEAKER want {want['speaker']!r} have {have.speaker!r}: {want['content'][:50]!r}"
                )
        total.names += 1
        right = same_name(want["speaker_name"], have.speaker_name)
        total.names_right += right
        if not right and report is not None:
            report.append(
                f"{one['id']} NAME want {want['speaker_name']!r} have {have.speaker_name!r} ({have.speaker!r})"
            )


def _matched(theirs: list[dict[str, Any]], mine: list[Statement], test: Any) -> list[tuple[int, int]]:
    """Match one to one, best overlap first."""
    options = [
        (_iou((a["start"], a["end"]), (b.start, b.end)), i, j)
        for i, a in enumerate(theirs)
        for j, b in enumerate(mine)
        if test((a["start"], a["end"]), (b.start, b.end))
    ]
    options.sort(key=lambda one: (-one[0], one[1], one[2]))
    left: set[int] = set()
    right: set[int] = set()
    pairs = []
    for _, i, j in options:
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            pairs.append((i, j))
    return sorted(pairs)


def _iou(one: tuple[int, int], other: tuple[int, int]) -> float:
    shared = max(0, min(one[1], other[1]) - max(one[0], other[0]))
    return shared / (max(one[1], other[1]) - min(one[0], other[0]))


def _coverage(want: tuple[int, int], have: tuple[int, int]) -> float:
    """Share of the gold span that is covered: the criterion of GenderGapTracker, blind to spans that are too long."""
    return max(0, min(want[1], have[1]) - max(want[0], have[0])) / (want[1] - want[0])


def _same_speaker(want: tuple[int, int], have: tuple[int, int], text: str) -> bool:
    """The spans share more than half; where no phrase is in the sentence, any mention of the same words counts."""
    if _iou(want, have) > 0.5:
        return True
    return fold(text[want[0] : want[1]]) == fold(text[have[0] : have[1]])


def same_name(want: str | None, have: str | None) -> bool:
    """Equal but for case, accents and articles; or one has all words of the other and they share a capitalised one."""
    if want is None or have is None:
        return want is have
    one, other = set(_TOKEN.findall(fold(want))), set(_TOKEN.findall(fold(have)))
    if one == other:
        return True
    shared = one & other
    capital = {fold(word) for word in _TOKEN.findall(want) + _TOKEN.findall(have) if word[0].isupper()}
    return bool(shared & capital) and (one <= other or other <= one) and min(len(one), len(other)) > 1


def _rate(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def _f1(hits_found: int, found: int, hits_wanted: int, wanted: int) -> float:
    precision, recall = _rate(hits_found, found), _rate(hits_wanted, wanted)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
