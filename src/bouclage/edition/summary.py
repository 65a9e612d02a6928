"""Summary: verbatim sentences chosen for coverage. Nothing is written here, only chosen.

Method: sentences are scored by the weight of the story's terms they cover (document frequency over its reports, as in
centroid summarisation); each next one is chosen by what it adds, with a penalty for repeating (maximal marginal
relevance, Carbonell and Goldstein 1998). Reports in the edition's language come first.
"""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from bouclage.edition.allowance import Allowance
from bouclage.edition.settings import EditionSettings
from bouclage.records import Article, BlockKind, Quote
from bouclage.text.sentences import sentences
from bouclage.text.words import stems

_MIN_TERM = 4  # letters; shorter ones are mostly function words in the four languages
_REPEAT = 0.55  # share of a sentence's terms already told that makes it a repetition
_EARLY = 0.6  # how much a report's later sentences count less than its first: news tell first things first


@dataclass(frozen=True, slots=True)
class _Candidate:
    article: Article
    start: int
    end: int
    position: int
    terms: frozenset[str]


def quote(article: Article, start: int, end: int, *, new: bool = False) -> Quote:
    """Return words of an article with their place."""
    return Quote(
        article_id=article.id,
        start=start,
        end=end,
        text=article.text[start:end],
        outlet=article.outlet,
        url=article.url,
        new=new,
    )


def headline_quote(article: Article) -> Quote:
    """Return an article's headline, or what begins its text where it has none."""
    if article.headline:
        return quote(article, 0, len(article.headline))
    first = sentences(article.text[:2000], article.language)
    return quote(article, *(first[0] if first else (0, 0)))


def summarise(
    articles: tuple[Article, ...],
    *,
    language: str,
    length: int,
    told: frozenset[str],
    settings: EditionSettings,
    allowance: Allowance,
) -> tuple[Quote, ...]:
    """Choose up to `length` sentences of `articles` (a story's reports, best first).

    `told` holds sentences printed in an earlier edition of the story: they are not chosen again while new ones exist.
    What a source's rights do not allow is not shown; what is shown is written down in `allowance`.
    """
    candidates = _candidates(articles, allowance, settings)
    mine = [c for c in candidates if (c.article.language or language).split("-")[0] == language]
    pool = mine or _first_language(candidates)
    fresh = [c for c in pool if c.article.text[c.start : c.end] not in told]
    weights = _weights(pool)
    chosen = _choose(fresh or pool, weights, allowance, length, settings)
    order = {article.id: index for index, article in enumerate(articles)}
    chosen.sort(key=lambda c: (order[c.article.id], c.start))
    return tuple(
        quote(c.article, c.start, c.end, new=bool(told) and c.article.text[c.start : c.end] not in told) for c in chosen
    )


def _candidates(articles: tuple[Article, ...], allowance: Allowance, settings: EditionSettings) -> list[_Candidate]:
    found = []
    for article in articles:
        if not allowance.allows(article, 0, 1):
            continue  # the headline alone
        crossheads = {block.text for block in article.body if block.kind is BlockKind.CROSSHEAD}
        start_of_text = len(article.headline) + 2 if article.headline else 0
        spans = [span for span in sentences(article.text, article.language) if span[0] >= start_of_text]
        for position, (start, end) in enumerate(spans):
            text = article.text[start:end]
            if not settings.quote_min_chars <= len(text) <= settings.quote_max_chars or text in crossheads:
                continue
            if text[-1] not in ".!?…»”“\"'’)" or text.count("«") != text.count("»"):
                continue  # cut or half a quotation: not a sentence that stands alone
            terms = frozenset(term for term in stems(text, article.language) if len(term) >= _MIN_TERM)
            if terms:
                found.append(_Candidate(article, start, end, position, terms))
    return found


def _first_language(candidates: list[_Candidate]) -> list[_Candidate]:
    """Return the candidates in the language of the best report: one summary speaks one language."""
    if not candidates:
        return []
    language = candidates[0].article.language
    return [candidate for candidate in candidates if candidate.article.language == language]


def _weights(candidates: list[_Candidate]) -> dict[str, float]:
    """Return each term's weight: how many reports use it, tempered, and once per report."""
    reports: Counter[str] = Counter()
    seen: set[tuple[str, str]] = set()
    for candidate in candidates:
        for term in candidate.terms:
            if (candidate.article.id, term) not in seen:
                seen.add((candidate.article.id, term))
                reports[term] += 1
    return {term: math.log1p(count) for term, count in reports.items()}


def _choose(
    candidates: list[_Candidate],
    weights: Mapping[str, float],
    allowance: Allowance,
    length: int,
    settings: EditionSettings,
) -> list[_Candidate]:
    chosen: list[_Candidate] = []
    covered: set[str] = set()
    total = 0
    while len(chosen) < length:
        best, best_gain = None, 0.0
        for candidate in candidates:
            size = candidate.end - candidate.start
            if chosen and total + size > settings.summary_chars:
                continue
            if chosen and len(candidate.terms & covered) > _REPEAT * len(candidate.terms):
                continue
            # summed exactly: a set has another order in every process, and of two equal sentences the first shall win
            gain = math.fsum(weights[term] for term in candidate.terms - covered)
            gain *= 1 / (1 + _EARLY * candidate.position) / math.sqrt(len(candidate.terms))
            if gain > best_gain and allowance.allows(candidate.article, candidate.start, candidate.end):
                best, best_gain = candidate, gain
        if best is None:
            break
        chosen.append(best)
        covered |= best.terms
        allowance.take(best.article, (best.start, best.end))
        total += best.end - best.start
    return chosen
