"""Visit: one request to a page of the desk, and the gate that every page stands behind.

A page is entered in a table of routes with the least role that may ask for it; there is no other way to add one. The
gate finds out who asks, refuses who may not, and reads a form only where it was sent from a page of ours.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException

from bouclage.errors import (
    BouclageError,
    EditionNotFoundError,
    SourceNotFoundError,
    StoreBusyError,
    StoreError,
    StoryNotFoundError,
)
from bouclage.records import Role, User
from bouclage.web.answers import passing
from bouclage.web.desk import pages
from bouclage.web.desk.house import House, house_of
from bouclage.web.desk.passwords import new_secret
from bouclage.web.desk.sessions import chosen_edition, cookie_of, form_is_ours, form_token, set_cookie, user_of

log = logging.getLogger(__name__)

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {"Content-Security-Policy": POLICY, "Cache-Control": "no-store", "X-Robots-Tag": "noindex"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Who asks for what."""

    request: Request
    house: House
    user: User | None
    cookie: str
    new_cookie: bool = False
    form: Mapping[str, str] = field(default_factory=dict)  # the last value of each field
    many: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # all values of each field
    files: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def editor(self) -> User:
        """Who is signed in, on a page that asks for it."""
        if self.user is None:
            raise HTTPException(403)
        return self.user

    def part(self, name: str) -> str:
        """Return a part of the address."""
        return str(self.request.path_params[name])

    def asked(self, name: str, default: str = "") -> str:
        """Return a parameter of the address."""
        return self.request.query_params.get(name, default)

    def show(self, template: str, *, status: int = 200, **values: Any) -> Response:
        """Answer with a page."""
        text = pages.fill(self.house, self.user, template, csrf=form_token(self.house, self.cookie), **values)
        answer = passing(text, status=status, headers=HEADERS)
        if self.new_cookie:
            set_cookie(self.house, answer, self.cookie)
        return answer

    def go(self, path: str, **parameters: str) -> Response:
        """Send the browser to another page of the desk."""
        query = f"?{urlencode(parameters)}" if parameters else ""
        place = f"{self.house.base}{quote(path, safe='/')}{query}"
        return Response(status_code=303, headers={**HEADERS, "Location": place})

    def told(self, word: str, *, status: int, text: str = "") -> Response:
        """Answer with a small page that says what is wrong, in the desk's words and, below, in the program's."""
        return self.show("told.html", status=status, word=word, text=text)


Page = Callable[[Visit], Response]


@dataclass(frozen=True, slots=True)
class Route:
    """One page: how it is asked for, by whom at least (None: by anybody), and what answers."""

    method: str
    path: str
    role: Role | None
    page: Page


def gate(route: Route) -> Callable[[Request], Awaitable[Response]]:
    """Return the endpoint of a route."""

    async def endpoint(request: Request) -> Response:
        house = chosen_edition(house_of(request), request)
        cookie = cookie_of(request)
        user = await run_in_threadpool(user_of, house, cookie)
        visit = Visit(request=request, house=house, user=user, cookie=cookie or new_secret(), new_cookie=not cookie)
        if route.role is not None:
            if user is None:
                if route.method == "GET":
                    return visit.go("/desk/login", next=request.url.path)
                return visit.told("sign_in_first", status=401)
            if not user.role.covers(route.role):
                return visit.told("not_allowed", status=403)
        if route.method == "POST":
            try:
                sent = await _form(request, house.settings.body_bytes)
            except (MultiPartException, ValueError, HTTPException):
                return visit.told("form_broken", status=400)
            if sent is None:
                return visit.told("too_long", status=413)
            visit = _with(visit, sent)
            if not form_is_ours(house, request, cookie, visit.form.get("csrf", "")):
                return visit.told("form_foreign", status=403)
        return await run_in_threadpool(_answer, route, visit)

    endpoint.__doc__ = route.page.__doc__
    endpoint.__name__ = f"{route.page.__module__.rpartition('.')[2]}_{route.page.__name__}"
    return endpoint


def _answer(route: Route, visit: Visit) -> Response:
    try:
        return route.page(visit)
    except (StoryNotFoundError, EditionNotFoundError, SourceNotFoundError) as error:
        return visit.told("gone", status=404, text=str(error))
    except StoreBusyError as error:
        return visit.told("busy", status=409, text=str(error))
    except StoreError:
        raise
    except BouclageError as error:
        return visit.told(getattr(error, "word", "cannot"), status=422, text=str(error))


@dataclass(frozen=True, slots=True)
class _Sent:
    fields: FormData
    files: Mapping[str, bytes]


async def _form(request: Request, most: int) -> _Sent | None:
    """Return what a form sent, or None where it is longer than `most` bytes."""
    length = request.headers.get("content-length", "")
    if not length.isdigit() or int(length) > most:  # a body of unknown length is nothing a browser's form sends
        return None
    data = await request.form(max_files=2, max_fields=600, max_part_size=most)
    files = {name: await one.read() for name, one in data.multi_items() if isinstance(one, UploadFile)}
    return _Sent(data, files)


def _with(visit: Visit, sent: _Sent) -> Visit:
    many: dict[str, tuple[str, ...]] = {}
    for name, value in sent.fields.multi_items():
        if isinstance(value, str):
            many[name] = (*many.get(name, ()), value)
    return Visit(
        request=visit.request,
        house=visit.house,
        user=visit.user,
        cookie=visit.cookie,
        new_cookie=visit.new_cookie,
        form={name: values[-1] for name, values in many.items()},
        many=many,
        files=sent.files,
    )
