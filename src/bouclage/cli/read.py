"""`bouclage read FILE|URL|-`: one page, wire file or pasted text, without a store."""

import asyncio
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from bouclage.cli.context import JsonFlag, now, out, say, session
from bouclage.errors import ReadError
from bouclage.fetch import Fetcher
from bouclage.pipeline import document_of
from bouclage.read import read_file
from bouclage.records import Article, Document, to_plain

_FIELDS = (
    "id", "url", "outlet", "language", "kicker", "headline", "lead", "body", "byline", "dateline", "agency", "sign_off",
    "photo", "published", "updated", "section", "paywalled", "version", "pub_status", "embargoed", "text",
)  # fmt: skip


def read(
    what: Annotated[str, typer.Argument(metavar="FILE|URL|-", help="A file, an address, or - for standard input.")],
    json_out: JsonFlag = False,
) -> None:
    """Read one page, wire file or pasted text and print its article or articles."""
    outcomes = read_file(_document(what))
    articles = [one for one in outcomes if isinstance(one, Article)]
    if not articles:
        reasons = "; ".join(f"{one.reason}: {one.detail}" for one in outcomes if not isinstance(one, Article))
        raise ReadError(reasons or "nothing in it is an article", url=what)
    if json_out:
        for article in articles:
            say(article_json(article), as_json=True, human=lambda: None)
        return
    for article in articles:
        _show(article)


def article_json(article: Article) -> dict[str, Any]:
    """Return an article as the contract of `read --json` says; unknown = null."""
    plain = to_plain(article)
    if article.photo is not None and not article.photo.url.startswith(("http://", "https://")):
        plain["photo"]["url"] = None  # pasted text names a photo and shows none
    return {name: plain[name] for name in _FIELDS}


def _document(what: str) -> Document:
    moment = now()
    if what == "-":
        body = sys.stdin.buffer.read()
        return Document(source_id="stdin", url="stdin", final_url="stdin", fetched=moment, body=body)
    if what.startswith(("http://", "https://")):

        async def fetched() -> Document:
            async with Fetcher(session.config().fetch, clock=now) as fetcher:
                return await fetcher.get("command", what, kind="page")

        return asyncio.run(fetched())
    return document_of(Path(what), name=what, source_id="command", now=moment)


def _show(article: Article) -> None:
    def line(name: str, value: object) -> None:
        if value:
            out.print(f"[dim]{name:>10}[/dim]  ", end="")
            out.print(str(value), markup=False, highlight=False)

    line("kicker", article.kicker)
    line("headline", article.headline)
    line("lead", article.lead)
    line("byline", article.byline)
    line("outlet", article.outlet)
    line("language", article.language)
    line("published", article.published)
    line("updated", article.updated)
    line("dateline", article.dateline)
    line("agency", f"{article.agency} {article.sign_off or ''}" if article.agency else None)
    if article.photo:
        line("photo", f"{article.photo.caption or ''} | {article.photo.credit or ''} | {article.photo.url}")
    for block in article.body:
        line(block.kind if block.kind != "paragraph" else "", block.text)
