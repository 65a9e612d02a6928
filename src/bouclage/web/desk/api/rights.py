"""Who asks, and whether they may: a dependency of every route."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Depends, Query, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from bouclage.records import Role, User
from bouclage.web.desk.acts import users as acts
from bouclage.web.desk.house import House

_BEARER = HTTPBearer(auto_error=False, description="A token given at the desk.")


class Problem(BaseModel):
    """What went wrong."""

    error: str


RESPONSES: dict[int | str, dict[str, Any]] = {
    code: {"model": Problem, "description": words}
    for code, words in (
        (400, "Not a request that can be read"),
        (401, "No token, or none that is known"),
        (403, "The token's role does not allow it"),
        (404, "There is no such thing"),
        (409, "It is there already, or somebody is at it"),
        (411, "No length given"),
        (413, "Too long"),
        (422, "Cannot be done as asked"),
        (503, "The store does not answer"),
    )
}


_Edition = Annotated[str | None, Query(max_length=100, description="An edition's name; the first if not given.")]


def house_in(request: Request, edition: _Edition = None) -> House:
    """Return the house a request came to, with the edition it names on the table."""
    house: House = request.app.state.house
    if edition is not None and edition not in {one.name for one in house.config.editions}:
        raise HTTPException(404, "no edition has this name")
    return house.making(edition)


HouseIn = Annotated[House, Depends(house_in)]


def _least(role: Role) -> Callable[..., User]:
    def who(house: HouseIn, given: Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)] = None) -> User:
        found = acts.of_token(house, given.credentials) if given is not None else None
        if found is None:
            raise HTTPException(401, "a token is needed", {"WWW-Authenticate": "Bearer"})
        user, may = found
        if not may.covers(role):
            raise HTTPException(403, f"the token may do what a {may.value} may; this needs {role.value}")
        return user

    who.__name__ = role.value  # read by the test of who may do what
    return who


Looks = Annotated[User, Depends(_least(Role.READER))]
Edits = Annotated[User, Depends(_least(Role.EDITOR))]
Runs = Annotated[User, Depends(_least(Role.ADMIN))]
