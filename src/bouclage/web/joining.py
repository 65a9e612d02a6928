"""Joining: the sign-up form, and the button that confirms.

The answer is the same for every address, known or not, and so is the work it takes. Opening a link changes nothing:
link checkers open every link of a mail.
"""

from fastapi import Request, Response
from starlette.concurrency import run_in_threadpool

from bouclage.config import EditionConfig
from bouclage.errors import SubscriberError
from bouclage.pipeline import Asked, ask, confirm, open_letter
from bouclage.records import LetterKind
from bouclage.render import Form, agreed_text, reader_words, sign_up_page
from bouclage.render.words import LANGUAGES
from bouclage.web.answers import passing
from bouclage.web.reception import Reception, first, form_of, language_for, network_of, reception_of

PATH = "/stay-informed"
WHERE = "web form"


def form(request: Request) -> Response:
    """Show the sign-up form."""
    reception = reception_of(request)
    edition = reception.edition(request.query_params.get("edition"))
    language = language_for(request, edition.language)
    if not reception.config.subscribers.open:
        return _told(reception, edition, language, "closed", 404)
    return passing(_page(reception, edition, language))


async def take(request: Request) -> Response:
    """Take a sign-up."""
    reception = reception_of(request)
    sent = await form_of(request)
    edition = reception.edition(request.query_params.get("edition"))
    limits = reception.config.subscribers
    language = first(sent, "language")
    if language not in LANGUAGES:
        language = language_for(request, edition.language)
    if not limits.open:
        return _told(reception, edition, language, "closed", 404)
    address = first(sent, "address").strip()[:320]
    if "made" not in sent:  # the short form on the edition's page: here they see what they agree to
        return passing(_page(reception, edition, language, address))
    if first(sent, "website"):  # only programs see this field: they are told what everybody is told
        return _asked(reception, edition, language)
    age = reception.age(first(sent, "made"))
    if age is None or age < limits.least_seconds:
        return passing(_page(reception, edition, language, address, "again"), status=422)
    if first(sent, "agree") != "yes":
        return passing(_page(reception, edition, language, address, "must_agree"), status=422)
    try:
        asked = await run_in_threadpool(
            ask,
            reception.store,
            reception.config,
            LetterKind.SIGN_UP,
            address=address,
            edition=edition.name,
            language=language,
            where=f"{WHERE} {reception.config.web.public_url.rstrip('/')}{PATH}",
            words=agreed_text(reception.about(edition, language)),
            network=network_of(request, proxies=limits.proxies),
            secret=reception.secrets[0],
            now=reception.clock(),
        )
    except SubscriberError:
        return passing(_page(reception, edition, language, address, "bad_address"), status=422)
    if asked is Asked.CROWDED:
        return passing(
            reception.message(reception.about(edition, language), "too_many"),
            status=429,
            headers={"Retry-After": "3600"},
        )
    return _asked(reception, edition, language)


def ask_to_confirm(request: Request) -> Response:
    """Show the button behind the link of a letter; change nothing."""
    reception = reception_of(request)
    token = str(request.path_params["token"])
    letter = open_letter(
        reception.store, reception.named(token, LetterKind.SIGN_UP.value), LetterKind.SIGN_UP, reception.clock()
    )
    if letter is None:
        return _expired(request, reception)
    about = reception.about(reception.edition(letter.edition), letter.language)
    button = Form(action=f"{reception.base}/confirm/{token}", button=reader_words(letter.language)["confirm_button"])
    return passing(reception.message(about, "confirm", button, address=letter.address))


def confirmed(request: Request) -> Response:
    """Put the letter's address on the list."""
    reception = reception_of(request)
    letter_id = reception.named(str(request.path_params["token"]), LetterKind.SIGN_UP.value)
    reader = None if letter_id is None else confirm(reception.store, letter_id, reception.clock())
    if reader is None:
        return _expired(request, reception)
    edition = reception.edition(reader.edition)
    about = reception.about(edition, reader.language or edition.language)
    onward = Form(
        action=reception.link("preferences", reader.id, "preferences"),
        button=reader_words(about.language)["to_preferences"],
        method="get",
    )
    return passing(reception.message(about, "confirmed", onward, address=reader.address))


def _page(
    reception: Reception, edition: EditionConfig, language: str, address: str = "", error: str | None = None
) -> str:
    named = "" if edition is reception.config.edition() else f"?edition={edition.name}"
    return sign_up_page(
        reception.about(edition, language),
        action=f"{reception.base}{PATH}{named}",
        stamp=reception.stamp(),
        address=address,
        error=error,
    )


def _asked(reception: Reception, edition: EditionConfig, language: str) -> Response:
    hours = f"{reception.config.subscribers.link_hours:g}"
    return passing(reception.message(reception.about(edition, language), "asked", hours=hours))


def _told(reception: Reception, edition: EditionConfig, language: str, key: str, status: int) -> Response:
    return passing(reception.message(reception.about(edition, language), key), status=status)


def _expired(request: Request, reception: Reception) -> Response:
    edition = reception.config.edition()
    about = reception.about(edition, language_for(request, edition.language))
    again = Form(action=f"{reception.base}{PATH}", button=reader_words(about.language)["sign_up_title"], method="get")
    return passing(reception.message(about, "expired", again), status=410)
