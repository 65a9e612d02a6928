"""News agencies: known by name, or by where an agency's name stands (sign-off, dateline)."""

import re
from typing import Final

from bouclage.text.clean import clean

# Printed name → the name we file under. Keys in lower case, without points and blanks.
_KNOWN: Final = {
    "ats": "ATS",
    "sda": "SDA",
    "keystone-ats": "ATS",
    "keystone-sda": "SDA",
    "keystoneats": "ATS",
    "keystonesda": "SDA",
    "awp": "AWP",
    "afp": "AFP",
    "agencefrance-presse": "AFP",
    "agencefrancepresse": "AFP",
    "dpa": "dpa",
    "deutschepresse-agentur": "dpa",
    "deutschepresseagentur": "dpa",
    "apa": "APA",
    "austriapresseagentur": "APA",
    "reuters": "Reuters",
    "rtr": "Reuters",
    "thomsonreuters": "Reuters",
    "ap": "AP",
    "associatedpress": "AP",
    "theassociatedpress": "AP",
    "ansa": "ANSA",
    "adnkronos": "Adnkronos",
    "agi": "AGI",
    "lapresse": "LaPresse",
    "belga": "Belga",
    "anp": "ANP",
    "efe": "EFE",
    "europapress": "Europa Press",
    "lusa": "Lusa",
    "pap": "PAP",
    "ctk": "ČTK",
    "čtk": "ČTK",
    "mti": "MTI",
    "ritzau": "Ritzau",
    "tt": "TT",
    "ntb": "NTB",
    "stt": "STT",
    "tass": "TASS",
    "interfax": "Interfax",
    "ria": "RIA",
    "xinhua": "Xinhua",
    "kyodo": "Kyodo",
    "jiji": "Jiji",
    "yonhap": "Yonhap",
    "anadolu": "Anadolu",
    "aa": "Anadolu",
    "bloomberg": "Bloomberg",
    "pa": "PA",
    "pamedia": "PA",
    "upi": "UPI",
    "ani": "ANI",
    "pti": "PTI",
    "ians": "IANS",
    "epd": "epd",
    "kna": "KNA",
    "kath": "kath.ch",
    "sid": "SID",
    "dpa-afx": "dpa-AFX",
    "dpaafx": "dpa-AFX",
    "afxp": "AFXP",
    "agefi": "AGEFI",
    "tanjug": "Tanjug",
    "hina": "HINA",
    "sta": "STA",
    "bta": "BTA",
    "agerpres": "Agerpres",
    "ukrinform": "Ukrinform",
    "ap-dpa": "dpa",
    "cp": "CP",
    "thecanadianpress": "CP",
    "aap": "AAP",
    "telam": "Télam",
    "swissinfo": "Swissinfo",
    "dts": "dts",
    "ots": "ots",
    "schweizerischedepeschenagentur": "SDA",
    "agencetélégraphiquesuisse": "ATS",
    "agenziatelegraficasvizzera": "ATS",
    "sportinformation": "SPI",
    "si": "SI",
}
_PICTURE = frozenset(("keystone", "epa", "getty", "imago", "picturealliance"))

_NAME = r"[^\W\d_][\w.&-]{1,24}(?:[ -][^\W\d_][\w.&-]{1,24}){0,2}"
_WORD = r"[^\W\d_][\w.&-]{1,24}"
_GROUP = rf"{_NAME}(?:\s*(?:/|,|\+|;|\b(?:et|und|e|and|avec|mit|con)\b)\s*{_NAME}){{0,4}}"
_SIGN_OFFS = (
    re.compile(
        rf"(?:^|[\s.!?»\"”)…])(\(\s*(?:(?i:avec|mit|con|with|fonte|source|quelle)\s*:?\s*)?({_GROUP})\s*\))\s*\.?$"
    ),
    re.compile(rf"(?:^|[\s.!?»\"”)…])(\[\s*({_GROUP})\s*\])\s*\.?$"),
    re.compile(rf"(?:^|[\s.!?»\"”)…])(/\s?({_WORD}(?:/{_WORD}){{0,3}})/?)$"),
    re.compile(rf"(?:^|[\s.!?»\"”)…])(({_WORD}(?:/{_WORD}){{0,3}})\s?/)$"),
    re.compile(rf"(?:^|[.!?»\"”)…]\s)((?:—|–|--|-)\s?({_GROUP}))$"),
)
_BARE = re.compile(rf"^(?:(?:avec|mit|con|with|source|quelle|fonte)\s*:?\s*)?({_GROUP})\s*/?$", re.IGNORECASE)
# An unknown agency stands as a short name all in capitals, or of two to five small letters: "/ATR", "(sdr)".
_WITH = re.compile(r"\(?\b(?:avec|mit|con|with)\s+(?:l['’]|la |the |der |die )?([A-ZÀ-Þ]{2,6})\)?\.?$")
_UNKNOWN = re.compile(r"^(?:[A-ZÀ-Þ]{2,6}|[a-zà-þ]{3,5})(?:-(?:[A-ZÀ-Þ]{2,6}|[a-zà-þ]{2,5}))?$")
# Words that end a sentence in brackets and are no agency.
_NO_AGENCY = frozenset(
    [
        "sic",
        "ndlr",
        "red",
        "réd",
        "ndr",
        "nda",
        "anm",
        "lol",
        "usa",
        "uk",
        "eu",
        "ue",
        "uno",
        "onu",
        "fdp",
        "sp",
        "svp",
        "udc",
        "plr",
        "ps",
        "pdc",
        "lr",
        "rn",
        "spd",
        "cdu",
        "csu",
        "afd",
        "övp",
        "spö",
        "pd",
        "cvp",
        "gps",
        "glp",
        "evp",
        "bdp",
        "mitte",
        "vf",
        "vo",
        "tbc",
        "ed",
        "note",
        "fin",
        "ende",
        "end",
        "fine",
        "foto",
        "photo",
        "archiv",
        "archive",
        "video",
        "bild",
        "bilder",
    ]
)
_DATELINE = re.compile(
    r"^(?P<line>(?P<place>[A-ZÀ-ÞŠŽĐ][\w'’.\- ]{1,30}(?:[/,] ?[\w'’.\- ]{2,30}){0,3}?)\s?"
    r"(?:,\s*[^()\n]{2,40}?)?\s?\((?P<agency>[^()]{2,40})\)\s*(?:[-–—:]|--|\.\s?[-–—])?)\s*(?P<dash>[-–—]\s*)?"
)
_PAREN_DATELINE = re.compile(  # "(ANSA) - ROMA, 8 SET -": place and day may follow in capitals
    r"^(?P<line>\((?P<agency>[A-Z][\w/ .-]{1,24})\)\s*(?:[-–—]|--)"
    r"(?:\s{0,3}[A-ZÀ-Þ][A-ZÀ-Þ'’. ]{1,30}(?:, \d{1,2} [A-Za-zûé.]{3,10})?(?: \d{4})?\s{0,3}[-–—])?)\s*"
)
_PLAIN_DATELINE = re.compile(
    r"^(?P<line>(?P<place>[A-ZÀ-ÞŠŽĐ][A-ZÀ-ÞŠŽĐ'’.\- ]{2,30}(?:, [A-Z][\w. ]{1,20})?)\s*(?:—|–|--))\s+"
)


def agency_of(name: str) -> str | None:
    """Return the filed name of a known agency: "Agence France-Presse" gives "AFP"."""
    key = clean(name).casefold().replace(" ", "").strip(".,;:()[]/")
    return _KNOWN.get(key)


def agency_in(names: str) -> str | None:
    """Return the first known agency in a credit such as "sda/dpa/hosb" or "Le Rivage avec l'AFP"."""
    whole = agency_of(names)
    if whole:
        return whole
    for part in re.split(r"[/,;+&|·]|\s(?:et|und|e|and|avec|mit|con|with|von|par|di|der|by)\s|\b[ld]['’]", names):
        if part and (found := agency_of(part)):
            return found
    return None


def agency_of_byline(byline: str) -> str | None:
    """Return the agency a byline names: "sda/hosb", "X avec ATR". Bare capitals may be a writer's initials."""
    if (known := agency_in(byline)) is not None:
        return known
    shared = _WITH.search(byline)
    return shared[1] if shared is not None and shared[1].casefold() not in _NO_AGENCY else None


def sign_off(paragraph: str) -> tuple[str, str, str] | None:
    """Find an agency's signature at the end of a text: (text without it, signature as printed, agency).

    A known agency counts in any of the positions; an unknown one only as a short name all in capitals or all in
    small letters, closed off by a bracket or a slash.
    """
    tail = paragraph[-90:]
    for number, pattern in enumerate(_SIGN_OFFS):
        match = pattern.search(tail)
        if match is None:
            continue
        names = match[2]
        known = agency_in(names)
        if known is None and number == 4:
            continue
        if known is None and not _may_be_agency(names, before=tail[: match.start(1)].rstrip()):
            continue
        agency = known or _first(names)
        return paragraph[: len(paragraph) - len(tail) + match.start(1)].rstrip(), match[1].strip(), agency
    bare = _BARE.match(paragraph) if len(paragraph) < 60 else None
    if bare is not None and (known := agency_in(bare[1])) is not None and _all_short(bare[1]):
        return "", paragraph, known
    if (shared := _WITH.fullmatch(paragraph)) is not None:
        return "", paragraph, agency_of(shared[1]) or shared[1]
    return None


def _first(names: str) -> str:
    return re.split(r"[/,;+]", names)[0].strip().upper()


def _all_short(names: str) -> bool:
    return all(len(part) <= 24 for part in re.split(r"[/,;+ ]", names)) and not names.rstrip().endswith(".")


def _may_be_agency(names: str, *, before: str) -> bool:
    if before and before[-1] not in ".!?»\"”…)’'“":
        return False  # brackets inside a sentence: "the party (SP)"
    parts = [part.strip() for part in re.split(r"[/,;+]", names)]
    if any(part.casefold() in _NO_AGENCY for part in parts):
        return False
    return all(_UNKNOWN.match(part) for part in parts)


def dateline(paragraph: str) -> tuple[str, str, str | None] | None:
    """Find a dateline at the start of a text: (dateline without dash, text after it, agency or None)."""
    for pattern in (_DATELINE, _PAREN_DATELINE):
        match = pattern.match(paragraph[:140])
        if match is None:
            continue
        names = match["agency"].strip()
        dashed = bool(re.search(r"[-–—:]\s*$", match[0]))
        agency = agency_in(names)
        if agency is None and not (dashed and _short_names(names)):
            continue
        if agency is None:
            agency = _first(names)
        rest = paragraph[match.end() :].lstrip(" -–—:.")
        if not rest:
            continue
        return match["line"].rstrip(" -–—:."), rest, agency
    match = _PLAIN_DATELINE.match(paragraph[:80])
    if match is not None and len(match["place"].split()) <= 4 and len(paragraph) > match.end() + 20:
        return match["line"].rstrip(" -–—"), paragraph[match.end() :].lstrip(), None
    return None


def _short_names(names: str) -> bool:
    return all(
        _UNKNOWN.match(part.strip()) and part.strip().casefold() not in _NO_AGENCY
        for part in re.split(r"[/,;+]", names)
    )
