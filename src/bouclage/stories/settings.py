"""What brings reports together."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class StorySettings:
    """Limits and weights of grouping. Measured on the sets named in docs/concepts/quality.md."""

    # Background: what a word's share of reports is taken to be before the stream has told.
    background_reports: float = 500.0
    share_rare: float = 0.0025
    share_common: float = 0.05
    share_little: float = 0.4
    doubt_reports: float = 10.0

    # Log-odds that two reports are of one event.
    base: float = -8.0
    terms: float = 18.0  # square root of the cosine of stems, one language
    across: float = 28.8  # square root of the cosine of shared prefixes, two languages
    across_base: float = -7.4
    names: float = 3.1
    names_across: float = 5.0
    figures: float = 1.6
    figures_across: float = 6.2
    length: float = -0.63  # a logarithm of the words of the shorter report
    days: float = 0.75  # a doubling of the days between two reports
    free_days: float = 1.0
    most_days: float = 4.0
    clip: float = 4.0

    # When two stories are one.
    join: float = -2.75
    join_early: float = 1.5
    join_bridge: float = 0.5
    growth: float = 0.8
    near: float = 1.0

    # Bounds of the state and of the work.
    slot_minutes: int = 1440
    slot_reports: int = 1000
    window_days: float = 5.0
    least_kept: int = 2000
    members_compared: int = 24
    stories_compared: int = 8
    units_voted: int = 32
    terms_kept: int = 80
    terms_asked: int = 24
    postings: int = 64

    # Machine-made series.
    series_least: int = 4
    series_alike: float = 0.6
