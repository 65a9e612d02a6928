"""Copies of photos: upright, small, without their camera's notes; whatever else comes is refused in words."""

import random
import struct
import zlib
from datetime import UTC, datetime
from io import BytesIO

import pytest
from PIL import Image

from bouclage.read import read_picture
from bouclage.records import Document, Picture, Refusal

NOON = datetime(2026, 9, 8, 12, tzinfo=UTC)


def _document(body: bytes) -> Document:
    url = "https://le-rivage.example/photo"
    return Document(source_id="le-rivage", url=url, final_url=url, fetched=NOON, body=body)


def _saved(image: Image.Image, kind: str, **given: object) -> bytes:
    out = BytesIO()
    image.save(out, kind, **given)
    return out.getvalue()


def _copy(body: bytes) -> tuple[Picture, Image.Image]:
    made = read_picture(_document(body))
    assert isinstance(made, Picture), made
    image = Image.open(BytesIO(made.body))
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (made.width, made.height))
    return made, image


def test_a_camera_s_photo_becomes_small_and_upright_and_says_nothing_else() -> None:
    """Turned as its notes say, 1200 pixels at most, and no note of camera, place or time is left."""
    exif = Image.Exif()
    exif[0x0112] = 6  # taken with the camera on its side
    exif[0x010F] = "Secret camera"
    exif.get_ifd(0x8825)[1] = "N"
    picture, image = _copy(_saved(Image.new("RGB", (3000, 2000), "teal"), "JPEG", exif=exif))
    assert (picture.width, picture.height) == (800, 1200)
    assert not image.getexif()
    assert b"Secret" not in picture.body


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF"])
def test_other_formats_become_jpeg(kind: str) -> None:
    """PNG, WebP and GIF are taken; a small photo is not made larger."""
    picture, _ = _copy(_saved(Image.new("RGB", (640, 360), "navy"), kind))
    assert (picture.width, picture.height) == (640, 360)


def test_what_is_transparent_is_white() -> None:
    """A cut-out stands on white, as on paper."""
    _, image = _copy(_saved(Image.new("RGBA", (300, 300), (255, 0, 0, 0)), "PNG"))
    assert min(image.getpixel((150, 150))) > 250  # type: ignore[arg-type,type-var]


def test_the_busiest_photo_stays_within_bounds() -> None:
    """Pure noise, which no format can pack, is made smaller until it is within the bytes for a page."""
    noise = Image.frombytes("RGB", (1600, 1200), random.Random(1).randbytes(1600 * 1200 * 3))
    picture, _ = _copy(_saved(noise, "PNG"))
    assert len(picture.body) <= 250_000
    assert max(picture.width, picture.height) <= 1200


def _claims(width: int, height: int) -> bytes:
    """Return a PNG of a few bytes whose head claims to be of this size."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "no picture"),
        (b"<html>not here</html>", "no picture"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "no picture"),
        (_saved(Image.new("RGB", (600, 400), "teal"), "JPEG")[:500], "no picture"),
        (_saved(Image.new("RGB", (600, 400), "teal"), "BMP"), "no picture"),
        (_saved(Image.new("RGB", (1, 1)), "PNG"), "too few"),
        (_claims(8000, 8000), "too many"),
        (_claims(60_000, 60_000), "no picture"),
    ],
    ids=["empty", "html", "svg", "cut off", "other format", "a tracker's dot", "large", "a bomb"],
)
def test_what_is_no_photo_is_refused(body: bytes, said: str) -> None:
    """Pages, scripts in drawings, halves, dots and bombs are refused, naming the address, before they are unpacked."""
    made = read_picture(_document(body))
    assert isinstance(made, Refusal)
    assert said in made.detail
    assert made.url == "https://le-rivage.example/photo"


def _iptc(*notes: tuple[int, int, bytes]) -> bytes:
    """Return notes as Photoshop writes them into a JPEG's APP13 segment."""
    sets = b"".join(
        b"\x1c" + bytes((record, number)) + struct.pack(">H", len(text)) + text for record, number, text in notes
    )
    block = b"8BIM\x04\x04\x00\x00" + struct.pack(">I", len(sets)) + sets + b"\x00" * (len(sets) % 2)
    segment = b"Photoshop 3.0\x00" + block
    plain = _saved(Image.new("RGB", (640, 360), "navy"), "JPEG")
    return plain[:2] + b"\xff\xed" + struct.pack(">H", len(segment) + 2) + segment + plain[2:]


@pytest.mark.parametrize(
    ("notes", "credit"),
    [
        (((2, 80, b"Anna Rey"), (2, 110, b"Keystone")), "Anna Rey / Keystone"),
        (((1, 90, b"\x1b%G"), (2, 80, "Zoë Müller".encode())), "Zoë Müller"),
        (((2, 80, "Zoë Müller".encode("latin-1")),), "Zoë Müller"),
        (((2, 110, b"AFP"), (2, 80, b"AFP")), "AFP"),
        (((2, 120, b"A bridge"),), None),
    ],
)
def test_whom_the_iptc_notes_name(notes: tuple[tuple[int, int, bytes], ...], credit: str | None) -> None:
    """Photographer and agency, in the letters of old programs and of new ones; a caption names nobody."""
    made, _ = _copy(_iptc(*notes))
    assert made.credit == credit
    assert b"Rey" not in made.body


XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' photoshop:Credit="Keystone"><dc:creator><rdf:Seq><rdf:li>Anna Rey</rdf:li></rdf:Seq></dc:creator>'
    "</rdf:Description></rdf:RDF></x:xmpmeta>"
)


@pytest.mark.parametrize("kind", ["JPEG", "WEBP"])
def test_whom_the_xmp_notes_name(kind: str) -> None:
    """The same from XMP, be it an element or an attribute."""
    made, _ = _copy(_saved(Image.new("RGB", (640, 360), "navy"), kind, xmp=XMP.encode()))
    assert made.credit == "Anna Rey / Keystone"


@pytest.mark.parametrize("notes", [b"<x:xmpmeta", b"\xff\xfe\x00rubbish", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"])
def test_notes_that_cannot_be_read_are_none(notes: bytes) -> None:
    """Broken or hostile notes leave the photo as it is, unnamed."""
    made, _ = _copy(_saved(Image.new("RGB", (640, 360), "navy"), "JPEG", xmp=notes))
    assert made.credit is None
