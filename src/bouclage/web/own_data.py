"""Own data: a reader fetches all that is kept about them, or has it erased, by a link sent to their address."""

import json

from fastapi import Request, Response
from starlette.concurrency import run_in_threadpool

from bouclage.pipeline import data_of, erase, open_letter
from bouclage.records import Letter, LetterKind
from bouclage.render import Form, erase_page, reader_words
from bouclage.web.answers import JSON, passing
from bouclage.web.reception import Reception, first, form_of, language_for, reception_of


def ask_for_data(request: Request) -> Response:
    """Show the button that downloads a reader's data."""
    reception = reception_of(request)
    letter = _letter(request, reception, LetterKind.DATA)
    if letter is None:
        return _expired(request, reception)
    about = reception.about(reception.edition(letter.edition), letter.language)
    button = Form(action=_here(request, reception, "data"), button=reader_words(letter.language)["data_get_button"])
    return passing(reception.message(about, "data_lead", button, address=letter.address))


def give_data(request: Request) -> Response:
    """Give a reader's data as a file."""
    reception = reception_of(request)
    letter = _letter(request, reception, LetterKind.DATA)
    if letter is None:
        return _expired(request, reception)
    text = json.dumps(data_of(reception.store, letter.address), ensure_ascii=False, indent=1) + "\n"
    return passing(text, kind=JSON, headers={"Content-Disposition": 'attachment; filename="data.json"'})


def ask_to_erase(request: Request) -> Response:
    """Show the button that erases a reader."""
    reception = reception_of(request)
    letter = _letter(request, reception, LetterKind.ERASE)
    if letter is None:
        return _expired(request, reception)
    about = reception.about(reception.edition(letter.edition), letter.language)
    return passing(erase_page(about, address=letter.address, action=_here(request, reception, "erase")))


async def erased(request: Request) -> Response:
    """Erase a reader."""
    reception = reception_of(request)
    sent = await form_of(request)
    letter = await run_in_threadpool(_letter, request, reception, LetterKind.ERASE)
    if letter is None:
        return _expired(request, reception)
    keep = first(sent, "keep") == "yes"
    done = await run_in_threadpool(erase, reception.store, letter.id, reception.clock(), keep_hash=keep)
    if not done:
        return _expired(request, reception)
    about = reception.about(reception.edition(letter.edition), letter.language)
    return passing(reception.message(about, "erased"))


def _letter(request: Request, reception: Reception, kind: LetterKind) -> Letter | None:
    letter_id = reception.named(str(request.path_params["token"]), kind.value)
    return open_letter(reception.store, letter_id, kind, reception.clock())


def _here(request: Request, reception: Reception, path: str) -> str:
    return f"{reception.base}/{path}/{request.path_params['token']}"


def _expired(request: Request, reception: Reception) -> Response:
    edition = reception.config.edition()
    about = reception.about(edition, language_for(request, edition.language))
    return passing(reception.message(about, "expired"), status=410)
