"""The account: over any day whatever, every item is accounted for once and every word shown is found again."""

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from bouclage.edition import Accounted, Earlier, EditionSettings, Sifted, compose, sift
from bouclage.edition.sections import ORDER
from bouclage.records import (
    Article,
    Block,
    BlockKind,
    Edition,
    Fate,
    Ledger,
    PubStatus,
    Rights,
    Signal,
    Source,
    Story,
    TextRight,
    WireCopy,
)
from tests.builders import CLOSES, OPENS, YESTERDAY, a_refusal, a_source, a_story, a_wire_copy, an_article, hours
from tests.unit.edition.newsroom import SLOT

SENTENCES = (
    "Les ministres des deux pays se sont parlé lundi soir au téléphone.",
    "« Une salle est prête », dit une porte-parole des Nations unies à Genève.",
    "Trois personnes ont été blessées 😀 et l’autoroute fermée pendant cinq heures.",
    "Die Brücke bleibt wegen Rissen gesperrt, wie der Kanton am 8. September mitteilt.",
    "M. Rollier a été condamné à quatre ans et six mois pour une escroquerie de 11 millions.",
    "Court.",
    "Une phrase sans point final",
)
HEADLINES = (None, "Un pont est rouvert", "Genève: pourparlers", "Brücke gesperrt", "Été 😀 à l’Orbe")
SOURCE_IDS = ("atr", "le-rivage", "limmatbote", "meteo")

paragraphs = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4).map(" ".join)
blocks = st.lists(st.builds(Block, kind=st.sampled_from(BlockKind), text=paragraphs), max_size=3)
moments = st.integers(-70, 4).map(lambda number: CLOSES + hours(number))
rights = st.builds(
    Rights, text=st.sampled_from(TextRight), excerpt_chars=st.sampled_from([0, 70, 150, 600]), photo=st.booleans()
)


@st.composite
def articles(draw: st.DrawFn) -> list[Article]:
    """Draw the articles of some days: several items, some in several versions."""
    found = []
    for number in range(draw(st.integers(0, 9))):
        source = draw(st.sampled_from(SOURCE_IDS))
        for version in range(1, draw(st.sampled_from([1, 1, 1, 2, 3])) + 1):
            at = draw(moments)
            found.append(
                an_article(
                    draw(st.sampled_from(HEADLINES)),
                    source=source,
                    guid=f"urn:{number}",
                    body=draw(blocks),
                    lead=draw(st.none() | st.sampled_from(SENTENCES)),
                    published=at,
                    seen=at + hours(draw(st.sampled_from([0, 0, 1, 30]))),
                    version=version,
                    language=draw(st.sampled_from(["fr", "de", "it", "en", "fr-CH", None])),
                    section=draw(st.sampled_from([None, "Sport", "Monde", "Wetter"])),
                    pub_status=draw(st.sampled_from([PubStatus.USABLE] * 6 + list(PubStatus))),
                    signal=draw(st.sampled_from([None, None, *Signal])),
                    embargoed=draw(st.sampled_from([None, None, None, at])),
                    urgency=draw(st.none() | st.integers(1, 9)),
                )
            )
    return found


@dataclass(frozen=True)
class Day:
    """All that compose is given, and its answer can be asked for."""

    sifted: Sifted
    stories: tuple[Story, ...]
    copies: tuple[WireCopy, ...]
    known: dict[str, Article]
    sources: dict[str, Source]
    earlier: dict[str, Earlier]
    settings: EditionSettings

    def composed(self, *, backwards: bool = False) -> tuple[Edition, Ledger]:
        """Make the edition, with everything handed over in another order if asked."""
        step = -1 if backwards else 1
        return compose(
            SLOT,
            self.sifted,
            self.stories[::step],
            self.copies[::step],
            articles=dict(list(self.known.items())[::step]),
            sources=dict(list(self.sources.items())[::step]),
            earlier=dict(list(self.earlier.items())[::step]),
            troubles=(),
            closed=CLOSES,
            late=False,
            settings=self.settings,
        )


@st.composite
def days(draw: st.DrawFn) -> Day:
    """Draw a day: articles sifted, put into stories and wire copies at random, some of them told yesterday."""
    read = draw(articles())
    past_fates = draw(st.dictionaries(st.integers(0, 9), st.sampled_from(Fate), max_size=3))
    sifted = sift(
        read,
        [a_refusal(f"urn:{number}") for number in draw(st.lists(st.integers(0, 12), max_size=3))],
        {a_refusal(f"urn:{n}").item: Accounted(day=YESTERDAY, fate=fate) for n, fate in past_fates.items()},
        opens=OPENS,
        closes=CLOSES,
        settings=EditionSettings(),
    )
    old = [a for a in read if a.time <= OPENS and a.id not in {fit.id for fit in sifted.fit}]
    old = list({article.id: article for article in old}.values())
    groups: dict[int, list[Article]] = {}
    for article in (*old, *sifted.fit):
        groups.setdefault(draw(st.integers(0, 4)), []).append(article)
    stories = tuple(
        a_story(*group, id=f"story-{key}", series=draw(st.sampled_from([None, None, "weather: Météo Vallées"])))
        for key, group in groups.items()
    )
    texts: dict[int, list[Article]] = {}
    for article in (*old, *sifted.fit):
        if draw(st.booleans()):
            texts.setdefault(draw(st.integers(0, 3)), []).append(article)
    earlier = {}
    for story in draw(st.lists(st.sampled_from(stories), unique=True)) if stories else []:
        told = frozenset(key for key in story.article_ids if key in {article.id for article in old})
        earlier[story.id] = Earlier(
            day=YESTERDAY, article_ids=told, told=frozenset(draw(st.lists(st.sampled_from(SENTENCES), max_size=3)))
        )
    return Day(
        sifted=sifted,
        stories=stories,
        copies=tuple(a_wire_copy(*group) for group in texts.values() if len(group) > 1),
        known={article.id: article for article in (*old, *sifted.fit)},
        sources={key: a_source(key, rights=draw(rights)) for key in SOURCE_IDS if draw(st.booleans())},
        earlier=earlier,
        settings=EditionSettings(quote_min_chars=draw(st.sampled_from([1, 30]))),
    )


@settings(max_examples=60)
@given(days())
def test_the_ledger_adds_up_whatever_the_day(day: Day) -> None:
    """read = printed + merged + held + refused, item by item; each fit article is printed or merged, exactly once."""
    edition, ledger = day.composed()
    items = [entry.item for entry in ledger.entries]
    assert len(items) == len(set(items))
    assert set(items) == {a.item for a in day.sifted.fit} | {entry.item for entry in day.sifted.entries}
    taken = [entry for entry in ledger.entries if entry.fate in {Fate.PRINTED, Fate.MERGED}]
    assert {entry.article_id for entry in taken} == {article.id for article in day.sifted.fit}
    by_fate = {fate: sum(entry.fate is fate for entry in ledger.entries) for fate in Fate}
    counts = edition.counts
    assert counts.adds_up
    assert counts.read == len(items)
    assert (counts.printed, counts.merged) == (by_fate[Fate.PRINTED], by_fate[Fate.MERGED])
    assert (counts.held, counts.refused) == (by_fate[Fate.HELD], by_fate[Fate.REFUSED])
    assert counts.stories == len(edition.stories)


@settings(max_examples=60)
@given(days())
def test_the_edition_lists_what_the_ledger_says(day: Day) -> None:
    """A printed item is one report of its own; a merged one is listed under it, or its story stayed away."""
    edition, ledger = day.composed()
    fate = {entry.article_id: entry.fate for entry in ledger.entries}
    listed = [report for story in edition.stories for report in story.reports]
    ids = [report.article_id for report in listed]
    assert len(ids) == len(set(ids))
    assert {key for key, what in fate.items() if what is Fate.PRINTED} <= set(ids)
    for report in listed:
        assert fate[report.article_id] is (Fate.PRINTED if report.copy_of is None else Fate.MERGED)
    in_story = {entry.article_id: entry.story_id for entry in ledger.entries}
    for story in edition.stories:
        assert story.origins == sum(report.copy_of is None for report in story.reports) >= 1
        assert story.outlets == len({report.outlet for report in story.reports})
        assert {in_story[report.article_id] for report in story.reports} == {story.id}
    away = {in_story[key] for key, what in fate.items() if what is Fate.MERGED and key not in ids}
    assert away <= day.earlier.keys() - {story.id for story in edition.stories}


@settings(max_examples=60)
@given(days())
def test_every_word_shown_is_found_again_at_its_place(day: Day) -> None:
    """Each quote is article.text[start:end] of an article of the day, with that article's outlet and address."""
    edition, _ = day.composed()
    for story in edition.stories:
        reports = {report.article_id for report in story.reports}
        for quote in (story.headline, *story.summary, *(report.headline for report in story.reports)):
            article = day.known[quote.article_id]
            assert quote.text == article.text[quote.start : quote.end]
            assert quote.text.strip()
            assert (quote.outlet, quote.url) == (article.outlet, article.url)
            assert quote.article_id in reports


@settings(max_examples=60)
@given(days())
def test_no_source_is_shown_beyond_its_rights(day: Day) -> None:
    """Of a headline-only source no sentence is taken; of an excerpt, never more than its characters."""
    edition, _ = day.composed()
    for story in edition.stories:
        shown: dict[str, int] = {}
        for quote in story.summary:
            shown[quote.article_id] = shown.get(quote.article_id, 0) + quote.end - quote.start
        for key, length in shown.items():
            source = day.sources.get(day.known[key].source_id)
            if source is not None:
                assert source.rights.text is not TextRight.HEADLINE
                assert source.rights.text is TextRight.FULL or length <= source.rights.excerpt_chars


@settings(max_examples=60)
@given(days())
def test_the_front_is_earned(day: Day) -> None:
    """Whatever the day, no machine-made series, no forecast and no single origin leads; sections keep their order."""
    edition, _ = day.composed()
    names = [section.name for section in edition.sections]
    assert names == sorted(names, key=ORDER.index)
    assert all(section.stories for section in edition.sections)
    for section in edition.sections:
        if section.name == "front":
            assert len(section.stories) <= day.settings.front_stories
            assert all(story.series is None and story.origins >= 2 for story in section.stories)


@settings(max_examples=60)
@given(days())
def test_the_same_day_gives_the_same_edition(day: Day) -> None:
    """Nothing depends on the order in which the store or a dictionary hands things over."""
    assert day.composed() == day.composed(backwards=True)
