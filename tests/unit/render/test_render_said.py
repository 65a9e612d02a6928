"""What the reports say, as readers see it: both sides, who, when, and nothing of ours in between."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from lxml import html
from render_editions import small_edition, statement

from bouclage.records import Edition, VerbClass
from bouclage.render import mail, story_page, web_page
from bouclage.render.said import said_view
from bouclage.render.speech import speech


def texts(page: str, path: str) -> list[str]:
    """Return the text of every element, its white space made one."""
    return [" ".join(found.text_content().split()) for found in html.fromstring(page).xpath(path)]


def lead_page(edition: Edition) -> str:
    """Return the page of the lead."""
    return story_page(edition, edition.stories[0])


def test_a_story_page_sets_both_sides_beside_each_other() -> None:
    """Each side has its speaker with role, its words linked to their place, outlet and time."""
    page = lead_page(small_edition())
    left, right = texts(page, "//*[@class='side']")
    assert (
        left
        == "Luc Dayer le commandant Les habitants avaient été avertis samedi Le Rivage 14:20, aussi dans Sarine Info"
    )
    assert right == "Rosa Imhof «Uns hat niemand gewarnt» Der Limmatbote 15:05"
    links = html.fromstring(page).xpath("//*[@class='side']//a[@class='q']/@href")
    assert all("#:~:text=" in link for link in links)
    assert len(links) == 2


def test_a_story_page_lists_who_says_what() -> None:
    """Speakers with their statements; a verb that is more than saying is told; what is left out is counted."""
    page = lead_page(small_edition())
    assert texts(page, "//*[@class='speakers']//dt") == ["Luc Dayer le commandant", "le canton", "Rosa Imhof"]
    assert texts(page, "//*[@class='verb']") == ["dément :"]
    assert "2 autres déclarations dans les articles" in " ".join(texts(page, "//main"))


def test_a_timeline_shows_its_gap_and_who_tells() -> None:
    """Days as words of the edition's language, the gap between them told, the sentence whole."""
    page = lead_page(small_edition("de"))
    assert texts(page, "//*[@class='timeline']/li") == [
        "2.–4. Aug. Le versant avait été surveillé du 2 au 4 août, puis plus. Le Rivage, Sarine Info",
        "5 Wochen ohne datiertes Ereignis",
        "Montag, 7. September, 14:00 Am Montag um 14 Uhr brach der Hang. Der Limmatbote",
    ]


@pytest.mark.parametrize("language", ["fr", "de", "it", "en"])
def test_a_disputed_story_is_marked_everywhere(language: str) -> None:
    """One line with both sides on the web edition, in the mail's HTML and in its text."""
    edition = small_edition(language)
    parts = mail(edition, web_url=None, unsubscribe_url=None, address_of_publisher="A")
    title = speech(language).say("dispute_contradicts")
    for text in (*texts(web_page(edition), "//body"), *texts(parts.html, "//body"), " ".join(parts.text.split())):
        assert title in text
        at = text.index(title)
        line = text[at : at + 180]
        assert "Luc Dayer" in line
        assert "Les habitants avaient été avertis samedi" in line
        assert "«Uns hat niemand gewarnt»" in line


def test_a_story_without_statements_has_no_empty_boxes() -> None:
    """A story of an edition closed before is set as it was."""
    edition = small_edition()
    page = story_page(edition, edition.stories[2])
    for name in ("disputes", "speakers", "timeline", "unshown"):
        assert f'class="{name}"' not in page


def test_a_long_list_of_printings_is_counted() -> None:
    """Four other outlets are a number; their names are in the list of sources, and one touch away."""
    edition = small_edition()
    lead = edition.stories[0]
    others = tuple(report.article_id for report in lead.reports[1:])
    said = replace(lead.statements[0], also=others)
    view = said_view(replace(lead, statements=(said,)), edition.day, speech("fr"))
    ((one,),) = (speaker.statements for speaker in view.speakers)
    assert one.also == "aussi dans 5 médias"
    assert one.also_names.count(",") == 4


def test_a_role_is_what_stands_beside_a_persons_name() -> None:
    """ "le ministre Luc Dayer" has a role; "M. Dayer", "il" and a ministry have none; the fullest is kept."""
    edition = small_edition()
    lead = edition.stories[0]

    def role(speaker: str, name: str) -> str | None:
        said = statement("Le Rivage", "Oui", speaker, name, verb_class=VerbClass.OTHER)
        (found,) = said_view(replace(lead, statements=(said,), disputes=()), edition.day, speech("fr")).speakers
        return found.role

    assert role("le conseiller d’État Luc Dayer", "Luc Dayer") == "le conseiller d’État"
    assert role("Luc Dayer, chef du Département", "Luc Dayer") == "chef du Département"
    assert role("le chef de la diplomatie russe", "Luc Dayer") == "le chef de la diplomatie russe"
    assert role("M. Dayer", "Luc Dayer") is None
    assert role("il", "Luc Dayer") is None
    assert role("son département", "Département norvalien d’État") is None


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 9, 8), date(2026, 9, 8), "mardi 8 septembre"),
        (date(2025, 9, 1), date(2025, 9, 1), "lundi 1er septembre 2025"),
        (date(2026, 9, 9), date(2026, 9, 10), "9–10 sept."),
        (date(2027, 1, 1), date(2027, 12, 31), "2027"),
        (date(2026, 2, 1), date(2026, 2, 28), "février 2026"),
    ],
)
def test_days_of_a_timeline(first: date, last: date, words: str) -> None:
    """A day has its weekday, an interval both ends, a whole month or year its name alone."""
    assert speech("fr").days(first, last, today=date(2026, 9, 8)) == words


def test_lengths_of_time() -> None:
    """Gaps are told in the largest unit that fits."""
    assert [speech("it").span(timedelta(days=days)) for days in (1, 5, 60, 3000)] == [
        "1 giorno",
        "5 giorni",
        "2 mesi",
        "8 anni",
    ]
