"""`bouclage send`: mail a closed edition to those who asked for it."""

import time
from typing import Annotated, Any

import typer

from bouclage.cli.context import EditionName, JsonFlag, day_of, now, out, progress, say, session
from bouclage.engine import Engine
from bouclage.errors import EditionNotFoundError
from bouclage.pipeline import DeliveryReport, Sent, delivery_report, preview
from bouclage.records import Sending, to_plain


def send(
    edition: EditionName = None,
    day: Annotated[str | None, typer.Option("--date", help="Day of the edition; the latest if not given.")] = None,
    dry_run: Annotated[bool, typer.Option(help="Say what would be sent, send nothing.")] = False,
    to: Annotated[str | None, typer.Option(help="A test: send to this address alone, planned for nobody.")] = None,
    repeat_uncertain: Annotated[
        bool, typer.Option(help="Send again what was in flight when a sender died (same Message-ID).")
    ] = False,
    pause: Annotated[bool, typer.Option("--pause", help="Let every sender stop after its present batch.")] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with a paused or stopped sending.")] = False,
    report: Annotated[bool, typer.Option("--report", help="Tell what became of a sending; send nothing.")] = False,
    json_out: JsonFlag = False,
) -> None:
    """Send an edition, each subscriber once; a stopped sending goes on where it stopped."""
    config = session.config()
    chosen = config.edition(edition)
    with session.store() as store:
        with store.read() as tx:
            found = tx.editions.get(chosen.name, day_of(day, key="--date")) if day else tx.editions.latest(chosen.name)
        if found is None:
            raise EditionNotFoundError(f"no edition {chosen.name} has been closed yet")
        if dry_run:
            say_preview(preview(store, config, found, secret=session.secret()), json_out=json_out)
            return
        if report:
            say_report(delivery_report(store, found.name, found.day, now=now()), json_out=json_out)
            return
        engine = Engine(store=store, config=config, secret=session.secret(), clock=now)
        if pause:
            _say_paused(engine.pause(found.name, found.day), json_out=json_out)
            return
        if resume:
            engine.resume(found.name, found.day)
        with progress("Sending", total=None, quiet=json_out) as advance:
            sent = engine.send(found, wait=time.sleep, to=to, repeat_uncertain=repeat_uncertain, progress=advance)
    say(sent_json(sent), as_json=json_out, human=lambda: show_sent(sent))


def _say_paused(sending: Sending, *, json_out: bool) -> None:
    def human() -> None:
        out.print(f"{sending.edition} of {sending.day} is paused; `bouclage send --resume` goes on.")

    data = {"edition": sending.edition, "day": sending.day.isoformat(), "state": sending.state.value}
    say(data, as_json=json_out, human=human)


def say_report(report: DeliveryReport, *, json_out: bool) -> None:
    """Tell what became of a sending: states as bars, what came back, who left."""

    def human() -> None:
        out.print(f"{report.edition} of {report.day}: {report.planned} to be sent, {_state_of(report)}.")
        widest = max(report.states.values(), default=0) or 1
        for state, count in report.states.items():
            if count:
                out.print(
                    f"  {state.value:<10} {count:>8}  {'█' * max(1, round(40 * count / widest))}", highlight=False
                )
        back = ", ".join(f"{count} {kind.value}" for kind, count in report.returns.items() if count)
        out.print(f"Came back: {back or 'nothing'}. {report.left} left since.")
        for domain, count in report.refused_by:
            out.print(f"  refused by {domain}: {count}", highlight=False)

    say(to_plain(report), as_json=json_out, human=human)


def _state_of(report: DeliveryReport) -> str:
    if report.sending is None:
        return "not planned yet"
    return report.sending.value + (f": {report.reason}" if report.reason else "")


def say_preview(plan: dict[str, Any], *, json_out: bool) -> None:
    """Tell what a sending would do."""

    def human() -> None:
        out.print(f"{plan['subject']}: {plan['recipients']} recipients, {plan['bytes']} bytes each. Nothing was sent.")
        for row in plan["variants"] if len(plan["variants"]) > 1 else ():
            out.print(f"  {row['recipients']:>7}  {row['variant']}", highlight=False)

    say(plan, as_json=json_out, human=human)


def sent_json(sent: Sent) -> dict[str, Any]:
    """Return a sending's result as plain values."""
    return {"edition": sent.edition, "day": sent.day.isoformat(), "new": sent.planned_now, "states": dict(sent.states)}


def show_sent(sent: Sent) -> None:
    """Tell people what became of a sending."""
    parts = [f"{count} {state}" for state, count in sent.states.items() if count]
    out.print(f"{sent.edition} of {sent.day}: {', '.join(parts) or 'nobody has asked for it yet'}.")
