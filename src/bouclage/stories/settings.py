"""What brings reports together. Where a number is measured, docs/concepts/quality.md says on what."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class StorySettings:
    """Weights, limits and bounds of grouping; one setting for every language and kind of news."""

    # Background: so many imagined reports, in which a rare, a common and a little word of the lists in text/lexicon has
    # these shares, stand beside the reports at hand. Without it a small collection takes "police" for a name (BCubed F1
    # by terms alone, batch: English 0.890 → 0.900, French headlines 0.851 → 0.867; 200 to 2000 reports within 0.01).
    background_reports: float = 500.0
    share_rare: float = 0.0025
    share_common: float = 0.05
    share_little: float = 0.4
    # While so few reports of other languages have been seen, a prefix seen in one language alone may yet be shared: it
    # weighs by half at this number. At 0 the first two reports in two languages look alike whatever they say (bundled
    # days hour by hour 0.958, with 5 to 20: 0.976 to 0.979; at 50: 0.963).
    doubt_reports: float = 10.0

    # Log-odds that two reports are of one event: a logistic model fitted to the pairs of four development sets, each of
    # equal weight. It has eight weights; headline, lead and differences of length added nothing measurable.
    base: float = -8.0
    terms: float = 18.0  # times the square root of the cosine of stems, where the language is one
    across_base: float = -8.0  # on top of `base` where there are two; fitted -6.4, made stricter: topics recur
    across: float = 28.8  # times the square root of the cosine of shared prefixes and signs
    names: float = 3.1
    names_across: float = 5.0
    figures: float = 1.6
    figures_across: float = 6.2
    length: float = -0.63  # times the logarithm of the terms of the shorter: headlines share few words of one event
    # Look-alikes, in one language: two reports in much the same words, with many names and figures, that have less than
    # a tenth of these in common, lose up to so much: the more names and figures (squared weights) times the cosine of
    # stems, from the least to twice as much. Of the two lorries of the bundled days, 14 of 18 pairs of reports joined
    # without it, none with it; the other sets stay within 0.0001. A plateau: 30 to 60; at 20 headlines lose 0.003.
    contradiction: float = 8.0
    contradiction_overlap: float = 0.1
    contradiction_least: float = 30.0
    least_terms: int = 3  # a shorter report ("Sport", "Live") says nothing that could be compared
    # Not fitted, no set has long gaps: reports more than `free_days` apart lose this much a doubling of the days.
    days: float = 0.75
    free_days: float = 1.0
    most_days: float = 4.0
    # Only where an embedder is plugged in: so much times what the cosine of two texts' vectors is over the even point.
    # Set with all-MiniLM-L6-v2, a small English model, which adds next to nothing here: this is the largest weight that
    # lowers none of the four sets. Above it English loses 0.001 to 0.05, while at an even point of 0.7 the releases
    # in four languages rise to 1.0. Not measured: a large or multilingual model.
    meaning: float = 0.25
    meaning_even: float = 0.5
    # One pair may speak for or against so much and no more. 3, 4, 5 are within 0.005 of one another.
    clip: float = 4.0

    # How close two groups must be to be one; see Linkage. A plateau: -3.5 to -2, 0.75 to 0.9.
    join: float = -2.75
    growth: float = 0.8
    # More is asked of a new report and a story formed before it (one by one: English 0.850 → 0.88, French 0.788 → 0.81,
    # four languages 0.83 → 0.93), and of two stories formed before.
    join_early: float = 1.5
    join_bridge: float = 0.5
    near: float = 1.0  # how little a new report may miss two stories by for these to be compared with each other

    # Look-alikes again: of reports put together, two or more agree on names and figures (so large a share of them has
    # each) that none of the others has, and the others likewise; both weigh so much at least, by rarity, and what is
    # common to both weighs little beside it. The two lorries: 48 against 0 in common. In no true story of the four
    # sets were as many as 15 met with less than 1.2 times as much in common.
    parting_agreed: float = 0.66
    parting_least: float = 15.0
    parting_common: float = 0.4
    parting_compared: int = 64  # of a larger story a sample decides

    # Equal texts of one day stand together unasked, from so many characters: a shorter one may be a stock phrase. It
    # also bounds the square of pairs where thousands print one text and nobody said so.
    same_least: int = 60

    # A story of a later day that is not the same event continues another's matter if the mean of the log-odds over
    # their pairs is at least so much, the best pair's as much, and this pair shares so many names. English, events
    # over two days: pairwise F1 0.849 → 0.917, look-alike events on two days 0.954 → 0.923; at -2 0.906 and 0.922, at
    # -3 0.917 and 0.882.
    thread_mean: float = -2.5
    thread_pair: float = -1.0
    thread_names: int = 2

    # Reports of so many minutes are placed together, the surest first: a day, which is what an edition prints. By the
    # hour the same stream gives 0.88 for 0.93 (English), 0.81 for 0.84 (French).
    slot_minutes: int = 1440
    slot_reports: int = 1000  # bounds the square of pairs within a slot

    # Reports of the newest slot and of so many days before it are decided again at every call, from what is at hand;
    # older ones stay where they stood. So what is decided does not depend on the batches reports came in, and a story
    # is parted or joined as later reports show it. The pipeline has the articles of the last four days at hand.
    open_days: int = 3

    # Bounds of the state and of the work for each report.
    window_days: float = 5.0
    least_kept: int = 2000  # however old: a small collection may keep its memory
    members_compared: int = 24  # the latest of a story
    stories_compared: int = 8
    units_voted: int = 32
    # Share of its rare terms, by weight, that a remembered report must have to be compared. None is lost at 0.05 (hour
    # by hour, four sets), four languages lose 0.006 at 0.1.
    votes_least: float = 0.05
    terms_kept: int = 80
    terms_asked: int = 24
    postings: int = 64

    # A machine-made series: so many items of one source and day whose masked words are alike by so much, while their
    # names or figures are each item's own. Bundled forecasts are alike by 0.75 and more.
    series_least: int = 4
    series_alike: float = 0.6
    series_own: float = 0.5  # share of the items that have a name, or of the figures, that the others have not
