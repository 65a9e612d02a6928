"""Users, one's own account, and the audit trail."""

from fastapi import Response

from bouclage.records import Role
from bouclage.web.desk.acts import users as acts
from bouclage.web.desk.signing_in import new_second_factor, second_factor_address
from bouclage.web.desk.visit import Visit


def users(visit: Visit) -> Response:
    """Show who may sign in."""
    with visit.house.store.read() as tx:
        known = tx.users.all()
    return visit.show("users.html", users=known, roles=[one.value for one in Role])


def add(visit: Visit) -> Response:
    """Add a user."""
    form = visit.form
    acts.add(
        visit.house,
        visit.editor.name,
        name=form.get("name", ""),
        password=form.get("password", ""),
        role=role_in(form.get("role", "")),
        address=form.get("address", ""),
    )
    return visit.go("/desk/users")


def change(visit: Visit) -> Response:
    """Give a user another role or password, end their second factor, or take them out."""
    house, by, name, form = visit.house, visit.editor, visit.part("name"), visit.form
    match form.get("act", ""):
        case "role":
            acts.change_role(house, by, name, role_in(form.get("role", "")))
        case "password":
            acts.set_password(house, by.name, name, form.get("password", ""))
        case "second_factor":
            acts.end_second_factor(house, by.name, name)
        case "remove":
            acts.remove(house, by.name, name)
        case _:
            return visit.told("cannot", status=422)
    return visit.go("/desk/users")


def me(visit: Visit) -> Response:
    """Show one's own account."""
    return _me(visit)


def change_me(visit: Visit) -> Response:
    """Change one's own account: what a stolen session could do for good asks for the password again."""
    house, user, form = visit.house, visit.editor, visit.form
    match form.get("act", ""):
        case "account":
            acts.change_own(house, user, address=form.get("address", ""), language=form.get("language", ""))
        case "password":
            acts.change_own_password(house, user, form.get("old", ""), form.get("password", ""), session=visit.cookie)
        case "factor_begin":
            acts.check_own_password(house, user, form.get("old", ""))
            secret = new_second_factor()
            return _me(visit, secret=secret, address=second_factor_address(house, user, secret))
        case "factor_on":
            codes = acts.begin_second_factor(house, user, form.get("secret", ""), form.get("code", ""))
            return _me(visit, codes=codes)
        case "factor_off":
            acts.check_own_password(house, user, form.get("old", ""))
            acts.end_second_factor(house, user.name, user.name)
        case "token":
            acts.check_own_password(house, user, form.get("old", ""))
            token = acts.give_token(house, user, name=form.get("name", ""), role=role_in(form.get("role", "")))
            return _me(visit, token=token)
        case "revoke":
            acts.revoke_token(house, user, form.get("name", ""))
        case _:
            return visit.told("cannot", status=422)
    return visit.go("/desk/me", said="kept")


def audit(visit: Visit) -> Response:
    """Show who changed what, the newest first."""
    with visit.house.store.read() as tx:
        lines = tx.audit.lines(before=visit.asked("before") or None, about=visit.asked("about") or None)
    return visit.show("audit.html", lines=lines, about=visit.asked("about"))


def role_in(text: str) -> Role:
    """Return a role by name; anything else is the least."""
    return Role(text) if text in {one.value for one in Role} else Role.READER


def _me(visit: Visit, *, secret: str = "", address: str = "", codes: tuple[str, ...] = (), token: str = "") -> Response:
    user = visit.editor
    with visit.house.store.read() as tx:
        now = tx.users.by_id(user.id) or user
    return visit.show(
        "me.html",
        user=now,
        tokens=acts.tokens(visit.house, user),
        roles=[one.value for one in Role if user.role.covers(one)],
        secret=secret,
        address=address,
        codes=codes,
        token=token,
        said=visit.asked("said"),
    )
