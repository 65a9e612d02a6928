"""A house with several editions: each has its table, and no form acts on another than the one it was shown for."""

from pathlib import Path

import pytest
from desk_samples import HOST, STRIKE, Desk, build

from bouclage.config import Config, EditionConfig, WebConfig
from bouclage.records import Role
from bouclage.store import open_store
from bouclage.web.desk.acts import users

EVENING = EditionConfig(title="Édition du soir")
MORNING = EditionConfig(name="morning", title="Édition du matin", language="de")


@pytest.fixture
def two(tmp_path: Path):  # type: ignore[no-untyped-def]
    """Give a desk that makes two editions of the same news."""
    config = Config(editions=(EVENING, MORNING), web=WebConfig(public_url=HOST))
    with open_store(f"sqlite:///{tmp_path}/two.db", wait_s=5) as store:
        yield build(store, config=config)


def _held(desk: Desk, name: str) -> list[str]:
    with desk.store.read() as tx:
        return [one.story_id for one in tx.decisions.of(name, desk.house.making(name).coming().day)]


async def test_an_editor_chooses_the_edition_on_the_table(two: Desk) -> None:
    """After choosing, the table, and what is done at it, are of the other edition; the first keeps its own."""
    story = two.story(STRIKE).id
    async with two.browser(Role.EDITOR) as browser:
        first = await browser.get("/desk")
        assert "Édition du matin" in first.text
        await browser.post("/desk/choose", data=two.form(Role.EDITOR, edition="morning"))
        form = _csrf((await browser.get("/desk")).text)
        assert (await browser.post(f"/desk/story/{story}", data={"csrf": form, "act": "hold"})).status_code == 303
        assert _held(two, "morning") == [story]
        assert _held(two, "evening") == []

        audit = (await browser.get("/desk/audit")).text
        assert "morning" in audit


async def test_a_form_of_another_edition_is_refused(two: Desk) -> None:
    """A window that was left open with one edition cannot change the other one, chosen since."""
    story = two.story(STRIKE).id
    async with two.browser(Role.EDITOR) as browser:
        old = _csrf((await browser.get("/desk")).text)
        await browser.post("/desk/choose", data={"csrf": old, "edition": "morning"})
        refused = await browser.post(f"/desk/story/{story}", data={"csrf": old, "act": "hold"})

        assert refused.status_code == 403
        assert _held(two, "morning") == _held(two, "evening") == []


async def test_an_edition_that_is_not_there_is_the_first(two: Desk) -> None:
    """What a browser kept of a house that has changed since, or made up, leads to the first edition."""
    async with two.browser(Role.READER) as browser:
        answer = await browser.post("/desk/choose", data=two.form(Role.READER, edition="../../x\r\nSet-Cookie: a=b"))
        assert answer.headers["location"] == f"{two.house.base}/desk"
        assert [one.partition(";")[0] for one in answer.headers.get_list("set-cookie")] == [
            "bouclage-desk-edition=evening"
        ]
        browser.cookies.set("bouclage-desk-edition", "noon")
        assert (await browser.get("/desk")).status_code == 200


async def test_a_house_with_one_edition_asks_nothing(desk: Desk) -> None:
    """Nobody is asked to choose where there is nothing to choose."""
    async with desk.browser(Role.EDITOR) as browser:
        assert "/desk/choose" not in (await browser.get("/desk")).text


async def test_programs_name_the_edition(two: Desk) -> None:
    """The interface for programs takes the edition as a parameter, and says where there is none such."""
    async with two.browser() as browser:
        bearer = _token(two)
        evening = await browser.get("/api/v1/edition", headers=bearer)
        morning = await browser.get("/api/v1/edition?edition=morning", headers=bearer)
        none = await browser.get("/api/v1/edition?edition=noon", headers=bearer)

    assert evening.json()["edition"]["name"] == "evening"
    assert morning.json()["edition"]["name"] == "morning"
    assert none.status_code == 404


def _csrf(page: str) -> str:
    return page.partition('name="csrf" value="')[2].partition('"')[0]


def _token(desk: Desk) -> dict[str, str]:
    made = users.give_token(desk.house, desk.users[Role.READER], name="a program", role=Role.READER)
    return {"Authorization": f"Bearer {made}"}
