"""Mend XML that is nearly well-formed: what publishers' software gets wrong most often."""

import html
import re

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LOOSE = re.compile(r"&(?:#\d+;|#[xX][0-9a-fA-F]+;|(\w{1,40});)?")
_KNOWN = frozenset(("amp", "lt", "gt", "quot", "apos"))
_ROOT = re.compile(r"<(?![?!])[\w:.-]+")
_USED = re.compile(r"(?:</?|\s)([A-Za-z_][\w.-]{0,40}):[A-Za-z_][\w.-]{0,60}(?=[\s/>=])")
_BOUND = re.compile(r"\bxmlns:([\w.-]+)\s*=")
_END = re.compile(r"</(?:[\w.-]{1,40}:)?(?:rss|feed|rdf)\s{0,100}>", re.IGNORECASE)
_ITEM_END = re.compile(r"</(?:[\w.-]{1,40}:)?(?:item|entry)\s{0,100}>", re.IGNORECASE)
_USUAL = {
    "media": "http://search.yahoo.com/mrss/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "atom": "http://www.w3.org/2005/Atom",
}


def mend(text: str) -> str:
    """Return `text` with loose ampersands and HTML's entities made XML's, control characters gone, prefixes bound.

    What stands before the first tag and after the feed's last is cut. Linear in the length of the text.
    """
    start = text.find("<")
    text = _CONTROL.sub("", text[start:] if start > 0 else text)
    end = last_end(text)
    return _bind(_without_loose(text[:end] if end else text))


def last_end(text: str) -> int | None:
    """Return where the feed's last end tag ends, or None for one that breaks off before it."""
    return _last(_END, text)


def last_item_end(text: str) -> int | None:
    """Return where the last whole item ends, or None where there is none."""
    return _last(_ITEM_END, text)


def _last(pattern: re.Pattern[str], text: str) -> int | None:
    """Return where the last match ends: looked for from the end, in steps, as it mostly stands there."""
    step = 20_000
    start = len(text)
    while start > 0:
        end, start = start, max(0, start - step)
        at = None
        for match in pattern.finditer(text, start, min(len(text), end + 200)):
            at = match.end()
        if at is not None:
            return at
    return None


def _without_loose(text: str) -> str:
    """Mend references outside of CDATA sections; a section that never ends takes all the rest."""
    parts: list[str] = []
    at = 0
    while (start := text.find("<![CDATA[", at)) >= 0:
        end = text.find("]]>", start)
        parts.append(_LOOSE.sub(_reference, text[at:start]))
        at = len(text) if end < 0 else end + 3
        parts.append(text[start:at])
    parts.append(_LOOSE.sub(_reference, text[at:]))
    return "".join(parts)


def _reference(match: re.Match[str]) -> str:
    found, name = match[0], match[1]
    if name in _KNOWN:
        return found
    if name:
        char = html.unescape(found)
        return char if char != found else f"&amp;{name};"
    return _character(found) if found.startswith("&#") else "&amp;"


def _character(reference: str) -> str:
    """Keep a reference to a character XML may hold, and drop one to any other."""
    digits = reference[2:-1]
    code = int(digits[1:], 16) if digits[0] in "xX" else int(digits) if len(digits) < 9 else 0
    allowed = code in {9, 10, 13} or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or 0x10000 <= code <= 0x10FFFF
    return f"&#{code};" if allowed else ""


def _bind(text: str) -> str:
    """Declare the prefixes that are used and not declared, at the root."""
    missing = sorted(set(_USED.findall(text)) - set(_BOUND.findall(text)) - {"xml", "xmlns"})
    root = _ROOT.search(text)
    if root is None or not missing or len(missing) > 40:
        return text
    bindings = "".join(f' xmlns:{prefix}="{_USUAL.get(prefix, f"urn:undeclared:{prefix}")}"' for prefix in missing)
    return text[: root.end()] + bindings + text[root.end() :]
