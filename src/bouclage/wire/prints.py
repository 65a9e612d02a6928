"""A text as the search for copies sees it, and the memory it is looked up in."""

import hashlib
from collections import Counter, deque
from dataclasses import dataclass
from datetime import datetime, timedelta

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
    fillings: frozenset[str]  # its names and numbers
    head_fillings: frozenset[str]

    @property
    def key(self) -> bytes:
        """Equal for texts that differ in case, accents and punctuation at most."""
        return hashlib.blake2b(self.shingles.tobytes(), digest_size=16).digest()


def printed(article: Article, settings: WireSettings) -> Print:
    """Return what is compared: lead and body, for a headline is each outlet's own; the headline if there is no more."""
    parts = [article.lead, *(block.text for block in article.body)]
    text = "\n\n".join(part for part in parts if part) or article.headline or ""
    text = text[: settings.most_words * 12]
    found = shingles(text, width=settings.width, most_words=settings.most_words)
    return Print(
        article=article,
        shingles=np.unique(found),
        head=np.unique(found[: settings.head]),
        fillings=_fillings(text),
        head_fillings=_fillings(" ".join(text.split(maxsplit=settings.head)[: settings.head])),
    )


def _fillings(text: str) -> frozenset[str]:
    return frozenset((*(name_key(name) for name in names(text)), *numbers(text)))


class Memory:
    """Distinct texts by their shingles, of the last one to two windows."""

    def __init__(self, settings: WireSettings) -> None:
        self._settings = settings
        self._new: dict[int, deque[Print]] = {}
        self._old: dict[int, deque[Print]] = {}
        self._same: dict[bytes, Print] = {}
        self._turned: datetime | None = None

    def turn(self, now: datetime) -> None:
        """Let go of what was remembered before the last window."""
        if self._turned is None:
            self._turned = now
        if now - self._turned > timedelta(days=self._settings.window_days):
            self._old, self._new, self._same = self._new, {}, {}
            self._turned = now

    def same(self, one: Print) -> Print | None:
        """Return a remembered text with the same shingles."""
        return self._same.get(one.key)

    def like(self, one: Print) -> list[Print]:
        """Return the remembered texts that share most sampled shingles, most first."""
        votes: Counter[str] = Counter()
        found: dict[str, Print] = {}
        for key in self._sampled(one):
            for index in (self._new, self._old):
                for other in index.get(key, ()):
                    votes[other.article.id] += 1
                    found[other.article.id] = other
        return [found[article_id] for article_id, _ in votes.most_common(self._settings.candidates)]

    def keep(self, one: Print) -> None:
        """Remember a text."""
        self._same.setdefault(one.key, one)
        for key in self._sampled(one):
            posting = self._new.get(key)
            if posting is None:
                posting = self._new[key] = deque(maxlen=self._settings.postings)
            posting.append(one)

    def _sampled(self, one: Print) -> list[int]:
        return one.shingles[one.shingles % self._settings.sample == 0].tolist()  # type: ignore[no-any-return]
