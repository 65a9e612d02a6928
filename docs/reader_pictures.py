"""Takes the pictures of mail, letter, sign-up and preferences: `python docs/reader_pictures.py` (needs chromium)."""

import sys
import tempfile
from datetime import UTC, datetime, timedelta
from email import policy
from email.parser import BytesParser
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from bouclage.records import Frequency, Subscriber, SubscriberStatus
from bouclage.render import About, letter, preferences_page, sign_up_page
from bouclage.web.preferences import SECTIONS

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
NOON = datetime(2026, 9, 8, 12, 0, tzinfo=UTC)
WIDTHS = (360, 700)
_NO_IMAGES = "**/*.{png,jpg,jpeg,gif,webp,svg}"


def pages() -> dict[str, str]:
    """Return every page to take, by name."""
    about = About(title="Édition du soir", language="fr", time_zone="Europe/Zurich", closes="16:30", home_href="/")
    reader = Subscriber(
        address="ada@example.org",
        frequency=Frequency.WEEKDAYS,
        sections=("economy", "sport"),
        status=SubscriberStatus.CONFIRMED,
        created=NOON,
        changed=NOON,
    )
    message = BytesParser(policy=policy.default).parsebytes((ROOT / "edition" / "mail.eml").read_bytes())
    part = message.get_body(("html",))
    if part is None:
        sys.exit("edition/mail.eml has no HTML part")
    confirm = letter(
        "sign_up",
        title="Édition du soir",
        language="fr",
        time_zone="Europe/Zurich",
        link="https://soir.example/confirm/aebagbafaydqqcikbmga2dqpcaireeyuculbogazdinryhi6d4qcc",
        until=NOON + timedelta(hours=48),
        where="https://soir.example",
        address_of_publisher="Le Soir d’ici, Rue du Port 1, 1000 Rivemont",
    )
    return {
        "mail": part.get_content(),
        "letter": confirm.html,
        "sign-up": sign_up_page(about, action="/stay-informed", stamp="x"),
        "preferences": preferences_page(
            about, reader, address="a…@example.org", action="/p", leave_action="/u", sections=SECTIONS
        ),
    }


def main() -> None:
    """Take each page narrow and wide, in light and dark, with images off; the letters' pages whole."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
        for name, text in pages().items():
            file = Path(folder) / f"{name}.html"
            file.write_text(text, encoding="utf-8")
            for width in WIDTHS:
                for scheme in ("light", "dark"):
                    _take(browser, file, f"reader-{name}-{width}-{scheme}", width, dark=scheme == "dark")
        browser.close()


def _take(browser: Browser, file: Path, name: str, width: int, *, dark: bool) -> None:
    tab: Page = browser.new_page(
        viewport={"width": width, "height": 1000},
        color_scheme="dark" if dark else "light",
        java_script_enabled=False,
    )
    tab.route(_NO_IMAGES, lambda route: route.abort())
    tab.goto(file.as_uri())
    tab.screenshot(path=PICTURES / f"{name}.png", full_page=not file.name.startswith("mail"))
    tab.close()


if __name__ == "__main__":
    main()
