"""Who may ask for what: every route, every role; forms from elsewhere; sessions, guessing, redirects."""

import re
from dataclasses import replace
from datetime import timedelta

import httpx
import pyotp
import pytest
from desk_samples import HOST, PASSWORD, Desk
from fastapi.routing import APIRoute

from bouclage.records import Role
from bouclage.web.desk.passwords import digest_of
from bouclage.web.desk.routes import ROUTES
from bouclage.web.desk.sessions import COOKIE

# Written by hand, route by route: the code must agree with this table, and a route that is not in it fails.
ANYBODY, READER, EDITOR, ADMIN = None, Role.READER, Role.EDITOR, Role.ADMIN
MATRIX = {
    ("GET", "/desk/login"): ANYBODY,
    ("POST", "/desk/login"): ANYBODY,
    ("POST", "/desk/logout"): READER,
    ("GET", "/desk"): READER,
    ("POST", "/desk/choose"): READER,
    ("POST", "/desk/edition"): EDITOR,
    ("GET", "/desk/preview"): READER,
    ("GET", "/desk/story/{story_id}"): READER,
    ("POST", "/desk/story/{story_id}"): EDITOR,
    ("POST", "/desk/merge"): EDITOR,
    ("POST", "/desk/split/{story_id}"): EDITOR,
    ("POST", "/desk/unrule"): EDITOR,
    ("GET", "/desk/sources"): READER,
    ("POST", "/desk/sources/look"): EDITOR,
    ("POST", "/desk/sources/add"): EDITOR,
    ("POST", "/desk/sources/list"): EDITOR,
    ("GET", "/desk/sources.opml"): EDITOR,
    ("GET", "/desk/sources/{source_id}"): EDITOR,
    ("POST", "/desk/sources/{source_id}"): EDITOR,
    ("GET", "/desk/subscribers"): EDITOR,
    ("POST", "/desk/subscribers/{subscriber_id}"): EDITOR,
    ("GET", "/desk/deliveries"): READER,
    ("GET", "/desk/users"): ADMIN,
    ("POST", "/desk/users"): ADMIN,
    ("POST", "/desk/users/{name}"): ADMIN,
    ("GET", "/desk/me"): READER,
    ("POST", "/desk/me"): READER,
    ("GET", "/desk/audit"): EDITOR,
    ("GET", "/desk/webhooks"): ADMIN,
    ("POST", "/desk/webhooks"): ADMIN,
}
SHOWN_TO_ALL = {("GET", "/desk/static/{name}")}  # no page, no act: two files of ours


def test_every_route_of_the_app_is_in_the_matrix(desk: Desk) -> None:
    """A page added without a word on who may see it fails here, as does one added around the gate."""
    found = {
        (method, route.path)
        for route in desk.app.routes
        if isinstance(route, APIRoute) and route.path.startswith("/desk")
        for method in route.methods
    }
    assert found == MATRIX.keys() | SHOWN_TO_ALL
    assert {(route.method, route.path): route.role for route in ROUTES} == MATRIX


@pytest.mark.parametrize("role", [None, *Role])
async def test_every_route_asked_by_every_role(desk: Desk, role: Role | None) -> None:
    """Who lacks the role gets nothing done and nothing shown; who has it is not turned away."""
    story = desk.edition().stories[0].id
    async with desk.browser(role) as browser:
        for (method, path), needed in MATRIX.items():
            if path in {"/desk/logout", "/desk/login"}:
                continue
            address = path.format(story_id=story, source_id="le-rivage", subscriber_id="x", name="reader")
            form = desk.form(role or Role.READER)
            answer = await browser.request(method, address, data=form if method == "POST" else None)
            allowed = role is not None and (needed is None or role.covers(needed))
            if allowed:
                assert answer.status_code not in {401, 403}, (method, path)
                assert answer.status_code < 500, (method, path, answer.text[:300])
            elif role is None and method == "GET":
                assert answer.status_code == 303, path
                assert answer.headers["location"].startswith("/desk/login?next=")
            else:
                assert answer.status_code == (401 if role is None else 403), (method, path)


async def test_no_act_without_the_forms_own_token(desk: Desk) -> None:
    """A form from another site, with no token, another session's or a made-up one, does nothing."""
    story = desk.edition().stories[0].id
    async with desk.browser(Role.EDITOR) as browser:
        for token in ("", "x", "é", desk.form(Role.ADMIN)["csrf"]):
            answer = await browser.post(f"/desk/story/{story}", data={"csrf": token, "act": "hold"})
            assert answer.status_code == 403
        foreign = {"sec-fetch-site": "cross-site"}
        right = desk.form(Role.EDITOR, act="hold")
        assert (await browser.post(f"/desk/story/{story}", data=right, headers=foreign)).status_code == 403
        assert len(desk.edition().stories) == 3
        assert (await browser.post(f"/desk/story/{story}", data=right)).status_code == 303
        assert len(desk.edition().stories) == 2


async def sign_in(browser: httpx.AsyncClient, name: str, password: str, **more: str) -> httpx.Response:
    page = (await browser.get("/desk/login")).text
    found = re.search(r'name="csrf" value="([0-9a-f]+)"', page)
    assert found is not None
    return await browser.post("/desk/login", data={"csrf": found[1], "name": name, "password": password, **more})


async def test_signing_in_gives_a_new_cookie(desk: Desk) -> None:
    """A cookie planted before signing in is worth nothing after it, and the new one is kept from scripts."""
    async with desk.browser() as browser:
        await browser.get("/desk/login")
        planted = browser.cookies[COOKIE]
        answer = await sign_in(browser, "Editor", PASSWORD)
        assert answer.status_code == 303
        given = answer.headers["set-cookie"]
        assert "HttpOnly" in given
        assert "Secure" in given
        assert "SameSite=lax" in given
        assert "Path=/desk" in given
        assert browser.cookies[COOKIE] != planted
        assert (await browser.get("/desk")).status_code == 200
        browser.cookies.clear()
        browser.cookies.set(COOKIE, planted)
        assert (await browser.get("/desk")).status_code == 303


async def test_a_session_ends(desk: Desk) -> None:
    """Signing out, not being used for a day, and a new password each end a session for good."""
    async with desk.browser(Role.EDITOR) as browser:
        await browser.post("/desk/logout", data=desk.form(Role.EDITOR))
        browser.cookies.set(COOKIE, "cookie-of-editor")
        assert (await browser.get("/desk")).status_code == 303
    async with desk.browser(Role.READER) as browser:
        desk.clock.now += timedelta(hours=13)
        assert (await browser.get("/desk")).status_code == 303
        desk.clock.now -= timedelta(hours=13)
        assert (await browser.get("/desk")).status_code == 303
    async with desk.browser(Role.EDITOR) as browser, desk.browser(Role.ADMIN) as admin:
        answer = await admin.post(
            "/desk/users/editor", data=desk.form(Role.ADMIN, act="password", password="un autre mot de passe")
        )
        assert answer.status_code == 303
        assert (await browser.get("/desk")).status_code == 303


async def test_guessing_is_slowed_down(desk: Desk) -> None:
    """After five wrong passwords even the right one is not looked at, for a quarter of an hour, in any process."""
    async with desk.browser() as browser:
        for _ in range(5):
            assert (await sign_in(browser, "editor", "wrong")).status_code == 403
        slow = await sign_in(browser, "editor", PASSWORD)
        assert slow.status_code == 429
        assert slow.headers["retry-after"] == "900"
        assert (await sign_in(browser, "reader", PASSWORD)).status_code == 303
    with desk.store.read() as tx:
        assert tx.sign_ins.attempts("nobody's", desk.clock() - timedelta(hours=1)) == 0
    desk.clock.move(minutes=16)
    async with desk.browser() as browser:
        assert (await sign_in(browser, "editor", PASSWORD)).status_code == 303


async def test_one_network_cannot_try_many_names(desk: Desk) -> None:
    """After so many attempts from one network it gets no more, whatever the names; names not there count too."""
    assert desk.house.settings.tries_network == 30
    desk.app.state.house = replace(desk.house, settings=replace(desk.house.settings, tries_network=4))
    async with desk.browser() as browser:
        for number in range(4):
            assert (await sign_in(browser, f"nobody-{number}", "wrong")).status_code == 403
        assert (await sign_in(browser, "editor", PASSWORD)).status_code == 429


async def test_second_factor(desk: Desk) -> None:
    """Where a code is asked for, the password alone opens nothing, a code is good once, and a recovery code works."""
    secret = pyotp.random_base32()
    with desk.store.begin() as tx:
        tx.users.set_second_factor("id-editor", secret, [digest_of("aaaaaa-bbbbbb-cccccc")])
    code = pyotp.TOTP(secret).at(desk.clock())
    async with desk.browser() as browser:
        asked = await sign_in(browser, "editor", PASSWORD)
        assert asked.status_code == 200
        assert 'name="code"' in asked.text
        assert (await sign_in(browser, "editor", PASSWORD, code="000000")).status_code == 403
        assert (await sign_in(browser, "editor", PASSWORD, code=code)).status_code == 303
    async with desk.browser() as browser:
        assert (await sign_in(browser, "editor", PASSWORD, code=code)).status_code == 403
        assert (await sign_in(browser, "editor", PASSWORD, code="AAAAAA-bbbbbb-cccccc")).status_code == 303
    async with desk.browser() as browser:
        assert (await sign_in(browser, "editor", PASSWORD, code="aaaaaa-bbbbbb-cccccc")).status_code == 403


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/desk",
        "//evil.example/desk",
        "/\\evil.example",
        "/desk/../../x",
        "/desk//evil.example",
        "javascript:alert(1)",
        "/desk\r\nSet-Cookie: x=y",
        "/deskx",
        "/desk/logout",
        "https:/desk",
    ],
)
async def test_signing_in_leads_nowhere_else(desk: Desk, wanted: str) -> None:
    """Whatever `next` says, one lands on the desk."""
    async with desk.browser() as browser:
        answer = await sign_in(browser, "editor", PASSWORD, next=wanted)
        assert answer.headers["location"] == "/desk"
        shown = await browser.get("/desk/login", params={"next": wanted})
        assert shown.headers.get("location") == "/desk"


async def test_signing_in_goes_on_where_one_was(desk: Desk) -> None:
    """Who was asked to sign in on the way to a page comes to that page."""
    async with desk.browser() as browser:
        to_login = await browser.get("/desk/sources")
        assert to_login.headers["location"] == "/desk/login?next=%2Fdesk%2Fsources"
        answer = await sign_in(browser, "editor", PASSWORD, next="/desk/sources")
        assert answer.headers["location"] == "/desk/sources"


async def test_pages_carry_the_strict_policy(desk: Desk) -> None:
    """No page of the desk runs an inline script or style, and none is kept by anybody."""
    story = desk.edition().stories[0].id
    async with desk.browser(Role.ADMIN) as browser:
        for (method, path), _ in MATRIX.items():
            if method == "POST" or path in {"/desk/preview", "/desk/sources.opml", "/desk/login"}:
                continue
            answer = await browser.get(path.format(story_id=story, source_id="le-rivage"))
            assert answer.status_code == 200, path
            rules = answer.headers["content-security-policy"]
            assert "unsafe" not in rules
            assert "script-src 'self'" in rules
            assert answer.headers["cache-control"] == "no-store"
            assert not re.search(r"<script(?! src)|<style|\son\w+=|style=", answer.text), path


async def test_address_of_the_host_is_not_ours_to_choose(desk: Desk) -> None:
    """A Host header from elsewhere does not get into a redirect."""
    async with desk.browser() as browser:
        answer = await browser.get("/desk", headers={"host": "evil.example"})
        assert answer.headers["location"] == "/desk/login?next=%2Fdesk"
        assert HOST not in answer.headers["location"]
