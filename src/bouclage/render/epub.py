"""EPUB: an edition as a book for a reading device (EPUB 3.3), a file a section, in the edition's order."""

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import UTC
from importlib.resources import files

from bouclage.records import Edition, Picture
from bouclage.render.environment import fill
from bouclage.render.photo_view import PhotoCopy
from bouclage.render.view import view_of

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CONTAINER = """<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""


def epub(edition: Edition, photos: Mapping[str, Picture] | None = None) -> bytes:
    """Return the edition as an EPUB file; the same edition gives the same bytes.

    `photos` are our own copies by their address; a story's photo without one is left out.
    """
    pictures = {f"photo{place}.jpg": (url, one) for place, (url, one) in enumerate((photos or {}).items(), 1)}
    copies = {url: PhotoCopy(src=name, width=one.width, height=one.height) for name, (url, one) in pictures.items()}
    view = view_of(edition, photos=copies)
    heading = f"{edition.title}, {view.day}"
    parts = [(f"part{place}.xhtml", section) for place, section in enumerate(view.sections, 1)]
    closed = edition.closed.astimezone(UTC)
    frame = {"s": view.speech, "e": view, "heading": heading, "parts": parts, "pictures": list(pictures)}
    texts = {
        "META-INF/container.xml": _CONTAINER,
        "EPUB/package.opf": fill(
            "epub.opf",
            **frame,
            identifier=f"urn:bouclage:{edition.id}",
            publisher=edition.title,
            date=edition.day.isoformat(),
            modified=f"{closed:%Y-%m-%dT%H:%M:%SZ}",
        ),
        "EPUB/nav.xhtml": fill("epub_nav.xhtml", **frame),
        "EPUB/style.css": (files("bouclage.render") / "templates" / "epub.css").read_text(encoding="utf-8"),
        "EPUB/title.xhtml": fill("epub_page.xhtml", **frame | {"heading": edition.title}, section=None),
    }
    for name, section in parts:
        texts[f"EPUB/{name}"] = fill("epub_page.xhtml", **frame | {"heading": section.name}, section=section)
    moment = closed.timetuple()[:6]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as book:
        # first, and as it is: by this a program knows an EPUB
        book.writestr(zipfile.ZipInfo("mimetype", moment), "application/epub+zip", zipfile.ZIP_STORED)
        for name, text in texts.items():
            data = _NOT_XML.sub("\ufffd", text).encode()
            book.writestr(zipfile.ZipInfo(name, moment), data, zipfile.ZIP_DEFLATED, 6)
        for name, (_, picture) in pictures.items():
            book.writestr(zipfile.ZipInfo(f"EPUB/{name}", moment), picture.body, zipfile.ZIP_STORED)
    return packed.getvalue()
