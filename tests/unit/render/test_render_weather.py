"""The weather as readers see it."""

import io
import re
import zipfile
from dataclasses import replace

import pytest
from render_editions import small_edition

from bouclage.records import Sky, WeatherDay
from bouclage.render import epub, mail, pdf, plain_text, web_page


def test_each_sky_has_a_drawing_and_a_word() -> None:
    """Every sky is drawn as no other is, in our own page, and told in words in every language."""
    drawings, words = set(), set()
    edition = small_edition()
    assert edition.weather is not None
    for sky in Sky:
        for language in ("fr", "de", "it", "en"):
            day = replace(edition.weather.days[0], sky=sky)
            page = web_page(replace(edition, language=language, weather=replace(edition.weather, days=(day,))))
            strip = page.partition('<aside class="weather"')[2].partition("</aside>")[0]
            drawings.add(re.sub(r"\s+", " ", strip.partition("<svg")[2].partition("</svg>")[0]))
            words.add((language, re.findall(r"<span>([^<]*)</span>", strip)[0]))
    assert len(drawings) == len(Sky)
    assert len(words) == 4 * len(Sky)


def test_degrees_read_as_words() -> None:
    """No sign that a screen reader would leave out, no range of one value, no rain of a few drops."""
    text = " ".join(plain_text(small_edition("en")).split())

    assert (
        "Weather in Genève: Wednesday showers, \N{MINUS SIGN}2 to 8 °C, 3 mm · Thursday sunny, 9 °C · "
        "Friday 14 °C. Source: MET Norway, CC BY 4.0" in text
    )


@pytest.mark.parametrize("language", ["fr", "de", "it", "en"])
def test_every_form_names_the_service(language: str) -> None:
    """Page, mail, text and book print the forecast with who made it; without one they say nothing of weather."""
    edition = small_edition(language)
    without = replace(edition, weather=None)

    def forms(one: object) -> list[str]:
        sent = mail(one, web_url=None, unsubscribe_url=None, address_of_publisher="x")  # type: ignore[arg-type]
        with zipfile.ZipFile(io.BytesIO(epub(one))) as book:  # type: ignore[arg-type]
            title = book.read("EPUB/title.xhtml").decode()
        return [web_page(one), sent.html, sent.text, plain_text(one), title]  # type: ignore[arg-type]

    assert all("MET Norway" in " ".join(form.split()) and "Genève" in form for form in forms(edition))
    assert not any("MET Norway" in form or 'class="weather"' in form for form in forms(without))
    assert len(pdf(edition)) > len(pdf(without))


def test_a_day_without_anything_but_heat() -> None:
    """What the service does not say is left out, not guessed."""
    edition = small_edition()
    assert edition.weather is not None
    day = WeatherDay(day=edition.weather.days[0].day, high=21.4)
    page = web_page(replace(edition, weather=replace(edition.weather, days=(day,))))
    strip = page.partition('<aside class="weather"')[2].partition("</aside>")[0]

    assert "21\N{NO-BREAK SPACE}°C" in strip
    assert "<svg" not in strip
