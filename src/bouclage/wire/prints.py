"""A text as the search for copies sees it, and the memory it is looked up in."""

import hashlib
import zlib
from datetime import datetime, timedelta
from functools import cached_property

import numpy as np

from bouclage.records import Article
from bouclage.text.names import name_key, names
from bouclage.text.numbers import numbers
from bouclage.text.shingles import Shingles, distinct, shingles
from bouclage.wire.index import Index
from bouclage.wire.settings import WireSettings


class Print:
    """One article's text, ready to be compared: sorted arrays, each number once, for there are many of these.

    Names and numbers are read when first asked for: most texts are found alike to none.
    """

    def __init__(self, article: Article, settings: WireSettings) -> None:
        self.article = article
        self._settings = settings
        found = shingles(_text(article, settings), width=settings.width, most_words=settings.most_words)
        self.shingles = distinct(found)
        self.head = distinct(found[: settings.head])  # the shingles of its beginning
        # Equal for texts that differ in case, accents and punctuation at most.
        self.key = hashlib.blake2b(self.shingles.tobytes(), digest_size=16).digest()
        # The shingles by which the text is looked up.
        self.sampled = self.shingles[self.shingles % settings.sample == 0] // settings.sample

    @cached_property
    def head_fillings(self) -> Shingles:
        """The names and numbers of its beginning."""
        words = _text(self.article, self._settings).split(maxsplit=self._settings.head)
        return _fillings(" ".join(words[: self._settings.head]))

    @cached_property
    def fillings(self) -> Shingles:
        """Its names and numbers."""
        words = _text(self.article, self._settings).split(maxsplit=self._settings.head)
        # From a word of the head on, so that the first word after it begins no sentence.
        return np.union1d(self.head_fillings, _fillings(" ".join(words[self._settings.head - 1 :])))


def _text(article: Article, settings: WireSettings) -> str:
    """Return what is compared: lead and body, for a headline is each outlet's own; the headline if there is no more."""
    parts = [article.lead, *(block.text for block in article.body)]
    text = "\n\n".join(part for part in parts if part) or article.headline or ""
    return text[: settings.most_words * 12]


def _fillings(text: str) -> Shingles:
    said = {*map(name_key, names(text)), *numbers(text)}
    found = [zlib.crc32(one.encode("utf-8", "surrogatepass")) for one in said]
    return np.sort(np.array(found, dtype=np.uint32))


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
        least = 1 if len(one.sampled) < self._settings.sampled_many else 2
        found = self._index.like(one.sampled, since=self._begun[0], least=least)
        return [self._texts[number] for number in found[: self._settings.candidates].tolist()]

    def keep(self, one: Print) -> None:
        """Remember a text."""
        self._same.setdefault(one.key, one)
        self._texts[self._next] = one
        self._index.add(one.sampled, self._next)
        self._next += 1
