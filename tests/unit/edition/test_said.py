"""What a story's reports say, as an edition shows it: verbatim, within rights, each once, gone when withdrawn."""

from dataclasses import replace
from datetime import timedelta

from bouclage.edition import EditionSettings, without
from bouclage.edition.said import widened
from bouclage.records import (
    Article,
    DisputeKind,
    Edition,
    EditionStory,
    Quote,
    Rights,
    Source,
    StatementKind,
    TextRight,
    from_plain,
    to_plain,
)
from bouclage.statements import statements, story_statements
from tests.builders import NOON, a_source, an_article
from tests.unit.edition.newsroom import Made, made

YES = "La rencontre aura lieu jeudi à Genève, a annoncé le ministère des affaires étrangères."
NO = "« La ministre ne sera pas à Genève jeudi », a dit la porte-parole Anne Roux."
MORE = "Le pont sera fermé dès lundi, a indiqué la police cantonale."


def two_reports() -> tuple[Article, Article]:
    """Return a report that announces and a report that says no."""
    one = an_article("Une rencontre", source="a", body=(YES,))
    return one, an_article("Pas de rencontre", source="b", body=(NO, MORE), published=NOON + timedelta(minutes=9))


def composed(*articles: Article, sources: tuple[Source, ...] = (), settings: EditionSettings | None = None) -> Made:
    """Compose an edition of one story with all that is said in it."""
    return made(articles, sources=sources, settings=settings, said=story_statements(articles, language="fr"))


def story_of(found: Made) -> EditionStory:
    """Return the one story."""
    (story,) = found.edition.stories
    return story


def words(story: EditionStory) -> list[Quote]:
    """Return every quote of what is said."""
    sides = [side for dispute in story.disputes for side in (dispute.left, dispute.right)]
    said = [*story.statements, *sides]
    return [
        *(one.quote for one in said),
        *(one.speaker for one in said if one.speaker),
        *(quote for event in story.timeline for quote in (event.quote, event.date)),
    ]


def test_a_dispute_shows_both_sides_with_their_marks() -> None:
    """Both spans, speakers, outlets and times stand in the record; a direct quotation keeps its marks."""
    story = story_of(composed(*two_reports()))
    (dispute,) = story.disputes
    assert dispute.kind is DisputeKind.CONTRADICTS
    assert dispute.left.quote.text == "La rencontre aura lieu jeudi à Genève"
    assert dispute.right.quote.text == "« La ministre ne sera pas à Genève jeudi »"
    assert (dispute.left.who, dispute.right.who) == ("ministère des affaires étrangères", "Anne Roux")
    assert dispute.right.time - dispute.left.time == timedelta(minutes=9)


def test_everything_said_is_a_span() -> None:
    """Statements, speakers, events and their dates are article.text[start:end]."""
    found = composed(*two_reports())
    quotes = words(story_of(found))
    assert len(quotes) >= 10
    for quote in quotes:
        assert found.articles[quote.article_id].text[quote.start : quote.end] == quote.text


def test_rights_bound_all_that_is_shown_of_an_article() -> None:
    """All that is shown of an article stays within its source's excerpt; words shown twice count once."""
    rights = Rights(text=TextRight.EXCERPT, excerpt_chars=110)
    sources = tuple(a_source(key, rights=rights) for key in ("a", "b"))
    found = composed(*two_reports(), sources=sources)
    story = story_of(found)
    for article in found.articles.values():
        shown = {
            place
            for quote in (*words(story), *story.summary)
            if quote.article_id == article.id
            for place in range(quote.start, quote.end)
        }
        assert 0 < len(shown) <= 110
    assert story.disputes
    assert story.unshown == 1  # the police's


def test_a_side_that_may_not_be_shown_shows_neither() -> None:
    """A dispute with a source that allows its headline alone is left out: one side alone would accuse."""
    story = story_of(composed(*two_reports(), sources=(a_source("b", rights=Rights(text=TextRight.HEADLINE)),)))
    assert story.disputes == ()
    assert [one.quote.outlet for one in story.statements] == ["A"]
    assert story.unshown == 2


def test_a_long_list_is_cut_and_says_so() -> None:
    """Of more statements than are shown the disputed stay, and the number of the others is kept."""
    story = story_of(composed(*two_reports(), settings=EditionSettings(most_statements=2)))
    assert [one.negated for one in story.statements] == [False, True]
    assert story.unshown == 1


def test_speakers_stand_together() -> None:
    """Statements are grouped by speaker, speakers in the order they were first heard."""
    one = an_article(
        "Titre",
        source="a",
        body=(f"{MORE} Il fera beau, a dit Luc Dayer. La route reste ouverte, a ajouté la police.",),
    )
    story = story_of(composed(one))
    heard = [said.who for said in story.statements]
    assert heard == sorted(heard, key=heard.index)
    assert len(heard) == 3


def test_a_withdrawn_report_takes_its_words_along() -> None:
    """A killed report leaves no statement, event, side of a dispute or mention behind."""
    one, other = two_reports()
    found = composed(one, other)
    left = without(found.edition, {other.item}, instead="")
    (story,) = left.stories
    assert story.disputes == ()
    assert {quote.article_id for quote in words(story)} == {one.id}
    assert other.id not in {key for said in story.statements for key in said.also}


def test_a_stored_edition_without_statements_still_loads() -> None:
    """An edition closed before statements were shown is read as it was."""
    plain = to_plain(composed(*two_reports()).edition)
    for section in plain["sections"]:
        for story in section["stories"]:
            for name in ("statements", "unshown", "timeline", "disputes"):
                del story[name]
    (story,) = from_plain(Edition, plain).stories
    assert (story.statements, story.unshown, story.timeline, story.disputes) == ((), 0, (), ())


def test_a_stored_edition_is_the_same() -> None:
    """Statements, events and disputes survive being stored."""
    edition = composed(*two_reports()).edition
    assert from_plain(Edition, to_plain(edition)) == edition


def test_marks_are_taken_along_only_where_they_stand() -> None:
    """A span is widened over the quotation mark beside it, and over nothing else."""
    for text, wanted in (
        ("Anne Roux a dit : « La ministre ne sera pas là. »", "« La ministre ne sera pas là. »"),
        ("Elle « ne viendra pas jeudi », a dit Anne Roux.", "Elle « ne viendra pas jeudi »"),
        ("Elle ne viendra pas jeudi, a dit Anne Roux.", "Elle ne viendra pas jeudi"),
    ):
        article = an_article("Titre", body=(text,))
        (one,) = statements(article)
        start, end = widened(article, one)
        assert article.text[start:end] == wanted
    article = an_article("Titre", body=("Il a dit que non.",))
    at = article.text.index("non")
    bare = replace(one, article_id=article.id, start=at, end=at + 3, content="non", kind=StatementKind.INDIRECT)
    assert widened(article, bare) == (at, at + 3)
