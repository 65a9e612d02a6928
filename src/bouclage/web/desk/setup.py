"""The first start: a page that asks what a house needs to know, and is gone once there is somebody to sign in.

Its address holds a token that only the console shows: whoever reaches the port first is not thereby its owner.
"""

import secrets
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, replace
from email.message import EmailMessage
from functools import cache
from importlib.resources import files
from threading import Event, Lock
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from bouclage.config import Config, EditionConfig, MailConfig, PublisherConfig, house_file, write_house
from bouclage.deliver import checked_address
from bouclage.errors import BouclageError, ConfigError, DeskError
from bouclage.pipeline import relay_connection
from bouclage.records import Role, Source, SourceKind
from bouclage.sources import parse_opml, source_id_from
from bouclage.web.answers import passing
from bouclage.web.desk import pages
from bouclage.web.desk.acts import sources as source_acts
from bouclage.web.desk.acts import users as user_acts
from bouclage.web.desk.house import House
from bouclage.web.desk.static_files import static_file
from bouclage.web.desk.visit import HEADERS
from bouclage.web.desk.words import LANGUAGES, words_for
from bouclage.web.headers import SafeHeaders, safe_headers

_BY = "first start"
_TITLES = {"fr": "Édition du soir", "de": "Abendausgabe", "it": "Edizione della sera", "en": "Evening edition"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """A first start: what it may do, and how it says that it is done."""

    house: House
    token: str
    done: Event
    bundled: Callable[[Config], None]  # reads the bundled day and closes its edition
    lock: Lock  # two browsers that press the button at once set up one house


def make_start(house: House, *, token: str, done: Event, bundled: Callable[[Config], None]) -> FastAPI:
    """Return the application of a first start; every address but the wizard's says where to look."""
    app = FastAPI(
        openapi_url=None,
        redirect_slashes=False,
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
    )
    app.state.start = Start(house=house, token=token, done=done, bundled=bundled, lock=Lock())
    app.add_api_route("/desk/static/{name}", static_file, methods=["GET"], response_model=None)
    app.add_api_route("/setup/{token}", _ask, methods=["GET"], response_model=None)
    app.add_api_route("/setup/{token}", _take, methods=["POST"], response_model=None)
    app.add_api_route("/{path:path}", _elsewhere, methods=["GET", "HEAD"], response_model=None)
    app.add_middleware(SafeHeaders, headers=safe_headers())
    return app


@cache
def suggested() -> tuple[dict[str, Any], ...]:
    """Return the hand-picked sources, by country: names and addresses of public feeds."""
    text = files("bouclage.web.desk").joinpath("suggested.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["group"])


def _ask(request: Request) -> Response:
    start = _start(request)
    if not _is_ours(start, request):
        return _elsewhere(request)
    language = request.query_params.get("lang", "")
    if language not in LANGUAGES:
        accepted = request.headers.get("accept-language", "").lower()
        language = next((part[:2] for part in accepted.split(",") if part[:2] in LANGUAGES), "fr")
    given = {"language": language, "title": _TITLES[language], "lang": language}
    return _show(start, _defaults(start.house.config) | given)


async def _take(request: Request) -> Response:
    start = _start(request)
    if not _is_ours(start, request):
        return _elsewhere(request)
    length = request.headers.get("content-length", "")
    if not length.isdigit() or int(length) > start.house.settings.body_bytes:
        return passing("", status=413)
    data = await request.form(max_files=2, max_fields=600)
    given: dict[str, Any] = {key: value for key, value in data.multi_items() if isinstance(value, str)}
    given["sources"] = [value for value in data.getlist("sources") if isinstance(value, str)]
    upload = data.get("opml")
    opml = await upload.read() if isinstance(upload, UploadFile) else b""
    return await run_in_threadpool(_begin, start, given, opml)


def _begin(start: Start, given: dict[str, Any], opml: bytes) -> Response:
    filled = _defaults(start.house.config) | given
    try:
        sections = _sections(filled)
        config = _config(start.house.config, sections)
        if given.get("act") == "mail":
            _try_mail(config, given.get("test_to", ""))
            return _show(start, filled, said="mail_sent")
        with start.lock:
            return _found(start, config, sections, given, opml)
    except BouclageError as error:
        return _show(start, filled, wrong=str(error), status=422)


def _found(
    start: Start, config: Config, sections: dict[str, dict[str, str | int]], given: dict[str, Any], opml: bytes
) -> Response:
    """Set the house up: sources and settings first, the administrator last, who ends the first start."""
    if not _is_first(start):
        return passing("", status=410)
    sources = _sources(given["sources"], opml)
    bundled = given.get("bundled") == "yes"
    if not sources and not bundled:
        raise DeskError("choose a source at least, or the bundled day")
    house = replace(start.house, config=config)
    name, password = given.get("admin", ""), given.get("password", "")
    user_acts.check_new(name, password)
    write_house(house_file(config.store.url), sections)
    if sources:
        source_acts.add_all(house, _BY, sources)
    if bundled:
        start.bundled(config)
    user_acts.add(house, _BY, name=name, password=password, role=Role.ADMIN, address=given.get("admin_address", ""))
    start.done.set()
    language = str(sections["editions.evening"]["language"])
    answer = _show(start, {"language": language, "lang": language}, template="begun.html")
    answer.headers["Refresh"] = f"3; url={house.base}/desk/login"
    return answer


def _sections(given: dict[str, Any]) -> dict[str, dict[str, str | int]]:
    def text(key: str) -> str:
        return " ".join(str(given.get(key, "")).split())[:300]

    sender = checked_address(text("from_address")) if text("from_address") else "edition@localhost.localdomain"
    if not text("port").isdigit():
        raise ConfigError("must be a number", key="mail.port", origin="the first start")
    mail: dict[str, str | int] = {
        "host": text("host") or "localhost",
        "port": int(text("port")[:6]),
        "tls": text("tls"),
        "from_name": text("publisher") or text("title"),
        "from_address": sender,
        "list_id": f"evening.{sender.rpartition('@')[2]}",
    }
    if text("user"):
        mail |= {"user": text("user"), "password": str(given.get("smtp_password", ""))}
    made: dict[str, dict[str, str | int]] = {
        "publisher": {"name": text("publisher") or text("title"), "postal": text("postal")},
        "editions.evening": {
            "title": text("title") or _TITLES["en"],
            "language": text("language"),
            "time_zone": text("time_zone"),
            "closes": text("closes"),
        },
        "mail": mail,
    }
    if text("public_url").startswith(("http://", "https://")):
        made["web"] = {"public_url": text("public_url").rstrip("/")}
    return made


def _config(before: Config, sections: dict[str, dict[str, Any]]) -> Config:
    """Return the configuration as it will be, or say which choice cannot be used."""
    try:
        edition = EditionConfig(**sections["editions.evening"])
        edition.closing_time, edition.zone  # noqa: B018 - asked for their errors
        return replace(
            before,
            editions=(edition,),
            mail=MailConfig(**sections["mail"]),
            publisher=PublisherConfig(**sections["publisher"]),
            web=replace(before.web, **sections.get("web", {})),
        )
    except (ValueError, KeyError, OSError) as error:
        raise ConfigError(str(error), key="a choice", origin="the first start") from error


def _defaults(config: Config) -> dict[str, Any]:
    edition, mail = config.edition(), config.mail
    return {
        "language": edition.language,
        "lang": edition.language,
        "title": edition.title,
        "publisher": "",
        "postal": config.publisher.postal,
        "time_zone": edition.time_zone,
        "closes": edition.closes,
        "public_url": config.web.public_url,
        "host": mail.host,
        "port": str(mail.port),
        "tls": mail.tls,
        "user": mail.user or "",
        "from_address": "",
        "test_to": "",
        "admin": "",
        "admin_address": "",
        "sources": [],
        "bundled": "",
    }


def _sources(urls: list[str], opml: bytes) -> tuple[Source, ...]:
    known = {one["url"]: one | {"language": group["language"]} for group in suggested() for one in group["source"]}
    made: list[Source] = []
    for url in dict.fromkeys(urls):
        if url in known:
            taken = {source.id for source in made}
            one = known[url]
            made.append(
                Source(
                    id=source_id_from(url, taken), name=one["name"], url=url, kind=SourceKind.FEED,
                    language=one["language"],
                )
            )  # fmt: skip
    return (*made, *(parse_opml(opml) if opml.strip() else ()))


def _try_mail(config: Config, to: str) -> None:
    message = EmailMessage()
    message["From"] = config.mail.from_address
    message["To"] = checked_address(to)
    message["Subject"] = f"{config.edition().title}: {words_for(config.edition().language)['setup_test_subject']}"
    message.set_content(words_for(config.edition().language)["setup_test_text"])
    connection = relay_connection(config)
    try:
        connection.open()
        connection.hand_over(
            config.mail.from_address, str(message["To"]), message.as_bytes().replace(b"\n", b"\r\n"),
            before_dot=lambda: None,
        )  # fmt: skip
    finally:
        connection.close()


def _show(
    start: Start, given: dict[str, Any], *, said: str = "", wrong: str = "", status: int = 200, template: str = ""
) -> Response:
    language = given["lang"] if given["lang"] in LANGUAGES else "en"
    edition = replace(start.house.edition, language=language)
    house = replace(start.house, config=replace(start.house.config, editions=(edition,)))
    values = {"given": given, "said": said, "wrong": wrong, "groups": suggested(), "token": start.token}
    return passing(pages.fill(house, None, template or "setup.html", **values), status=status, headers=HEADERS)


def _elsewhere(request: Request) -> Response:
    start = _start(request)
    language = start.house.edition.language
    return _show(start, {"language": language, "lang": language}, template="not_begun.html", status=503)


def _is_ours(start: Start, request: Request) -> bool:
    token = str(request.path_params.get("token", "")).encode()
    return secrets.compare_digest(token, start.token.encode()) and _is_first(start)


def _is_first(start: Start) -> bool:
    return is_first(start.house)


def is_first(house: House) -> bool:
    """Say whether nobody can sign in and nothing is read yet: a store that waits for its first start."""
    with house.store.read() as tx:
        return tx.users.count() == 0 and not tx.sources.all() and not tx.slots.list()


def _start(request: Request) -> Start:
    start: Start = request.app.state.start
    return start
