"""A text as the search for copies sees it, and the memory it is looked up in."""

import hashlib
from array import array
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain

import numpy as np

from bouclage.records import Article
from bouclage.text.names import name_key, names
from bouclage.text.numbers import numbers
from bouclage.text.shingles import Shingles, shingles
from bouclage.wire.settings import WireSettings


@dataclass(frozen=True, slots=True)
class Print:
    """One article's text, ready to be compared."""

    article: Article
    shingles: Shingles  # sorted, each once
    head: Shingles  # those of its beginning
    fillings: tuple[str, ...]  # its names and numbers, each once; a set would take eight times the memory
    head_fillings: frozenset[str]
    sampled: tuple[int, ...]  # the shingles by which it is looked up
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
        fillings=tuple(head | _fillings(" ".join(words[settings.head - 1 :]))),
        head_fillings=head,
        sampled=tuple(distinct[distinct % settings.sample == 0].tolist()),
        key=hashlib.blake2b(distinct.tobytes(), digest_size=16).digest(),
    )


def _fillings(text: str) -> frozenset[str]:
    return frozenset((*(name_key(name) for name in names(text)), *numbers(text)))


class Memory:
    """Distinct texts by their shingles, of the last one to two windows.

    Postings are arrays, not lists: hundreds of thousands of lists would keep the garbage collector busy.
    """

    def __init__(self, settings: WireSettings) -> None:
        self._settings = settings
        self._new: dict[int, array[int]] = {}  # sampled shingle → numbers of texts
        self._old: dict[int, array[int]] = {}
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
            self._old, self._new, self._same = self._new, {}, {}
            self._turned = now

    def same(self, one: Print) -> Print | None:
        """Return a remembered text with the same shingles."""
        return self._same.get(one.key)

    def like(self, one: Print) -> list[Print]:
        """Return the remembered texts that share most sampled shingles, most first."""
        found = (index.get(key, ()) for key in one.sampled for index in (self._new, self._old))
        votes = Counter(chain.from_iterable(found))
        return [self._texts[number] for number, _ in votes.most_common(self._settings.candidates)]

    def keep(self, one: Print) -> None:
        """Remember a text."""
        self._same.setdefault(one.key, one)
        number = self._next
        self._next += 1
        self._texts[number] = one
        for key in one.sampled:
            posting = self._new.get(key)
            if posting is None:
                self._new[key] = array("q", (number,))
            else:
                del posting[: len(posting) + 1 - self._settings.postings]
                posting.append(number)
