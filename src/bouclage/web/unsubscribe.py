"""Unsubscribe: leave by the link in a mail, at once, without an account and without being asked why.

RFC 8058: a mail program POSTs `List-Unsubscribe=One-Click` to the link; a person opens it and presses the button. Link
checkers open every link in a mail, so opening changes nothing. Every token gets the same answer, so that nobody learns
from us who reads.
"""

from urllib.parse import quote

from fastapi import Request, Response

from bouclage.pipeline import leave as take_off
from bouclage.render import Form
from bouclage.web.answers import passing
from bouclage.web.reception import reception_of
from bouclage.web.site import site_of


def ask(request: Request) -> Response:
    """Show the button; change nothing."""
    site = site_of(request)
    form = Form(
        action=f"{site.base}/unsubscribe/{quote(str(request.path_params['token']), safe='')}",
        button=site.words["leave_button"],
        hidden=(("List-Unsubscribe", "One-Click"),),
    )
    return passing(site.message("leave_title", "leave", form))


def leave(request: Request) -> Response:
    """Take the token's owner off the list; as often as asked.

    The body is not read: whatever a mail program sends in it, urlencoded or multipart, the wish is in the address.
    """
    site = site_of(request)
    _leave(request, str(request.path_params["token"]))
    return passing(site.message("left_title", "left"))


def _leave(request: Request, token: str) -> None:
    reception = reception_of(request)
    subscriber_id = reception.named(token, "unsubscribe")
    if subscriber_id is not None:
        take_off(reception.store, subscriber_id, reception.clock(), where="link in a mail")
