"""Preferences: how the edition comes to one reader, by their own signed link; and what they may ask for."""

from dataclasses import replace
from datetime import date
from zoneinfo import available_timezones

from fastapi import Request, Response
from starlette.concurrency import run_in_threadpool

from bouclage.deliver import token
from bouclage.edition import ORDER
from bouclage.pipeline import Asked, ask, change
from bouclage.records import Frequency, LetterKind, MailFormat, NewsChoice, Subscriber, SubscriberStatus
from bouclage.render import About, Form, preferences_page, reader_words
from bouclage.render.words import LANGUAGES
from bouclage.web.answers import passing
from bouclage.web.joining import PATH
from bouclage.web.reception import Reception, first, form_of, language_for, network_of, reception_of

SECTIONS = tuple(key for key in ORDER if key not in ("front", "news"))
_LETTERS = {"data": LetterKind.DATA, "erase": LetterKind.ERASE}


def show(request: Request) -> Response:
    """Show a reader's preferences."""
    reception = reception_of(request)
    reader = _reader(reception, request)
    if reader is None:
        return _no_longer(request, reception)
    return passing(_page(reception, reader))


async def save(request: Request) -> Response:
    """Keep a reader's preferences, or send the link that their data are had or erased by."""
    reception = reception_of(request)
    sent = await form_of(request)
    reader = await run_in_threadpool(_reader, reception, request)
    if reader is None:
        return _no_longer(request, reception)
    about = _about(reception, reader)
    kind = _LETTERS.get(first(sent, "act"))
    if kind is not None:
        asked = await run_in_threadpool(
            ask,
            reception.store,
            reception.config,
            kind,
            address=reader.address,
            edition=reader.edition,
            language=about.language,
            where="preferences",
            network=network_of(request, proxies=reception.config.subscribers.proxies),
            secret=reception.secrets[0],
            now=reception.clock(),
        )
        if asked is Asked.CROWDED:
            return passing(reception.message(about, "too_many"), status=429, headers={"Retry-After": "3600"})
        hours = f"{reception.config.subscribers.link_hours:g}"
        return passing(reception.message(about, "on_its_way", hours=hours))
    try:
        wished = _wished(reader, sent)
    except ValueError:
        return passing(_page(reception, reader, "not_saved"), status=422)
    if not await run_in_threadpool(change, reception.store, wished, reception.clock(), where="preferences page"):
        return _no_longer(request, reception)
    return passing(_page(reception, wished, "saved"))


def _wished(reader: Subscriber, sent: dict[str, list[str]]) -> Subscriber:
    """Return a reader with the wishes of a form. Raises ValueError for one that means nothing."""
    language, zone, paused = first(sent, "language"), first(sent, "time_zone"), first(sent, "paused_until")
    sections = tuple(sent.get("sections", ()))
    if language not in LANGUAGES or not set(sections) <= set(SECTIONS):
        raise ValueError("no such language or section")
    if zone and zone not in available_timezones():
        raise ValueError("no such time zone")
    return replace(
        reader,
        language=language,
        sections=tuple(key for key in SECTIONS if key in sections),
        news=NewsChoice(first(sent, "news")),
        hour=first(sent, "hour") or None,
        time_zone=zone or None,
        mail_format=MailFormat(first(sent, "mail_format")),
        frequency=Frequency(first(sent, "frequency")),
        week_day=int(first(sent, "week_day")[:2]),
        paused_until=date.fromisoformat(paused) if paused else None,
    )


def masked(address: str) -> str:
    """Return an address as its owner knows it again and a stranger with a forwarded mail does not learn it."""
    name, _, domain = address.rpartition("@")
    return f"{name[:1]}…@{domain}"


def _page(reception: Reception, reader: Subscriber, told: str | None = None) -> str:
    return preferences_page(
        _about(reception, reader),
        reader,
        address=masked(reader.address),
        action=reception.link("preferences", reader.id, "preferences"),
        leave_action=f"{reception.base}/unsubscribe/{token(reader.id, reception.secrets[0])}",
        sections=SECTIONS,
        told=told,
    )


def _about(reception: Reception, reader: Subscriber) -> About:
    edition = reception.edition(reader.edition)
    return reception.about(edition, reader.language or edition.language)


def _reader(reception: Reception, request: Request) -> Subscriber | None:
    """Return whose link it is, while they get the edition."""
    subscriber_id = reception.named(str(request.path_params["token"]), "preferences")
    if subscriber_id is None:
        return None
    with reception.store.read() as tx:
        reader = tx.subscribers.by_id(subscriber_id)
    return reader if reader is not None and reader.status is SubscriberStatus.CONFIRMED else None


def _no_longer(request: Request, reception: Reception) -> Response:
    edition = reception.config.edition()
    about = reception.about(edition, language_for(request, edition.language))
    again = Form(action=f"{reception.base}{PATH}", button=reader_words(about.language)["sign_up_title"], method="get")
    return passing(reception.message(about, "no_longer", again), status=410)
