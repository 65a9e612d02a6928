"""The application under /api/v1: routes with their least role, and failures as JSON."""

import logging
from collections.abc import Awaitable, Callable

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from bouclage import __version__
from bouclage.errors import (
    BouclageError,
    EditionNotFoundError,
    NotAllowedError,
    RulingNotFoundError,
    SourceExistsError,
    SourceNotFoundError,
    StoreBusyError,
    StoreError,
    StoryNotFoundError,
)
from bouclage.text.urls import without_secrets
from bouclage.web.desk.api import edition, people, rights, sources
from bouclage.web.desk.house import House

log = logging.getLogger(__name__)

_NOT_THERE = (EditionNotFoundError, StoryNotFoundError, SourceNotFoundError, RulingNotFoundError)
DESCRIPTION = """\
Everything the desk does. Send a token in `Authorization: Bearer bouclage_…`; an account's page at the desk gives one.
A token may do what its role may: `reader` looks, `editor` makes the edition, `admin` runs the house.
What changes something is noted in the audit trail and told to webhooks, as at the desk.
"""


def make_api(house: House) -> FastAPI:
    """Return the application; its routes say what they need in `rights`."""
    app = FastAPI(
        title="Bouclage",
        version=__version__,
        description=DESCRIPTION,
        openapi_url="/openapi.json",
        docs_url=None,  # the framework's pages load scripts from another host
        redoc_url=None,
        redirect_slashes=False,
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
    )
    app.state.house = house
    for one in (edition.router, sources.router, people.router):
        app.include_router(one, responses=rights.RESPONSES)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _unfit)
    app.add_exception_handler(BouclageError, _failed)
    app.add_exception_handler(Exception, _broken)
    app.middleware("http")(_bounded)
    return app


async def _bounded(request: Request, call: Callable[[Request], Awaitable[JSONResponse]]) -> JSONResponse:
    """Refuse a body that is longer than anything we take, or of unknown length."""
    house: House = request.app.state.house
    length = request.headers.get("content-length", "0")
    if "chunked" in request.headers.get("transfer-encoding", "").lower() or not length.isdigit():
        return _told(411, "say how long the body is")
    if int(length) > house.settings.body_bytes:
        return _told(413, f"at most {house.settings.body_bytes} bytes")
    answer = await call(request)
    answer.headers["Cache-Control"] = "no-store"
    return answer


async def _refused(_request: Request, error: Exception) -> JSONResponse:
    status = error.status_code if isinstance(error, HTTPException) else 400
    headers = dict(getattr(error, "headers", None) or {})
    return _told(status, str(getattr(error, "detail", "refused")), headers)


async def _unfit(_request: Request, error: Exception) -> JSONResponse:
    problems = error.errors() if isinstance(error, RequestValidationError) else []
    said = "; ".join(f"{'.'.join(str(part) for part in one['loc'])}: {one['msg']}" for one in problems[:5])
    return _told(422, said or "cannot be read")


async def _failed(_request: Request, error: Exception) -> JSONResponse:
    said = without_secrets(" ".join(str(error).split()))
    if isinstance(error, NotAllowedError):
        return _told(403, said)
    if isinstance(error, _NOT_THERE) or getattr(error, "word", "") in {"gone", "no_user"}:
        return _told(404, said)
    if isinstance(error, SourceExistsError | StoreBusyError) or getattr(error, "word", "") == "name_taken":
        return _told(409, said)
    if isinstance(error, StoreError):
        log.error("the store fails: %s", said)
        return _told(503, "the store does not answer", {"Retry-After": "30"})
    return _told(422, said)


async def _broken(_request: Request, _error: Exception) -> JSONResponse:
    return _told(500, "this could not be done; the error has been noted")


def _told(status: int, said: str, headers: dict[str, str] | None = None) -> JSONResponse:
    return JSONResponse({"error": said}, status, headers={"Cache-Control": "no-store", **(headers or {})})
