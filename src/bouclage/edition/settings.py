"""Settings of the edition, each with its reason."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionSettings:
    """How an edition is put together."""

    late_days: float = 1.0  # an item that reaches us this long after its window still counts as news
    min_items: int = 1  # fewer readable items than this hold the edition: it would be an empty mail
    max_failed_share: float = 0.6  # more sources than this failing means our network is down, not theirs
    stale_hours: float = 6.0  # no successful reading for so long before the closing holds the edition
    front_stories: int = 5  # stories that may stand at the top, whatever their section
    front_origins: int = 2  # independent origins a story needs to stand there
    summary_sentences: int = 4  # of a front story
    short_summary_sentences: int = 2  # of any other
    summary_chars: int = 900  # over all sentences of one summary: two minutes a story is a page, not an evening
    quote_min_chars: int = 30  # shorter sentences ("Le verdict est tombé.") say nothing alone
    quote_max_chars: int = 420
    most_disputes: int = 4  # of one story; a fifth is rarely another matter
    most_statements: int = 40  # of one story: what a reader takes in; how many are left to the reports is said
    most_events_a_day: int = 2  # of one day in a timeline; reports tell the same day in many words
