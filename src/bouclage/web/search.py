"""Search: what closed editions printed, and of it only what may be shown now."""

from datetime import date, timedelta

from fastapi import Request, Response

from bouclage.records import Article, Source, TextRight
from bouclage.render import Asked, FoundReport, FoundStory, Frame, search_page
from bouclage.store import Filter, Found, Transaction
from bouclage.text.search_terms import LANGUAGES, MOST_CHARS, Question, question_of
from bouclage.web.answers import passing
from bouclage.web.frames import choice_of, frame_of
from bouclage.web.site import Site, site_of

_STORIES = 20  # on a page
_CHUNK = 120  # documents asked for at once: a story has a few
_SECTIONS = (
    "international", "switzerland", "regions", "economy", "science", "culture", "society", "sport", "news", "weather",
)  # fmt: skip


def search(request: Request) -> Response:
    """Show the form and what answers; kept by nobody, so that what is withdrawn is gone at the next asking."""
    site, choice = site_of(request), choice_of(request, site_of(request))
    given = {key: " ".join(request.query_params.get(key, "").split())[:MOST_CHARS] for key in _FIELDS}
    wanted = Filter(
        source_id=given["outlet"] or None,
        section=given["section"] if given["section"] in _SECTIONS else None,
        language=given["language"] or None,
        since=_day(given["since"]),
        until=_day(given["until"]),
    )
    frame = frame_of(site, choice, "/search", robots="noindex")
    found: list[FoundStory] | None = None
    more = None
    with site.store.read() as tx:
        sources = {source.id: source for source in tx.sources.all()}
        languages = site.shelf.kept("languages", lambda: tx.search.languages(site.edition.name))
        question = question_of(given["q"], tuple(dict.fromkeys((*LANGUAGES, *languages))))
        if question.clauses or ((wanted.source_id or wanted.section) and not given["q"]):
            hits, more = _stories(tx, site, question, wanted, _key(request.query_params.get("before", "")))
            found = _shown(tx, site, hits, sources, frame)
        elif given["q"]:
            found = []
    page = search_page(
        Asked(
            words=given["q"],
            outlet=given["outlet"],
            section=given["section"],
            language=given["language"],
            since=given["since"],
            until=given["until"],
            outlets=sorted(((one.id, one.name) for one in sources.values()), key=lambda pair: pair[1].casefold()),
            sections=_SECTIONS,
            languages=languages,
        ),
        question,
        found,
        frame=frame,
        language=choice.language,
        more_href=_more(frame, given, more),
    )
    return passing(page)


_FIELDS = ("q", "outlet", "section", "language", "since", "until")


def _stories(
    tx: Transaction, site: Site, question: Question, wanted: Filter, before: int | None
) -> tuple[list[list[Found]], int | None]:
    """Return the documents of as many stories as a page holds, and the key to go on from; None = that was all."""
    stories: list[list[Found]] = []
    while True:
        found = tx.search.find(site.edition.name, question, wanted, before=before, most=_CHUNK)
        for one in found:
            if not stories or (stories[-1][0].day, stories[-1][0].story) != (one.day, one.story):
                if len(stories) == _STORIES:
                    return stories, stories[-1][-1].key
                stories.append([])
            stories[-1].append(one)
        if len(found) < _CHUNK:
            return stories, None
        before = found[-1].key


def _shown(
    tx: Transaction, site: Site, hits: list[list[Found]], sources: dict[str, Source], frame: Frame
) -> list[FoundStory]:
    articles = tx.articles.by_ids(one.article_id for hit in hits for one in hit if one.article_id)
    heads = tx.search.headlines(site.edition.name, {(hit[0].day, hit[0].story) for hit in hits})
    shown = []
    for hit in hits:
        day, story = hit[0].day, hit[0].story
        head = heads.get((day, story))
        reports = [articles[one.article_id] for one in hit if one.article_id in articles]
        if head is None:
            continue
        shown.append(
            FoundStory(
                day=day,
                headline=head.text,
                language=head.language,
                href=frame.to(f"/{day.isoformat()}/story/{story}"),
                reports=tuple(FoundReport(article=one, allowed=_allowed(one, sources, site)) for one in reports),
            )
        )
    return shown


def _allowed(article: Article, sources: dict[str, Source], site: Site) -> int:
    """Return how many characters of an article's text may be shown: what its source's rights allow today."""
    source = sources.get(article.source_id)
    if source is None or source.rights.text is TextRight.HEADLINE:
        return 0
    rights = source.rights
    if rights.expires_days is not None and article.time + timedelta(days=rights.expires_days) < site.clock():
        return 0
    return rights.excerpt_chars if rights.text is TextRight.EXCERPT else len(article.text)


def _more(frame: Frame, given: dict[str, str], key: int | None) -> str | None:
    return None if key is None else frame.to("/search", **given, before=f"{key:x}")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _key(text: str) -> int | None:
    try:
        return int(text, 16) if 0 < len(text) <= 15 else None
    except ValueError:
        return None
