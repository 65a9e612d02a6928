"""Find what closed editions printed: kept with every closing, and emptied at once of what publishers take back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, case, column, func, select, table, text
from sqlalchemy.exc import DatabaseError

from bouclage.errors import StoreError
from bouclage.records import Article, Edition, EditionStatus, EditionStory, PubStatus, from_plain
from bouclage.store import schema, search_index
from bouclage.store.articles import Articles
from bouclage.store.edition_stories import EditionStories
from bouclage.store.link import Link
from bouclage.text.search_terms import Question, index_text, marker

_DOCUMENTS = schema.search_documents
_TEXTS = schema.search_texts
_PLACES = 24  # bits of a key below the day: sixteen million documents a day
_CHARS = 30_000  # of one text; a longer one is a transcript, and its beginning says what it is


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One document that answers a question: a report, or with no article the story as a whole."""

    key: int
    day: date
    story: str
    article_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """A printed story's headline as it may be shown now."""

    text: str
    language: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What narrows a search; None = all."""

    source_id: str | None = None
    section: str | None = None
    language: str | None = None
    since: date | None = None
    until: date | None = None


class Search:
    """The search of one transaction."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._sqlite = link.connection.dialect.name == "sqlite"

    def find(
        self, edition: str, question: Question, wanted: Filter, *, before: int | None = None, most: int = 200
    ) -> tuple[Found, ...]:
        """Return what answers `question` in the editions called `edition`, newest first, below the key `before`.

        An empty question with a source or section is answered by all that has it; without, by nothing.
        """
        markers = [marker(kind, value) for kind, value in _facts(wanted.source_id, wanted.section) if value]
        if not question.clauses and not markers:
            return ()
        asked = search_index.match_of(question, tuple(markers), sqlite=self._sqlite)
        conditions: list[Any] = [_DOCUMENTS.c.edition == edition, _DOCUMENTS.c.shown]
        if wanted.language:
            conditions.append(_DOCUMENTS.c.language == wanted.language)
        if self._sqlite:
            index = table("search_fts", column("rowid"))
            key: Any = index.c.rowid
            conditions.append(text("search_fts match :asked").bindparams(asked=asked))
        else:
            index = table("search_fts", column("id"), column("terms"))
            key = index.c.id
            conditions.append(index.c.terms.op("@@")(func.to_tsquery("pg_catalog.simple", asked)))
        if before is not None:
            conditions.append(key < before)
        if wanted.since is not None:
            conditions.append(key >= _first_key(wanted.since))
        if wanted.until is not None:
            conditions.append(key < _first_key(wanted.until, days=1))
        statement = (
            select(_DOCUMENTS)
            .join_from(index, _DOCUMENTS, _DOCUMENTS.c.id == key)
            .where(*conditions)
            .order_by(key.desc())
            .limit(most)
        )
        return tuple(
            Found(key=row.id, day=row.day, story=row.story, article_id=row.article_id)
            for row in self._link.rows(statement)
        )

    def languages(self, edition: str) -> tuple[str, ...]:
        """Return the languages of what was printed, the most frequent first."""
        counted = select(_DOCUMENTS.c.language, func.count().label("n")).where(
            _DOCUMENTS.c.edition == edition, _DOCUMENTS.c.language.is_not(None)
        )
        rows = self._link.rows(counted.group_by(_DOCUMENTS.c.language))
        return tuple(row.language for row in sorted(rows, key=lambda row: (-row.n, row.language)))

    def withdrawn(self, edition: str, day: date, *, story: str | None = None) -> frozenset[str]:
        """Return the items of one edition, or of one story of it, that were withdrawn since."""
        statement = select(_DOCUMENTS.c.item).where(
            _DOCUMENTS.c.edition == edition,
            _DOCUMENTS.c.day == day,
            _DOCUMENTS.c.item.is_not(None),
            ~_DOCUMENTS.c.shown,
        )
        if story is not None:
            statement = statement.where(_DOCUMENTS.c.story == story)
        return frozenset(row.item for row in self._link.rows(statement))

    def hidden(self, edition: str, since: date, until: date) -> frozenset[int]:
        """Return the keys of all that was withdrawn of the editions of a span of days: few, and cheap to ask for."""
        statement = select(_DOCUMENTS.c.id).where(
            _DOCUMENTS.c.edition == edition, _DOCUMENTS.c.day >= since, _DOCUMENTS.c.day <= until, ~_DOCUMENTS.c.shown
        )
        return frozenset(row.id for row in self._link.rows(statement))

    def stories(self, edition: str, day: date) -> tuple[str, ...]:
        """Return the ids of an edition's stories that may be shown now, in its order."""
        statement = select(_DOCUMENTS.c.story).where(
            _DOCUMENTS.c.edition == edition, _DOCUMENTS.c.day == day, _DOCUMENTS.c.item.is_(None), _DOCUMENTS.c.shown
        )
        return tuple(row.story for row in self._link.rows(statement.order_by(_DOCUMENTS.c.id.desc())))

    def headlines(self, edition: str, stories: Iterable[tuple[date, str]]) -> dict[tuple[date, str], Headline]:
        """Return the headlines of printed stories as they may be shown now; of those with nothing left, none."""
        wanted = set(stories)
        days = {day for day, _ in wanted}
        statement = select(_DOCUMENTS.c.day, _DOCUMENTS.c.story, _DOCUMENTS.c.title).where(
            _DOCUMENTS.c.edition == edition, _DOCUMENTS.c.item.is_(None), _DOCUMENTS.c.shown
        )
        found = {}
        for day in sorted(days):
            of_day = [story for on, story in wanted if on == day]
            for row in self._link.rows_of(statement.where(_DOCUMENTS.c.day == day), _DOCUMENTS.c.story, of_day):
                found[row.day, row.story] = Headline(text=row.title[0], language=row.title[1])
        return found

    def leads(self, edition: str, since: date, until: date) -> dict[date, tuple[int, Headline | None]]:
        """Return how many stories each edition of a span of days printed, and its first headline that may be shown."""
        of_span = (
            _DOCUMENTS.c.edition == edition,
            _DOCUMENTS.c.item.is_(None),
            _DOCUMENTS.c.id >= _first_key(since),
            _DOCUMENTS.c.id < _first_key(until, days=1),
        )
        counted = self._link.rows(
            select(
                _DOCUMENTS.c.day,
                func.count().label("stories"),
                func.max(case((_DOCUMENTS.c.shown, _DOCUMENTS.c.id))).label("first"),
            )
            .where(*of_span)
            .group_by(_DOCUMENTS.c.day)
        )
        keys = [row.first for row in counted if row.first is not None]
        rows = self._link.rows_of(select(_DOCUMENTS.c.id, _DOCUMENTS.c.title), _DOCUMENTS.c.id, keys)
        titles = {row.id: Headline(text=row.title[0], language=row.title[1]) for row in rows}
        return {row.day: (row.stories, titles.get(row.first)) for row in counted}

    def add(self, edition: Edition) -> None:
        """Index a closed edition: its stories and each of their reports."""
        taken = self._link.row(
            select(func.max(_DOCUMENTS.c.id)).where(
                _DOCUMENTS.c.id >= _first_key(edition.day), _DOCUMENTS.c.id < _first_key(edition.day, days=1)
            )
        )
        key = (taken[0] if taken is not None and taken[0] is not None else _first_key(edition.day)) + 1
        documents: list[dict[str, Any]] = []
        texts: list[dict[str, Any]] = []
        articles = Articles(self._link).by_ids(
            report.article_id for story in edition.stories for report in story.reports
        )
        # From the last story to the first, and the story above its reports: the first story has the highest key.
        for section in reversed(edition.sections):
            for story in reversed(section.stories):
                fact = story.section or section.name
                for report in reversed(story.reports):
                    found = articles.get(report.article_id)
                    documents.append(_row(key, edition, story) | _of_report(report.item, found))
                    if found is not None:
                        texts.append({"id": key, "terms": _terms(found, fact)})
                    key += 1
                documents.append(_row(key, edition, story) | {"title": _title(story, edition.language, frozenset())})
                texts.append({"id": key, "terms": _story_terms(story, fact, edition.language, frozenset())})
                key += 1
        self._link.insert_new(_DOCUMENTS, documents)
        self._link.insert_new(_TEXTS, texts)

    def follow(self, articles: Iterable[Article]) -> None:
        """Take out what new versions withdraw, and put back what they bring back; in the transaction that adds them."""
        new = list(articles)
        withdrawn = {article.item for article in new if article.pub_status is not PubStatus.USABLE}
        places = self._places(withdrawn)
        places |= self._places({article.item for article in new} - withdrawn, hidden_only=True)
        for name, day, story_id in sorted(places):
            self._again(name, day, story_id)

    def rebuild(self) -> None:
        """Index all closed editions anew, whatever state the index is in."""
        search_index.drop_index(self._link.connection)
        self._link.change(_TEXTS.delete())
        self._link.change(_DOCUMENTS.delete())
        search_index.make_index(self._link.connection)
        closed = schema.editions.c.status == EditionStatus.CLOSED.value
        slots = self._link.rows(
            select(schema.editions.c.name, schema.editions.c.day)
            .where(closed)
            .order_by(schema.editions.c.day, schema.editions.c.name)
        )
        for slot in slots:
            edition = self._edition(slot.name, slot.day)
            self.add(edition)
            self.follow(Articles(self._link).latest({r.item for s in edition.stories for r in s.reports}).values())

    def check(self) -> int:
        """Return how many documents are shown. Raise StoreError where the index is not that of the texts."""
        row = self._link.row(select(func.count()).select_from(_TEXTS))
        try:
            sound = search_index.is_sound(self._link.connection)
        except DatabaseError as error:
            if "malformed" not in str(error):  # what FTS5 says of an index that differs; anything else is the store's
                raise
            sound = False
        if not sound:
            raise StoreError("the search index is damaged: run `bouclage migrate --search`", path=self._link.path)
        return int(row[0]) if row else 0

    def _places(self, items: Iterable[str], *, hidden_only: bool = False) -> set[tuple[str, date, str]]:
        statement = select(_DOCUMENTS.c.edition, _DOCUMENTS.c.day, _DOCUMENTS.c.story)
        if hidden_only:
            statement = statement.where(~_DOCUMENTS.c.shown)
        return {(row.edition, row.day, row.story) for row in self._link.rows_of(statement, _DOCUMENTS.c.item, items)}

    def _again(self, name: str, day: date, story_id: str) -> None:
        """Index one printed story anew, less what is withdrawn now."""
        of_story = (_DOCUMENTS.c.edition == name, _DOCUMENTS.c.day == day, _DOCUMENTS.c.story == story_id)
        rows = self._link.rows(select(_DOCUMENTS).where(*of_story))
        edition = self._edition(name, day, story_id)
        section, story = next((section.name, story) for section in edition.sections for story in section.stories)
        fact = story.section or section
        latest = Articles(self._link).latest({row.item for row in rows if row.item})
        gone = frozenset(key for key, article in latest.items() if article.pub_status is not PubStatus.USABLE)
        articles = Articles(self._link).by_ids(row.article_id for row in rows if row.article_id)
        self._link.delete_of(_TEXTS, _TEXTS.c.id, [row.id for row in rows])
        texts = []
        for row in rows:
            if row.item is None:
                shown = any(report.item not in gone for report in story.reports)
                terms = _story_terms(story, fact, edition.language, gone)
            else:
                shown = row.item not in gone
                terms = _terms(articles[row.article_id], fact) if row.article_id in articles else ""
            values: dict[str, Any] = {"shown": shown}
            if row.item is None and shown:
                values["title"] = _title(story, edition.language, gone)
            self._link.change(_DOCUMENTS.update().where(_DOCUMENTS.c.id == row.id).values(values))
            if shown and terms:
                texts.append({"id": row.id, "terms": terms})
        self._link.insert_new(_TEXTS, texts)

    def _edition(self, name: str, day: date, story: str | None = None) -> Edition:
        """Return an edition, whole or with one story alone."""
        slot = and_(schema.editions.c.name == name, schema.editions.c.day == day)
        row = self._link.row(select(schema.editions.c.record).where(slot))
        if row is None:
            raise StoreError(f"the search knows an edition {name} of {day} that is not there", path=self._link.path)
        head, stories = from_plain(Edition, row.record), EditionStories(self._link)
        return stories.whole(head) if story is None else stories.with_one(head, story)


def _first_key(day: date, *, days: int = 0) -> int:
    return (day.toordinal() + days) << _PLACES


def _row(key: int, edition: Edition, story: EditionStory) -> dict[str, Any]:
    whole = {"article_id": None, "item": None, "language": None, "title": None}
    return {"id": key, "edition": edition.name, "day": edition.day, "story": story.id, "shown": True} | whole


def _of_report(item: str, found: Article | None) -> dict[str, Any]:
    if found is None:
        return {"item": item}
    return {"item": item, "article_id": found.id, "language": (found.language or "").split("-")[0] or None}


def _title(story: EditionStory, language: str, gone: frozenset[str]) -> list[str | None]:
    """Return a story's headline and its language; where its report is withdrawn, that of the next best."""
    left = [report for report in story.reports if report.item not in gone]
    if len(left) == len(story.reports) and story.headline_by_editor:
        return [story.headline_by_editor, language]  # it may repeat what was taken back, as soon as anything was
    if any(report.article_id == story.headline.article_id for report in left) or not left:
        return [story.headline.text, story.language]
    best = next((report for report in left if report.copy_of is None), left[0])
    return [best.headline.text, best.language]


def _facts(source_id: str | None, section: str | None) -> Sequence[tuple[str, str | None]]:
    return (("s", source_id), ("c", section))


def _terms(article: Article, section: str) -> str:
    facts = [marker(kind, value) for kind, value in _facts(article.source_id, section) if value]
    words = " ".join(part for part in (article.kicker, article.text[:_CHARS], article.byline) if part)
    return f"{index_text(words, article.language)} {' '.join(facts)}"


def _story_terms(story: EditionStory, section: str, language: str, gone: frozenset[str]) -> str:
    """Return what a story as a whole is found by: words of one question may stand in several of its reports."""
    left = [report for report in story.reports if report.item not in gone]
    languages = {report.article_id: report.language for report in left}
    lines = [index_text(report.headline.text, report.language) for report in left]
    lines += [
        index_text(quote.text, languages[quote.article_id]) for quote in story.summary if quote.article_id in languages
    ]
    if story.headline_by_editor and len(left) == len(story.reports):
        lines.append(index_text(story.headline_by_editor, language))
    return " ".join([*lines, marker("c", section)])
