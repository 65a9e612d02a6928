"""`bouclage statements FILE|-`: one article → who said what, and its dates, without a store."""

import sys
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path
from typing import Annotated, Any

import typer

from bouclage.cli.context import JsonFlag, now, out, say
from bouclage.errors import ReadError
from bouclage.records import Article, Block, BlockKind, DatedSpan, Statement, to_plain
from bouclage.statements import dates
from bouclage.statements import statements as find_statements
from bouclage.text.language import detect


def statements(
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="A text file, or - for standard input.")],
    published: Annotated[str | None, typer.Option(help="When it was published, ISO 8601; now if not given.")] = None,
    language: Annotated[
        str | None, typer.Option(help="Its language, e.g. fr; judged by the text if not given.")
    ] = None,
    json_out: JsonFlag = False,
) -> None:
    """Print who said what in one article, and its dates resolved. Spans are offsets into the given text."""
    text = _text(file)
    moment, zone = when(published, name=file)
    article = article_of(text, name=file, moment=moment, language=language)
    found = find_statements(article)
    spans = dates(article, zone=zone)
    data = {"statements": [statement_json(one) for one in found], "timeline": [date_json(one) for one in spans]}
    say(data, as_json=json_out, human=lambda: _show(found, spans))


def statement_json(one: Statement) -> dict[str, Any]:
    """Return a statement as the contract of `statements --json` says."""
    names = (
        "speaker", "speaker_name", "verb", "verb_class", "kind", "negated", "content", "start", "end", "speaker_start",
        "speaker_end",
    )  # fmt: skip
    plain = to_plain(one)
    return {name: plain[name] for name in names}


def date_json(one: DatedSpan) -> dict[str, Any]:
    """Return a resolved date as the contract of `statements --json` says."""
    return {"text": one.text, "start": one.start, "end": one.end, "from": one.from_, "to": one.to}


def article_of(
    text: str, *, name: str, moment: datetime, language: str | None, outlet: str = "", headline: str | None = None
) -> Article:
    """Return an article whose text is exactly `text`, so that spans point into what was given."""
    head, body = None, text
    if headline and text.startswith(headline + "\n\n"):
        head, body = headline, text[len(headline) + 2 :]
    return Article(
        item=name,
        source_id=outlet or "command",
        outlet=outlet or name,
        url=name,
        guid=name,
        seen=moment,
        published=moment,
        language=language or detect(text),
        headline=head,
        body=(Block(kind=BlockKind.PARAGRAPH, text=body),),
    )


def when(published: str | None, *, name: str) -> tuple[datetime, tzinfo]:
    """Return a moment in UTC and the zone its dates are read in; ReadError if it is no ISO 8601 time or day."""
    if published is None:
        return now(), UTC
    try:
        moment = datetime.fromisoformat(published)
        if len(published) == 10:  # a day alone: its noon, so that no zone moves it
            day = date.fromisoformat(published)
            moment = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    except ValueError as error:
        raise ReadError(f"{published!r} is not an ISO 8601 time", url=name) from error
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC), moment.tzinfo or UTC


def _text(file: str) -> str:
    try:
        raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReadError(f"is not UTF-8 text: {error.reason} at byte {error.start}", url=file) from error
    except OSError as error:
        raise ReadError(error.strerror or "cannot be read", url=file) from error
    if not text.strip():
        raise ReadError("is empty", url=file)
    return text


def _show(found: tuple[Statement, ...], spans: tuple[DatedSpan, ...]) -> None:
    if not found:
        out.print("No statements.")
    for one in found:
        who = one.speaker_name or one.speaker or "?"
        out.print(who, style="bold", markup=False, highlight=False, end="")
        out.print(
            f"  {one.verb_class}{', negated' if one.negated else ''}, {one.kind}",
            style="dim",
            markup=False,
            highlight=False,
        )
        out.print(f"    {one.content}", markup=False, highlight=False)
    if spans:
        out.print("\nDates", style="bold")
    for span in spans:
        days = span.from_ if span.from_ == span.to else f"{span.from_} – {span.to}"
        out.print(f"    {days}  {span.text}", markup=False, highlight=False)
