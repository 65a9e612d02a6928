"""Routes: every page of the desk, with the least role that may ask for it."""

from fastapi import FastAPI

from bouclage.records import Role
from bouclage.web.desk import hooks, login, people, sources, table, users
from bouclage.web.desk.api.app import make_api
from bouclage.web.desk.house import House
from bouclage.web.desk.static_files import static_file
from bouclage.web.desk.visit import Route, gate

_LOOK, _EDIT, _RUN = Role.READER, Role.EDITOR, Role.ADMIN

ROUTES = (
    Route("GET", "/desk/login", None, login.ask),
    Route("POST", "/desk/login", None, login.enter),
    Route("POST", "/desk/logout", _LOOK, login.leave),
    Route("GET", "/desk", _LOOK, table.table),
    Route("POST", "/desk/choose", _LOOK, table.choose),
    Route("POST", "/desk/edition", _EDIT, table.edition),
    Route("GET", "/desk/preview", _LOOK, table.preview),
    Route("GET", "/desk/story/{story_id}", _LOOK, table.story),
    Route("POST", "/desk/story/{story_id}", _EDIT, table.decide),
    Route("POST", "/desk/merge", _EDIT, table.merge),
    Route("POST", "/desk/split/{story_id}", _EDIT, table.split),
    Route("POST", "/desk/unrule", _EDIT, table.unrule),
    Route("GET", "/desk/sources", _LOOK, sources.sources),
    Route("POST", "/desk/sources/look", _EDIT, sources.look),
    Route("POST", "/desk/sources/add", _EDIT, sources.add),
    Route("POST", "/desk/sources/list", _EDIT, sources.add_list),
    Route("GET", "/desk/sources.opml", _EDIT, sources.opml),
    Route("GET", "/desk/sources/{source_id}", _EDIT, sources.source),
    Route("POST", "/desk/sources/{source_id}", _EDIT, sources.change),
    Route("GET", "/desk/subscribers", _EDIT, people.subscribers),
    Route("POST", "/desk/subscribers/{subscriber_id}", _EDIT, people.change),
    Route("GET", "/desk/deliveries", _LOOK, people.deliveries),
    Route("GET", "/desk/users", _RUN, users.users),
    Route("POST", "/desk/users", _RUN, users.add),
    Route("POST", "/desk/users/{name}", _RUN, users.change),
    Route("GET", "/desk/me", _LOOK, users.me),
    Route("POST", "/desk/me", _LOOK, users.change_me),
    Route("GET", "/desk/audit", _EDIT, users.audit),
    Route("GET", "/desk/webhooks", _RUN, hooks.webhooks),
    Route("POST", "/desk/webhooks", _RUN, hooks.change),
)


def add_desk(app: FastAPI, house: House) -> None:
    """Give an application the desk's pages, and the interface for programs beside them."""
    app.state.house = house
    app.mount("/api/v1", make_api(house))
    app.add_api_route("/desk/static/{name}", static_file, methods=["GET"], response_model=None)
    for route in ROUTES:
        app.add_api_route(route.path, gate(route), methods=[route.method], response_model=None)
