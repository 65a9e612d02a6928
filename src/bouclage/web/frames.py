"""Frames: what stands around each page of a site, in the language its reader wants."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from hashlib import blake2b
from importlib.resources import files

from fastapi import Request
from starlette.responses import Response

from bouclage.render import Card, Frame
from bouclage.web.site import Site
from bouclage.web.words import LANGUAGES

_KINDS = {".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml", ".png": "image/png"}
_FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Choice:
    """In which language a page speaks, and whether its reader asked for it by address."""

    language: str
    asked: str | None = None


def choice_of(request: Request, site: Site) -> Choice:
    """Return the language for a reader: the one asked for, one their browser prefers, the edition's own.

    The edition's own wins wherever the browser takes it at all: most readers' browsers name English last.
    """
    asked = request.query_params.get("lang", "")
    if asked in LANGUAGES:
        return Choice(asked, asked)
    own = site.edition.language.split("-")[0].lower()
    wanted = _preferred(request.headers.get("accept-language", ""))
    if not wanted or own in wanted:
        return Choice(site.edition.language)
    return Choice(wanted[0])


def frame_of(site: Site, choice: Choice, path: str, *, card: Card | None = None, robots: str | None = None) -> Frame:
    """Return the frame for the page at `path`, below the site's base."""
    return Frame(
        title=site.edition.title,
        title_language=site.edition.language,
        base=site.base,
        path=path,
        chosen=choice.asked,
        languages=LANGUAGES,
        assets=addresses(site.root),
        editions=site.others,
        sign_up=site.sign_up,
        card=replace(card, url=site.whole(path)) if card else None,
        robots=robots,
    )


def asset(request: Request) -> Response:
    """Give a file that pages load: scripts and icons. Its address changes with its content."""
    name = str(request.path_params["name"])
    found = _assets().get(name)
    if found is None:
        return Response(status_code=404)
    body, _ = found
    cache = _FOREVER if request.query_params else "public, max-age=3600"
    return Response(body, headers={"Content-Type": _KINDS[name[name.rindex(".") :]], "Cache-Control": cache})


def favicon(_request: Request) -> Response:
    """Give the icon at the address where browsers look for one without being told: pages of a few words name none."""
    body, _ = _assets()["icon-192.png"]
    return Response(body, headers={"Content-Type": _KINDS[".png"], "Cache-Control": "public, max-age=86400"})


@cache
def _assets() -> Mapping[str, tuple[bytes, str]]:
    folder = files("bouclage.web") / "static"
    read = {one.name: one.read_bytes() for one in folder.iterdir() if one.is_file()}
    return {name: (body, blake2b(body, digest_size=6).hexdigest()) for name, body in read.items()}


@cache
def addresses(root: str) -> Mapping[str, str]:
    """Return the address of each file that pages load, by its name."""
    return {name: f"{root}/static/{name}?v={mark}" for name, (_, mark) in _assets().items()}


def _preferred(header: str) -> list[str]:
    """Return the languages of an Accept-Language header that we speak, the most wanted first."""
    weighed = []
    for place, one in enumerate(header.lower().split(",")[:20]):
        tag, _, weight = one.partition(";")
        try:
            quality = float(weight.replace(" ", "").removeprefix("q=")) if weight else 1.0
        except ValueError:
            continue
        base = tag.strip().split("-")[0]
        if base in LANGUAGES and quality > 0:
            weighed.append((-quality, place, base))
    return list(dict.fromkeys(base for _, _, base in sorted(weighed)))
