"""Ways in which English agencies report what is said, each found on real pages and written anew."""

import pytest

from bouclage.statements import statements
from tests.builders import an_article

SAID = [
    ("At a more basic level, the report says, state projects hurt poor families.", "the report", "At a more"),
    ("“It is a likely scenario,” TNO's report said.", "TNO's report", "It is a likely scenario"),
    (
        "China voiced regret, spokesperson Li Wen said at a regular press briefing.",
        "spokesperson Li Wen",
        "China voiced",
    ),
    ("According to an August 2025 memo seen by the Post, it had to pay.", "an August 2025 memo", "it had to pay"),
    ("They took him to a hospital, where doctors confirmed that he was alive.", "doctors", "he was alive"),
    ("“He is among the best,” said the 36-year-old.", "the 36-year-old", "He is among the best"),
    ("Officials in the capital say the dam is safe.", "Officials in the capital", "the dam is safe"),
    ("It was, she told the court, “the longest night of my life”.", "she", "It was, she told the court, “the longest"),
    ("The report by the institute - which was hired in May - found that a tank had fired.", "The report by", "a tank"),
    (
        "“We found water,” lead researcher and planetary scientist Lucas Pagan said.",
        "lead researcher",
        "We found water",
    ),
    ("Moll said during a Statehouse news conference that she would sign.", "Moll", "she would sign"),
    ("Moll, meanwhile, says the plan is dead.", "Moll", "the plan is dead"),
]
TWO = [
    (
        "Experts suggested that the cladding burned, but Valmora's mayor, Maria Catal, said the cause was unknown.",
        ["the cladding burned", "the cause was unknown"],
    ),
    (
        "“Their balance is good,” Ebner said before pointing out that the country has deficits.",
        ["Their balance is good", "the country has deficits"],
    ),
    (
        "About a month after officials announced a four-day week for staff, PSD said its plan was being adjusted.",
        ["a four-day week for staff", "its plan was being adjusted"],
    ),
    (
        "“We had no warning,” said Ruth Calder, a clerk. “The water rose.” She has asked the council for a wall.",
        ["We had no warning,” said Ruth Calder, a clerk. “The water rose"],
    ),
    (
        "He told the panel the dam would hold, while conceding that its gates were old.",
        ["the dam would hold", "its gates were old"],
    ),
    ("Critics say the ban hurts the poor.", ["the ban hurts the poor"]),
    ("The ministry confirmed the death of two hikers but gave no details.", ["the death of two hikers"]),
]
NOBODY = [
    "In the notable cases when the court has not, Marrow has responded with stark criticisms of the judges.",
    "He described the activities of “inimical” forces as a form of “digital terrorism”.",
    "Users race over routes called “segments”.",
    "The oversupply, combined with some worries over global demand next year, sent prices lower.",
    "It's worth noting that the plan is old.",
    "Webb confessed to the crime and the jury took 15 minutes to find him guilty.",
    "The plane continued on its journey after checking the engine.",
]


@pytest.mark.parametrize(("text", "speaker", "content"), SAID)
def test_who_said_what(text: str, speaker: str, content: str) -> None:
    """One statement is found, with its speaker and from its first word on."""
    (one,) = statements(an_article("A headline", body=(text,), language="en"))
    assert one.content.startswith(content)
    assert one.speaker is not None
    assert one.speaker.startswith(speaker)


@pytest.mark.parametrize(("text", "contents"), TWO)
def test_where_another_begins_to_speak(text: str, contents: list[str]) -> None:
    """What the first one says ends where a second one is said to speak."""
    assert [one.content for one in statements(an_article("A headline", body=(text,), language="en"))] == contents


@pytest.mark.parametrize("text", NOBODY)
def test_nobody_speaks(text: str) -> None:
    """Verbs and marks that report nothing give no statement."""
    assert statements(an_article("A headline", body=(text,), language="en")) == ()
