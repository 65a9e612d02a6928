"""The sources: added by address with a look first, by list; their health and rights."""

from fastapi import Response

from bouclage.errors import BouclageError
from bouclage.records import SourceKind, SourceState, TextRight
from bouclage.text.urls import without_secrets
from bouclage.web.answers import passing
from bouclage.web.desk.acts import sources as acts
from bouclage.web.desk.visit import HEADERS, Visit


def sources(visit: Visit) -> Response:
    """Show the catalogue, those in trouble first."""
    return _show(visit)


def look(visit: Visit) -> Response:
    """Visit an address and show what would be read there, before anything is kept."""
    url = visit.form.get("url", "")
    try:
        looked = acts.look(visit.house, url)
    except BouclageError as error:
        return _show(visit, status=422, url=url, wrong=without_secrets(str(error)))
    return _show(visit, url=url, looked=looked)


def add(visit: Visit) -> Response:
    """Add a source."""
    form = visit.form
    kind = SourceKind.PAGES if form.get("kind") == "pages" else SourceKind.FEED
    source = acts.add(
        visit.house,
        visit.editor,
        form.get("url", ""),
        name=form.get("name", ""),
        kind=kind,
        section=form.get("section", ""),
        language=form.get("language", ""),
    )
    return visit.go("/desk/sources", added=source.id)


def add_list(visit: Visit) -> Response:
    """Add the sources of an OPML list."""
    added, known = acts.add_list(visit.house, visit.editor, visit.files.get("list", b""))
    return visit.go("/desk/sources", added=str(added), known=str(known))


def source(visit: Visit) -> Response:
    """Show one source: what is set for it, and how its last visits went."""
    with visit.house.store.read() as tx:
        found = tx.sources.get(visit.part("source_id"))
        state = tx.sources.state(found.id)
    return visit.show("source.html", source=found, state=state, rights=[one.value for one in TextRight])


def change(visit: Visit) -> Response:
    """Change what is set for a source, or take it out."""
    source_id, form = visit.part("source_id"), dict(visit.form)
    if form.get("act") == "remove":
        acts.remove(visit.house, visit.editor, source_id)
        return visit.go("/desk/sources")
    form = {"photo": "no", "agency": "no"} | form  # a box that is not ticked sends nothing
    acts.change(visit.house, visit.editor, source_id, form)
    return visit.go("/desk/sources", added=source_id)


def opml(visit: Visit) -> Response:
    """Give the catalogue as OPML."""
    headers = {**HEADERS, "Content-Disposition": 'attachment; filename="sources.opml"'}
    return passing(acts.as_list(visit.house.store).decode(), kind="text/x-opml; charset=utf-8", headers=headers)


def _show(
    visit: Visit, *, status: int = 200, url: str = "", looked: acts.Looked | None = None, wrong: str = ""
) -> Response:
    with visit.house.store.read() as tx:
        known, states = tx.sources.all(), tx.sources.states()
    rows = [(one, states.get(one.id) or SourceState(source_id=one.id)) for one in known]
    rows.sort(key=lambda row: (row[1].error is None, row[0].name.casefold()))
    return visit.show(
        "sources.html",
        status=status,
        rows=rows,
        url=url,
        looked=looked,
        wrong=wrong,
        added=visit.asked("added"),
        known=visit.asked("known"),
    )
