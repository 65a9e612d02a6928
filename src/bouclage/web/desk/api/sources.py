"""The sources, by program."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, Path, Response
from pydantic import BaseModel, Field

from bouclage.records import SourceKind, to_plain
from bouclage.web.desk.acts import sources as acts
from bouclage.web.desk.api.edition import Done
from bouclage.web.desk.api.rights import Edits, HouseIn, Looks

router = APIRouter(tags=["sources"])

SourceId = Annotated[str, Path(max_length=200)]
Short = Annotated[str, Field(max_length=200)]


class Looked(BaseModel):
    """What stands at an address."""

    url: str
    kind: str
    name: str
    headlines: list[str]
    others: list[str]
    complaint: str | None


class At(BaseModel):
    """An address."""

    url: Annotated[str, Field(max_length=2000)]


class NewSource(At):
    """A source to add."""

    name: Short = ""
    kind: Literal["feed", "pages"] = "feed"
    section: Short = ""
    language: Annotated[str, Field(max_length=20)] = ""


class Changed(BaseModel):
    """What to change; what is left out stays."""

    name: Short | None = None
    section: Short | None = None
    language: Annotated[str, Field(max_length=20)] | None = None
    weight: Annotated[float, Field(gt=0, le=10)] | None = None
    agency: bool | None = None
    text: Literal["full", "excerpt", "headline"] | None = None
    excerpt_chars: Annotated[int, Field(ge=0, le=100_000)] | None = None
    photo: bool | None = None


@router.get("/sources", summary="The catalogue and its health")
def sources(house: HouseIn, _user: Looks) -> list[dict[str, Any]]:
    """Return every source with what the last visits taught."""
    with house.store.read() as tx:
        known, states = tx.sources.all(), tx.sources.states()
    return [{"source": to_plain(one), "state": to_plain(states.get(one.id))} for one in known]


@router.post("/sources/look", summary="Look at an address before adding it")
def look(house: HouseIn, _user: Edits, given: At) -> Looked:
    """Visit an address and say what would be read there; nothing is kept."""
    found = acts.look(house, given.url)
    return Looked(
        url=found.url,
        kind=found.kind.value,
        name=found.name,
        headlines=list(found.headlines),
        others=list(found.others),
        complaint=found.complaint,
    )


@router.post("/sources", summary="Add a source", status_code=201)
def add(house: HouseIn, user: Edits, given: NewSource) -> dict[str, Any]:
    """Add a source and return it."""
    made = acts.add(
        house,
        user,
        given.url,
        name=given.name,
        kind=SourceKind(given.kind),
        section=given.section,
        language=given.language,
    )
    return dict(to_plain(made))


@router.get("/sources.opml", summary="The catalogue as OPML", response_class=Response)
def opml(house: HouseIn, _user: Edits) -> Response:
    """Return the catalogue as OPML."""
    return Response(acts.as_list(house.store), media_type="text/x-opml")


@router.post("/sources.opml", summary="Add the sources of an OPML list")
def add_list(house: HouseIn, user: Edits, data: Annotated[bytes, Body(media_type="text/x-opml")]) -> dict[str, int]:
    """Add the sources of a list; those known already are left as they are."""
    added, known = acts.add_list(house, user, data)
    return {"added": added, "known": known}


@router.patch("/sources/{source_id}", summary="Change a source")
def change(house: HouseIn, user: Edits, source_id: SourceId, given: Changed) -> dict[str, Any]:
    """Change what is set for a source and return it."""
    fields = {name: value for name, value in given.model_dump().items() if value is not None}
    plain = {
        name: ("yes" if value else "no") if isinstance(value, bool) else str(value) for name, value in fields.items()
    }
    return dict(to_plain(acts.change(house, user, source_id, plain)))


@router.delete("/sources/{source_id}", summary="Take a source out")
def remove(house: HouseIn, user: Edits, source_id: SourceId) -> Done:
    """Take a source out of the catalogue; what was read from it stays."""
    acts.remove(house, user, source_id)
    return Done()
