"""`bouclage story …`: stories, why their reports are together, and an editor's say in it."""

import getpass
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from bouclage.cli.close import slot_of
from bouclage.cli.context import EditionName, JsonFlag, now, out, say, session
from bouclage.edition import silent_revision
from bouclage.pipeline import Closing, merge_stories, open_stories, pin_reports, split_story, withdraw_ruling
from bouclage.records import Article, Revision, Ruling, Story, in_order, to_plain

app = typer.Typer(help="Stories, why their reports are together, and an editor's say in it.", no_args_is_help=True)

StoryId = Annotated[str, typer.Argument(metavar="STORY", help="Id of a story.")]
Editor = Annotated[str | None, typer.Option("--by", help="Who decides, as shown; your login name if not given.")]
Day = Annotated[
    str | None,
    typer.Option("--date", help="Local day of the edition to come, YYYY-MM-DD; what is open now if not given."),
]
Note = Annotated[str | None, typer.Option(help="Why, in a few words; shown with the reason.")]


@app.command("list")
def list_(edition: EditionName = None, day: Day = None, json_out: JsonFlag = False) -> None:
    """Print the stories that the next closing would make of what is stored now."""
    with session.store() as store:
        stories, articles = open_stories(store, session.config(), _slot(edition, day))
    data = [_listed(story, articles) for story in stories]
    say(data, as_json=json_out, human=lambda: _show_list(data))


@app.command("show")
def show(
    story_id: Annotated[str, typer.Argument(metavar="ID")],
    edition: EditionName = None,
    day: Day = None,
    json_out: JsonFlag = False,
) -> None:
    """Print a story: its reports in order, and the reason each is in it."""
    with session.store() as store:
        with store.read() as tx:
            stored = tx.stories.by_ids([story_id])
        drafts = () if stored else open_stories(store, session.config(), _slot(edition, day))[0]
        found = [one for one in drafts if one.id == story_id]
        with store.read() as tx:
            story = found[0] if found else tx.stories.get(story_id)
            articles = tx.articles.by_ids(story.article_ids)
            versions = tx.articles.of_items([article.item for article in articles.values()])
    changed = {item: edit for item, all_of in versions.items() if (edit := silent_revision(in_order(all_of)))}
    reports = [to_plain(articles[one]) for one in story.article_ids]
    data = to_plain(story) | {"articles": reports, "revisions": [to_plain(one) for one in changed.values()]}
    say(data, as_json=json_out, human=lambda: _show(story, articles, changed))


@app.command("split")
def split(
    story_id: StoryId,
    articles: Annotated[list[str], typer.Argument(metavar="ARTICLE…", help="Ids of the reports that leave it.")],
    by: Editor = None,
    note: Note = None,
    edition: EditionName = None,
    day: Day = None,
    json_out: JsonFlag = False,
) -> None:
    """Take reports out of a story, to stand together in one of their own; remembered, and it wins over the machine."""
    with session.store() as store:
        drafts, _ = open_stories(store, session.config(), _slot(edition, day))
        ruling = split_story(store, story_id, articles, editor=_editor(by), now=now(), note=note, among=drafts)
    _say_ruling(ruling, json_out=json_out)


@app.command("merge")
def merge(
    story_id: StoryId,
    others: Annotated[list[str], typer.Argument(metavar="OTHER…", help="Ids of the stories that become one with it.")],
    by: Editor = None,
    note: Note = None,
    edition: EditionName = None,
    day: Day = None,
    json_out: JsonFlag = False,
) -> None:
    """Make other stories one with a story; remembered, and it wins over the machine."""
    with session.store() as store:
        drafts, _ = open_stories(store, session.config(), _slot(edition, day))
        ruling = merge_stories(store, story_id, others, editor=_editor(by), now=now(), note=note, among=drafts)
    _say_ruling(ruling, json_out=json_out)


@app.command("pin")
def pin(
    story_id: StoryId,
    articles: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ARTICLE…]", help="Ids of the reports to put there; all that stand in it if none."),
    ] = None,
    by: Editor = None,
    note: Note = None,
    edition: EditionName = None,
    day: Day = None,
    json_out: JsonFlag = False,
) -> None:
    """Put reports into a story and keep them there, whatever the machine finds."""
    with session.store() as store:
        drafts, _ = open_stories(store, session.config(), _slot(edition, day))
        ruling = pin_reports(store, story_id, articles or (), editor=_editor(by), now=now(), note=note, among=drafts)
    _say_ruling(ruling, json_out=json_out)


@app.command("rulings")
def rulings(
    most: Annotated[int, typer.Option(help="How many, the newest first.")] = 100, json_out: JsonFlag = False
) -> None:
    """Print what editors split, merged and pinned."""
    with session.store() as store, store.read() as tx:
        found = tx.rulings.latest(most)
    say([_plain(one) for one in found], as_json=json_out, human=lambda: _show_rulings(found))


@app.command("withdraw")
def withdraw(
    ruling_id: Annotated[str, typer.Argument(metavar="RULING", help="Id of a split, merge or pin.")],
    json_out: JsonFlag = False,
) -> None:
    """Forget a split, merge or pin: from the next closing on the machine decides again."""
    with session.store() as store:
        ruling = withdraw_ruling(store, ruling_id)
    say(_plain(ruling), as_json=json_out, human=lambda: out.print(f"withdrawn: {ruling.kind} by {ruling.editor}"))


def _slot(edition: str | None, day: str | None) -> Closing:
    """Return the slot of a day; for none that which is open now, from the last closing to this moment."""
    moment = now()
    slot = slot_of(session.config().edition(edition), day, None, moment)
    if day is not None:
        return slot
    return replace(slot, day=slot.day + timedelta(days=1), opens=slot.closes, closes=moment, late=False)


def _editor(given: str | None) -> str:
    return given if given is not None else getpass.getuser()


def _plain(ruling: Ruling) -> dict[str, Any]:
    plain: dict[str, Any] = to_plain(ruling)
    return {"id": ruling.id} | plain | {"reason": ruling.reason}


def _say_ruling(ruling: Ruling, *, json_out: bool) -> None:
    def human() -> None:
        count = len(ruling.items)
        out.print(f"{count} report{'' if count == 1 else 's'} {ruling.reason}", markup=False, highlight=False)
        out.print(f"ruling {ruling.id}; bouclage story withdraw {ruling.id} takes it back", style="dim")

    say(_plain(ruling), as_json=json_out, human=human)


def _listed(story: Story, articles: Mapping[str, Article]) -> dict[str, Any]:
    first = articles[story.article_ids[0]]
    outlets = {articles[one].outlet for one in story.article_ids}
    return {
        "id": story.id,
        "headline": first.headline,
        "reports": len(story.members),
        "outlets": len(outlets),
        "first": to_plain(story.first),
        "last": to_plain(story.last),
        "series": story.series,
    }


def _show_list(data: list[dict[str, Any]]) -> None:
    table = Table("story", "reports", "outlets", "headline of the first", box=None, header_style="dim")
    for row in data:
        table.add_row(row["id"], str(row["reports"]), str(row["outlets"]), row["headline"] or "")
    out.print(table)


def _show(story: Story, articles: Mapping[str, Article], changed: dict[str, Revision]) -> None:
    out.print(f"story {story.id}, {story.first:%Y-%m-%d %H:%M} to {story.last:%Y-%m-%d %H:%M} UTC", style="bold")
    table = Table("time (UTC)", "outlet", "headline", "why here", "article", box=None, header_style="dim")
    for member in story.members:
        article = articles[member.article_id]
        table.add_row(f"{article.time:%m-%d %H:%M}", article.outlet, article.headline or "", member.reason, article.id)
    out.print(table)
    for article in articles.values():
        if (found := changed.get(article.item)) is not None:
            _show_revision(article, found)


def _show_revision(article: Article, found: Revision) -> None:
    back = ", and back" if found.reverted else ""
    out.print(f"{article.outlet} changed its report without notice ({found.kind}{back}), seen {found.seen:%m-%d %H:%M}")
    for edit in found.edits:
        line = Text("  ")
        line.append(edit.before, style="red strike")
        line.append(" → " if edit.before and edit.after else "")
        line.append(edit.after, style="green")
        out.print(line)


def _show_rulings(found: tuple[Ruling, ...]) -> None:
    table = Table("ruling", "made (UTC)", "what", "reports", "by", "note", box=None, header_style="dim")
    for one in found:
        table.add_row(one.id, f"{one.made:%m-%d %H:%M}", one.kind, str(len(one.items)), one.editor, one.note or "")
    out.print(table)
