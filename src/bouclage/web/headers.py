"""Headers: what every answer carries, so that a page can run no script, load nothing foreign and set no cookie."""

from base64 import b64encode
from hashlib import sha256

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bouclage.render import message_page


def policy() -> str:
    """Return the content security policy: our own style sheet, scripts, pictures and forms, and no others."""
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src '{_style_hash(message_page('', ''))}'",
            "script-src 'self'",
            "connect-src 'self'",  # the service worker's own reading
            "worker-src 'self'",
            "manifest-src 'self'",
            "img-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


def safe_headers() -> dict[str, str]:
    """Return the headers of every answer."""
    return {
        "Content-Security-Policy": policy(),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
    }


class SafeHeaders:
    """ASGI middleware that gives every answer these headers, whoever made it."""

    def __init__(self, app: ASGIApp, headers: dict[str, str]) -> None:
        self._app = app
        self._headers = headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and put the headers on its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)  # the desk has a policy of its own
            await send(message)

        await self._app(scope, receive, with_headers)


def _style_hash(page: str) -> str:
    """Return the CSP source of the style sheet that all pages share, byte for byte."""
    style = page.partition("<style>")[2].partition("</style>")[0]
    return "sha256-" + b64encode(sha256(style.encode()).digest()).decode()
