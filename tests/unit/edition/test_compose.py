"""From stories to the edition: origins, copies, what returns and what leads."""

from dataclasses import replace

import pytest

from bouclage.edition import EditionSettings, Sifted, compose, revision
from bouclage.records import Block, BlockKind, Fate, Membership, Photo, Rights, Signal, TextRight
from tests.builders import CLOSES, NOON, YESTERDAY, a_source, a_story, a_wire_copy, an_article, hours
from tests.unit.edition.newsroom import SLOT, made, told_yesterday

TEXT = (
    "Les ministres des deux pays se sont parlé lundi soir au téléphone.",
    "Les pourparlers continueront mercredi et jeudi dans la ville de Genève.",
)
WIRE = an_article("Pourparlers à Genève", source="atr", agency="ATR", body=TEXT, published=NOON - hours(3))
RIVAGE = an_article("Genève accueille les pourparlers", source="le-rivage", body=TEXT, published=NOON - hours(2))
ECHO = an_article("Pourparlers: Genève choisie", source="echo", body=TEXT, published=NOON - hours(1))
OWN = an_article(
    "À Genève, on attend les ministres",
    source="limmatbote",
    body=("Une salle est prête au Palais, dit une porte-parole des Nations unies.",),
)


def test_printings_of_one_text_count_as_one_origin() -> None:
    """Three outlets, one text, one report of its own: four outlets, two origins. An echo is not agreement."""
    result = made([WIRE, RIVAGE, ECHO, OWN], copies=[a_wire_copy(WIRE, RIVAGE, ECHO)])
    story = result.edition.stories[0]
    assert (story.outlets, story.origins) == (4, 2)
    assert [report.copy_of for report in story.reports] == [None, "Atr", "Atr", None]
    assert [result.fate(article) for article in (WIRE, RIVAGE, ECHO, OWN)] == [
        Fate.PRINTED,
        Fate.MERGED,
        Fate.MERGED,
        Fate.PRINTED,
    ]
    assert result.reason(RIVAGE) == "prints the text of Atr: 94% the same words"
    assert result.reason(OWN) == "printed with 3 other reports of the event"


def test_the_original_is_the_origin_even_if_a_printing_came_first() -> None:
    """A paper's clock may be ahead of its agency's."""
    result = made([RIVAGE, WIRE], copies=[a_wire_copy(WIRE, RIVAGE)])
    assert (result.fate(WIRE), result.fate(RIVAGE)) == (Fate.PRINTED, Fate.MERGED)
    assert result.reason(WIRE) == "printed with 1 other report of the event"


def test_two_wire_texts_are_two_origins() -> None:
    """Each agency's text counts once, and so do its printings."""
    other = an_article("Gespräche in Genf", source="sdr", body=("Anders.",))
    printing = an_article("Genf: Gespräche", source="limmatbote", body=("Anders.",))
    result = made([WIRE, RIVAGE, other, printing], copies=[a_wire_copy(WIRE, RIVAGE), a_wire_copy(other, printing)])
    assert result.edition.stories[0].origins == 2


def test_the_first_printing_stands_for_an_original_that_is_not_here() -> None:
    """The agency is no source of ours: its text is one origin all the same, and the others are its copies."""
    result = made([RIVAGE, ECHO], copies=[a_wire_copy(WIRE, RIVAGE, ECHO)], past=[])
    assert (result.fate(RIVAGE), result.fate(ECHO)) == (Fate.PRINTED, Fate.MERGED)
    assert result.edition.stories[0].origins == 1
    assert result.reason(ECHO).startswith("prints the text of Le Rivage")


def test_a_text_that_yesterday_did_not_print_is_new_in_a_told_story() -> None:
    """Of a story told yesterday, a copy of a text that was under embargo then is today's news."""
    yesterday = an_article("Un appel au téléphone", source="le-rivage", published=NOON - hours(24))
    result = made(
        [yesterday, RIVAGE, ECHO],
        copies=[a_wire_copy(WIRE, RIVAGE, ECHO)],
        past=[yesterday],
        told=told_yesterday(yesterday),
    )
    assert (result.fate(RIVAGE), result.fate(ECHO)) == (Fate.PRINTED, Fate.MERGED)


def test_two_absent_originals_are_two_origins() -> None:
    """The first printing of each stands for it, not only that of the first."""
    other = an_article("Gespräche in Genf", source="sdr", body=("Anders.",))
    printing = an_article("Genf: Gespräche", source="limmatbote", body=("Anders.",))
    result = made([RIVAGE, printing], copies=[a_wire_copy(WIRE, RIVAGE), a_wire_copy(other, printing)])
    assert result.edition.stories[0].origins == 2
    assert result.fate(printing) is Fate.PRINTED


def test_an_unchanged_story_does_not_return() -> None:
    """Only a copy of yesterday's text came today: it is merged into the account, the story stays away."""
    result = made([WIRE, ECHO], copies=[a_wire_copy(WIRE, ECHO)], past=[WIRE], told=told_yesterday(WIRE))
    assert not result.edition.stories
    assert result.fate(ECHO) is Fate.MERGED
    assert result.reason(ECHO) == f"prints the text of Atr: 94% the same words, printed in the edition of {YESTERDAY}"
    assert result.edition.counts.read == result.edition.counts.merged == 1


def test_a_told_story_returns_with_what_is_new() -> None:
    """A new report brings it back, marked as continued; the late copy of the old text is only listed."""
    result = made([WIRE, ECHO, OWN], copies=[a_wire_copy(WIRE, ECHO)], past=[WIRE], told=told_yesterday(WIRE))
    story = result.edition.stories[0]
    assert story.continues == YESTERDAY
    assert [(report.outlet, report.copy_of) for report in story.reports] == [("Echo", "Atr"), ("Limmatbote", None)]
    assert story.origins == 1
    assert story.headline.article_id == OWN.id


def test_a_story_of_another_days_articles_alone_is_not_printed() -> None:
    """Stories that run in the store but brought nothing today are not in the edition."""
    result = made([WIRE], past=[WIRE])
    assert not result.edition.stories
    assert not result.ledger.entries


def test_a_correction_is_no_copy_of_the_version_it_corrects() -> None:
    """The corrected text is nearly the same words as its own earlier version, and must be printed all the same."""
    corrected = replace(WIRE, version=2, signal=Signal.CORRECTION, seen=NOON)
    result = made([WIRE, corrected], copies=[a_wire_copy(WIRE, corrected)], past=[WIRE], told=told_yesterday(WIRE))
    assert result.fate(corrected) is Fate.PRINTED
    assert result.edition.stories[0].reports[0].corrected


def test_a_silent_edit_is_marked_at_its_report() -> None:
    """Where readers see the outlet, they see that its page was changed without a word."""
    before = replace(OWN, body=(*OWN.body, Block(kind=BlockKind.PARAGRAPH, text="Trois personnes sont mortes.")))
    changed = revision(before, OWN)
    assert changed is not None
    result = made([WIRE, OWN], sifted=Sifted(fit=(WIRE, OWN), versions={OWN.item: 2}, revisions={OWN.item: changed}))
    assert [report.edited for report in result.edition.stories[0].reports] == [False, True]
    shown = result.edition.stories[0].reports[1].revision
    assert shown is not None
    assert [edit.before for edit in shown.edits] == ["Trois personnes sont mortes."]
    assert any("changed without notice: substance" in entry.reason for entry in result.ledger.entries)
    assert {entry.item: entry.versions for entry in result.ledger.entries} == {WIRE.item: 1, OWN.item: 2}


def test_the_readers_language_speaks_for_a_story_then_own_text() -> None:
    """The headline is in the edition's language where any report is, and from a report of its own."""
    german = an_article("Genf wartet", source="limmatbote", language="de", published=NOON + hours(1))
    french = an_article("Genève attend", source="le-rivage", language="fr-CH", published=NOON - hours(5))
    assert made([german, french]).edition.stories[0].headline.text == "Genève attend"
    assert made([WIRE, ECHO], copies=[a_wire_copy(WIRE, ECHO)]).edition.stories[0].headline.article_id == WIRE.id


def test_the_newest_report_speaks_before_an_older_longer_one() -> None:
    """A toll rises: the last report knows most."""
    old = an_article("Un mort", source="a", body=("x" * 400,), published=NOON - hours(20))
    new = an_article("Cinq morts", source="b", body=("y" * 100,), published=NOON)
    assert made([old, new]).edition.stories[0].headline.text == "Cinq morts"


def test_a_photo_is_shown_only_with_the_right_to() -> None:
    """From the best report whose source allows it; its outlet is named."""
    photo = Photo(url="https://le-rivage.example/p.jpg", caption="Le pont", credit="M. Oberson")
    first = an_article("Un", source="a", photo=replace(photo, url="https://a.example/p.jpg"))
    second = an_article("Deux", source="b", photo=photo, published=NOON - hours(1))
    no, yes = Rights(text=TextRight.FULL, photo=False), Rights(text=TextRight.FULL, photo=True)
    story = made([first, second], sources=[a_source("a", rights=no), a_source("b", rights=yes)]).edition.stories[0]
    assert (story.photo, story.photo_outlet) == (photo, "B")
    story = made([first, second], sources=[a_source("a", rights=no), a_source("b", rights=no)]).edition.stories[0]
    assert (story.photo, story.photo_outlet) == (None, None)


def test_the_front_takes_what_several_origins_report() -> None:
    """One loud outlet does not lead, nor do ten copies of one text; sections hold the rest, complete."""
    single = an_article("Seul", source="le-rivage", section="Sport", urgency=1)
    copies = a_wire_copy(WIRE, RIVAGE, ECHO)
    two = [an_article("Deux à dire", source="a"), an_article("Deux disent", source="b")]
    sections = {s.name: s.stories for s in made([WIRE, RIVAGE, ECHO], [single], two, copies=[copies]).edition.sections}
    assert [story.outlets for story in sections["front"]] == [2]
    assert [story.headline.text for story in sections["sport"]] == ["Seul"]
    assert [story.outlets for story in sections["news"]] == [3]


def test_the_front_has_room_for_so_many_and_no_story_is_dropped() -> None:
    """Seven stories of two origins: five lead, two stand in their section, in order of rank."""
    stories = [[an_article(f"Titre {n} {s}", source=s) for s in ("a", "b", "c")[: 2 + n % 2]] for n in range(7)]
    edition = made(*stories, settings=EditionSettings(front_stories=5)).edition
    assert [(section.name, len(section.stories)) for section in edition.sections] == [("front", 5), ("news", 2)]
    scores = [story.score for story in edition.stories]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("series", ["weather: Météo Vallées", "shares: SMI"])
def test_a_machine_made_series_never_leads(series: str) -> None:
    """Forty forecasts from three stations agree, and still do not lead, not even on an empty day."""
    reports = [an_article(f"Prévisions {n}", source=f"meteo-{n}", urgency=1) for n in range(3)]
    result = made(a_story(*reports, series=series), fit=reports)
    assert "front" not in [section.name for section in result.edition.sections]
    assert result.edition.stories[0].score < 0
    assert result.edition.counts.printed == 3


def test_the_weather_does_not_lead_either() -> None:
    """Two services' forecasts stand in their section, series or not."""
    reports = [an_article("Pluie", source="a", section="Météo"), an_article("Regen", source="b", section="Wetter")]
    assert [section.name for section in made(reports).edition.sections] == ["weather"]


def test_sections_come_in_their_fixed_order() -> None:
    """Readers find a part where it was yesterday."""
    names = ("Sport", "Kultur", "Monde", "Météo", "Wirtschaft", "Suisse")
    stories = [[an_article(name, section=name)] for name in names]
    assert [section.name for section in made(*stories).edition.sections] == [
        "international",
        "switzerland",
        "economy",
        "culture",
        "sport",
        "weather",
    ]


def test_why_says_rank_and_grouping_in_words() -> None:
    """A reader can ask why a story stands there and why its reports are together."""
    story = a_story(OWN, ECHO)
    story = replace(
        story,
        members=(story.members[0], Membership(article_id=ECHO.id, score=0.7, reason="same names: Genève; same day")),
    )
    why = made(story, fit=[OWN, ECHO]).edition.stories[0].why
    assert why == ("2 independent origins", "2 outlets", "same names: Genève; same day")


def test_an_empty_day_gives_an_empty_edition_that_adds_up() -> None:
    """Whether to send it is not for compose to say."""
    result = made()
    assert (result.edition.sections, result.ledger.entries) == ((), ())
    assert result.edition.counts.adds_up


def test_the_edition_says_what_it_is() -> None:
    """Name, day, window, language and the moment it was really made."""
    edition = made([WIRE]).edition
    assert (edition.id, edition.closes, edition.closed) == ("evening-2026-09-08", CLOSES, CLOSES)
    assert (edition.counts.stories, edition.counts.sources, edition.counts.sources_failed) == (1, 1, 0)


def test_a_source_unknown_to_the_catalogue_is_printed_without_photo() -> None:
    """A source removed since the article was read costs the article nothing but the photo."""
    article = an_article("Un pont", source="gone", photo=Photo(url="https://gone.example/p.jpg"), body=TEXT)
    edition, ledger = compose(
        SLOT, Sifted(fit=(article,), versions={}), [a_story(article)], [], articles={article.id: article}, sources={},
        earlier={}, troubles=(), closed=CLOSES, late=True, settings=EditionSettings(),
    )  # fmt: skip
    assert ledger.entries[0].fate is Fate.PRINTED
    assert (edition.stories[0].photo, edition.late) == (None, True)
