"""Whitespace, control characters and hidden characters: make a text one that can be stored, compared and shown."""

import html
import re
import unicodedata
from functools import lru_cache

# Soft hyphen, zero-width space, word joiner, BOM, bidirectional overrides. The joiners U+200C/D stay: Persian,
# Indic scripts and emoji need them.
_HIDDEN = re.compile("[\u00ad\u200b\u2060\ufeff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffc]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_NO_LETTER = re.compile(r"[\W_]+")
_SPACE = re.compile(r"\s+")
_BLANK_LINE = re.compile(r"\n[ \t\f\v\u00a0]*\n\s*")
_INLINE = re.compile(r"</?(?:a|abbr|b|em|font|i|mark|small|span|strong|sub|sup|u)\b[^<>]{0,2000}>", re.IGNORECASE)
_TAG = re.compile(r"<(?:/?[a-zA-Z][^<>]{0,2000}|!--.{0,2000}?--|!\[CDATA\[)>?", re.DOTALL)


def clean(text: str | None) -> str:
    """Return `text` on one line: NFC, no hidden or control characters, every run of whitespace one space."""
    if not text:
        return ""
    if text.isprintable() and "\ufffc" not in text:  # most texts: no control, no hidden character, no odd space
        text = (_SPACE.sub(" ", text) if "  " in text else text).strip()
        return text if text.isascii() else unicodedata.normalize("NFC", text)
    text = _CONTROL.sub(" ", _HIDDEN.sub("", text))
    return unicodedata.normalize("NFC", _SPACE.sub(" ", text).strip())


def clean_or_none(text: str | None) -> str | None:
    """Return the cleaned text, or None when nothing is left of it."""
    return clean(text) or None


def clean_lines(text: str) -> list[str]:
    """Return the lines of `text`, each cleaned; empty lines stay, because they part paragraphs."""
    return [clean(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a plain text: parted by blank lines, or line by line where it has none."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    parts = _BLANK_LINE.split(text)
    if len(parts) == 1:
        parts = text.split("\n")
    return [cleaned for part in parts if (cleaned := clean(part))]


def unescape(text: str | None) -> str:
    """Resolve character references and drop tags in what should be plain text but was escaped once too often."""
    if not text:
        return ""
    if "&" in text:
        text = html.unescape(text)
    if "<" in text:
        text = _TAG.sub(" ", _INLINE.sub("", text))
        if "&" in text:
            text = html.unescape(text)
    return clean(text)


@lru_cache(maxsize=512)  # one page compares the same few lines again and again
def letters(text: str) -> str:
    """Return only the letters and digits of `text`, case folded: for comparing texts set by different hands."""
    return _NO_LETTER.sub("", unicodedata.normalize("NFKC", text).casefold())
