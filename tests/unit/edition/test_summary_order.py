"""A summary does not depend on the order of sets, which is another one in every process."""

import random
import string

from bouclage.edition.allowance import Allowance
from bouclage.edition.settings import EditionSettings
from bouclage.edition.summary import summarise
from tests.builders import DAY, an_article


def test_of_two_equal_sentences_the_first_is_chosen() -> None:
    """Words of the same weights in two reports: whatever the words, the sentence of the better report is shown."""
    dice = random.Random(3)
    for _ in range(60):
        words = ["".join(dice.choices(string.ascii_lowercase, k=9)) + "k" for _ in range(24)]
        left, right = words[:12], words[12:]
        sentence = [" ".join(side).capitalize() + "." for side in (left, right)]
        # more reports use some of each side's words again: their weights differ, and are the same on both sides
        more = [" ".join(side[at:]).capitalize() + "." for at in range(1, 9) for side in (left, right)]
        reports = tuple(
            an_article(f"Headline {number}", language="en", body=[text])
            for number, text in enumerate([*sentence, *more])
        )
        allowance = Allowance({}, DAY)

        found = summarise(
            reports, language="en", length=1, told=frozenset(), settings=EditionSettings(), allowance=allowance
        )

        assert set(found[0].text.lower().strip(".").split()) <= set(left)
