"""Health: for whoever watches over the process."""

from fastapi import Request, Response

from bouclage.errors import StoreError
from bouclage.web.answers import TEXT, passing
from bouclage.web.site import site_of


def alive(request: Request) -> Response:
    """Say whether the store answers."""
    try:
        site_of(request).store.version()
    except StoreError:
        return passing("the store does not answer\n", kind=TEXT, status=503)
    return passing("ok\n", kind=TEXT)


def ready(request: Request) -> Response:
    """Say whether the store is one that this program can work with."""
    try:
        site_of(request).store.check(migrate=False)
    except StoreError as error:
        # by kind, not by message: that names paths
        return passing(f"not ready: {type(error).__name__}\n", kind=TEXT, status=503)
    return passing("ready\n", kind=TEXT)
