"""A photo's notes: whom its file names as its maker, in the press's two ways, IPTC and XMP."""

from PIL import IptcImagePlugin
from PIL.ImageFile import ImageFile

from bouclage.read.xml import parse_xml
from bouclage.text.clean import clean

# IPTC-IIM datasets, see the IPTC Photo Metadata Standard: who took it, and who is to be named for it.
_IPTC_NAMES = ((2, 80), (2, 110))
_IPTC_CHARSET = (1, 90)
_UTF_8 = b"\x1b%G"
_DC = "http://purl.org/dc/elements/1.1/"
_PHOTOSHOP = "http://ns.adobe.com/photoshop/1.0/"
_XMP_NAMES = (f"{{{_DC}}}creator", f"{{{_PHOTOSHOP}}}Credit")
_MOST = 120  # characters: what is longer is no name
_MOST_XMP = 200_000  # octets: previews are kept there too


def credit_of(image: ImageFile) -> str | None:
    """Return whom a photo's notes name, photographer and agency: "Anna Rey / Keystone"; None where nobody."""
    names = _iptc(image) or _xmp(image)
    named = list(dict.fromkeys(name for name in map(clean, names) if name))
    return " / ".join(named)[:_MOST] or None


def _iptc(image: ImageFile) -> list[str]:
    try:
        notes = IptcImagePlugin.getiptcinfo(image) or {}
    except Exception:  # noqa: BLE001 - notes that cannot be read are none: the photo itself may be well
        return []
    charset = "utf-8" if notes.get(_IPTC_CHARSET) == _UTF_8 else None
    found: list[str] = []
    for key in _IPTC_NAMES:
        value = notes.get(key, [])
        found += [_text(one, charset) for one in (value if isinstance(value, list) else [value])]
    return found


def _text(value: bytes, charset: str | None) -> str:
    """Return a value in words: where no character set is declared, old programs wrote Latin-1, new ones UTF-8."""
    try:
        return value.decode(charset or "utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _xmp(image: ImageFile) -> list[str]:
    notes = image.info.get("xmp", b"")
    if isinstance(notes, str):
        notes = notes.encode()
    if not notes or len(notes) > _MOST_XMP:
        return []
    root, _ = parse_xml(notes.rstrip(b"\x00"))
    if root is None:
        return []
    found: list[str] = []
    for name in _XMP_NAMES:
        for one in root.iter():
            if one.tag == name:
                found += [str(part) for part in one.itertext()]
            elif name in one.attrib:
                found.append(str(one.attrib[name]))
    return found
