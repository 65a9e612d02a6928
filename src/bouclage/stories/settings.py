"""What brings reports together."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class StorySettings:
    """Limits of grouping."""

    join: float = 0.22
    window_days: float = 5.0
