"""Peers of grouping on TF-IDF vectors: scikit-learn's average linkage and HDBSCAN, and a plain single pass.

Each gets the best of a few thresholds on the very data it is scored on; ours has one setting.
"""

import time
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from sklearn.cluster import HDBSCAN, AgglomerativeClustering
from sklearn.feature_extraction.text import TfidfVectorizer

from bouclage.records import Article
from bouclage.stories.grouping import bcubed

ALIKE = (0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5)
SMALLEST = (2, 3, 5)
MOST_SQUARE = 4000  # articles: both batch methods need the square of them in memory


def vectors(articles: Sequence[Article]) -> csr_array:
    """Return TF-IDF vectors of unit length, words of the whole collection."""
    words = TfidfVectorizer(sublinear_tf=True, token_pattern=r"(?u)\b\w\w+\b")
    return csr_array(words.fit_transform(article.text for article in articles))


def _distances(articles: Sequence[Article]) -> NDArray[np.float64]:
    matrix = vectors(articles)
    return np.clip(1.0 - (matrix @ matrix.T).toarray(), 0.0, None)


def single_pass(articles: Sequence[Article], alike: float, *, window: int) -> list[int]:
    """Give each article, in order of time, the story of the most alike one among those just before it."""
    ordered = sorted(range(len(articles)), key=lambda place: (articles[place].time, articles[place].id))
    matrix = vectors([articles[place] for place in ordered])
    story: list[int] = []
    for start in range(0, len(ordered), 500):
        first = max(0, start - window)
        likeness = (matrix[start : start + 500] @ matrix[first : start + 500].T).toarray()
        for row in range(likeness.shape[0]):
            before = likeness[row, : start + row - first]
            best = int(before.argmax()) if len(before) else 0
            story.append(story[first + best] if len(before) and before[best] >= alike else start + row)
    found = dict(zip(ordered, story, strict=True))
    return [found[place] for place in range(len(articles))]


def average_link(articles: Sequence[Article], alike: float) -> list[int]:
    """Merge the most alike groups, by the mean over their pairs, down to a likeness."""
    distances = _distances(articles)
    model = AgglomerativeClustering(
        n_clusters=None, metric="precomputed", linkage="average", distance_threshold=1.0 - alike
    )
    found: list[int] = model.fit_predict(distances).tolist()
    return found


def hdbscan(articles: Sequence[Article], smallest: float) -> list[int]:
    """Find dense groups; what HDBSCAN calls noise stands alone."""
    distances = _distances(articles)
    model = HDBSCAN(min_cluster_size=int(smallest), min_samples=1, metric="precomputed", copy=True)
    labels = model.fit_predict(distances).tolist()
    return [label if label >= 0 else -1 - place for place, label in enumerate(labels)]


def best(
    articles: Sequence[Article],
    gold: Sequence[str],
    method: Callable[[Sequence[Article], float], list[int]],
    tried: Sequence[float],
) -> tuple[float, float, float]:
    """Return the best BCubed F1 of a method over what is tried, what gave it, and articles a second of one run."""
    begun = time.process_time()
    scores = [(bcubed(gold, [str(one) for one in method(articles, value)])["f1"], value) for value in tried]
    spent = time.process_time() - begun
    f1, value = max(scores)
    return f1, value, len(tried) * len(articles) / spent


def compare(articles: Sequence[Article], gold: Sequence[str], *, window: int) -> list[str]:
    """Return one line a peer; batch methods get a share of the stream where the square would be too large."""
    share = min(len(articles), MOST_SQUARE)
    events = dict.fromkeys(gold)
    chosen: list[int] = []
    of_event: dict[str, list[int]] = {event: [] for event in events}
    for place, event in enumerate(gold):
        of_event[event].append(place)
    for places in of_event.values():  # whole events, as many as fit
        if len(chosen) + len(places) <= share:
            chosen += places
    few, few_gold = [articles[place] for place in chosen], [gold[place] for place in chosen]
    f1, value, rate = best(articles, gold, lambda a, v: single_pass(a, v, window=window), ALIKE)
    lines = [f"plain TF-IDF single pass: {rate:.0f}/s, BCubed F1 {f1:.3f} (likeness {value})"]
    for name, method, tried in (
        ("scikit-learn average link", average_link, ALIKE),
        ("scikit-learn HDBSCAN", hdbscan, SMALLEST),
    ):
        f1, value, rate = best(few, few_gold, method, tried)
        part = "" if len(few) == len(articles) else f" on {len(few)} of {len(articles)}"
        lines.append(f"{name}{part}: {rate:.0f}/s, BCubed F1 {f1:.3f} (best at {value})")
    return lines
