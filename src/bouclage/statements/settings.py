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

    # Disputes are judged by learned weights (lexicon/judgement.toml).
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
