"""Mail: complete, small enough, readable without its style sheet, and its text part."""

import re
from dataclasses import replace

import pytest
from lxml import html
from render_editions import big_edition, small_edition

from bouclage.errors import RenderError
from bouclage.records import Edition
from bouclage.render import MailParts, RenderSettings, mail, plain_text

LINK = re.compile(r"https?://\S+")


def made(edition: Edition, **changes: object) -> MailParts:
    """Return a mail with links and an address."""
    given: dict[str, object] = {
        "web_url": "https://bouclage.example/2026-09-08",
        "unsubscribe_url": "https://bouclage.example/unsubscribe/0123456789abcdef0123456789abcdef",
        "address_of_publisher": "Le Bouclage\nQuai du Port 1\n1200 Genève",
        **changes,
    }
    return mail(edition, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize("stories", [1, 60, 250, 611, 1000, 1500])
def test_all_stories_stand_under_the_clip(stories: int) -> None:
    """Row M24: under 100 KB (aimed at 90) with every story in it, whatever their number."""
    edition = big_edition(stories)
    parts = made(edition)
    assert len(parts.html.encode()) <= 91_000
    shown = html.fromstring(parts.html)
    assert len(shown.xpath("//h3")) + len(shown.xpath("//li")) == stories
    text = shown.text_content()
    for story in edition.stories:
        assert story.headline.text[:30] in text
    assert "unsubscribe/0123456789abcdef" in parts.html


def test_a_shortened_mail_says_so_and_keeps_its_front_page() -> None:
    """With 611 stories the front stays whole, the rest are lines, and the reader is told."""
    edition = big_edition(611)
    page = made(edition).html
    assert "Damit Ihr Postfach alle Titel zeigt" in page
    for story in edition.sections[0].stories:
        assert all(quote.text in html.fromstring(page).text_content() for quote in story.summary)
    assert "Damit Ihr Postfach" not in made(big_edition(30)).html


def test_too_many_even_for_headlines() -> None:
    """A very large edition says how much is left out and links each section; the text part has it all."""
    edition = big_edition(3000)
    parts = made(edition)
    assert len(parts.html.encode()) <= 100_000
    shown = html.fromstring(parts.html)
    lines = len(shown.xpath("//li"))
    number = f"{lines:,}".replace(",", ".")
    assert f"die ersten {number} von 3.000 Titeln" in shown.text_content()
    links = [a for a in shown.iter("a") if "weitere in diesem Ressort" in a.text_content()]
    rest = sum(int(a.text_content().split()[0].replace(".", "")) for a in links)
    assert lines + rest == 3000
    assert {str(a.get("href")).partition("#")[2] for a in links} <= {section.name for section in edition.sections}
    assert all(story.headline.url in parts.text for story in edition.stories)


def test_a_mail_that_cannot_be_small_is_refused() -> None:
    """A limit that cannot be kept is an error, not a mail without its end."""
    with pytest.raises(RenderError, match="bytes"):
        made(small_edition(), settings=RenderSettings(mail_limit_bytes=2_000))


def test_hostile_lengths_keep_under_the_limit() -> None:
    """A headline of a megabyte is cut, and the others stay."""
    edition = small_edition()
    story = edition.sections[2].stories[0]
    long = replace(story, headline=replace(story.headline, text="Wort " * 200_000), kicker="K" * 100_000)
    section = replace(edition.sections[2], stories=(long, *edition.sections[2].stories[1:]))
    page = made(replace(edition, sections=(*edition.sections[:2], section))).html
    assert len(page.encode()) <= 100_000
    assert "Le marché déménage" in page


def test_readable_without_its_style_sheet() -> None:
    """Rows R96 to R98: styles are inline; what stays in the sheet is only media rules; tables carry their role."""
    page = made(small_edition()).html
    tree = html.fromstring(page)
    sheet = "".join(tree.xpath("//style/text()"))
    assert re.sub(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*\s*\}", "", sheet).strip() == ""
    assert "prefers-color-scheme:dark" in sheet.replace(" ", "")
    assert all(table.get("role") == "presentation" for table in tree.iter("table"))
    assert all(element.get("style") for element in tree.iter("h1", "h2", "h3", "p"))
    assert tree.xpath("//meta[@name='color-scheme']/@content") == ["light dark"]
    assert tree.get("lang") == "fr"
    assert tree.get("dir") == "ltr"
    assert not list(tree.iter("img"))


def test_text_is_at_least_14_pixels() -> None:
    """Row R95: no visible text is smaller."""
    tree = html.fromstring(made(small_edition()).html)
    styles = [
        e.get("style", "") for e in tree.iter() if isinstance(e.tag, str) and e.get("class") not in ("pre", "end")
    ]
    sizes = [int(size) for style in styles for size in re.findall(r"font-size:\s*(\d+)px", style)]
    assert min(sizes) >= 14


def test_preheader_and_subject() -> None:
    """The mailbox shows the lead in the subject and the next story beside it."""
    parts = made(small_edition())
    assert parts.subject == "Le Bouclage, 8 septembre: Praz-Verney : deux corps retrouvés sous la coulée"
    assert html.fromstring(parts.html).xpath("string(//div[@class='pre'])").startswith("Norvalia’s parliament")
    assert len(made(big_edition(3), settings=RenderSettings(subject_chars=60)).subject) <= 60


def test_headlines_link_to_their_sources() -> None:
    """A reader reaches the article with one click, and the story's place on the web with another."""
    edition = small_edition()
    page = html.fromstring(made(edition, permalinks={edition.stories[0].id: "https://bouclage.example/s/1"}).html)
    links = {a.text_content(): a.get("href") for a in page.iter("a")}
    for story in edition.stories:
        if story.headline.url.startswith("https://") and story.id != "4444":
            assert links[story.headline.text] == story.headline.url
    hrefs = page.xpath("//a/@href")
    assert "https://bouclage.example/s/1" in hrefs
    assert "https://bouclage.example/2026-09-08#s1111aaaa22" in hrefs


def test_text_part_is_complete_and_narrow() -> None:
    """Row M12: all stories, all links, the way out; no line over 76 columns but addresses."""
    edition = small_edition()
    text = made(edition).text
    flat = " ".join(text.split())
    for story in edition.stories:
        for quote in (story.headline, *story.summary):
            for sentence_part in re.split(r"\s+", quote.text):
                assert sentence_part in flat
        for report in story.reports:
            if report.url.startswith("https://"):
                assert report.url in text
    assert "unsubscribe/0123456789abcdef" in text
    assert "1200 Genève" in text
    assert all(len(line) <= 76 for line in text.splitlines() if not LINK.fullmatch(line.strip()))


def test_a_word_longer_than_a_line_is_broken() -> None:
    """A word without an end does not make a line without an end."""
    edition = small_edition()
    story = edition.sections[0].stories[0]
    words = replace(story.headline, text="x" * 500)
    text = plain_text(
        replace(edition, sections=(replace(edition.sections[0], stories=(replace(story, headline=words),)),))
    )
    assert max(len(line) for line in text.splitlines() if "://" not in line) <= 76


def test_mail_without_links_has_none_of_ours() -> None:
    """Without a web address or a way to unsubscribe there is no dead link."""
    parts = made(small_edition(), web_url=None, unsubscribe_url=None)
    assert 'href=""' not in parts.html
    assert "None" not in parts.html
    assert "Se désabonner" not in parts.html + parts.text
