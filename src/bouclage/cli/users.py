"""`bouclage users …`: who may sign in at the desk."""

import sys
from typing import Annotated

import typer
from rich.table import Table

from bouclage.cli.context import JsonFlag, now, out, say, session
from bouclage.cli.hours import hours
from bouclage.errors import ConfigError
from bouclage.records import Role, to_plain
from bouclage.store import Store
from bouclage.web.desk.acts import users as acts
from bouclage.web.desk.house import House

app = typer.Typer(help="Who may sign in at the desk.", no_args_is_help=True)

_BY = "command line"
PasswordStdin = Annotated[bool, typer.Option("--password-stdin", help="Read the password from standard input.")]


@app.command("add")
def add(
    name: Annotated[str, typer.Argument(help="What they sign in with.")],
    role: Annotated[Role, typer.Option(help="What they may do.")] = Role.EDITOR,
    address: Annotated[str, typer.Option(help="Where a test mail goes.")] = "",
    password_stdin: PasswordStdin = False,
    json_out: JsonFlag = False,
) -> None:
    """Add a user; asks for the password."""
    password = _password(from_stdin=password_stdin)
    with session.store() as store:
        user = acts.add(_house(store), _BY, name=name, password=password, role=role, address=address)
    say(to_plain(user), as_json=json_out, human=lambda: out.print(f"added {user.name} ({user.role})", markup=False))


@app.command("list")
def list_(json_out: JsonFlag = False) -> None:
    """Print who may sign in."""
    with session.store() as store, store.read() as tx:
        known = tx.users.all()

    def human() -> None:
        table = Table("name", "role", "second factor", "since (UTC)", box=None, header_style="dim")
        for user in known:
            table.add_row(user.name, user.role, "on" if user.second_factor else "off", f"{user.made:%Y-%m-%d}")
        out.print(table)

    say([to_plain(user) for user in known], as_json=json_out, human=human)


@app.command("remove")
def remove(name: Annotated[str, typer.Argument()]) -> None:
    """Take a user out, with sessions and tokens. The last administrator stays."""
    with session.store() as store:
        acts.remove(_house(store), _BY, name)
    out.print(f"removed {name}", markup=False)


@app.command("password")
def password(
    name: Annotated[str, typer.Argument()],
    password_stdin: PasswordStdin = False,
    end_second_factor: Annotated[
        bool, typer.Option("--end-second-factor", help="Ask for no code any more: for a lost generator.")
    ] = False,
) -> None:
    """Give a user a new password; their sessions end."""
    new = _password(from_stdin=password_stdin)
    with session.store() as store:
        house = _house(store)
        acts.set_password(house, _BY, name, new)
        if end_second_factor:
            acts.end_second_factor(house, _BY, name)
    out.print(f"{name} has a new password", markup=False)


def _house(store: Store) -> House:
    return House(store=store, config=session.config(), secret=session.secret(), clock=now, hours=hours())


def _password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\n")
    if not sys.stdin.isatty():
        raise ConfigError("must be given: use --password-stdin", key="the password", origin="the command")
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
