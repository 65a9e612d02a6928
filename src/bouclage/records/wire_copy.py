"""WireCopy: one agency text and its printings."""

from dataclasses import dataclass

from bouclage.records.ids import digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Printing:
    """One outlet's printing of a wire copy."""

    article_id: str
    overlap: float  # share of the shorter text's shingles found in the original, 0 to 1
    reason: str  # in words: "94 % of its text is in ATR's of 14:05"


@dataclass(frozen=True, slots=True, kw_only=True)
class WireCopy:
    """Printings of one text. An echo is not agreement: they count as one origin."""

    original: str  # article id of the agency's own text, or of the earliest printing
    agency: str | None
    printings: tuple[Printing, ...]  # all, the original first

    @property
    def id(self) -> str:
        """Identity by its original, which stays while printings arrive."""
        return digest(self.original, kind="wire")

    @property
    def article_ids(self) -> tuple[str, ...]:
        """Articles that print this text, the original first."""
        return tuple(printing.article_id for printing in self.printings)
