"""What the edition's tests share: composing with everything given that a test is not about."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bouclage.edition import Earlier, EditionSettings, Sifted, Slot, compose
from bouclage.records import (
    Article,
    Edition,
    EditionStory,
    Fate,
    Ledger,
    Quote,
    Rights,
    Source,
    Story,
    StoryStatements,
    TextRight,
    WireCopy,
)
from tests.builders import CLOSES, DAY, OPENS, YESTERDAY, a_source, a_story

SLOT = Slot(
    name="evening",
    day=DAY,
    opens=OPENS,
    closes=CLOSES,
    title="Édition du soir",
    language="fr",
    time_zone="Europe/Zurich",
)


@dataclass(frozen=True)
class Made:
    """An edition with its ledger and the articles it was made of."""

    edition: Edition
    ledger: Ledger
    articles: Mapping[str, Article]

    def story(self, article: Article) -> EditionStory | None:
        """Return the story that lists `article`."""
        found = [s for s in self.edition.stories for report in s.reports if report.article_id == article.id]
        assert len(found) <= 1
        return found[0] if found else None

    def fate(self, article: Article) -> Fate:
        """Return what the ledger says of `article`."""
        (entry,) = [entry for entry in self.ledger.entries if entry.item == article.item]
        return entry.fate

    def reason(self, article: Article) -> str:
        """Return the ledger's reason for `article`."""
        (entry,) = [entry for entry in self.ledger.entries if entry.item == article.item]
        return entry.reason

    def quotes(self) -> list[Quote]:
        """Return all words shown, with their places."""
        stories = self.edition.stories
        headlines = [report.headline for story in stories for report in story.reports]
        return headlines + [quote for story in stories for quote in (story.headline, *story.summary)]


def made(
    *stories: Story | Sequence[Article],
    copies: Iterable[WireCopy] = (),
    fit: Iterable[Article] | None = None,
    past: Iterable[Article] = (),
    sources: Iterable[Source] = (),
    told: Mapping[str, Earlier] | None = None,
    sifted: Sifted | None = None,
    settings: EditionSettings | None = None,
    said: StoryStatements | None = None,
) -> Made:
    """Compose the edition of the day.

    A story is given as such or as its articles; all articles given are of this day but those of `past`. Sources not
    given allow all of the text. `said` is what the reports of the first story say.
    """
    reports = [article for story in stories if not isinstance(story, Story) for article in story]
    today = list(fit) if fit is not None else [article for article in reports if article not in past]
    known = {article.id: article for article in (*past, *reports, *today)}
    catalogue = {article.source_id: full(article.source_id) for article in known.values()}
    catalogue |= {source.id: source for source in sources}
    grouped = [story if isinstance(story, Story) else a_story(*story) for story in stories]
    edition, ledger = compose(
        SLOT,
        sifted or Sifted(fit=tuple(today), versions={}),
        grouped,
        copies,
        articles=known,
        sources=catalogue,
        earlier=told or {},
        troubles=(),
        closed=CLOSES,
        late=False,
        settings=settings or EditionSettings(),
        said={grouped[0].id: said} if said is not None else {},
    )
    return Made(edition, ledger, known)


def full(source_id: str) -> Source:
    """Return a source that allows all of its text and its photos."""
    return a_source(source_id, rights=Rights(text=TextRight.FULL, photo=True))


def told_yesterday(*articles: Article, sentences: Iterable[str] = ()) -> dict[str, Earlier]:
    """Return what yesterday's edition printed of the story that the first of `articles` founded."""
    earlier = Earlier(
        day=YESTERDAY, article_ids=frozenset(article.id for article in articles), told=frozenset(sentences)
    )
    return {a_story(*articles).id: earlier}
