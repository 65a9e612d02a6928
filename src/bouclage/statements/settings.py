"""Limits of finding statements, timelines and disputes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementSettings:
    """Each constant with its reason; measured on the development split (docs/concepts/statements.md)."""

    # A bare quotation shorter than this is a title or an irony ("the Mages"), never a sentence of somebody.
    least_bare_words: int = 4
    # How many sentences back the speaker of a bare quotation may have been named.
    speaker_reach: int = 4
    # Longest statement shown; a longer one is a quotation whose mark was never closed.
    longest: int = 4000

    # Disputes: how alike two claims must be to be about one event, as shared weight and as share of the lighter one.
    event_words: int = 2
    event_weight: float = 1.0
    event_share: float = 0.34
    across_share: float = 0.6  # over languages, where a listed word may mean another thing
    # Where a side has more content words than this, so many must be shared, and such a share of the lighter side: on
    # real reports nearly every false dispute was one of long sentences (ECB+: 104 disputes of 42 events before).
    long_things: int = 10
    long_words: int = 4
    long_share: float = 0.5
    # of what is denied, so much must be told by the other side, where no day tells that it is one event
    covered_share: float = 0.4
    # with a day in common
    dated_weight: float = 0.5
    dated_bonus: float = 0.3
    # where one side denies or does not confirm: it names what it is about, mostly in a few words
    loose_weight: float = 0.35
    loose_share: float = 0.2
    asked_share: float = 0.5  # where what is left open is how, who or why
    few_things: int = 3  # of so few content words one shared is enough
    # where both say yes, with words of opposite meaning
    opposite_share: float = 0.5
    # where one side is the paper itself
    own_weight: float = 1.2
    own_share: float = 0.5
    # Figures count the same thing: what else must be alike, by kind (jobs, marchers; else francs, metres, wagons)
    counted_share: float = 0.2
    figures_words: int = 1
    figures_weight: float = 0.55
    figures_share: float = 0.25
    # Another day of one event: all else must be nearly the same.
    day_share: float = 0.6
    # Of the clashes of one claim those are kept that are so near to its nearest.
    nearly: float = 0.5
    # Hours after which a higher toll is news, not a dispute.
    update_hours: float = 1.5
    # Rounded figures agree if they are this near ("some 900", "912").
    rounding: float = 0.06

    # A story's speakers are named from so many of its reports, the first ones: more add hardly a name and cost time
    # with the square.
    most_context: int = 6
    # Share of the shorter one's stems, and how many, from which two statements of one speaker are the same words.
    same_words: float = 0.75
    least_same_words: int = 3

    # Timeline: share of stems from which two sentences on the same day tell the same event.
    same_event: float = 0.5
