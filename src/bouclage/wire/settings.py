"""What counts as a printing of one text."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class WireSettings:
    """Limits of the search for copies; how they were set is in docs/concepts/quality.md."""

    # One edited word spoils as many shingles as a shingle has words; three words meet by chance in set phrases.
    width: int = 4
    # A longer text is compared by its beginning: agencies write hundreds of words, a megabyte is no report.
    most_words: int = 3000
    # Under this a text is too short to tell a copy from a set phrase.
    least_shingles: int = 12
    # Containment of the shorter text from which it is a printing, and what a short text needs besides, by its length in
    # shingles. Independent reports of one event shared at most 0.32 in the bundled days; printings that were cut and
    # had a paragraph added, 0.72 and more; notices of one office that share their set phrases, 0.53 at 20 shingles.
    overlap: float = 0.5
    overlap_short: float = 4.0
    # A printing that was cut and goes on with the outlet's own paragraphs still begins as the original does: so many
    # shingles of the beginning, and the share of each text's beginning that must be in the other.
    head: int = 56
    least_head: int = 30
    head_overlap: float = 0.6
    # Two items of one source: nearly equal, measured by the longer, else the second is an update of its own.
    same_source_overlap: float = 0.9
    # Names and numbers at the beginning of either text that must be in the other, as a share of the overlap: in a
    # template filled in for another place the words agree and the names do not.
    fillings: float = 0.85
    least_fillings: int = 4
    # Overlap with the texts of two groups from which the groups print one text (a full text joining two cuts of it).
    bridge: float = 0.85
    # One shingle in so many is looked up; texts remembered for each, the latest; candidates compared exactly. One
    # common shingle makes a candidate only where few are looked up.
    sample: int = 4
    postings: int = 8
    candidates: int = 8
    sampled_many: int = 16
    # Printings follow within hours; a text printed again weeks later is another news item.
    window_days: float = 3.0
