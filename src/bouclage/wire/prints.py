"""A text as the search for copies sees it, and the memory it is looked up in."""

import hashlib
import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from bouclage.records import Article
from bouclage.text.names import name_key, names
from bouclage.text.numbers import numbers
from bouclage.text.shingles import Shingles, shingles
from bouclage.wire.index import Index
from bouclage.wire.settings import WireSettings


@dataclass(frozen=True, slots=True)
class Print:
    """One article's text, ready to be compared: sorted arrays, each number once, for there are many of these."""

    article: Article
    shingles: Shingles
    head: Shingles  # the shingles of its beginning
    fillings: Shingles  # its names and numbers
    head_fillings: Shingles
    key: bytes  # equal for texts that differ in case, accents and punctuation at most


def printed(article: Article, settings: WireSettings) -> Print:
    """Return what is compared: lead and body, for a headline is each outlet's own; the headline if there is no more."""
    parts = [article.lead, *(block.text for block in article.body)]
    text = "\n\n".join(part for part in parts if part) or article.headline or ""
    text = text[: settings.most_words * 12]
    found = shingles(text, width=settings.width, most_words=settings.most_words)
    words = text.split(maxsplit=settings.head)
    head = _fillings(" ".join(words[: settings.head]))
    distinct = np.unique(found)
    return Print(
        article=article,
        shingles=distinct,
        head=np.unique(found[: settings.head]),
        # from a word of the head on, so that the first word after it begins no sentence
        fillings=np.union1d(head, _fillings(" ".join(words[settings.head - 1 :]))),
        head_fillings=head,
        key=hashlib.blake2b(distinct.tobytes(), digest_size=16).digest(),
    )


def _fillings(text: str) -> Shingles:
    said = {*map(name_key, names(text)), *numbers(text)}
    found = (zlib.crc32(one.encode("utf-8", "surrogatepass")) for one in said)
    return np.sort(np.fromiter(found, dtype=np.uint32, count=len(said)))


class Memory:
    """Distinct texts, of the last one to two windows, and where each is looked up."""

    def __init__(self, settings: WireSettings) -> None:
        self._settings = settings
        self._index = Index(settings.postings)
        self._texts: dict[int, Print] = {}  # by number, in the order of their coming
        self._next = 0
        self._begun = 0, 0  # the first numbers of the old and of the new window
        self._same: dict[bytes, Print] = {}
        self._turned: datetime | None = None

    def turn(self, now: datetime) -> None:
        """Let go of what was remembered before the last window."""
        if self._turned is None:
            self._turned = now
        if now - self._turned > timedelta(days=self._settings.window_days):
            for number in range(*self._begun):
                del self._texts[number]
            self._begun = self._begun[1], self._next
            self._same = {}
            self._turned = now

    def same(self, one: Print) -> Print | None:
        """Return a remembered text with the same shingles."""
        return self._same.get(one.key)

    def like(self, one: Print) -> list[Print]:
        """Return the remembered texts that share most sampled shingles, most first."""
        sampled = self._sampled(one)
        least = 1 if len(sampled) < self._settings.sampled_many else 2
        found = self._index.like(sampled, since=self._begun[0], least=least)
        return [self._texts[number] for number in found[: self._settings.candidates].tolist()]

    def keep(self, one: Print) -> None:
        """Remember a text."""
        self._same.setdefault(one.key, one)
        self._texts[self._next] = one
        self._index.add(self._sampled(one), self._next)
        self._next += 1

    def _sampled(self, one: Print) -> Shingles:
        """Return the shingles by which a text is looked up."""
        chosen: Shingles = one.shingles[one.shingles % self._settings.sample == 0] // self._settings.sample
        return chosen
