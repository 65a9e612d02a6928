"""Rank: what stands first, and why, in words."""

import math
from dataclasses import dataclass
from datetime import datetime

from bouclage.records import Article, Story, Told


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A story's score and its reasons."""

    score: float
    why: tuple[str, ...]  # in English, for logs and programs
    told: tuple[Told, ...]  # the same, one for one, for readers


# Weights: an independent origin says most; printings of one text only that editors cared. Set by eye on the bundled
# days and the saved pages; ranking has no gold yet.
_ORIGINS, _OUTLETS, _LANGUAGES, _FRESH, _URGENT, _NEW = 2.0, 0.5, 0.6, 0.8, 0.5, 0.3


def standing(
    story: Story,
    articles: tuple[Article, ...],
    *,
    origins: int,
    opens: datetime,
    closes: datetime,
    weight: float,
    continues: bool,
) -> Standing:
    """Score a story by independent origins, breadth, freshness, urgency and the editor's weight (1 = neutral)."""
    outlets = len({article.outlet for article in articles})
    languages = len({article.language for article in articles if article.language})
    span = max((closes - opens).total_seconds(), 1.0)
    age = max((closes - max(article.time for article in articles)).total_seconds(), 0.0)
    freshness = max(0.0, 1 - age / span)
    urgencies = [article.urgency for article in articles if article.urgency is not None]
    urgency = max(0.0, (5 - min(urgencies)) / 4) if urgencies else 0.0
    score = (
        _ORIGINS * math.log2(1 + origins)
        + _OUTLETS * math.log2(1 + outlets)
        + _LANGUAGES * (languages - 1)
        + _FRESH * freshness
        + _URGENT * urgency
        + (0.0 if continues else _NEW)
    ) * weight
    why = [
        (_counted(origins, "independent origin"), Told(code="origins", values=(str(origins),))),
        (_counted(outlets, "outlet"), Told(code="outlets", values=(str(outlets),))),
    ]
    if languages > 1:
        why.append((f"{languages} languages", Told(code="languages", values=(str(languages),))))
    if urgency:
        why.append((f"agency urgency {min(urgencies)}", Told(code="urgency", values=(str(min(urgencies)),))))
    if weight != 1:
        why.append((f"editor's weight {weight:.2g}", Told(code="weight", values=(f"{weight:.2g}",))))
    if continues:
        why.append(("continues from an earlier edition", Told(code="goes_on")))
    if story.series is not None:
        score -= 100.0  # a machine-made series never leads
        why.append((f"machine-made series: {story.series}", Told(code="series", values=(story.series,))))
    return Standing(score=round(score, 4), why=tuple(words for words, _ in why), told=tuple(told for _, told in why))


def _counted(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
