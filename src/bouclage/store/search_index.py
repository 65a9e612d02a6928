"""The index itself, in each database's own words: made by a migration, kept by triggers, asked in its own language."""

from sqlalchemy import Connection

from bouclage.text.search_terms import Clause, Question

_SQLITE = (
    """create virtual table search_fts
       using fts5(terms, content='search_texts', content_rowid='id', tokenize='unicode61', detail='full')""",
    """create trigger search_texts_insert after insert on search_texts begin
       insert into search_fts(rowid, terms) values (new.id, new.terms); end""",
    """create trigger search_texts_delete after delete on search_texts begin
       insert into search_fts(search_fts, rowid, terms) values ('delete', old.id, old.terms); end""",
    """create trigger search_texts_update after update on search_texts begin
       insert into search_fts(search_fts, rowid, terms) values ('delete', old.id, old.terms);
       insert into search_fts(rowid, terms) values (new.id, new.terms); end""",
)
_POSTGRESQL = (
    "create table search_fts (id bigint primary key, terms tsvector not null)",
    "create index search_fts_terms on search_fts using gin (terms) with (fastupdate = off)",
    """create function search_texts_follow() returns trigger language plpgsql as $$ begin
       if tg_op <> 'INSERT' then delete from search_fts where id = old.id; end if;
       if tg_op <> 'DELETE' then
         insert into search_fts values (new.id, to_tsvector('pg_catalog.simple', new.terms)); end if;
       return null; end $$""",
    *(
        f"""create trigger search_texts_{kind} after {kind} on search_texts
            for each row execute function search_texts_follow()"""
        for kind in ("insert", "delete", "update")
    ),
)
_LOST = """
    select (select count(*) from search_texts t left join search_fts f on f.id = t.id
            where f.id is null or f.terms <> to_tsvector('pg_catalog.simple', t.terms))
         + (select count(*) from search_fts f left join search_texts t on t.id = f.id where t.id is null)"""


def make_index(connection: Connection) -> None:
    """Create the index and its triggers beside an existing `search_texts`."""
    for statement in _SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL:
        connection.exec_driver_sql(statement)


def drop_index(connection: Connection) -> None:
    """Take the index and its triggers away."""
    for kind in ("insert", "delete", "update"):
        on = "" if connection.dialect.name == "sqlite" else " on search_texts"
        connection.exec_driver_sql(f"drop trigger if exists search_texts_{kind}{on}")
    connection.exec_driver_sql("drop table if exists search_fts")
    if connection.dialect.name != "sqlite":
        connection.exec_driver_sql("drop function if exists search_texts_follow()")


def is_sound(connection: Connection) -> bool:
    """Compare the index with the texts, row for row; FTS5 raises a DatabaseError where they differ.

    On SQLite the check is a write statement: the transaction must be one that writes.
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("insert into search_fts(search_fts, rank) values ('integrity-check', 1)")
        return True
    return connection.exec_driver_sql(_LOST).scalar() == 0


def match_of(question: Question, markers: tuple[str, ...], *, sqlite: bool) -> str:
    """Return a question as FTS5 or to_tsquery reads it; terms are letters and digits alone, so nothing needs quoting.

    `markers` are terms that must be there too.
    """
    wanted = [_clause(clause, sqlite) for clause in question.clauses if not clause.without]
    unwanted = [_clause(clause, sqlite) for clause in question.clauses if clause.without]
    if sqlite:
        asked = " AND ".join([*wanted, *markers])
        return " NOT ".join([f"({asked})", *unwanted])
    return " & ".join([*wanted, *markers, *(f"!{one}" for one in unwanted)])


def _clause(clause: Clause, sqlite: bool) -> str:
    star = ("*" if sqlite else ":*") if clause.beginning else ""
    if sqlite:
        return "(" + " OR ".join(" + ".join(run) + star for run in clause.runs) + ")"
    return "(" + " | ".join("(" + " <-> ".join(run) + star + ")" for run in clause.runs) + ")"
