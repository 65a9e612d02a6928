"""Fit: how much of each story a mail can show, so that no story is dropped and no mailbox cuts the mail."""

from collections.abc import Callable, Sequence
from enum import StrEnum


class Level(StrEnum):
    """How a story is set, from least to most."""

    PLAIN = "plain"  # its headline
    LINK = "link"  # linked to its source
    LINE = "line"  # with its outlet
    SHORT = "short"  # with its first sentence
    FULL = "full"  # with its whole summary and all sources


_RANK = {level: rank for rank, level in enumerate(Level)}
# The order in which space is given out, each wave in reading order: a whole front page, then links, then as much as
# there is room for.
_WAVES = ((Level.FULL, True), (Level.LINK, False), (Level.LINE, False), (Level.SHORT, False), (Level.FULL, False))


def fit(front: Sequence[bool], size: Callable[[int, Level], int], budget: int) -> list[Level] | None:
    """Return each story's level so that the sizes sum to `budget` bytes at most; None if not even headlines fit.

    `front` says of each story whether it stands on the front page. A wave ends where a story does not fit, so that
    no story is set larger than one before it in the same part.
    """
    levels = [Level.PLAIN] * len(front)
    sizes = [size(index, Level.PLAIN) for index in range(len(front))]
    total = sum(sizes)
    if total > budget:
        return None
    for level, front_only in _WAVES:
        for index, at_front in enumerate(front):
            if (front_only and not at_front) or _RANK[levels[index]] >= _RANK[level]:
                continue
            wanted = size(index, level)
            if total - sizes[index] + wanted > budget:
                break
            total += wanted - sizes[index]
            levels[index], sizes[index] = level, wanted
    return levels


def shorten(text: str, chars: int) -> str:
    """Return `text` cut at a word's end to `chars` characters at most, with "…" where something is missing."""
    if len(text) <= chars:
        return text
    head = text[: chars - 1]
    at_word = head.rpartition(" ")[0]
    return f"{(at_word if len(at_word) > chars // 2 else head).rstrip(' ,;:–-')}…"
