"""`bouclage story show ID`."""

from typing import Annotated

import typer
from rich.table import Table

from bouclage.cli.context import JsonFlag, out, say, session
from bouclage.records import Article, Story, to_plain

app = typer.Typer(help="Stories and why their reports are together.", no_args_is_help=True)


@app.command("show")
def show(story_id: Annotated[str, typer.Argument(metavar="ID")], json_out: JsonFlag = False) -> None:
    """Print a story: its reports in order, and the reason each is in it."""
    with session.store() as store, store.read() as tx:
        story = tx.stories.get(story_id)
        articles = tx.articles.by_ids(story.article_ids)
    data = to_plain(story) | {"articles": [to_plain(article) for article in articles.values()]}
    say(data, as_json=json_out, human=lambda: _show(story, articles))


def _show(story: Story, articles: dict[str, Article]) -> None:
    out.print(f"story {story.id}, {story.first:%Y-%m-%d %H:%M} to {story.last:%Y-%m-%d %H:%M} UTC", style="bold")
    table = Table("time (UTC)", "outlet", "headline", "why here", box=None, header_style="dim")
    for member in story.members:
        article = articles[member.article_id]
        table.add_row(f"{article.time:%m-%d %H:%M}", article.outlet, article.headline or "", member.reason)
    out.print(table)
