"""The edition on the table: what editors decide of its stories."""

from datetime import date

from bouclage.edition import ORDER
from bouclage.errors import DeskError, StoryNotFoundError
from bouclage.records import DecisionKind, Edition, EditionStory, EditorialDecision, Section, User
from bouclage.web.desk.house import House, Tonight


def hold(house: House, user: User, story_id: str, why: str = "") -> None:
    """Keep a story out of tonight's edition; its items come back in the next."""
    _decide(house, user, story_id, DecisionKind.HOLD, text=_line(house, why), detail=why)


def place(house: House, user: User, story_id: str, position: int, section: str | None = None) -> None:
    """Put a story at a place (from 0) of its section, or of another; it stays there whatever its rank becomes."""
    tonight = house.tonight()
    story = story_of(tonight, story_id)
    now = section_of(tonight.preview.made.edition, story_id).name
    wanted = section or now
    _check_section(wanted)
    if position < 0:
        raise DeskError("a place counts from 0", word="bad_place")
    made = [_decision(house, user, tonight, story, DecisionKind.PLACE, position=position)]
    if wanted != now:
        made.append(_decision(house, user, tonight, story, DecisionKind.SECTION, text=wanted))
    with house.doing(user.name, "story.place", story_id, f"{wanted} {position + 1}") as tx:
        tx.decisions.decide(*made)


def move(house: House, user: User, story_id: str, *, up: bool) -> None:
    """Let a story change places with its neighbour above or below; at the end of its section nothing happens."""
    tonight = house.tonight()
    story = story_of(tonight, story_id)
    section = section_of(tonight.preview.made.edition, story_id)
    order = [one.id for one in section.stories]
    at = order.index(story_id)
    other = at - 1 if up else at + 1
    if not 0 <= other < len(order):
        return
    neighbour = section.stories[other]
    with house.doing(user.name, "story.place", story_id, f"{section.name} {other + 1}") as tx:
        tx.decisions.decide(
            _decision(house, user, tonight, story, DecisionKind.PLACE, position=other),
            _decision(house, user, tonight, neighbour, DecisionKind.PLACE, position=at),
        )


def lead(house: House, user: User, story_id: str) -> None:
    """Let a story lead the edition."""
    place(house, user, story_id, 0, "front")


def section(house: House, user: User, story_id: str, name: str) -> None:
    """Put a story into another section, where its rank puts it."""
    _check_section(name)
    with house.store.begin() as tx:
        tx.decisions.lift(house.edition.name, house.coming().day, story_id, DecisionKind.PLACE)
    _decide(house, user, story_id, DecisionKind.SECTION, text=name, detail=name)


def headline(house: House, user: User, story_id: str, text: str) -> None:
    """Show a story under a headline of the editor's, marked as such; an empty one gives the source's back."""
    text = _line(house, text, most=house.settings.headline_chars)
    tonight = house.tonight()
    story = story_of(tonight, story_id)
    if not text or text == story.headline.text:
        lift(house, user, story_id, DecisionKind.HEADLINE)
        return
    if story.series is not None:
        raise DeskError("a machine-made series stands as a table, without headline or note", word="series")
    made = _decision(house, user, tonight, story, DecisionKind.HEADLINE, text=text, replaces=story.headline.text)
    with house.doing(user.name, "story.headline", story_id, text) as tx:
        tx.decisions.decide(made)


def note(house: House, user: User, story_id: str, text: str) -> None:
    """Add the editor's note to a story, or with "" to the edition; an empty one takes it away."""
    text = _line(house, text)
    if not text:
        lift(house, user, story_id, DecisionKind.NOTE)
        return
    if not story_id:
        made = _of_edition(house, user, DecisionKind.NOTE, text)
        with house.doing(user.name, "edition.note", made.day.isoformat(), text) as tx:
            tx.decisions.decide(made)
        return
    if story_of(house.tonight(), story_id).series is not None:
        raise DeskError("a machine-made series stands as a table, without headline or note", word="series")
    _decide(house, user, story_id, DecisionKind.NOTE, text=text, detail=text)


def lift(house: House, user: User, story_id: str, kind: DecisionKind | None = None) -> bool:
    """Take back what was decided of a story, of one kind or all; return whether there was anything."""
    day = house.coming().day
    with house.store.read() as tx:
        known = [one for one in tx.decisions.of(house.edition.name, day) if one.story_id == story_id]
    if not [one for one in known if kind is None or one.kind is kind]:
        return False
    with house.doing(user.name, "story.lift", story_id or day.isoformat(), kind.value if kind else None) as tx:
        tx.decisions.lift(house.edition.name, day, story_id, kind)
    return True


def approve(house: House, user: User, *, withdraw: bool = False) -> None:
    """Say that the edition was looked over: it closes at its hour even where it would be held as thin."""
    made = _of_edition(house, user, DecisionKind.APPROVE, "")
    action = "edition.unapprove" if withdraw else "edition.approve"
    with house.doing(user.name, action, made.day.isoformat()) as tx:
        if withdraw:
            tx.decisions.lift(made.edition, made.day, "", DecisionKind.APPROVE)
        else:
            tx.decisions.decide(made)


def decisions(house: House) -> tuple[EditorialDecision, ...]:
    """Return the decisions in force for the edition on the table."""
    with house.store.read() as tx:
        return tx.decisions.of(house.edition.name, house.coming().day)


def story_of(tonight: Tonight, story_id: str) -> EditionStory:
    """Return a story of tonight's edition, held or not. Raises StoryNotFoundError."""
    made = tonight.preview.made
    for story in (*made.edition.stories, *made.before.stories):
        if story.id == story_id:
            return story
    raise StoryNotFoundError("there is no such story in tonight's edition")


def section_of(edition: Edition, story_id: str) -> Section:
    """Return the section a story stands in. Raises StoryNotFoundError for one that is held or not there."""
    for one in edition.sections:
        if any(story.id == story_id for story in one.stories):
            return one
    raise StoryNotFoundError("the story does not stand in tonight's edition")


def _decide(house: House, user: User, story_id: str, kind: DecisionKind, *, text: str, detail: str) -> None:
    tonight = house.tonight()
    made = _decision(house, user, tonight, story_of(tonight, story_id), kind, text=text)
    with house.doing(user.name, f"story.{kind.value}", story_id, detail or None) as tx:
        tx.decisions.decide(made)


def _decision(
    house: House,
    user: User,
    tonight: Tonight,
    story: EditionStory,
    kind: DecisionKind,
    *,
    text: str = "",
    position: int | None = None,
    replaces: str = "",
) -> EditorialDecision:
    return EditorialDecision(
        edition=house.edition.name,
        day=tonight.closing.day,
        kind=kind,
        story_id=story.id,
        text=text,
        position=position,
        basis=tuple(report.article_id for report in story.reports),
        replaces=replaces,
        by=user.name,
        at=house.clock(),
    )


def _of_edition(house: House, user: User, kind: DecisionKind, text: str) -> EditorialDecision:
    day: date = house.coming().day
    return EditorialDecision(edition=house.edition.name, day=day, kind=kind, text=text, by=user.name, at=house.clock())


def _check_section(name: str) -> None:
    if name not in ORDER:
        raise DeskError(f"there is no section {name[:40]!r}", word="bad_section")


def _line(house: House, text: str, *, most: int | None = None) -> str:
    """Return a text on one line, without control characters, or say that it is too long."""
    plain = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    limit = house.settings.text_chars if most is None else most
    if len(plain) > limit:
        raise DeskError(f"at most {limit} characters, not {len(plain)}", word="too_long")
    return plain
