"""Told: something of ours to say to readers, as a code and what fills it; the words stand in `render`, by language."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One thing said: "embargoed", until when."""

    code: str
    values: tuple[str, ...] = ()  # names as they are, numbers in figures, times in ISO 8601
