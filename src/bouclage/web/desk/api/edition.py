"""The edition on the table, by program."""

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path
from pydantic import BaseModel, Field

from bouclage.edition import ORDER
from bouclage.records import DecisionKind, to_plain
from bouclage.web.desk.acts import closing as closings
from bouclage.web.desk.acts import grouping
from bouclage.web.desk.acts import table as acts
from bouclage.web.desk.api.rights import Edits, HouseIn, Looks
from bouclage.web.desk.house import House

router = APIRouter(tags=["edition"])

StoryId = Annotated[str, Path(description="As `GET /edition` gives it.", max_length=100)]
Text = Annotated[str, Field(max_length=2000)]


class Table(BaseModel):
    """The edition as it would close now."""

    day: date
    closes: str = Field(description="When it closes, ISO 8601.")
    approved: bool
    edition: dict[str, Any] = Field(description="The Edition record.")
    held: list[str] = Field(description="Ids of stories held back.")
    decisions: list[dict[str, Any]] = Field(description="EditorialDecision records in force.")
    lapsed: list[dict[str, Any]] = Field(description="Decisions that cannot be followed, and why.")
    waiting: list[date] = Field(description="Days whose edition was held at its hour.")


class Done(BaseModel):
    """It was done."""

    done: bool = True


class Words(BaseModel):
    """A text."""

    text: Text


class Why(BaseModel):
    """A reason."""

    why: Text = ""


class Place(BaseModel):
    """Where a story stands."""

    position: int = Field(ge=0, le=10_000, description="From 0.")
    section: Literal[ORDER] | None = None  # type: ignore[valid-type]


class InSection(BaseModel):
    """A section."""

    section: Literal[ORDER]  # type: ignore[valid-type]


class Stories(BaseModel):
    """Stories to make one; the first takes the others in."""

    stories: list[Annotated[str, Field(max_length=100)]] = Field(min_length=2, max_length=50)


class Articles(BaseModel):
    """Reports to split off."""

    articles: list[Annotated[str, Field(max_length=100)]] = Field(min_length=1, max_length=500)


class Address(BaseModel):
    """Where to send; empty = the user's own."""

    address: Annotated[str, Field(max_length=320)] = ""


class Day(BaseModel):
    """A day."""

    day: date


@router.get("/edition", summary="The edition as it would close now")
def table(house: HouseIn, _user: Looks) -> Table:
    """Return the edition as it would close now, from the same code as the closing; nothing is stored."""
    return _table(house)


@router.get("/edition/stories/{story_id}", summary="One story of it, with why its reports are together")
def story(house: HouseIn, _user: Looks, story_id: StoryId) -> dict[str, Any]:
    """Return a story on the table, its reports' reasons, and what was decided and ruled of it."""
    tonight = house.tonight()
    found = acts.story_of(tonight, story_id)
    members = [member for one in tonight.preview.stories if one.id == story_id for member in one.members]
    return {
        "story": to_plain(found),
        "members": to_plain(members),
        "decisions": to_plain([one for one in acts.decisions(house) if one.story_id == story_id]),
        "rulings": [to_plain(one) | {"id": one.id} for one in grouping.rulings(house, story_id)],
    }


@router.put("/edition/stories/{story_id}/hold", summary="Keep it out of tonight's edition")
def hold(house: HouseIn, user: Edits, story_id: StoryId, given: Why) -> Done:
    """Hold a story back; its items come back in the next edition."""
    acts.hold(house, user, story_id, given.why)
    return Done()


@router.put("/edition/stories/{story_id}/place", summary="Put it at a place")
def place(house: HouseIn, user: Edits, story_id: StoryId, given: Place) -> Done:
    """Put a story at a place of its section or of another; it stays there."""
    acts.place(house, user, story_id, given.position, given.section)
    return Done()


@router.put("/edition/stories/{story_id}/section", summary="Put it into a section")
def section(house: HouseIn, user: Edits, story_id: StoryId, given: InSection) -> Done:
    """Put a story into another section, where its rank puts it."""
    acts.section(house, user, story_id, given.section)
    return Done()


@router.put("/edition/stories/{story_id}/headline", summary="Give it a headline of the editor's")
def headline(house: HouseIn, user: Edits, story_id: StoryId, given: Words) -> Done:
    """Show a story under a headline of the editor's, marked as such; "" gives the source's back."""
    acts.headline(house, user, story_id, given.text)
    return Done()


@router.put("/edition/stories/{story_id}/note", summary="Add the editor's note")
def note(house: HouseIn, user: Edits, story_id: StoryId, given: Words) -> Done:
    """Add the editor's note to a story; "" takes it away."""
    acts.note(house, user, story_id, given.text)
    return Done()


@router.delete("/edition/stories/{story_id}/decisions", summary="Undo what was decided of it")
def lift(house: HouseIn, user: Edits, story_id: StoryId, kind: DecisionKind | None = None) -> Done:
    """Take back what was decided of a story, of one kind or all."""
    return Done(done=acts.lift(house, user, story_id, kind))


@router.post("/edition/stories/{story_id}/split", summary="Split reports off")
def split(house: HouseIn, user: Edits, story_id: StoryId, given: Articles) -> Done:
    """Let reports stand in a story of their own; the house remembers it."""
    grouping.split(house, user, story_id, given.articles)
    return Done()


@router.post("/edition/merge", summary="Make stories one")
def merge(house: HouseIn, user: Edits, given: Stories) -> Done:
    """Make stories one; the house remembers it."""
    grouping.merge(house, user, given.stories)
    return Done()


@router.delete("/edition/rulings/{ruling_id}", summary="Take a split or merge back")
def unrule(house: HouseIn, user: Edits, ruling_id: Annotated[str, Path(max_length=100)]) -> Done:
    """Forget a split or merge: the machine decides again."""
    grouping.take_back(house, user, ruling_id)
    return Done()


@router.put("/edition/note", summary="Add a note to the whole edition")
def edition_note(house: HouseIn, user: Edits, given: Words) -> Done:
    """Add the editor's note at the head of the edition; "" takes it away."""
    acts.note(house, user, "", given.text)
    return Done()


@router.put("/edition/approval", summary="Approve it")
def approve(house: HouseIn, user: Edits) -> Done:
    """Say that the edition was looked over: it closes at its hour even where it would be held as thin."""
    acts.approve(house, user)
    return Done()


@router.delete("/edition/approval", summary="Withdraw the approval")
def unapprove(house: HouseIn, user: Edits) -> Done:
    """Withdraw the approval."""
    acts.approve(house, user, withdraw=True)
    return Done()


@router.post("/edition/close", summary="Close it now")
def close(house: HouseIn, user: Edits) -> dict[str, Any]:
    """Close the edition at once and return it; it is sent as soon as the schedule looks."""
    return dict(to_plain(closings.close_now(house, user)))


@router.post("/edition/close-held", summary="Close an edition that was held at its hour")
def close_held(house: HouseIn, user: Edits, given: Day) -> dict[str, Any]:
    """Close an edition that waits for an editor, and return it."""
    return dict(to_plain(closings.close_held(house, user, given.day)))


@router.post("/edition/test-mail", summary="Send it to one address")
def mail_to_one(house: HouseIn, user: Edits, given: Address) -> Done:
    """Send the edition as it would close now to one address; nothing is planned by it."""
    closings.mail_to_me(house, user, given.address)
    return Done()


def _table(house: House) -> Table:
    tonight = house.tonight()
    made = tonight.preview.made
    shown = {story.id for story in made.edition.stories}
    return Table(
        day=tonight.closing.day,
        closes=to_plain(tonight.closing.closes),
        approved=made.approved,
        edition=to_plain(made.edition),
        held=[story.id for story in made.before.stories if story.id not in shown],
        decisions=to_plain(acts.decisions(house)),
        lapsed=to_plain(made.lapsed),
        waiting=[slot.day for slot in closings.held(house)],
    )
