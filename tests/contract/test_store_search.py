"""The search: the same answers from SQLite and PostgreSQL, nothing withdrawn, an index that is checked."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from tests.builders import CLOSES, DAY, an_article, an_edition, an_edition_story

from bouclage.errors import StoreError
from bouclage.records import Article, Edition, EditionStatus, Ledger, PubStatus
from bouclage.store import Filter, Store, dump, load_dump, open_store
from bouclage.text.search_terms import LANGUAGES, index_text, question_of

BRIDGE = an_article(
    "Le pont de Saint-Prey est rouvert",
    source="le-rivage",
    language="fr",
    body=["L’œuvre de béton, fermée depuis l’été, a coûté 4,2 millions. Les élections approchent."],
)
BRIDGE_DE = an_article(
    "Die Brücke von Saint-Prey ist wieder offen",
    source="limmatbote",
    language="de",
    body=["Die Straßen waren gesperrt. Die Gemeinde Zürich zahlte."],
)
GLACIER = an_article(
    "I ghiacciai perdono terreno",
    source="foglio",
    language="it",
    body=["Gli scienziati hanno misurato la perdita in tutta la città."],
)
RATE = an_article("Central bank raises rates", source="herald", language="en", body=["Running costs have risen."])
ALL = (BRIDGE, BRIDGE_DE, GLACIER, RATE)


def _edition(day: date = DAY, name: str = "evening") -> Edition:
    return an_edition(
        an_edition_story(BRIDGE, BRIDGE_DE, section="regions"),
        an_edition_story(GLACIER, section="science"),
        an_edition_story(RATE, section="economy"),
        day=day,
        name=name,
    )


def _close(store: Store, edition: Edition) -> None:
    with store.begin() as tx:
        tx.articles.add(ALL)
        tx.editions.close(edition, Ledger(name=edition.name, day=edition.day, entries=()))


def _headlines(store: Store, asked: str, wanted: Filter | None = None, name: str = "evening") -> list[str]:
    """Return the headlines of the reports that answer."""
    with store.read() as tx:
        found = tx.search.find(name, question_of(asked), wanted or Filter())
        articles = tx.articles.by_ids([one.article_id for one in found if one.article_id])
    return [str(article.headline) for article in articles.values()]


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("pont", [BRIDGE]),
        ("PONTS", [BRIDGE]),
        ("Brücken", [BRIDGE_DE]),
        ("bruecke", [BRIDGE_DE]),
        ("brucke", [BRIDGE_DE]),
        ("strassen", [BRIDGE_DE]),
        ("Straße", [BRIDGE_DE]),
        ("oeuvre", [BRIDGE]),
        ("œuvres", [BRIDGE]),
        ("beton", [BRIDGE]),
        ("election", [BRIDGE]),
        ("citta scienziato", [GLACIER]),
        ("rate", [RATE]),
        ("runs cost", [RATE]),
        ("saint-prey", [BRIDGE, BRIDGE_DE]),
        ('"saint prey"', [BRIDGE, BRIDGE_DE]),
        ('"prey saint"', []),
        ("saint prey -brücke", [BRIDGE]),
        ("scienz*", [GLACIER]),
        ("le pont de", [BRIDGE]),
        ("dies", []),  # English for "die", which German texts are full of
        ("4,2", [BRIDGE]),
        ("pont glacier", []),
        ("", []),
        ("-pont", []),
        ('"', []),
        ("* AND OR NOT near() : & | ! <->", []),
        ("\0 \ud800", []),
    ],
)
def test_both_databases_give_the_same_answers(store: Store, asked: str, answer: list[Article]) -> None:
    """Accents, cases, endings, ligatures and phrases are the reader's business in no language, on no database."""
    _close(store, _edition())
    assert _headlines(store, asked) == [article.headline for article in answer]


def test_filters_narrow(store: Store) -> None:
    """Outlet, section, language and span of days each leave what is asked for."""
    _close(store, _edition())
    _close(store, _edition(day=DAY - timedelta(days=1)))
    assert len(_headlines(store, "saint")) == 2  # of both days, the same two articles
    only = [BRIDGE.headline]
    assert _headlines(store, "saint", Filter(source_id="le-rivage")) == only
    assert _headlines(store, "saint", Filter(language="fr")) == only
    assert _headlines(store, "saint", Filter(section="science")) == []
    assert _headlines(store, "saint", Filter(section="regions", language="fr")) == only
    with store.read() as tx:
        for wanted, days in (
            (Filter(since=DAY), {DAY}),
            (Filter(until=DAY - timedelta(days=1)), {DAY - timedelta(days=1)}),
            (Filter(since=DAY - timedelta(days=1), until=DAY), {DAY, DAY - timedelta(days=1)}),
        ):
            assert {one.day for one in tx.search.find("evening", question_of("pont"), wanted)} == days
        assert tx.search.languages("evening") == ("de", "en", "fr", "it")


def test_newest_and_first_come_first_and_pages_follow_on(store: Store) -> None:
    """The order is that of the editions, newest first, and a page goes on where the last one ended."""
    for days in range(3):
        _close(store, _edition(day=DAY - timedelta(days=days)))
    with store.read() as tx:
        whole = tx.search.find("evening", question_of("saint"), Filter())
        first = tx.search.find("evening", question_of("saint"), Filter(), most=4)
        rest = tx.search.find("evening", question_of("saint"), Filter(), before=first[-1].key)
    assert [one.day for one in whole] == sorted((one.day for one in whole), reverse=True)
    assert whole == first + rest
    assert whole[0].article_id is None  # the story stands above its reports


def test_an_edition_is_searched_by_itself(store: Store) -> None:
    """What another edition printed is not found in this one."""
    _close(store, _edition(name="morning"))
    assert _headlines(store, "pont", name="morning") == [BRIDGE.headline]
    assert _headlines(store, "pont") == []


def test_what_is_withdrawn_is_gone_in_the_same_transaction_and_may_come_back(store: Store) -> None:
    """A kill empties the search of a report and of the story's line that quotes it; a new version brings it back."""
    _close(store, _edition())
    kill = replace(BRIDGE, pub_status=PubStatus.CANCELED, version=2, seen=CLOSES + timedelta(hours=1))
    with store.begin() as tx:
        tx.articles.add([kill])
        assert tx.search.find("evening", question_of("rouvert"), Filter()) == ()
    assert _headlines(store, "saint") == [BRIDGE_DE.headline]
    with store.begin() as tx:
        assert tx.search.check() == 6
        tx.articles.add([replace(BRIDGE, version=3, seen=CLOSES + timedelta(hours=2))])
    assert _headlines(store, "rouvert") == [BRIDGE.headline]


def test_a_held_edition_is_not_searched(store: Store) -> None:
    """What waits for an editor is nobody else's to find."""
    _close(store, replace(_edition(), status=EditionStatus.HELD))
    assert _headlines(store, "pont") == []


def test_a_damaged_index_is_told_and_mended(store: Store) -> None:
    """The check compares the index with its texts; building it anew puts it right."""
    _close(store, _edition())
    with store.begin() as tx:
        assert tx.search.check() == 7
        if tx.link.connection.dialect.name == "sqlite":
            tx.link.connection.execute(text("drop trigger search_texts_delete"))
        else:
            tx.link.connection.execute(text("alter table search_texts disable trigger search_texts_delete"))
        tx.link.connection.execute(text("delete from search_texts where id = (select min(id) from search_texts)"))
    with pytest.raises(StoreError, match="search index is damaged"), store.begin() as tx:
        tx.search.check()
    with store.begin() as tx:
        if tx.link.connection.dialect.name == "sqlite":
            tx.link.connection.execute(
                text("create trigger search_texts_delete after delete on search_texts begin select 1; end")
            )
        tx.search.rebuild()
        assert tx.search.check() == 7
    assert _headlines(store, "pont") == [BRIDGE.headline]


def test_a_restored_backup_is_searched(store: Store, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The index is made again by what is restored."""
    _close(store, _edition())
    folder = tmp_path_factory.mktemp("restored")
    dump(store, folder / "backup.gz")
    with open_store(f"sqlite:///{folder}/restored.db") as restored:
        load_dump(restored, folder / "backup.gz")
        assert _headlines(restored, "pont") == [BRIDGE.headline]
        with restored.begin() as tx:
            assert tx.search.check() == 7


WORDS = st.text(max_size=30)


def test_any_term_is_one_word_to_both_databases(store: Store) -> None:
    """Whatever a text holds, PostgreSQL's parser and FTS5's cut its terms where we did."""
    with store.read() as tx:
        sqlite = tx.link.connection.dialect.name == "sqlite"

        @given(WORDS, st.sampled_from([*LANGUAGES, None, "el"]))
        def holds(words: str, language: str | None) -> None:
            terms = index_text(words, language)
            if sqlite:
                assert all(part.isascii() and part.isalnum() for part in terms.split())
                return
            row = tx.link.connection.execute(
                text("select array_to_string(tsvector_to_array(to_tsvector('pg_catalog.simple', :t)), ' ')"),
                {"t": terms},
            )
            assert sorted(str(row.scalar()).split()) == sorted(set(terms.split()))

        holds()
