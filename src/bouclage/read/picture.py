"""Picture: a photo's bytes → a JPEG of a size for pages, without whatever else its file carries."""

import warnings
from dataclasses import replace
from io import BytesIO

from PIL import Image, ImageOps

from bouclage.read.picture_notes import credit_of
from bouclage.records import Document, Picture, Refusal, RefusalReason

_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
_PIXELS = 40_000_000  # of a photo as it comes: a camera's; beyond that unpacking costs more than 160 MB
_LEAST = 200  # pixels of the longer side: what is smaller is an icon or a tracker's dot
_SIDES = (1200, 900, 640)  # of the copy, longer side: a page's column is 600 wide, twice that for fine screens
_BYTES = 150_000  # of the copy; the first size and quality that keep within it are taken
_QUALITIES = (82, 72, 60)


def read_picture(document: Document) -> Picture | Refusal:
    """Return a copy of the photo that `document` holds, upright and within bounds, or why there is none.

    Camera, place and time of taking are not copied: they may say more than the photographer means to. Whom the file
    names as its maker is told apart (`Picture.credit`).
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(document.body), formats=_FORMATS) as found:
                width, height = found.size
                if width * height > _PIXELS:
                    return _refused(document, f"{width} × {height} pixels are too many")
                if max(width, height) < _LEAST:
                    return _refused(document, f"{width} × {height} pixels are too few for a photo")
                credit = credit_of(found)
                found.draft("RGB", (2 * _SIDES[0], 2 * _SIDES[0]))  # a JPEG is unpacked no larger than it is used
                upright = ImageOps.exif_transpose(found)
                whole = _on_white(upright)
    except Exception as error:  # noqa: BLE001 - a decoder fails in many ways on bytes that anybody may have written
        return _refused(document, f"no picture that we can read: {error}"[:200])
    return replace(_small(whole), credit=credit)


def _on_white(image: Image.Image) -> Image.Image:
    """Return the picture in plain colours; what is transparent shows white, as on paper."""
    if image.mode not in {"RGBA", "LA", "PA"} and "transparency" not in image.info:
        return image.convert("RGB")
    clear = image.convert("RGBA")
    paper = Image.new("RGB", clear.size, "white")
    paper.paste(clear, mask=clear.getchannel("A"))
    return paper


def _small(image: Image.Image) -> Picture:
    made = b""
    for side in _SIDES:
        image.thumbnail((side, side), Image.Resampling.LANCZOS)
        for quality in _QUALITIES:
            out = BytesIO()
            image.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
            made = out.getvalue()
            if len(made) <= _BYTES:
                return Picture(width=image.width, height=image.height, body=made)
    return Picture(width=image.width, height=image.height, body=made)


def _refused(document: Document, detail: str) -> Refusal:
    return Refusal(
        item=document.url,
        source_id=document.source_id,
        url=document.url,
        reason=RefusalReason.UNREADABLE,
        detail=detail,
    )
