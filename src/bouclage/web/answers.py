"""Answers: a page as HTTP gives it out, whole, packed or not at all where the reader has it already."""

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b

from fastapi import Request, Response

HTML = "text/html; charset=utf-8"
JSON = "application/json"
TEXT = "text/plain; charset=utf-8"

_PACK = 5  # gzip level: beyond it, twice the time saves one part in a hundred


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A rendered page, ready to be given out many times."""

    body: bytes
    packed: bytes  # gzip
    tag: str
    kind: str
    status: int
    name: str | None = None  # of the file it is saved under


def data_page(body: bytes, *, kind: str, name: str) -> Page:
    """Return a file as a page; it is packed already."""
    tag = f'"{blake2b(body, digest_size=12).hexdigest()}"'
    return Page(body=body, packed=b"", tag=tag, kind=kind, status=200, name=name)


def page(text: str, *, kind: str = HTML, status: int = 200) -> Page:
    """Return `text` as a page."""
    body = text.encode("utf-8", "replace")  # a lone surrogate in some headline must not lose the edition
    return Page(
        body=body,
        packed=gzip.compress(body, _PACK, mtime=0),
        # weak: the same page goes out packed or plain
        tag=f'W/"{blake2b(body, digest_size=12).hexdigest()}"',
        kind=kind,
        status=status,
    )


def answer(request: Request, page: Page, *, max_age_s: int) -> Response:
    """Answer a request with a page that anybody may keep for `max_age_s` seconds; 304 to who has it already."""
    headers = {
        "ETag": page.tag,
        "Cache-Control": f"public, max-age={max_age_s}, must-revalidate",
        "Vary": "Accept-Encoding, Accept-Language",
    }
    if page.status == 200 and _has(request.headers.get("if-none-match", ""), page.tag):
        return Response(status_code=304, headers=headers)
    body = page.body
    if page.name:
        headers["Content-Disposition"] = f'inline; filename="{page.name}"'
    if page.packed and _takes_gzip(request.headers.get("accept-encoding", "")):
        body, headers["Content-Encoding"] = page.packed, "gzip"
    return Response(body, page.status, headers | {"Content-Type": page.kind})


def passing(text: str, *, kind: str = HTML, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Answer with a page that nobody may keep and no search engine list."""
    kept_by_nobody = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex", "Content-Type": kind}
    return Response(text.encode("utf-8", "replace"), status, kept_by_nobody | dict(headers or {}))


def _has(asked: str, tag: str) -> bool:
    """Whether an If-None-Match names `tag`, compared weakly (RFC 9110, 13.1.2)."""
    given = [one.strip().removeprefix("W/") for one in asked.split(",")]
    return "*" in given or tag.removeprefix("W/") in given


def _takes_gzip(accepted: str) -> bool:
    for one in accepted.lower().split(","):
        coding, _, weight = one.partition(";")
        if coding.strip() == "gzip":
            return weight.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False
