"""What counts as a printing of one text."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class WireSettings:
    """Limits of the search for copies."""

    width: int = 4  # words a shingle; one edited word spoils four
    most_words: int = 3000  # a longer text is compared by its beginning
    least_shingles: int = 12  # under this a text is too short to tell a copy from a set phrase
    overlap: float = 0.55  # containment of the shorter text from which it is a printing
    same_source_overlap: float = 0.9  # two items of one source: nearly equal (by the longer), else an update
    postings: int = 40  # texts remembered a shingle; a shingle of more texts is boilerplate
    window_days: float = 3.0  # printings follow within hours; a text printed weeks later is another news item
