"""Takes the pictures of the docs from `edition/`: `make edition`, then `python docs/pictures.py` (needs chromium)."""

import sys
import tempfile
from email import policy
from email.parser import BytesParser
from pathlib import Path

from browsing import PICTURES, browsing
from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parent.parent
# name, page, width, height, colour scheme
SHOTS = (
    ("edition", "index.html", 1280, 1560, "light"),
    ("edition-dark", "index.html", 1280, 1560, "dark"),
    ("edition-telephone", "index.html", 360, 1560, "light"),
    ("ledger", "ledger.html", 1280, 1100, "light"),
    ("mail", "mail.html", 700, 1560, "light"),
    ("mail-dark", "mail.html", 700, 1560, "dark"),
    ("mail-telephone", "mail.html", 360, 1560, "light"),
)


def main() -> None:
    """Take all pictures; the mail's HTML part is read from the message as a reader got it."""
    edition = ROOT / "edition"
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        message = BytesParser(policy=policy.default).parsebytes((edition / "mail.eml").read_bytes())
        part = message.get_body(("html",))
        if part is None:
            sys.exit("edition/mail.eml has no HTML part")
        mail = Path(folder) / "mail.html"
        mail.write_text(part.get_content(), encoding="utf-8")
        with browsing() as browser:
            for name, page, width, height, scheme in SHOTS:
                _take(browser, mail if page == "mail.html" else edition / page, name, (width, height), scheme)


def _take(browser: Browser, page: Path, name: str, size: tuple[int, int], scheme: str) -> None:
    width, height = size
    tab = browser.new_page(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        java_script_enabled=False,
    )
    tab.goto(page.as_uri())
    tab.screenshot(path=PICTURES / f"{name}.png")
    tab.close()


if __name__ == "__main__":
    main()
