"""The interface for programs: who may do what, the same acts as the desk, and no failure of ours whatever is sent."""

import contextlib

import pytest
import schemathesis
from desk_samples import CHESS, STRIKE, Desk
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode

from bouclage.records import Role
from bouclage.web.desk.acts import users as acts
from bouclage.web.desk.api.app import make_api

L, E, A = Role.READER, Role.EDITOR, Role.ADMIN
MATRIX = {
    "GET /edition": L, "GET /edition/stories/{story_id}": L, "PUT /edition/stories/{story_id}/hold": E,
    "PUT /edition/stories/{story_id}/place": E, "PUT /edition/stories/{story_id}/section": E,
    "PUT /edition/stories/{story_id}/headline": E, "PUT /edition/stories/{story_id}/note": E,
    "DELETE /edition/stories/{story_id}/decisions": E, "POST /edition/stories/{story_id}/split": E,
    "POST /edition/merge": E, "DELETE /edition/rulings/{ruling_id}": E, "PUT /edition/note": E,
    "PUT /edition/approval": E, "DELETE /edition/approval": E, "POST /edition/close": E,
    "POST /edition/close-held": E, "POST /edition/test-mail": E, "GET /sources": L, "POST /sources/look": E,
    "POST /sources": E, "GET /sources.opml": E, "POST /sources.opml": E, "PATCH /sources/{source_id}": E,
    "DELETE /sources/{source_id}": E, "GET /subscribers": E, "POST /subscribers/{subscriber_id}/leave": E,
    "DELETE /subscribers/{subscriber_id}": E, "GET /deliveries/{day}": L, "GET /users": A, "POST /users": A,
    "PATCH /users/{name}": A, "DELETE /users/{name}": A, "GET /webhooks": A, "POST /webhooks": A,
    "POST /webhooks/{hook_id}/test": A, "DELETE /webhooks/{hook_id}": A, "GET /audit": E,
}  # fmt: skip


def bearer(desk: Desk, role: Role) -> dict[str, str]:
    token = acts.give_token(desk.house, desk.users[Role.ADMIN], name=f"as {role.value}", role=role)
    return {"Authorization": f"Bearer {token}"}


async def test_every_route_is_in_the_matrix(desk: Desk) -> None:
    """A route added to the interface without a word on who may ask for it fails here."""
    schema = make_api(desk.house).openapi()
    found = {f"{method.upper()} {path}" for path, ways in schema["paths"].items() for method in ways}
    assert found == MATRIX.keys()


@pytest.mark.parametrize("role", [None, *Role])
async def test_every_route_asked_by_every_role(desk: Desk, role: Role | None) -> None:
    """Without a token nothing answers; with one, exactly what its role may; a desk's cookie counts for nothing."""
    headers = bearer(desk, role) if role is not None else {}
    async with desk.browser(Role.ADMIN) as program:
        for route, needed in MATRIX.items():
            method, path = route.split()
            address = "/api/v1" + path.format(
                story_id="x", ruling_id="x", source_id="x", subscriber_id="x", day="2026-09-08", name="x", hook_id="x"
            )
            answer = await program.request(method, address, headers=headers)
            if role is None:
                assert answer.status_code == 401, route
                assert answer.headers["www-authenticate"] == "Bearer"
            elif role.covers(needed):
                assert answer.status_code not in {401, 403}, route
                assert answer.status_code < 500, route
            else:
                assert answer.status_code == 403, route


async def test_a_program_makes_the_edition(desk: Desk) -> None:
    """Hold, rename and close by program: the closed edition is that, and the trail says whose token did it."""
    headers = bearer(desk, Role.EDITOR)
    strike, chess = desk.story(STRIKE).id, desk.story(CHESS).id
    async with desk.browser() as program:
        put = program.put
        assert (await put(f"/api/v1/edition/stories/{strike}/hold", json={"why": "x"}, headers=headers)).is_success
        renamed = {"text": "Une reine"}
        assert (await put(f"/api/v1/edition/stories/{chess}/headline", json=renamed, headers=headers)).is_success
        table = (await program.get("/api/v1/edition", headers=headers)).json()
        assert table["held"] == [strike]
        closed = (await program.post("/api/v1/edition/close", headers=headers)).json()
    titles = [story["headline_by_editor"] for section in closed["sections"] for story in section["stories"]]
    assert sorted(titles, key=str) == [None, "Une reine"]
    with desk.store.read() as tx:
        assert {line.by for line in tx.audit.lines()} == {"admin"}


async def test_a_token_ends_with_its_user(desk: Desk) -> None:
    """A token does no more than its user may now, and nothing once taken back or its user is gone."""
    headers = bearer(desk, Role.ADMIN)
    async with desk.browser() as program:
        assert (await program.get("/api/v1/users", headers=headers)).status_code == 200
        with desk.store.begin() as tx:
            user = tx.users.by_name("admin")
            assert user is not None
            tx.users.replace(type(user)(id=user.id, name=user.name, role=Role.READER, made=user.made))
        assert (await program.get("/api/v1/users", headers=headers)).status_code == 403
        acts.revoke_token(desk.house, desk.users[Role.ADMIN], "as admin")
        assert (await program.get("/api/v1/edition", headers=headers)).status_code == 401


@pytest.mark.parametrize(
    "headers", [{"Authorization": "Bearer"}, {"Authorization": "Basic x"}, {"Authorization": "Bearer bouclage_x"}]
)
async def test_made_up_tokens(desk: Desk, headers: dict[str, str]) -> None:
    """What is no token of ours opens nothing."""
    async with desk.browser() as program:
        assert (await program.get("/api/v1/edition", headers=headers)).status_code == 401


async def test_too_long_a_body_is_refused_unread(desk: Desk) -> None:
    """A body over the limit is refused by its length."""
    headers = bearer(desk, Role.EDITOR) | {"content-length": str(10**9)}
    async with desk.browser() as program:
        answer = await program.post("/api/v1/sources.opml", content=b"x", headers=headers)
        assert answer.status_code == 413


async def test_openapi_is_served(desk: Desk) -> None:
    """The description is there for everybody, and every route of it asks for a token."""
    async with desk.browser() as program:
        schema = (await program.get("/api/v1/openapi.json")).json()
    assert schema["info"]["title"] == "Bouclage"
    assert all(way["security"] for ways in schema["paths"].values() for way in ways.values())


@pytest.mark.filterwarnings("ignore")
def test_nothing_that_is_sent_breaks_it(desk: Desk, request: pytest.FixtureRequest) -> None:
    """Requests made from the description, fit and unfit, never meet a failure of ours (`--api-examples` for more)."""
    headers = bearer(desk, Role.ADMIN)
    schema = schemathesis.openapi.from_asgi("/openapi.json", make_api(desk.house))
    most = request.config.getoption("--api-examples")
    tried: dict[str, int] = {}
    for found in schema.get_all_operations():
        operation = found.ok()
        if operation.label in {"POST /sources/look", "DELETE /users/{name}"}:
            continue  # the first visits other hosts; the second could take out the one who asks
        for mode in GenerationMode:

            @settings(max_examples=most, deadline=None, suppress_health_check=list(HealthCheck), database=None)
            @given(case=operation.as_strategy(generation_mode=mode))
            def ask(case: Case) -> None:
                answer = case.call(headers=headers)
                tried[case.operation.label] = tried.get(case.operation.label, 0) + 1
                assert answer.status_code < 500, (case.operation.label, answer.text)

            with contextlib.suppress(Unsatisfiable):  # a route that takes nothing cannot be asked unfitly
                ask()
    assert len(tried) == len(MATRIX) - 2
