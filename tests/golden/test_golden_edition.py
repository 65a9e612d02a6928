"""The hand-built edition, in every form it leaves in."""

from collections.abc import Callable
from datetime import date

import pytest
from render_editions import small_edition, small_ledger

from bouclage.render import PhotoCopy, ledger_page, mail, story_page, web_page

Golden = Callable[[str, str], None]


@pytest.mark.parametrize("language", ["fr", "de", "it", "en"])
def test_web_page(golden: Golden, language: str) -> None:
    """The web page is what was looked at, in each language."""
    edition = small_edition(language)
    page = web_page(
        edition,
        base="/evening",
        permalinks={edition.stories[0].id: "/story/0f1e"},
        older=date(2026, 9, 7),
        ledger_href="/evening/2026-09-08/ledger",
        photos={"https://lerivage.example/p/1.jpg": PhotoCopy(src="photos/1.jpg", width=1200, height=800)},
    )
    golden(f"edition.{language}.html", page)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_mail(golden: Golden, language: str) -> None:
    """Both parts of the mail, and its subject, are what was looked at."""
    parts = mail(
        small_edition(language),
        web_url="https://bouclage.example/2026-09-08",
        unsubscribe_url="https://bouclage.example/unsubscribe/token",
        address_of_publisher="Le Bouclage\nQuai du Port 1\n1200 Genève",
    )
    golden(f"mail.{language}.html", parts.html)
    golden(f"mail.{language}.txt", f"Subject: {parts.subject}\n\n{parts.text}")


def test_story_page(golden: Golden) -> None:
    """A story's own page is what was looked at."""
    edition = small_edition()
    golden("story.fr.html", story_page(edition, edition.stories[0], edition_href="/2026-09-08"))


def test_ledger_page(golden: Golden) -> None:
    """The ledger's page is what was looked at."""
    golden("ledger.fr.html", ledger_page(small_edition(), small_ledger(), edition_href="/2026-09-08"))
