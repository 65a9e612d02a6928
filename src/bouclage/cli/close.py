"""`bouclage close`: close an edition."""

from datetime import datetime, time
from pathlib import Path
from typing import Annotated

import typer

from bouclage.cli.context import EditionName, JsonFlag, day_of, now, out, say, session
from bouclage.config import EditionConfig
from bouclage.engine import Engine
from bouclage.errors import ConfigError, EditionHeldError
from bouclage.pipeline import Closing, publish
from bouclage.records import Edition, EditionStatus, to_plain
from bouclage.schedule import ON_TIME, last_closing_day, window


def close(
    edition: EditionName = None,
    day: Annotated[
        str | None, typer.Option("--date", help="Local day, YYYY-MM-DD; the last closing if not given.")
    ] = None,
    at: Annotated[str | None, typer.Option(help="Local time of closing, HH:MM, instead of the edition's own.")] = None,
    out_dir: Annotated[Path | None, typer.Option("--out", help="Write the edition's files to this folder.")] = None,
    even_if_thin: Annotated[bool, typer.Option(help="Close even what would be held.")] = False,
    json_out: JsonFlag = False,
) -> None:
    """Close an edition: group, order, account, freeze. Closing twice gives the same edition."""
    config = session.config()
    chosen = config.edition(edition)
    slot = slot_of(chosen, day, at, now())
    with session.store() as store:
        engine = Engine(store=store, config=config, secret=session.secret(), clock=now)
        closed = engine.close(slot, even_if_thin=even_if_thin)
        if closed.status is EditionStatus.HELD:
            raise EditionHeldError(closed.reason or "", edition=closed.name, day=closed.day.isoformat())
        written = publish(store, config, closed, out_dir, secret=session.secret()) if out_dir else ()
    say(summary_json(closed), as_json=json_out, human=lambda: show_closed(closed, [str(path) for path in written]))


def slot_of(chosen: EditionConfig, day: str | None, at: str | None, moment: datetime) -> Closing:
    """Return the slot that a day and time given on the command line mean; a closing that has not come is refused."""
    zone, at_time = chosen.zone, _time(at) if at else chosen.closing_time
    wanted = day_of(day, key="--date") if day is not None else last_closing_day(moment, at=at_time, zone=zone)
    try:
        opens, closes = window(wanted, at_time, zone)
    except OverflowError as error:
        raise ConfigError(f"there is no day before {wanted}", key="--date", origin="the command") from error
    if closes > moment:
        raise ConfigError(
            f"{chosen.name} of {wanted} closes at {at_time:%H:%M} {chosen.time_zone}, which has not come yet; "
            "--at HH:MM closes earlier",
            key="--date",
            origin="the command",
        )
    return Closing(edition=chosen, day=wanted, opens=opens, closes=closes, late=moment - closes > ON_TIME)


def summary_json(edition: Edition) -> dict[str, object]:
    """Return what a closing amounts to, as plain values."""
    return {
        "edition": edition.name,
        "day": edition.day.isoformat(),
        "status": edition.status.value,
        "late": edition.late,
        "counts": to_plain(edition.counts),
        "adds_up": edition.counts.adds_up,
        "sections": {section.name: len(section.stories) for section in edition.sections},
    }


def show_closed(edition: Edition, written: list[str]) -> None:
    """Tell people what was closed."""
    counts = edition.counts
    out.print(f"{edition.title}, {edition.day}: closed{' late' if edition.late else ''}.", style="bold")
    out.print(
        f"{counts.read} items read = {counts.printed} printed + {counts.merged} copies merged + {counts.held} held + "
        f"{counts.refused} refused; {counts.stories} stories from {counts.sources} sources."
    )
    for trouble in edition.troubles:
        out.print(f"  not in order: {trouble.outlet}: {trouble.error}", style="yellow", markup=False, highlight=False)
    for path in written:
        out.print(f"  {path}", markup=False, highlight=False)


def _time(text: str) -> time:
    try:
        return time.fromisoformat(text)
    except ValueError as error:
        raise ConfigError(f"must be HH:MM, not {text!r}", key="--at", origin="the command") from error
