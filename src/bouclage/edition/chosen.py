"""Chosen: the part of a closed edition that one group of readers wants, in the language they want around it.

Nothing is added: stories are left out or put in another order, and a headline is another report's, verbatim.
"""

from dataclasses import dataclass, replace

from bouclage.records import Edition, EditionStory, NewsChoice, Section, Variant

FRONT = "front"  # always comes: what leads the day is no matter of taste


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """An edition as a group of readers gets it, and how much of it stands on the web alone."""

    edition: Edition
    elsewhere: int = 0  # stories in sections they did not choose
    foreign: int = 0  # stories without a report in their language, where they want none


def chosen(edition: Edition, variant: Variant) -> Chosen:
    """Return the edition of a variant; the counts stay those of the closing.

    A section of another day in a mail of several days always comes, filtered by language alone.
    """
    wanted = frozenset(variant.sections)
    sections: list[Section] = []
    elsewhere = foreign = 0
    for section in edition.sections:
        if wanted and section.name not in wanted and section.name != FRONT and ":" not in section.name:
            elsewhere += len(section.stories)
            continue
        stories = _in_order(section.stories, variant)
        foreign += len(section.stories) - len(stories)
        if stories:
            sections.append(replace(section, stories=stories))
    made = replace(edition, language=variant.language, sections=tuple(sections))
    return Chosen(edition=made, elsewhere=elsewhere, foreign=foreign)


def _in_order(stories: tuple[EditionStory, ...], variant: Variant) -> tuple[EditionStory, ...]:
    if variant.news is NewsChoice.ALL:
        return stories
    base = _base(variant.language)
    own = tuple(_spoken(story, base) for story in stories if _speaks(story, base))
    if variant.news is NewsChoice.OWN_ONLY:
        return own
    return (*own, *(story for story in stories if not _speaks(story, base)))


def _speaks(story: EditionStory, base: str) -> bool:
    return any(_base(language) == base for language in story.languages)


def _spoken(story: EditionStory, base: str) -> EditionStory:
    """Return a story under a headline in the language: its best report's, one with a text of its own before a copy."""
    if _base(story.language) == base or story.headline_by_editor:
        return story
    reports = [report for report in story.reports if _base(report.language) == base]
    if not reports:
        return story
    report = next((report for report in reports if report.copy_of is None), reports[0])
    return replace(story, headline=report.headline, language=report.language, kicker=None)


def _base(language: str | None) -> str:
    return (language or "").split("-", maxsplit=1)[0].lower()
