"""Failures: what readers are told when something is not there, or not working. Never a path, never a trace."""

import json
import logging

from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException

from bouclage.errors import EditionNotFoundError, StoreError, StoryNotFoundError
from bouclage.web.answers import HTML, JSON, passing
from bouclage.web.site import Site, first_site, site_of

log = logging.getLogger(__name__)


def tell_failures(app: FastAPI) -> None:
    """Have every failure answered by a page in the edition's language."""
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(EditionNotFoundError, _not_there)
    app.add_exception_handler(StoryNotFoundError, _not_there)
    app.add_exception_handler(StoreError, _store_fails)
    app.add_exception_handler(Exception, _failed)


async def _refused(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 400
    headers = dict(getattr(error, "headers", None) or {})
    if status == 404:
        return _told(request, "not_found", status)
    return _told(request, "refused", status, headers)


async def _not_there(request: Request, _error: Exception) -> Response:
    return _told(request, "not_found", 404)


async def _store_fails(request: Request, error: Exception) -> Response:
    log.error("%s was not answered, the store fails: %s", request.method, " ".join(str(error).split()))
    return _told(request, "unavailable", 503, {"Retry-After": str(first_site(request).settings.retry_after_s)})


async def _failed(request: Request, _error: Exception) -> Response:
    # The server logs the error itself; the headers are given here because this answer passes all middleware by.
    return _told(request, "failed", 500, dict(first_site(request).headers))


def _told(request: Request, what: str, status: int, headers: dict[str, str] | None = None) -> Response:
    site = _site(request)
    if request.url.path.endswith(".json"):
        return passing(json.dumps({"error": site.words[what]}), kind=JSON, status=status, headers=headers)
    return passing(site.message(f"{what}_title", what), kind=HTML, status=status, headers=headers)


def _site(request: Request) -> Site:
    try:
        return site_of(request)
    except EditionNotFoundError:
        return first_site(request)
