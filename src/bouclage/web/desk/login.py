"""Signing in and out."""

from fastapi import Response

from bouclage.web.answers import passing
from bouclage.web.desk.sessions import begin, end, network_of
from bouclage.web.desk.signing_in import sign_in
from bouclage.web.desk.visit import HEADERS, Visit


def ask(visit: Visit) -> Response:
    """Show the form; who is signed in goes to the table."""
    if visit.user is not None:
        return visit.go("/desk")
    return visit.show("login.html", next=safe_next(visit, visit.asked("next")), refused=None, name="", needs_code=False)


def enter(visit: Visit) -> Response:
    """Sign in."""
    form = visit.form
    name, password, code = (form.get(key, "") for key in ("name", "password", "code"))
    came = sign_in(visit.house, name=name, password=password, code=code, network=network_of(visit.house, visit.request))
    place = safe_next(visit, form.get("next", ""))
    if came.user is None:
        slow = came.refused == "slow"
        answer = visit.show(
            "login.html",
            status=429 if slow else 200 if came.refused == "code" else 403,
            next=place,
            refused=came.refused,
            name=name[:200],
            needs_code=came.refused in {"code", "code_wrong"},
        )
        if slow:
            answer.headers["Retry-After"] = str(visit.house.settings.window_s)
        return answer
    answer = passing("", status=303, headers={**HEADERS, "Location": place})
    begin(visit.house, came.user, answer, old=visit.cookie)
    return answer


def leave(visit: Visit) -> Response:
    """Sign out."""
    answer = visit.go("/desk/login")
    end(visit.house, visit.cookie, answer)
    return answer


def safe_next(visit: Visit, wanted: str) -> str:
    """Return where to go after signing in: a page of this desk, whatever was asked for."""
    home = f"{visit.house.base}/desk"
    path = wanted if wanted.startswith(visit.house.base) else ""
    plain = path.isascii() and path.isprintable() and not set(path) & set("\\\"'<> ") and "//" not in path
    inside = path == home or path.startswith(f"{home}/")
    return path if plain and inside and ".." not in path and not path.startswith(f"{home}/log") else home
