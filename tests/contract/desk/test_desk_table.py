"""What is done at the table is what closes, is mailed and stands in the audit trail."""

from dataclasses import replace
from email import policy
from email.parser import BytesParser
from pathlib import Path

import httpx
import pytest
from desk_samples import BRIDGE, CHESS, PASSWORD, STRIKE, Desk

from bouclage.deliver.sink import MailSink
from bouclage.records import Role
from bouclage.web.desk.acts import closing, table
from bouclage.web.desk.acts import users as user_acts

PROBE = "\"><script>alert(1)</script><img src=x onerror=alert(2)>'{{7*7}}"


async def act(desk: Desk, browser: httpx.AsyncClient, path: str, **fields: object) -> httpx.Response:
    desk.clock.move(seconds=1)
    answer = await browser.post(path, data=desk.form(Role.EDITOR, **fields))
    assert answer.status_code == 303, answer.text[-600:]
    return answer


async def test_an_editors_evening(desk: Desk, editor: httpx.AsyncClient) -> None:
    """Hold one story, rename and note another, put it first, close: the closed edition is exactly that."""
    bridge, strike, chess = (desk.story(one).id for one in (BRIDGE, STRIKE, CHESS))
    await act(desk, editor, f"/desk/story/{strike}", act="hold", text="waiting for the union")
    await act(desk, editor, f"/desk/story/{chess}", act="headline", text="Une reine", back="story")
    await act(desk, editor, f"/desk/story/{chess}", act="note", text="Nous y étions.", back="story")
    await act(desk, editor, f"/desk/story/{chess}", act="lead")
    await act(desk, editor, "/desk/edition", act="note", text="Bonne lecture.")
    page = (await editor.get("/desk")).text
    assert "Une reine" in page
    assert "waiting for the union" in page
    preview = desk.edition()
    await act(desk, editor, "/desk/edition", act="close")
    with desk.store.read() as tx:
        closed = tx.editions.latest("evening")
        trail = [line.action for line in tx.audit.lines()]
    assert closed is not None
    assert closed.sections == preview.sections  # to the last sentence, score and order
    assert closed.closes == desk.clock()
    assert [(one.id, one.title) for one in closed.stories] == [(chess, "Une reine"), (bridge, BRIDGE.headline)]
    assert closed.note == "Bonne lecture."
    assert trail == [
        "edition.close", "edition.note", "story.place", "story.note", "story.headline", "story.hold",
    ]  # fmt: skip
    public = (await editor.get("/")).text
    assert "Une reine" in public
    assert CHESS.headline in public
    assert STRIKE.headline not in public
    assert desk.house.coming().day > closed.day


async def test_merge_and_split_are_remembered(desk: Desk, editor: httpx.AsyncClient) -> None:
    """Two stories made one stay one, and what is split off stands alone; each can be taken back."""
    bridge, strike = desk.story(BRIDGE).id, desk.story(STRIKE).id
    await act(desk, editor, "/desk/merge", story=[bridge, strike])
    assert desk.story(BRIDGE).id == desk.story(STRIKE).id
    desk.clock.move(seconds=1)
    story = desk.story(BRIDGE)
    page = (await editor.get(f"/desk/story/{story.id}")).text
    assert "réuni à ce sujet par editor" in page
    await act(desk, editor, f"/desk/split/{story.id}", article=[STRIKE.id])
    assert desk.story(BRIDGE).id != desk.story(STRIKE).id


async def test_order_by_keys_up_and_down(desk: Desk, editor: httpx.AsyncClient) -> None:
    """Up and down change neighbours, and only them; at the end nothing happens."""
    before = [story.id for story in desk.edition().stories]
    await act(desk, editor, f"/desk/story/{before[1]}", act="up")
    assert [story.id for story in desk.edition().stories] == [before[1], before[0], before[2]]
    await act(desk, editor, f"/desk/story/{before[1]}", act="up")
    await act(desk, editor, f"/desk/story/{before[1]}", act="down")
    await act(desk, editor, f"/desk/story/{before[1]}", act="down")
    assert [story.id for story in desk.edition().stories] == [before[0], before[2], before[1]]


async def test_a_test_mail_shows_the_table(desk: Desk, editor: httpx.AsyncClient, tmp_path: Path) -> None:
    """The mail to me is the edition on the table, edited headline and all, and nothing is planned or closed by it."""
    with MailSink(tmp_path) as sink:
        mail = replace(desk.house.config.mail, host="127.0.0.1", port=sink.port)
        desk.app.state.house = replace(desk.house, config=replace(desk.house.config, mail=mail))
        await act(desk, editor, f"/desk/story/{desk.story(CHESS).id}", act="headline", text="Une reine")
        await act(desk, editor, "/desk/edition", act="test_mail", address="me@example.org")
        (received,) = sink.received
    assert list(received.rcpt) == ["me@example.org"]
    message = BytesParser(policy=policy.default).parsebytes(received.path.read_bytes())
    text = message.get_body(("plain",))
    assert text is not None
    assert "Une reine [titre modifié]" in text.get_content()
    with desk.store.read() as tx:
        assert tx.editions.latest("evening") is None


async def test_a_story_that_is_not_there(desk: Desk, editor: httpx.AsyncClient) -> None:
    """What is asked of a story that left the table is refused in words, and changes nothing."""
    answer = await editor.post("/desk/story/gone", data=desk.form(Role.EDITOR, act="hold"))
    assert answer.status_code == 404
    with desk.store.read() as tx:
        assert tx.audit.lines() == ()


@pytest.mark.parametrize("act_name", ["headline", "note", "hold", "section", "place", "x", ""])
async def test_markup_stays_text(desk: Desk, editor: httpx.AsyncClient, act_name: str) -> None:
    """Whatever an editor types is shown as typed: on the desk, in the edition and in refusals."""
    story = desk.story(CHESS).id
    form = desk.form(Role.EDITOR, act=act_name, text=PROBE, section=PROBE)
    await editor.post(f"/desk/story/{story}", data=form)
    await editor.post("/desk/edition", data=desk.form(Role.EDITOR, act="note", text=PROBE))
    for path in ("/desk", f"/desk/story/{story}", "/desk/preview", "/desk/audit"):
        text = (await editor.get(path)).text
        assert "<script>alert" not in text, path
        assert "<img src=x" not in text, path
        assert "49" not in text or "{{7*7}}" not in PROBE or "&#39;49" not in text


@pytest.mark.parametrize(
    ("path", "parameters"),
    [
        ("/desk/login", {"next": PROBE}),
        ("/desk", {"said": PROBE}),
        ("/desk/sources", {"added": PROBE, "known": PROBE}),
        ("/desk/subscribers", {"find": PROBE}),
        ("/desk/audit", {"about": PROBE, "before": PROBE}),
        ("/desk/me", {"said": PROBE}),
        (f"/desk/story/{PROBE.replace('/', '')}", {}),
    ],
)
async def test_nothing_in_an_address_becomes_markup(
    desk: Desk, admin: httpx.AsyncClient, path: str, parameters: dict[str, str]
) -> None:
    """What stands in an address is shown as text, if at all."""
    text = (await admin.get(path, params=parameters)).text
    assert "<script>alert" not in text
    assert "<img src=x" not in text


async def test_fields_of_users_sources_and_hooks_stay_text(desk: Desk, admin: httpx.AsyncClient) -> None:
    """Names and addresses that hold markup are refused or shown as text."""
    for path, fields in (
        ("/desk/users", {"name": PROBE, "password": PASSWORD, "role": PROBE}),
        ("/desk/sources/add", {"url": f"https://x.example/{PROBE}", "name": PROBE}),
        ("/desk/sources/add", {"url": "https://x.example/feed", "name": PROBE, "section": PROBE, "language": PROBE}),
        ("/desk/sources/le-val", {"act": "change", "name": PROBE, "section": PROBE, "weight": PROBE}),
        ("/desk/webhooks", {"act": "add", "url": f"https://x.example/?{PROBE}", "event": PROBE}),
        ("/desk/webhooks", {"act": "add", "url": "https://x.example/?a=<script>alert(1)</script>"}),
        ("/desk/me", {"act": "account", "address": PROBE, "language": PROBE}),
        ("/desk/me", {"act": "token", "name": PROBE, "role": PROBE, "old": PASSWORD}),
    ):
        answer = await admin.post(path, data=desk.form(Role.ADMIN, **fields))
        assert answer.status_code < 500, path
        assert "<script>alert" not in answer.text, path
    for path in ("/desk/users", "/desk/sources", "/desk/webhooks", "/desk/me", "/desk/audit", "/sources"):
        text = (await admin.get(path)).text
        assert "<script>alert" not in text, path
        assert "<img src=x" not in text, path


def test_the_last_administrator_stays(desk: Desk) -> None:
    """Nobody can lock the whole house out."""
    admin = desk.users[Role.ADMIN]
    for attempt in (
        lambda: user_acts.remove(desk.house, "admin", "admin"),
        lambda: user_acts.change_role(desk.house, admin, "admin", Role.READER),
    ):
        with pytest.raises(ValueError, match="last administrator"):
            attempt()


def test_a_held_edition_waits_for_an_editor(desk: Desk) -> None:
    """An edition that was held at its hour is shown at the desk, and closes when an editor says so, once."""
    with desk.store.begin() as tx:
        day = desk.house.coming().day
        tx.slots.claim("evening", day, "x", desk.clock())
        tx.slots.hold("evening", day, desk.clock(), "stale")
    assert [slot.day for slot in closing.held(desk.house)] == [day]
    edition = closing.close_held(desk.house, desk.users[Role.EDITOR], day)
    assert (edition.status, len(edition.stories)) == ("closed", 3)
    with pytest.raises(ValueError, match="not held"):
        closing.close_held(desk.house, desk.users[Role.EDITOR], day)


def test_approval_closes_what_would_be_held(desk: Desk) -> None:
    """An approved edition closes even where no source was read lately; the approval can be withdrawn before."""
    editor = desk.users[Role.EDITOR]
    table.approve(desk.house, editor)
    assert desk.house.tonight().preview.made.approved
    table.approve(desk.house, editor, withdraw=True)
    assert not desk.house.tonight().preview.made.approved
