"""What a copy of the database is worth: nothing in it signs anybody in."""

from desk_samples import PASSWORD, Desk
from sqlalchemy import select
from test_desk_gate import sign_in

from bouclage.records import Role
from bouclage.store.schema import metadata
from bouclage.web.desk.acts.users import give_token
from bouclage.web.desk.sessions import COOKIE


async def test_the_database_holds_nothing_to_sign_in_with(desk: Desk) -> None:
    """Neither a password, nor a session's cookie, nor a program's token stands in any row of any table."""
    async with desk.browser() as browser:
        assert (await sign_in(browser, "Editor", PASSWORD)).status_code == 303
        cookie = browser.cookies[COOKIE]
    token = give_token(desk.house, desk.users[Role.ADMIN], name="a program", role=Role.READER)
    with desk.store.read() as tx:
        rows = {table.name: str(tx.link.connection.execute(select(table)).all()) for table in metadata.sorted_tables}
        (password,) = {row.password for row in tx.link.connection.execute(select(metadata.tables["users"]))}

    assert password.startswith("$argon2id$")
    assert "id-editor" in rows["sessions"]
    assert "a program" in rows["tokens"]
    for secret in (PASSWORD, cookie, token):
        assert len(secret) > 8
        assert [name for name, text in rows.items() if secret in text] == []
