"""Quotations by their marks, in every typography of the four languages, also nested and over several paragraphs."""

import re
from dataclasses import dataclass

# Opening marks and what may close each. “ closes a German „ and opens an English quotation.
_CLOSERS = {
    "«": "»",
    "„": '“”"',
    "“": '”"',
    "”": "”",
    "»": "«",
    '"': '"',
    "‹": "›",
    "‘": "’",
    "‚": "‘’",
    "'": "'",
}
_MARK = re.compile("[«»„“”\"‹›‘’‚']")
_OPENS_AFTER = re.compile(r"[\s(\[—–:/-]\Z|\A\Z|[«„“\"‘‚'’]\Z")
_LONGEST = 6000  # characters; a mark left open for longer is a slip of the keyboard
_MOST_FAILED = 40  # openings without an end in one paragraph; then the mark is none here
_SINGLE_END = re.compile(r"['’‘](?!\w)")
_MOST_APOSTROPHES = 12
_DASH = re.compile(r"[—–] ?(?=\S)")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Where a quotation stands: marks from `start` to `end`, words from `inner_start` to `inner_end`."""

    start: int
    end: int
    inner_start: int
    inner_end: int


def quotations(text: str, start: int, end: int, language: str) -> tuple[list[Quotation], int | None]:
    """Return the outermost quotations of `text[start:end]` and where one is left open (None if none is)."""
    found: list[Quotation] = []
    at = start
    failed: dict[str, int] = {}
    while True:
        match = _MARK.search(text, at, end)
        if match is None:
            return found, None
        mark, place = match[0], match.start()
        at = place + 1
        if failed.get(mark, 0) > _MOST_FAILED or not _opens(text, place, mark, start, end, language):
            continue
        close = _close(text, place, mark, end, language)
        if close is None:
            failed[mark] = failed.get(mark, 0) + 1
            if mark not in "'‘’‚" and end - place < _LONGEST:
                return found, place
            continue
        found.append(_trimmed(text, place, close))
        at = close + 1


def _opens(text: str, place: int, mark: str, start: int, end: int, language: str) -> bool:  # noqa: PLR0917 - the state of the reading, always given in full
    if mark not in _CLOSERS or place + 1 >= end:
        return False
    before = text[place - 1] if place > start else ""
    after = text[place + 1]
    if mark in "«„‹‚":
        return True
    free = bool(_OPENS_AFTER.search(before))
    if mark == "»":  # German »…«
        return language == "de" and free and not after.isspace()
    if mark in "'‘":
        return free and after.isalnum()
    if mark == "“" and language != "de" and free:
        return True  # also before a blank: “ Space is hard,” he said
    if mark in '“”"':
        return (free or before in "'’") and not after.isspace()
    return False


def _close(text: str, place: int, mark: str, end: int, language: str) -> int | None:
    closers = _CLOSERS[mark]
    if mark == "“" and language == "de":
        closers = '”“"'
    limit = min(end, place + 1 + _LONGEST)
    if mark in "'‘‚":
        return _close_single(text, place, closers, limit)
    if not any(text.find(closer, place + 1, limit) >= 0 for closer in closers):
        return None
    depth = 0
    at = place + 1
    while (match := _MARK.search(text, at, limit)) is not None:
        char, at = match[0], match.end()
        if char in closers and depth == 0:
            return match.start()
        if char in closers:
            depth -= 1
        elif char == mark and mark in "«„":
            depth += 1
    return None


def _close_single(text: str, place: int, closers: str, limit: int) -> int | None:
    """An apostrophe is no closing mark: wanted is one before a gap, best with a comma or full stop before it."""
    first = None
    stop = text.find("\n", place, limit)
    end = min(stop if stop >= 0 else limit, place + 1500)
    for tries, match in enumerate(_SINGLE_END.finditer(text, place + 2, end)):
        if tries > _MOST_APOSTROPHES:
            break
        at = match.start()
        if text[at] not in closers:
            continue
        if text[at - 1] in ".,!?…":
            return at
        if first is None and text[at - 1] != "s":
            first = at
    return first


def _trimmed(text: str, place: int, close: int) -> Quotation:
    inner_start, inner_end = place + 1, close
    while inner_start < inner_end and text[inner_start].isspace():
        inner_start += 1
    while inner_end > inner_start and text[inner_end - 1].isspace():
        inner_end -= 1
    return Quotation(place, close + 1, inner_start, inner_end)


def open_quotation(text: str, place: int, end: int) -> Quotation:
    """Return the quotation that begins at the mark `place` and is never closed before `end`."""
    return _trimmed(text, place, end)


def dash_speech(text: str, start: int, end: int) -> int | None:
    """Return where the words begin if a paragraph is a line of dialogue: a dash, then speech; None if not."""
    match = _DASH.match(text, start, end)
    return match.end() if match else None
