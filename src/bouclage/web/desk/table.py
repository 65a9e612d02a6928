"""The table: tonight's edition as it would close now, and what is done with it."""

from dataclasses import dataclass
from datetime import date

from fastapi import Response

from bouclage.edition import ORDER
from bouclage.records import DecisionKind, EditionStory, EditorialDecision
from bouclage.render import plain_text, web_page
from bouclage.web.answers import TEXT, passing
from bouclage.web.desk.acts import closing as closings
from bouclage.web.desk.acts import grouping
from bouclage.web.desk.acts import table as acts
from bouclage.web.desk.house import Tonight
from bouclage.web.desk.sessions import choose_edition
from bouclage.web.desk.visit import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A story on the table."""

    story: EditionStory
    decided: dict[str, EditorialDecision]  # by kind
    arrived: int  # reports that came since something was decided of it
    first: bool
    last: bool


def table(visit: Visit) -> Response:
    """Show the edition as it would close now."""
    house = visit.house
    tonight = house.tonight()
    made = tonight.preview.made
    decided = acts.decisions(house)
    about: dict[str, dict[str, EditorialDecision]] = {}
    for one in decided:
        about.setdefault(one.story_id, {})[one.kind.value] = one
    sections = [
        (
            section.name,
            [
                line(story, about.get(story.id, {}), at == 0, at == len(section.stories) - 1)
                for at, story in enumerate(section.stories)
            ],
        )
        for section in made.edition.sections
    ]
    shown = {story.id for story in made.edition.stories}
    held = [line(story, about.get(story.id, {}), True, True) for story in made.before.stories if story.id not in shown]
    return visit.show(
        "table.html",
        e=made.edition,
        closing=tonight.closing,
        minutes=max(0, int((tonight.closing.closes - tonight.now).total_seconds() // 60)),
        now=tonight.now,
        sections=sections,
        held=held,
        lapsed=made.lapsed,
        approved=about.get("", {}).get("approve"),
        waiting=closings.held(house),
        order=ORDER,
        said=visit.asked("said"),
    )


def choose(visit: Visit) -> Response:
    """Put another of the house's editions on the table."""
    house = visit.house.making(visit.form.get("edition"))
    answer = visit.go("/desk")
    choose_edition(house, answer, house.edition.name)
    return answer


def line(story: EditionStory, decided: dict[str, EditorialDecision], first: bool, last: bool) -> Line:
    """Return a story with what was decided of it."""
    known = {article for one in decided.values() for article in one.basis}
    arrived = sum(report.article_id not in known for report in story.reports) if known else 0
    return Line(story=story, decided=decided, arrived=arrived, first=first, last=last)


def story(visit: Visit) -> Response:
    """Show one story: its reports and why they are together, why it stands where it does, and what may be changed."""
    house, story_id = visit.house, visit.part("story_id")
    tonight = house.tonight()
    found = acts.story_of(tonight, story_id)
    decided = {one.kind.value: one for one in acts.decisions(house) if one.story_id == story_id}
    others = [one for one in tonight.preview.made.edition.stories if one.id != story_id]
    return visit.show(
        "story.html",
        story=found,
        decided=decided,
        reasons=_reasons(tonight, story_id),
        section=_section(tonight, story_id),
        rulings=grouping.rulings(house, story_id),
        others=others,
        order=ORDER,
        arrived=line(found, decided, True, True).arrived,
        day=tonight.closing.day,
    )


def preview(visit: Visit) -> Response:
    """Show the page as readers would get it now, or with ?as=text the mail's text."""
    edition = visit.house.tonight().preview.made.edition
    if visit.asked("as") == "text":
        return passing(plain_text(edition), kind=TEXT)
    return passing(web_page(edition))


def decide(visit: Visit) -> Response:
    """Do what a button of the table says, then show the table where one was."""
    house, user, form = visit.house, visit.editor, visit.form
    story_id, act = visit.part("story_id"), form.get("act", "")
    match act:
        case "hold":
            acts.hold(house, user, story_id, form.get("text", ""))
        case "put_back":
            acts.lift(house, user, story_id, DecisionKind.HOLD)
        case "up" | "down":
            acts.move(house, user, story_id, up=act == "up")
        case "lead":
            acts.lead(house, user, story_id)
        case "section":
            acts.section(house, user, story_id, form.get("section", ""))
        case "headline":
            acts.headline(house, user, story_id, form.get("text", ""))
        case "note":
            acts.note(house, user, story_id, form.get("text", ""))
        case "pin":
            tonight = house.tonight()
            order = [one.id for one in acts.section_of(tonight.preview.made.edition, story_id).stories]
            acts.place(house, user, story_id, order.index(story_id))
        case "lift":
            acts.lift(house, user, story_id)
        case _:
            return visit.told("cannot", status=422)
    if form.get("back") == "story":
        return visit.go(f"/desk/story/{story_id}")
    return _table(visit, story_id)


def edition(visit: Visit) -> Response:
    """Do what a button about the whole edition says."""
    house, user, form = visit.house, visit.editor, visit.form
    match form.get("act", ""):
        case "approve":
            acts.approve(house, user)
            return visit.go("/desk", said="approved")
        case "unapprove":
            acts.approve(house, user, withdraw=True)
        case "note":
            acts.note(house, user, "", form.get("text", ""))
        case "close":
            closings.close_now(house, user)
            return visit.go("/desk", said="closed")
        case "close_held":
            closings.close_held(house, user, date.fromisoformat(form.get("day", "")))
            return visit.go("/desk", said="closed")
        case "test_mail":
            closings.mail_to_me(house, user, form.get("address", ""))
            return visit.go("/desk", said="test_sent")
        case _:
            return visit.told("cannot", status=422)
    return visit.go("/desk")


def merge(visit: Visit) -> Response:
    """Make the ticked stories one."""
    return _table(visit, grouping.merge(visit.house, visit.editor, visit.many.get("story", ())))


def split(visit: Visit) -> Response:
    """Let the ticked reports stand in a story of their own."""
    story_id = visit.part("story_id")
    grouping.split(visit.house, visit.editor, story_id, visit.many.get("article", ()))
    return _table(visit, story_id)


def unrule(visit: Visit) -> Response:
    """Take a split or merge back."""
    grouping.take_back(visit.house, visit.editor, visit.form.get("ruling", ""))
    return visit.go("/desk")


def _table(visit: Visit, story_id: str) -> Response:
    answer = visit.go("/desk")
    # the script puts the focus back where it was
    answer.headers["Location"] += f"#s-{story_id}"
    return answer


def _reasons(tonight: Tonight, story_id: str) -> dict[str, str]:
    return {
        member.article_id: member.reason
        for one in tonight.preview.stories
        if one.id == story_id
        for member in one.members
    }


def _section(tonight: Tonight, story_id: str) -> str | None:
    for section in tonight.preview.made.edition.sections:
        if any(one.id == story_id for one in section.stories):
            return section.name
    return None
