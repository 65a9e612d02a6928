"""Write docs/reference from the code: `python docs/generate.py`, or `--check` to fail where a page is stale.

Nothing in docs/reference but the checklist of mail is written by hand. What a page says comes from help texts,
docstrings and the comments beside settings and columns, so that it is changed where the thing itself is changed.
"""

import ast
import inspect
import io
import sys
import textwrap
import tokenize
from collections.abc import Callable, Iterable, Iterator
from dataclasses import MISSING, fields
from enum import Enum
from pathlib import Path
from typing import Any, cast

import typer

from bouclage import cli as commands
from bouclage import config, errors, records
from bouclage.store import desk_tables, schema
from bouclage.web.app import PAGES as WEB_PAGES
from bouclage.web.desk.acts.webhooks import EVENTS
from bouclage.web.desk.api.app import make_api
from bouclage.web.desk.house import House

FOLDER = Path(__file__).parent / "reference"
BY_HAND = {"mail-checklist.md"}  # held to the tests it names by tests/docs/test_pages.py
_NOTE = "<!-- Made from the code by docs/generate.py. Change the code, then run it. -->\n"

# What a table is for: the schema says how, not why.
_TABLES = {
    "maintenance": "The days on which maintenance ran, and what it dropped.",
    "alarms": "What the operator was told of and still lasts: hashes and times.",
    "sources": "The catalogue. `record` is a Source.",
    "source_states": "What the last visits to a source taught. `record` is a SourceState.",
    "readings": "Feed entries that were read, so that a page is fetched again only when its entry changed.",
    "articles": "Every version of every article. `record` is an Article.",
    "refusals": "Items that could not be taken, once an item and reason. `record` is a Refusal.",
    "wire_copies": "Texts printed more than once. `record` is a WireCopy.",
    "printings": "Which article prints which wire copy.",
    "stories": "Reports of one event. `record` is a Story.",
    "memberships": "Which article is in which story.",
    "forecasts": "The newest weather of each place, and when its service may be asked again.",
    "said": "What the reports of stories say, found ahead of a closing; the closing takes it and drops it.",
    "photos": "Our own copies of photos, of a size for pages; one that no edition shows goes after a week.",
    "pages": "Pages of the last day: when each is asked for again. `record` is a PageState.",
    "rulings": "What editors ruled on stories: splits, mergers, pins. `record` is a Ruling.",
    "ruled_items": "Which item a ruling speaks of.",
    "editions": "Closed and held editions; a closed one never changes. `record` is an Edition without its stories.",
    "edition_stories": "The stories of an edition, one row each, in its order. `record` is an EditionStory.",
    "ledger_entries": "The account of an edition, one row an item. `record` is a LedgerEntry.",
    "search_documents": "What closed editions printed: a row a report, and one a story as a whole.",
    "search_texts": "The terms each of them is found by; the database's own index follows by triggers.",
    "slots": "Who closes which edition of which day, and how far that has come.",
    "subscribers": "Who asked for which edition. `record` is a Subscriber.",
    "erasures": "Hashes of addresses that asked to be forgotten.",
    "deliveries": "One row an edition, day and subscriber. What is still to be sent has a `next_try`.",
    "sendings": "Whether an edition's sending is being planned, running, paused or stopped.",
    "returns": "What came back from readers' servers: bounces, complaints, wishes to leave. `record` is a MailReturn.",
    "decisions": "What editors decided about a coming edition. `record` is an EditorialDecision.",
    "users": "Who may sign in at the desk. `record` is a User.",
    "sessions": "Who is signed in.",
    "tokens": "Keys to the interface for programs.",
    "attempts": "Recent sign-ins, kept to slow down guessing.",
    "audit": "Who changed what. The database refuses to change or delete a row.",
    "webhooks": "Addresses that are told what happens. `record` is a Webhook.",
    "webhook_calls": "What they are told, kept until they have answered.",
    "consents": "What each reader agreed to, when and where. `record` is a Consent.",
    "suppressions": "Addresses that must not be written to, whatever any list says. `record` is a Suppression.",
    "letters": "Mails on request to one person: to confirm, to have their data, to be forgotten. `record` is a Letter.",
    "rates": "How often something was asked for in a span of time, shared by all processes.",
}


def cli_page() -> str:
    """Return the page of the command line."""
    root: Any = typer.main.get_command(commands.app)
    parts = [
        "# Commands",
        "",
        *_paragraphs(commands.__doc__),
        "",
        "Options of `bouclage` itself stand before the command:",
        "",
    ]
    parts += _options(root, "bouclage")
    for name, command in walk(root):
        parts += ["", f"## bouclage {name}", "", command.help.strip(), "", "```"]
        parts += [f"bouclage {name} {' '.join(command.collect_usage_pieces(_context(command, name)))}".rstrip(), "```"]
        rows = _options(command, name)
        parts += ["", *rows] if rows else []
    return _page(parts)


def walk(group: Any, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Give every command below `group` with its full name."""
    for name, command in group.commands.items():
        full = f"{prefix}{name}"
        if hasattr(command, "commands"):
            yield from walk(command, f"{full} ")
        else:
            yield full, command


def _context(command: Any, name: str) -> Any:
    return command.make_context(name, [], resilient_parsing=True)


def _options(command: Any, name: str) -> list[str]:
    context = _context(command, name)
    records = [parameter.get_help_record(context) for parameter in command.params]
    rows = [(f"`{record[0]}`", record[1]) for record in records if record is not None]
    return _table(("Argument or option", "Meaning"), rows) if rows else []


def config_page() -> str:
    """Return the page of settings: each with its variable, default and the comment beside it."""
    parts = ["# Settings", "", *_paragraphs(config.__doc__), ""]
    parts += [
        "The file is `bouclage.toml` in the working folder, or the one that `--config` or `BOUCLAGE_CONFIG` names.",
        "`bouclage config show` prints every value in force and where it came from; secrets are masked.",
    ]
    defaults = config.Config()
    for field in fields(config.Config):
        if field.name == "origins":
            continue
        editions = field.name == "editions"
        part = getattr(defaults, field.name)[0] if editions else getattr(defaults, field.name)
        kind = type(part)
        heading, variable = f"[{field.name}]", f"{config.PREFIX}{field.name.upper()}__"
        if editions:
            heading, variable = "[editions.NAME]", f"{config.PREFIX}EDITIONS__NAME__"
        parts += ["", f"## {heading}", "", *_paragraphs(kind.__doc__), ""]
        if editions:
            parts += [
                f"One table an edition; NAME is its name in commands. Without a table there is one, `{part.name}`.",
                "With any table there are only those; the first is the one on the web.",
                "",
            ]
        said = {name: comment for name, _, comment in _members(kind)}
        rows = []
        for setting in fields(kind):
            if editions and setting.name == "name":
                continue
            key = f"{field.name}.{setting.name}"
            meaning = said[setting.name]
            if key in config.SECRETS:
                meaning = f"{meaning}; a secret" if meaning else "a secret"
            shown = _default(setting)
            table_only = shown == "{}"
            name = "a table of the file only" if table_only else f"`{variable}{setting.name.upper()}`"
            rows.append((f"`{setting.name}`", shown if table_only else f"`{shown}`", meaning, name))
        parts += _table(("Setting", "Default", "Meaning", "Variable"), rows)
    return _page(parts)


def _default(setting: Any) -> str:
    value = setting.default if setting.default is not MISSING else setting.default_factory()
    if value is None:
        return "none"
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)


def errors_page() -> str:
    """Return the page of errors: the tree, then each with its attributes and the command's exit code."""
    assert errors.__doc__ is not None
    tree = errors.__doc__.partition("::\n\n")[2].partition("\n\n")[0]
    codes = _exit_codes()
    parts = ["# Errors", "", "A command that fails prints one line and exits with the code below.", ""]
    parts += ["```", *inspect.cleandoc(tree).splitlines(), "```", ""]
    rows = []
    for name, kind in vars(errors).items():
        if not (inspect.isclass(kind) and issubclass(kind, errors.BouclageError)):
            continue
        also = [base.__name__ for base in kind.__bases__ if not issubclass(base, errors.BouclageError)]
        also = [] if also == ["Exception"] else also
        code = next(codes[base.__name__] for base in kind.__mro__ if base.__name__ in codes)
        about = ", ".join(f"`{one}`" for one in _attributes(kind))
        rows.append((f"`{name}`", _summary(kind), ", ".join(f"`{one}`" for one in also), about, str(code)))
    parts += _table(("Error", "What happened", "Also a", "Carries", "Exit code"), rows)
    return _page(parts)


def _attributes(kind: type) -> list[str]:
    """Return what an error carries: the names its constructors set on `self`."""
    found: dict[str, None] = {}
    for base in reversed(kind.__mro__):
        if not issubclass(base, errors.BouclageError) or "__init__" not in vars(base):
            continue
        for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(base.__init__)))):
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
                found[node.attr] = None
    return list(found)


def _exit_codes() -> dict[str, int]:
    """Return the exit code of each error that the command line's `main` tells apart."""
    codes: dict[str, int] = {}
    for node in ast.walk(ast.parse(inspect.getsource(commands.main))):
        if isinstance(node, ast.ExceptHandler):
            names = [name.id for name in ast.walk(node.type) if isinstance(name, ast.Name)] if node.type else []
            numbers = [part.value for part in ast.walk(node) if isinstance(part, ast.Constant)]
            codes |= {name: int(str(numbers[0])) for name in names if name.endswith("Error")}
    return codes


def schema_page() -> str:
    """Return the page of tables."""
    parts = ["# Tables", "", *_paragraphs(schema.__doc__), ""]
    parts += [
        f"Schema `{schema.VERSION}`; the version of a store stands in the table `{schema.VERSION_TABLE}`.",
        "The same tables are made on SQLite and PostgreSQL. `Key` is a short text compared byte by byte,",
        "`UtcTime` a time in UTC, `Json` a JSON value kept as text. What the records hold is told in",
        "[the records](../concepts/records.md).",
    ]
    said = _column_comments()
    for table in schema.metadata.tables.values():
        parts += ["", f"## {table.name}", "", _TABLES[table.name], ""]
        rows = []
        for column in table.columns:
            marks = ["primary key"] if column.primary_key else []
            marks += [f"of `{key.target_fullname}`" for key in column.foreign_keys]
            marks += [said[table.name, column.name]] if (table.name, column.name) in said else []
            empty = "yes" if column.nullable else ""
            rows.append((f"`{column.name}`", type(column.type).__name__, empty, "; ".join(marks)))
        parts += _table(("Column", "Type", "May be empty", "Remarks"), rows)
        indexes = sorted(table.indexes, key=lambda index: str(index.name))
        if indexes:
            told = (
                f"{', '.join(column.name for column in one.columns)}{' (unique)' if one.unique else ''}"
                for one in indexes
            )
            parts += ["", f"Indexes: {'; '.join(told)}."]
    return _page(parts)


def _column_comments() -> dict[tuple[str, str], str]:
    """Return the comments beside columns, by table and column."""
    found: dict[tuple[str, str], str] = {}
    for module in (schema, desk_tables):
        found |= _comments_of_columns(inspect.getsource(module))
    return found


def _comments_of_columns(source: str) -> dict[tuple[str, str], str]:
    comments = _comments(source)
    found = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Table":
            table = ast.literal_eval(node.args[0])
            for part in node.args[2:]:
                if (
                    isinstance(part, ast.Call)
                    and getattr(part.func, "id", "") == "Column"
                    and part.end_lineno in comments
                ):
                    found[table, ast.literal_eval(part.args[0])] = comments[part.end_lineno]
    return found


def web_page() -> str:
    """Return the page of addresses that the web server answers."""
    parts = [
        "# Addresses",
        "",
        "What `bouclage serve` answers, in order: the first that fits. All take GET and HEAD.",
        "",
    ]
    rows = [(f"`{path}`", _summary(function)) for path, function in WEB_PAGES]
    parts += _table(("Address", "What it does"), rows)
    parts += [
        "",
        "`/unsubscribe/{token}` also takes POST, from a button on its page or from a mail program (RFC 8058).",
        "`/returns/{token}` takes what mail providers POST ([What comes back](../howto/returns.md)).",
        "`{day}` is YYYY-MM-DD. Every answer carries a content security policy; none sets a cookie.",
    ]
    return _page(parts)


def records_page() -> str:
    """Return the page of records: the fields of each, and the values of those that have a fixed set."""
    parts = ["# Records", "", *_paragraphs(records.__doc__), ""]
    parts += ["`None` stands for unknown. Why the records are as they are: [the records](../concepts/records.md).", ""]
    kinds = [kind for name in records.__all__ if inspect.isclass(kind := getattr(records, name))]
    parts += [" · ".join(f"[{kind.__name__}](#{kind.__name__.lower()})" for kind in kinds)]
    for kind in kinds:
        parts += ["", f"## {kind.__name__}", "", *_paragraphs(kind.__doc__), ""]
        head = ("Value", "Meaning") if issubclass(kind, Enum) else ("Field", "Type", "Meaning")
        rows = [(*(f"`{cell}`" for cell in cells), said) for *cells, said in _members(kind) if cells[0][0] != "_"]
        parts += _table(head, rows)
    return _page(parts)


def _members(kind: type) -> Iterator[tuple[str, ...]]:
    """Give each field of a dataclass as (name, type, comment), each member of an enumeration as (value, comment)."""
    source = inspect.getsource(kind)
    comments = _comments(source)
    body = next(node for node in ast.parse(source).body if isinstance(node, ast.ClassDef)).body
    for node in body:
        lines = range(node.lineno, (node.end_lineno or node.lineno) + 1)
        said = " ".join(comments[line] for line in lines if line in comments)
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id, ast.unparse(node.annotation), said
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            yield str(node.value.value), said


def _comments(source: str) -> dict[int, str]:
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {one.start[0]: one.string.lstrip("# ").strip() for one in tokens if one.type == tokenize.COMMENT}


def _summary(thing: Callable[..., Any] | type) -> str:
    return (inspect.getdoc(thing) or "").partition("\n\n")[0].replace("\n", " ")


def _paragraphs(doc: str | None) -> list[str]:
    return inspect.cleandoc(doc or "").splitlines()


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    lines = [head, tuple("---" for _ in head), *rows]
    return ["| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines]


def _page(parts: list[str]) -> str:
    return _NOTE + "\n" + "\n".join(line.rstrip() for line in parts).strip() + "\n"


def api_page() -> str:
    """Return the page of the interface for programs, from its OpenAPI."""
    schema = make_api(cast(House, None)).openapi()
    parts = ["# Interface for programs", "", *schema["info"]["description"].strip().splitlines(), ""]
    parts += [
        "Everything is under `/api/v1`; the description for programs is `/api/v1/openapi.json` (OpenAPI 3.1).",
        "",
    ]
    parts += ['A failure is answered as `{"error": …}` with its status; a change is told to webhooks:', ""]
    parts += [", ".join(f"`{event}`" for event in EVENTS) + "."]
    tags: dict[str, list[tuple[str, ...]]] = {}
    for path, ways in schema["paths"].items():
        for method, way in ways.items():
            body = way.get("requestBody", {}).get("content", {})
            kinds = [next(iter(body.values()))["schema"].get("$ref", "")] if body else [""]
            named = kinds[0].rpartition("/")[2]
            sends = f"[{named}](#{named.lower()})" if named else ", ".join(f"`{kind}`" for kind in body)
            tags.setdefault(way["tags"][0], []).append((f"`{method.upper()} {path}`", way["description"], sends))
    for tag, rows in tags.items():
        parts += ["", f"## {tag.capitalize()}", "", *_table(("Request", "What it does", "Sends"), rows)]
    parts += ["", "## What is sent"]
    used = {row[2][1:].partition("]")[0] for rows in tags.values() for row in rows if row[2].startswith("[")}
    for name in sorted(used):
        kind = schema["components"]["schemas"][name]
        needed = kind.get("required", [])
        fields = [
            (f"`{key}`", "yes" if key in needed else "", one.get("description", ""))
            for key, one in kind["properties"].items()
        ]
        parts += [
            "",
            f"### {name}",
            "",
            kind.get("description", ""),
            "",
            *_table(("Field", "Needed", "Meaning"), fields),
        ]
    return _page(parts)


PAGES: dict[str, Callable[[], str]] = {
    "api.md": api_page,
    "cli.md": cli_page,
    "config.md": config_page,
    "errors.md": errors_page,
    "schema.md": schema_page,
    "web.md": web_page,
    "records.md": records_page,
}


def stale(folder: Path = FOLDER) -> list[str]:
    """Return the pages that are not what the code says now."""
    kept = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    return sorted(
        {name for name, make in PAGES.items() if kept.get(name) != make()} | (kept.keys() - PAGES.keys() - BY_HAND)
    )


def main(arguments: list[str]) -> int:
    """Write the pages, or with --check only compare them."""
    if arguments not in ([], ["--check"]):
        sys.stderr.write("usage: python docs/generate.py [--check]\n")
        return 2
    if arguments:
        old = stale()
        for name in old:
            sys.stderr.write(f"docs/reference/{name} is not what the code says; run: python docs/generate.py\n")
        return 1 if old else 0
    FOLDER.mkdir(exist_ok=True)
    for name, make in PAGES.items():
        (FOLDER / name).write_text(make(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
